"""How answers came to be worth something else: regradings, and marks by hand."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "regrade_runs",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("course_id", sa.Uuid(), nullable=False),
        sa.Column("question_id", sa.Uuid(), nullable=False),
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("policy", sa.String(length=16), nullable=False),
        sa.Column("corrects_reviews", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("undone_at", sa.BigInteger(), nullable=True),
        sa.Column("undone_by_id", sa.Uuid(), nullable=True),
        _foreign_key("regrade_runs", "course_id", "courses", "CASCADE"),
        _foreign_key("regrade_runs", "question_id", "questions", "CASCADE"),
        _foreign_key("regrade_runs", "version_id", "question_versions", "CASCADE"),
        _foreign_key("regrade_runs", "actor_id", "users", "SET NULL"),
        _foreign_key("regrade_runs", "undone_by_id", "users", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_regrade_runs")),
    )
    for name in ("course_id", "question_id", "version_id", "actor_id", "undone_by_id"):
        op.create_index(op.f(f"ix_regrade_runs_{name}"), "regrade_runs", [name])
    op.create_table(
        "mark_changes",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("attempt_id", sa.Uuid(), nullable=False),
        sa.Column("slot", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("run_id", sa.Uuid(), nullable=True),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("fraction", sa.Float(), nullable=True),
        sa.Column("dropped", sa.Boolean(), nullable=False),
        sa.Column("comment", sa.String(length=2000), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id", "attempt_id", "slot"],
            ["question_attempts.user_id", "question_attempts.attempt_id", "question_attempts.slot"],
            name=op.f("fk_mark_changes_user_id_attempt_id_slot_question_attempts"),
            ondelete="CASCADE",
        ),
        _foreign_key("mark_changes", "run_id", "regrade_runs", "CASCADE"),
        _foreign_key("mark_changes", "actor_id", "users", "SET NULL"),
        sa.PrimaryKeyConstraint("user_id", "id", name=op.f("pk_mark_changes")),
    )
    op.create_index(
        op.f("ix_mark_changes_user_id_attempt_id_slot"),
        "mark_changes",
        ["user_id", "attempt_id", "slot"],
    )
    for name in ("run_id", "actor_id"):
        op.create_index(op.f(f"ix_mark_changes_{name}"), "mark_changes", [name])
    op.create_table(
        "regraded_attempts",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("attempt_id", sa.Uuid(), nullable=False),
        sa.Column("run_id", sa.Uuid(), nullable=False),
        sa.Column("mark_before", sa.Float(), nullable=False),
        sa.Column("max_before", sa.Float(), nullable=False),
        sa.Column("mark_after", sa.Float(), nullable=False),
        sa.Column("max_after", sa.Float(), nullable=False),
        sa.Column("read_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["user_id", "attempt_id"],
            ["attempts.user_id", "attempts.id"],
            name=op.f("fk_regraded_attempts_user_id_attempt_id_attempts"),
            ondelete="CASCADE",
        ),
        _foreign_key("regraded_attempts", "run_id", "regrade_runs", "CASCADE"),
        sa.PrimaryKeyConstraint(
            "user_id", "attempt_id", "run_id", name=op.f("pk_regraded_attempts")
        ),
    )
    op.create_index(op.f("ix_regraded_attempts_run_id"), "regraded_attempts", ["run_id"])
    op.add_column(
        "question_attempts",
        sa.Column("dropped", sa.Boolean(), nullable=False, server_default=sa.false()),
    )


def downgrade() -> None:
    """Take back; marks stay as they are, and how they came to be so is lost."""
    op.drop_column("question_attempts", "dropped")
    for name in ("regraded_attempts", "mark_changes", "regrade_runs"):
        op.drop_table(name)


def _foreign_key(table: str, column: str, parent: str, ondelete: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [f"{parent}.id"], name=op.f(f"fk_{table}_{column}_{parent}"), ondelete=ondelete
    )
