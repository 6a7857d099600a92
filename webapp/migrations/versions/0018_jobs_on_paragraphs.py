"""Jobs that are confined to one paragraph of a document."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

UNDER_WAY = "state IN ('queued', 'running')"


def upgrade() -> None:
    """Apply."""
    op.add_column("jobs", sa.Column("paragraph", sa.Integer(), nullable=True))
    op.drop_index("uq_jobs_under_way", "jobs")
    _make_unique("uq_jobs_under_way", ["document_id", "name"], f"{UNDER_WAY} AND paragraph IS NULL")
    _make_unique("uq_jobs_paragraph_under_way", ["document_id", "name", "paragraph"], UNDER_WAY)


def downgrade() -> None:
    """Take back; what is confined to a paragraph would be done on the whole."""
    op.execute("DELETE FROM jobs WHERE paragraph IS NOT NULL")
    op.drop_index("uq_jobs_paragraph_under_way", "jobs")
    op.drop_index("uq_jobs_under_way", "jobs")
    op.drop_column("jobs", "paragraph")
    _make_unique("uq_jobs_under_way", ["document_id", "name"], UNDER_WAY)


def _make_unique(name: str, columns: list[str], where: str) -> None:
    condition = sa.text(where)
    op.create_index(
        name, "jobs", columns, unique=True, sqlite_where=condition, postgresql_where=condition
    )
