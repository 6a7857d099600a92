"""Regradings that were done, and the version that says what is right."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, Select, and_, func, select
from sqlalchemy.orm import Session, aliased

from questions.question import Status
from webapp.db import db
from webapp.learning.marks import Total
from webapp.models import (
    Attempt,
    Question,
    QuestionVersion,
    Quiz,
    RegradedAttempt,
    RegradeRun,
    User,
    is_published,
)
from webapp.services.errors import Missing

MOST_SHOWN = 200  # a plain choice: more regradings than a course sees


@dataclass(frozen=True, slots=True)
class RegradedMark:
    """What a regrading makes, or made, of one attempt."""

    learner: str
    quiz: str
    number: int
    before: Total
    after: Total

    @property
    def difference(self) -> float:
        """By how many marks it goes up, or down."""
        return round(self.after.mark - self.before.mark, 6)


def correct_version(session: Session, question_id: UUID) -> QuestionVersion | None:
    """Return the version that learners get, or got last; ``None`` if they never got any."""
    published = (
        select(QuestionVersion)
        .join(Question, is_published())
        .where(Question.id == question_id)
        .execution_options(populate_existing=True)
    )
    last = (
        select(QuestionVersion)
        .where(
            QuestionVersion.question_id == question_id, QuestionVersion.status == Status.PUBLISHED
        )
        .order_by(QuestionVersion.number.desc())
        .limit(1)
    )
    return session.scalar(published) or session.scalar(last)


def latest_run(session: Session, question_id: UUID) -> UUID | None:
    """Return the regrading of a question that was done last and holds."""
    return session.scalar(standing_runs(question_id).limit(1))


def standing_runs(question_id: UUID) -> Select[UUID]:
    """Return the query for the regradings of a question that hold, the latest first."""
    return (
        select(RegradeRun.id)
        .where(RegradeRun.question_id == question_id, RegradeRun.undone_at.is_(None))
        .order_by(RegradeRun.made_at.desc(), RegradeRun.id.desc())
    )


def is_regraded(session: Session, version: QuestionVersion) -> bool:
    """Return whether a regrading holds that was done by the key of this version."""
    runs = standing_runs(version.question_id).where(RegradeRun.version_id == version.id)
    return session.scalar(runs.limit(1)) is not None


@dataclass(frozen=True, slots=True)
class DoneRun:
    """A regrading that was done: by which version and whom, and how many marks it changed.

    ``later`` is the regrading that builds upon it, which would have to be undone first.
    """

    run: RegradeRun
    version: QuestionVersion
    actor: str | None
    undone_by: str | None
    changed: int
    later: UUID | None = None
    marks: tuple[RegradedMark, ...] = ()


def list_runs(course_id: UUID) -> list[DoneRun]:
    """Return the latest regradings of a course, undone ones too; MOST_SHOWN at most."""
    return _done(RegradeRun.course_id == course_id)


def find_run(course_id: UUID, run_id: UUID) -> DoneRun:
    """Return one regrading, with each mark that it changed. Raises Missing."""
    found = _done(and_(RegradeRun.course_id == course_id, RegradeRun.id == run_id))
    if not found:
        raise Missing(_("There is no such regrading in this course."))
    last = latest_run(db.session(), found[0].run.question_id)
    later = last if last != run_id else None
    return replace(found[0], later=later, marks=tuple(_marks(run_id)))


def _done(condition: ColumnElement[bool]) -> list[DoneRun]:
    actor, undoer = aliased(User), aliased(User)
    changed = (
        select(func.count())
        .select_from(RegradedAttempt)
        .where(RegradedAttempt.run_id == RegradeRun.id)
        .scalar_subquery()
    )
    rows = db.session.execute(
        select(RegradeRun, QuestionVersion, actor.name, undoer.name, changed)
        .join(QuestionVersion, QuestionVersion.id == RegradeRun.version_id)
        .outerjoin(actor, actor.id == RegradeRun.actor_id)
        .outerjoin(undoer, undoer.id == RegradeRun.undone_by_id)
        .where(condition)
        .order_by(RegradeRun.made_at.desc(), RegradeRun.id.desc())
        .limit(MOST_SHOWN)
    )
    return [DoneRun(*row) for row in rows]


def _marks(run_id: UUID) -> Iterator[RegradedMark]:
    rows = db.session.execute(
        select(RegradedAttempt, Attempt.number, Quiz.title, User.name)
        .join(
            Attempt,
            and_(
                Attempt.user_id == RegradedAttempt.user_id, Attempt.id == RegradedAttempt.attempt_id
            ),
        )
        .join(Quiz, Quiz.id == Attempt.quiz_id)
        .join(User, User.id == RegradedAttempt.user_id)
        .where(RegradedAttempt.run_id == run_id)
        .order_by(func.lower(User.name), Quiz.title, Attempt.number)
    )
    for row, number, title, name in rows:
        before = Total(row.mark_before, row.max_before)
        after = Total(row.mark_after, row.max_after)
        yield RegradedMark(name, title, number, before, after)
