"""What was proposed, and what instructors decided about it."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

REASONS = ("unclear", "trivial", "wrong", "options", "attribution", "duplicate", "other")


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "proposals",
        sa.Column("question_id", sa.Uuid(), nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("fact", sa.String(length=64), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("checks", sa.JSON(), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        _key("proposals", "question_id", "questions", "CASCADE"),
        _key("proposals", "document_id", "documents", "CASCADE"),
        sa.PrimaryKeyConstraint("question_id", name=op.f("pk_proposals")),
    )
    op.create_index(op.f("ix_proposals_document_id"), "proposals", ["document_id"])
    op.create_table(
        "curation_events",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("course_id", sa.Uuid(), nullable=False),
        sa.Column("question_id", sa.Uuid(), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column(
            "decision",
            sa.Enum(
                *("accepted", "edited", "rejected", "undone"),
                name="decision",
                native_enum=False,
                length=16,
            ),
            nullable=False,
        ),
        sa.Column(
            "reason",
            sa.Enum(*REASONS, name="reason", native_enum=False, length=16),
            nullable=True,
        ),
        sa.Column("before", sa.Integer(), nullable=False),
        sa.Column("after", sa.Integer(), nullable=False),
        sa.Column("undoes_id", sa.Uuid(), nullable=True),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        _key("curation_events", "course_id", "courses", "CASCADE"),
        _key("curation_events", "question_id", "questions", "CASCADE"),
        _key("curation_events", "actor_id", "users", "SET NULL"),
        _key("curation_events", "undoes_id", "curation_events", "CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_curation_events")),
    )
    for name in ("question_id", "actor_id", "undoes_id"):
        op.create_index(op.f(f"ix_curation_events_{name}"), "curation_events", [name])
    op.create_index("ix_curation_events_actor", "curation_events", ["course_id", "actor_id", "id"])


def downgrade() -> None:
    """Take back."""
    op.drop_table("curation_events")
    op.drop_table("proposals")


def _key(table: str, column: str, target: str, gone: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{target}")
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=name, ondelete=gone)
