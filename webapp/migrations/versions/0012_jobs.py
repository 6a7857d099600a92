"""What takes too long for an answer, and how far each has come."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

STATES = ("queued", "running", "done", "failed", "cancelled")
STAGES = ("read", "find", "propose", "check")
UNDER_WAY = sa.text("state IN ('queued', 'running')")
PARTIAL = {"sqlite_where": UNDER_WAY, "postgresql_where": UNDER_WAY}


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "jobs",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("course_id", sa.Uuid(), nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=True),
        sa.Column("owner_id", sa.Uuid(), nullable=True),
        sa.Column(
            "name", sa.Enum("propose", name="jobname", native_enum=False, length=16), nullable=False
        ),
        sa.Column(
            "state", sa.Enum(*STATES, name="jobstate", native_enum=False, length=16), nullable=False
        ),
        sa.Column(
            "stage", sa.Enum(*STAGES, name="stage", native_enum=False, length=16), nullable=True
        ),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("found", sa.Integer(), nullable=False),
        sa.Column("error", sa.String(length=500), nullable=False),
        sa.Column("cancel_asked", sa.Boolean(), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("started_at", sa.BigInteger(), nullable=True),
        sa.Column("beat_at", sa.BigInteger(), nullable=False),
        sa.Column("finished_at", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("0 <= done AND done <= total", name=op.f("ck_jobs_progress")),
        sa.CheckConstraint("found >= 0 AND attempt >= 0", name=op.f("ck_jobs_counts")),
        sa.CheckConstraint(
            "(state IN ('queued', 'running')) = (finished_at IS NULL)",
            name=op.f("ck_jobs_finished"),
        ),
        sa.CheckConstraint(
            "state <> 'running' OR started_at IS NOT NULL", name=op.f("ck_jobs_started")
        ),
        sa.CheckConstraint("(state = 'failed') = (error <> '')", name=op.f("ck_jobs_error")),
        sa.ForeignKeyConstraint(
            ["course_id"],
            ["courses.id"],
            name=op.f("fk_jobs_course_id_courses"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["documents.id"],
            name=op.f("fk_jobs_document_id_documents"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["users.id"], name=op.f("fk_jobs_owner_id_users"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_jobs")),
    )
    op.create_index("ix_jobs_course_id_id", "jobs", ["course_id", "id"])
    op.create_index("ix_jobs_document_id", "jobs", ["document_id"])
    op.create_index("ix_jobs_owner_id", "jobs", ["owner_id"])
    op.create_index("ix_jobs_state", "jobs", ["state"], **PARTIAL)
    op.create_index("uq_jobs_under_way", "jobs", ["document_id", "name"], unique=True, **PARTIAL)


def downgrade() -> None:
    """Take back."""
    op.drop_table("jobs")
