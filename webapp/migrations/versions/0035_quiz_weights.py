"""What the grade of a quiz counts in the total of its course."""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.add_column("quizzes", sa.Column("weight", sa.Double(), nullable=False, server_default="1"))


def downgrade() -> None:
    """Take back."""
    op.drop_column("quizzes", "weight")
