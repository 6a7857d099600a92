"""What an attempt was promised: its mode and its time limit."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_MODE = sa.Enum("practice", "test", name="quizmode", native_enum=False, length=16)


def upgrade() -> None:
    """Apply: attempts already made were promised what their quiz says now."""
    with op.batch_alter_table("attempts") as table:
        table.add_column(sa.Column("mode", _MODE, nullable=True))
        table.add_column(sa.Column("limit_minutes", sa.Integer(), nullable=True))
    op.execute(
        "UPDATE attempts SET"
        " mode = (SELECT mode FROM quizzes WHERE quizzes.id = attempts.quiz_id),"
        " limit_minutes ="
        " (SELECT time_limit_minutes FROM quizzes WHERE quizzes.id = attempts.quiz_id)"
    )
    # A close that was set after an attempt began did not end it.
    op.execute(
        "UPDATE attempts SET deadline ="
        " (SELECT closes_at FROM quizzes WHERE quizzes.id = attempts.quiz_id)"
        " WHERE state = 'in_progress' AND EXISTS (SELECT 1 FROM quizzes"
        " WHERE quizzes.id = attempts.quiz_id AND quizzes.closes_at IS NOT NULL"
        " AND (attempts.deadline IS NULL OR quizzes.closes_at < attempts.deadline))"
    )
    with op.batch_alter_table("attempts") as table:
        table.alter_column("mode", existing_type=_MODE, nullable=False)


def downgrade() -> None:
    """Take back."""
    with op.batch_alter_table("attempts") as table:
        table.drop_column("limit_minutes")
        table.drop_column("mode")
