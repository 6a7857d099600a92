"""How sure learners are of their answers, and what these count by it."""

import sqlalchemy as sa
from alembic import op

revision = "0045"
down_revision = "0042"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    for table in ("quizzes", "attempts"):
        asks = sa.Column("asks_confidence", sa.Boolean(), nullable=False, server_default=sa.false())
        op.add_column(table, asks)
    for table in ("question_attempts", "mark_changes"):
        op.add_column(table, sa.Column("counted", sa.Float(), nullable=True))
    op.add_column("attempt_steps", sa.Column("confidence", sa.String(length=16), nullable=True))


def downgrade() -> None:
    """Take back."""
    op.drop_column("attempt_steps", "confidence")
    for table in ("mark_changes", "question_attempts"):
        op.drop_column(table, "counted")
    for table in ("attempts", "quizzes"):
        op.drop_column(table, "asks_confidence")
