"""Quizzes whose learners may see the class's median beside their own mark."""

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.add_column(
        "quizzes",
        sa.Column("tells_median", sa.Boolean(), nullable=False, server_default=sa.false()),
    )


def downgrade() -> None:
    """Take back."""
    op.drop_column("quizzes", "tells_median")
