"""Several tries at a question in practice, and what a wrong one costs."""

import sqlalchemy as sa
from alembic import op

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    third = "0.3333333333333333"
    for table in ("quizzes", "attempts"):
        op.add_column(table, sa.Column("tries", sa.Integer(), nullable=False, server_default="1"))
        penalty = sa.Column("penalty", sa.Float(), nullable=False, server_default=third)
        op.add_column(table, penalty)
    retried = sa.Column("retried", sa.Boolean(), nullable=False, server_default=sa.false())
    op.add_column("question_attempts", retried)


def downgrade() -> None:
    """Take back."""
    op.drop_column("question_attempts", "retried")
    for table in ("attempts", "quizzes"):
        op.drop_column(table, "penalty")
        op.drop_column(table, "tries")
