"""Files that wait to be read, and what is found in documents about themselves."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply; people wrote down where the documents come from that are there."""
    op.create_table(
        "uploads",
        sa.Column("job_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("web_address", sa.String(length=2000), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["job_id"], ["jobs.id"], name=op.f("fk_uploads_job_id_jobs"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("job_id", name=op.f("pk_uploads")),
    )
    _add("jobs", sa.Column("about", sa.String(200), nullable=False, server_default=""))
    _add("jobs", sa.Column("proposes", sa.Boolean(), nullable=False, server_default=sa.true()))
    _add("documents", sa.Column("author", sa.String(120), nullable=False, server_default=""))
    _add("documents", sa.Column("web_address", sa.String(2000), nullable=False, server_default=""))
    _add(
        "documents",
        sa.Column("is_looked_over", sa.Boolean(), nullable=False, server_default=sa.true()),
    )
    _add("documents", sa.Column("archived_at", sa.BigInteger(), nullable=True))
    _add("document_revisions", sa.Column("anchors", sa.JSON(), nullable=False, server_default="[]"))


def downgrade() -> None:
    """Take back."""
    op.drop_column("document_revisions", "anchors")
    for column in ("archived_at", "is_looked_over", "web_address", "author"):
        op.drop_column("documents", column)
    op.drop_column("jobs", "proposes")
    op.drop_column("jobs", "about")
    op.drop_table("uploads")


def _add(table: str, column: sa.Column[object]) -> None:
    op.add_column(table, column)
