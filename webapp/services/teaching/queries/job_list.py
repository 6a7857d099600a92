"""The jobs of a course as its instructors see them: the newest first, each with how far it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ScalarSelect, Select, exists, func, select
from sqlalchemy.orm import aliased

from questions.documents import PassageKind
from questions.stages import Stage
from webapp.db import db
from webapp.models import (
    UNDER_WAY,
    Document,
    DocumentRevision,
    Job,
    JobName,
    Passage,
    QuestionImport,
    is_current,
)

_MOST = 50
# What each stage takes of the whole, in hundredths: XQuAD's 24 articles, on one core.
_SHARES = {Stage.READ: 56, Stage.FIND: 21, Stage.PROPOSE: 5, Stage.CHECK: 18}
# Of an import the rest is saving, of which nobody else sees anything before all is there: 8 of 10
# seconds go by before, of 10,000 questions on two cores.
_SHARES_OF_IMPORT = {Stage.CHECK: 85}


@dataclass(frozen=True, slots=True)
class JobLine:
    """A job: what it is for, where it stands, and how many wait before it.

    ``sentence`` is the number of the first one of the paragraph that it is confined to.
    ``document`` is the address of a document, once it is in the course; ``is_looked_over`` says
    that somebody has seen what was found of its origin. ``file`` is the file of questions that it
    takes in, where whoever looks gave that.
    """

    job: Job
    title: str
    document: str | None
    is_looked_over: bool | None
    sentence: int | None
    before: int
    file: UUID | None

    @property
    def is_under_way(self) -> bool:
        """Whether it waits or runs."""
        return self.job.state in UNDER_WAY

    @property
    def percent(self) -> int:
        """How much of it is done, in hundredths of the time that such jobs take."""
        if self.job.stage is None:
            return 0
        shares = _SHARES_OF_IMPORT if self.job.name is JobName.IMPORT else _SHARES
        before = list(Stage)[: list(Stage).index(self.job.stage)]
        behind = sum(shares.get(stage, 0) for stage in before)
        return behind + shares.get(self.job.stage, 0) * self.job.done // max(self.job.total, 1)

    @property
    def seconds(self) -> int | None:
        """How long it took, once it has ended."""
        if self.job.started_at is None or self.job.finished_at is None:
            return None
        return round((self.job.finished_at - self.job.started_at).total_seconds())


def jobs_of(course_id: UUID, viewer_id: UUID) -> list[JobLine]:
    """Return the newest jobs of a course, as somebody sees them."""
    rows = db.session.execute(
        _lines(viewer_id).where(Job.course_id == course_id).order_by(Job.id.desc()).limit(_MOST)
    )
    return [JobLine(*row) for row in rows]


def find_line(job_id: UUID, viewer_id: UUID) -> JobLine:
    """Return a job, as somebody sees it."""
    return JobLine(*db.session.execute(_lines(viewer_id).where(Job.id == job_id)).one())


def _lines(viewer_id: UUID) -> Select[*tuple[Any, ...]]:
    given = QuestionImport.user_id == viewer_id
    return (
        select(
            Job,
            func.coalesce(Document.title, Job.about),
            Document.slug,
            Document.is_looked_over,
            _first_sentence(),
            _before(),
            QuestionImport.id,
        )
        .outerjoin(Document, Document.id == Job.document_id)
        .outerjoin(QuestionImport, (QuestionImport.job_id == Job.id) & given)
    )


def proposing_in(course_id: UUID) -> dict[str, datetime]:
    """Return the documents of a course for which proposals are being made, and since when."""
    rows = db.session.execute(
        select(Document.slug, Job.created_at)
        .join(Job, Job.document_id == Document.id)
        .where(Job.course_id == course_id, Job.state.in_(UNDER_WAY))
        .where(Job.paragraph.is_(None))
    )
    return dict(list(rows))


def is_under_way(course_id: UUID) -> bool:
    """Return whether a course has a job from which proposals may come, and which is not done."""
    busy = exists().where(Job.course_id == course_id, Job.state.in_(UNDER_WAY))
    return bool(db.session.scalar(select(busy.where(Job.name != JobName.IMPORT))))


def _first_sentence() -> ScalarSelect[int | None]:
    """Find the first sentence of a job's paragraph, in the text as it is now."""
    return (
        select(func.min(Passage.number))
        .join(DocumentRevision, DocumentRevision.id == Passage.revision_id)
        .where(DocumentRevision.document_id == Job.document_id, is_current())
        .where(Passage.paragraph == Job.paragraph)
        .where(Passage.kind == PassageKind.SENTENCE)
        .correlate(Job)
        .scalar_subquery()
    )


def _before() -> ScalarSelect[int]:
    """Count the jobs of every course that a worker takes up before this one."""
    earlier = aliased(Job)
    return (
        select(func.count())
        .where(earlier.state.in_(UNDER_WAY), earlier.id < Job.id)
        .correlate(Job)
        .scalar_subquery()
    )
