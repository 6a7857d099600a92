"""The job that takes in many questions of a file, and whether all as drafts."""

import sqlalchemy as sa
from alembic import op

revision = "0054"
down_revision = "0053"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    with op.batch_alter_table("question_imports") as table:
        table.add_column(sa.Column("job_id", sa.Uuid()))
        table.add_column(
            sa.Column("as_drafts", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        table.create_foreign_key(
            op.f("fk_question_imports_job_id_jobs"), "jobs", ["job_id"], ["id"], ondelete="SET NULL"
        )
        table.create_index(op.f("ix_question_imports_job_id"), ["job_id"])


def downgrade() -> None:
    """Take back."""
    with op.batch_alter_table("question_imports") as table:
        table.drop_index(op.f("ix_question_imports_job_id"))
        table.drop_constraint(op.f("fk_question_imports_job_id_jobs"), type_="foreignkey")
        table.drop_column("as_drafts")
        table.drop_column("job_id")
