"""What a quiz shows while one is at it, right after handing in, later, and once it is closed."""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0032"
branch_labels = None
depends_on = None

_MOMENTS = ("shown_after", "shown_later", "shown_closed")


def upgrade() -> None:
    """Apply."""
    for name in _MOMENTS:
        op.add_column("quizzes", sa.Column(name, sa.Integer(), nullable=False, server_default="31"))
    op.add_column("quizzes", sa.Column("shown_during", sa.Integer(), nullable=True))
    op.add_column("attempts", sa.Column("shown_during", sa.Integer(), nullable=True))
    for name in ("shuffles_questions", "shuffles_options"):
        op.add_column(
            "quizzes",
            sa.Column(
                name,
                sa.Boolean(),
                nullable=False,
                server_default=sa.true() if name == "shuffles_options" else sa.false(),
            ),
        )


def downgrade() -> None:
    """Take back."""
    op.drop_column("attempts", "shown_during")
    for name in ("shuffles_options", "shuffles_questions", "shown_during", *_MOMENTS):
        op.drop_column("quizzes", name)
