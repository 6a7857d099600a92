"""How a quiz is graded and passed, and what stands before an attempt at it."""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.add_column(
        "quizzes",
        sa.Column("grading_method", sa.String(length=16), nullable=False, server_default="highest"),
    )
    op.add_column("quizzes", sa.Column("pass_mark", sa.Double(), nullable=True))
    op.add_column("quizzes", sa.Column("waiting_minutes", sa.Integer(), nullable=True))
    op.add_column("quizzes", sa.Column("access_code", sa.String(length=20), nullable=True))


def downgrade() -> None:
    """Take back."""
    for name in ("access_code", "waiting_minutes", "pass_mark", "grading_method"):
        op.drop_column("quizzes", name)
