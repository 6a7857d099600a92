"""Flags: what is wrong in a word, from reviews and quizzes; answered, and the answer read."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0022"
branch_labels = None
depends_on = None

_reports = sa.table("reports", sa.column("kind", sa.String()))


def upgrade() -> None:
    """Apply."""
    op.add_column("reports", sa.Column("attempt_id", sa.Uuid(), nullable=True))
    op.add_column(
        "reports", sa.Column("reply", sa.String(length=500), nullable=False, server_default="")
    )
    op.add_column("reports", sa.Column("read_at", sa.BigInteger(), nullable=True))
    op.execute(_reports.update().where(_reports.c.kind == "fault").values(kind="other"))


def downgrade() -> None:
    """Take back; which kind of fault it was is lost."""
    op.execute(_reports.update().where(_reports.c.kind != "claim").values(kind="fault"))
    for name in ("read_at", "reply", "attempt_id"):
        op.drop_column("reports", name)
