"""Hints of questions, for those who may try again."""

import sqlalchemy as sa
from alembic import op

revision = "0047"
down_revision = "0046"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.add_column(
        "question_versions", sa.Column("hints", sa.JSON(), nullable=False, server_default="[]")
    )


def downgrade() -> None:
    """Take back."""
    op.drop_column("question_versions", "hints")
