"""Questions are drawn by type and document as well."""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0030"
branch_labels = None
depends_on = None

_NAME = "fk_quiz_slots_draw_document_id_documents"


def upgrade() -> None:
    """Apply."""
    with op.batch_alter_table("quiz_slots") as table:
        table.add_column(sa.Column("draw_type", sa.String(40), nullable=True))
        table.add_column(sa.Column("draw_document_id", sa.Uuid(), nullable=True))
        table.create_foreign_key(
            op.f(_NAME), "documents", ["draw_document_id"], ["id"], ondelete="CASCADE"
        )
        table.create_index(op.f("ix_quiz_slots_draw_document_id"), ["draw_document_id"])


def downgrade() -> None:
    """Take back."""
    with op.batch_alter_table("quiz_slots") as table:
        table.drop_index(op.f("ix_quiz_slots_draw_document_id"))
        table.drop_constraint(op.f(_NAME), type_="foreignkey")
        table.drop_column("draw_document_id")
        table.drop_column("draw_type")
