"""What was dropped and why, how a proposal was made, and acts on several."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    with op.batch_alter_table("proposals") as proposals:
        proposals.add_column(
            sa.Column("way", sa.String(length=40), nullable=False, server_default="")
        )
        proposals.add_column(sa.Column("spares", sa.JSON(), nullable=False, server_default="[]"))
        proposals.add_column(
            sa.Column("failed", sa.String(length=40), nullable=False, server_default="")
        )
    with op.batch_alter_table("curation_events") as events:
        events.add_column(sa.Column("act_id", sa.Uuid(), nullable=True))
    op.create_index(op.f("ix_curation_events_act_id"), "curation_events", ["act_id"])
    op.create_table(
        "dropped_proposals",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("failed", sa.String(length=40), nullable=False),
        sa.Column("way", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("asked", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("quote", sa.Text(), nullable=False),
        sa.Column("taken_id", sa.Uuid(), nullable=True),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        _key("dropped_proposals", "document_id", "documents", "CASCADE"),
        _key("dropped_proposals", "taken_id", "questions", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dropped_proposals")),
    )
    for name in ("document_id", "taken_id"):
        op.create_index(op.f(f"ix_dropped_proposals_{name}"), "dropped_proposals", [name])


def downgrade() -> None:
    """Take back."""
    op.drop_table("dropped_proposals")
    op.drop_index(op.f("ix_curation_events_act_id"), "curation_events")
    with op.batch_alter_table("curation_events") as events:
        events.drop_column("act_id")
    with op.batch_alter_table("proposals") as proposals:
        for name in ("way", "spares", "failed"):
            proposals.drop_column(name)


def _key(table: str, column: str, target: str, gone: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{target}")
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=name, ondelete=gone)
