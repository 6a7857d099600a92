"""What holds for one learner in a quiz, their time factor in a course, and more time given."""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0035"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "quiz_overrides",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("quiz_id", sa.Uuid(), nullable=False),
        sa.Column("opens_at", sa.BigInteger(), nullable=True),
        sa.Column("closes_at", sa.BigInteger(), nullable=True),
        sa.Column("time_limit_minutes", sa.Integer(), nullable=True),
        sa.Column("attempts_allowed", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["users.id"],
            name=op.f("fk_quiz_overrides_user_id_users"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["quiz_id"],
            ["quizzes.id"],
            name=op.f("fk_quiz_overrides_quiz_id_quizzes"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("user_id", "quiz_id", name=op.f("pk_quiz_overrides")),
    )
    op.create_index(op.f("ix_quiz_overrides_quiz_id"), "quiz_overrides", ["quiz_id"])
    op.create_table(
        "time_factors",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("course_id", sa.Uuid(), nullable=False),
        sa.Column("factor", sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["users.id"],
            name=op.f("fk_time_factors_user_id_users"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["course_id"],
            ["courses.id"],
            name=op.f("fk_time_factors_course_id_courses"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("user_id", "course_id", name=op.f("pk_time_factors")),
    )
    op.create_index(op.f("ix_time_factors_course_id"), "time_factors", ["course_id"])
    op.add_column(
        "attempts", sa.Column("extra_minutes", sa.Integer(), nullable=False, server_default="0")
    )


def downgrade() -> None:
    """Take back."""
    op.drop_column("attempts", "extra_minutes")
    op.drop_table("time_factors")
    op.drop_table("quiz_overrides")
