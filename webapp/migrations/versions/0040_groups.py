"""Groups of learners in a course, and what holds for them in a quiz."""

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0041"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.add_column("enrolments", sa.Column("group_name", sa.String(60), nullable=True))
    op.create_table(
        "group_overrides",
        sa.Column("quiz_id", sa.Uuid(), nullable=False),
        sa.Column("group_name", sa.String(60), nullable=False),
        sa.Column("opens_at", sa.BigInteger(), nullable=True),
        sa.Column("closes_at", sa.BigInteger(), nullable=True),
        sa.Column("time_limit_minutes", sa.Integer(), nullable=True),
        sa.Column("attempts_allowed", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["quiz_id"],
            ["quizzes.id"],
            name=op.f("fk_group_overrides_quiz_id_quizzes"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("quiz_id", "group_name", name=op.f("pk_group_overrides")),
    )


def downgrade() -> None:
    """Take back."""
    op.drop_table("group_overrides")
    op.drop_column("enrolments", "group_name")
