"""Jobs: what takes too long for an answer, and how far each has come."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, text
from sqlalchemy.orm import Mapped, mapped_column

from questions.stages import Stage
from webapp.db import Instant, Model
from webapp.models import lengths
from webapp.models.courses import Course
from webapp.models.documents import Document
from webapp.models.people import User


class JobName(StrEnum):
    """What there is to do: each has its line in ``webapp/jobs.py``."""

    PROPOSE = "propose"
    TAKE_IN = "take-in"
    REVISE = "revise"
    IMPORT = "import"


class JobState(StrEnum):
    """Where a job stands; the last three are its end, until it is asked for again."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


UNDER_WAY = (JobState.QUEUED, JobState.RUNNING)
_UNDER_WAY = text("state IN ('queued', 'running')")
_WHOLE = text("state IN ('queued', 'running') AND paragraph IS NULL")


class Job(Model):
    """One thing to do for a course. This table is the truth, whatever a queue has lost.

    Whatever else it does, it ``proposes`` questions too, unless it is told not to.
    ``about`` says what it is for where that is no document of the course yet, such as a file.
    ``done`` of ``total`` is how far ``stage`` is, and ``found`` what came of it. ``attempt`` says
    which worker it belongs to: one that was given up for dead and comes back has an older number,
    and may write nothing. ``beat_at`` is when it last showed a sign of life. A ``paragraph`` is the
    part of the document that it is confined to, as the text was when it was asked for.
    """

    __tablename__ = "jobs"
    __table_args__ = (
        CheckConstraint("0 <= done AND done <= total", "progress"),
        CheckConstraint("found >= 0 AND attempt >= 0", "counts"),
        CheckConstraint("(state IN ('queued', 'running')) = (finished_at IS NULL)", "finished"),
        CheckConstraint("state <> 'running' OR started_at IS NOT NULL", "started"),
        CheckConstraint("(state = 'failed') = (error <> '')", "error"),
        Index("ix_jobs_course_id_id", "course_id", "id"),
        Index("ix_jobs_state", "state", sqlite_where=_UNDER_WAY, postgresql_where=_UNDER_WAY),
        Index(
            "uq_jobs_under_way",
            "document_id",
            "name",
            unique=True,
            sqlite_where=_WHOLE,
            postgresql_where=_WHOLE,
        ),
        Index(
            "uq_jobs_paragraph_under_way",
            "document_id",
            "name",
            "paragraph",
            unique=True,
            sqlite_where=_UNDER_WAY,
            postgresql_where=_UNDER_WAY,
        ),
        Index("ix_jobs_document_id", "document_id"),
        Index("ix_jobs_owner_id", "owner_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    course_id: Mapped[UUID] = mapped_column(ForeignKey(Course.id, ondelete="CASCADE"))
    document_id: Mapped[UUID | None] = mapped_column(ForeignKey(Document.id, ondelete="CASCADE"))
    owner_id: Mapped[UUID | None] = mapped_column(ForeignKey(User.id, ondelete="SET NULL"))
    paragraph: Mapped[int | None]
    name: Mapped[JobName]
    proposes: Mapped[bool] = mapped_column(default=True)
    about: Mapped[str] = mapped_column(String(lengths.FILE_NAME), default="")
    state: Mapped[JobState] = mapped_column(default=JobState.QUEUED)
    stage: Mapped[Stage | None]
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    found: Mapped[int] = mapped_column(default=0)
    error: Mapped[str] = mapped_column(String(lengths.NOTE), default="")
    cancel_asked: Mapped[bool] = mapped_column(default=False)
    attempt: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(Instant)
    started_at: Mapped[datetime | None] = mapped_column(Instant)
    beat_at: Mapped[datetime] = mapped_column(Instant)
    finished_at: Mapped[datetime | None] = mapped_column(Instant)


class Upload(Model):
    """What a job is to take in, for as long as it has not: a file, or the address to fetch it from.

    It stays with a job that failed, so that it can be tried again.
    """

    __tablename__ = "uploads"

    job_id: Mapped[UUID] = mapped_column(ForeignKey(Job.id, ondelete="CASCADE"), primary_key=True)
    name: Mapped[str] = mapped_column(String(lengths.FILE_NAME))
    web_address: Mapped[str] = mapped_column(String(lengths.ADDRESS), default="")
    content: Mapped[bytes | None] = mapped_column(LargeBinary)
