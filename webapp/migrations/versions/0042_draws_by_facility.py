"""Questions are drawn by how hard they turned out."""

import sqlalchemy as sa
from alembic import op

revision = "0042"
down_revision = "0038"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.add_column("quiz_slots", sa.Column("draw_facility", sa.String(length=16), nullable=True))


def downgrade() -> None:
    """Take back."""
    with op.batch_alter_table("quiz_slots") as table:
        table.drop_column("draw_facility")
