"""What decisions about proposals taught, and whether a course orders by it."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "rankings",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("weights", sa.JSON(), nullable=False),
        sa.Column("decisions", sa.Integer(), nullable=False),
        sa.Column("by_score", sa.Float(), nullable=True),
        sa.Column("by_weights", sa.Float(), nullable=True),
        sa.Column("is_better", sa.Boolean(), nullable=False),
        sa.Column("events", sa.Integer(), nullable=False),
        sa.Column("learned_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rankings")),
    )
    op.add_column("proposals", sa.Column("learned", sa.Float(), nullable=True))
    op.add_column(
        "courses",
        sa.Column("orders_by_decisions", sa.Boolean(), nullable=False, server_default=sa.true()),
    )


def downgrade() -> None:
    """Take back."""
    op.drop_column("courses", "orders_by_decisions")
    op.drop_column("proposals", "learned")
    op.drop_table("rankings")
