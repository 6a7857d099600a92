"""What a learner sees first: what is due, what is assigned, what slips, what lies ahead."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select

from webapp.db import db
from webapp.learning.findings import Week, week_ahead
from webapp.learning.forecasting import minutes_for, run_of_days
from webapp.models import (
    Attempt,
    AttemptState,
    AttemptStep,
    Card,
    Citation,
    Course,
    Document,
    DocumentRevision,
    Enrolment,
    Question,
    QuestionVersion,
    Quiz,
    Review,
    ReviewKind,
    counted,
    is_published,
    number_asked,
)
from webapp.services.quizzes.queries.secrecy import unmarked
from webapp.services.quizzes.queries.terms import Allowance, SetApart, terms_for
from webapp.services.reviewing.queries.activity import Slipping, activity, most_forgotten
from webapp.services.reviewing.queries.counts import Queue, forecast, queue
from webapp.services.reviewing.queries.waiting import Learner, goes_on, has_put_off, open_to

_WEEK = 7
_RECENT = 50
_RUN_LOOKED_AT = 400
_ANY_DAY_AFTER = date.max.toordinal()


@dataclass(frozen=True, slots=True)
class Assigned:
    """A quiz of one's courses, as it stands for this learner, and when it closes for them.

    ``unmarked`` says that the mark of the last attempt is kept back.
    """

    quiz: Quiz
    course: Course
    closes_at: datetime | None
    questions: int
    attempts: int
    open_attempt: UUID | None
    answered: int
    last: Attempt | None
    unmarked: bool


@dataclass(frozen=True, slots=True)
class Today:
    """Everything on the first page."""

    queue: Queue
    minutes: int
    documents: list[str]
    longest_wait: int
    ahead: list[int]
    week: Week
    run: int
    days: frozenset[int]
    slipping: Slipping | None
    set_aside: list[tuple[UUID, str]]
    courses: int


def load_today(learner: Learner, at: datetime) -> Today:
    """Return what the learner's first page shows."""
    waiting = queue(learner, at)
    days = _review_days(learner)
    ahead = forecast(learner, at, _WEEK, waiting)
    behind = activity(learner, _WEEK + 1)
    return Today(
        queue=waiting,
        minutes=minutes_for(waiting.left + waiting.again, seconds_each(learner.id)),
        documents=_documents(learner, at),
        longest_wait=_longest_wait(learner),
        ahead=ahead,
        week=week_ahead(ahead, sum(behind[d].cards for d in behind if d < learner.today)),
        run=run_of_days(days, learner.today),
        days=days,
        slipping=most_forgotten(learner, 30),
        set_aside=_set_aside(learner),
        courses=_count_courses(learner.id),
    )


def assigned_quizzes(user_id: UUID) -> list[Assigned]:
    """Return the quizzes of one's courses: to be done first by when they close, then done.

    Of an archived course only what is under way.
    """
    set_apart = SetApart(Quiz, user_id)
    closes_at = set_apart.closes_at
    rows = db.session.execute(
        set_apart.joined_to(
            select(Quiz, Course, number_asked(), set_apart.own, set_apart.groups)
            .join(Course, Course.id == Quiz.course_id)
            .join(Enrolment, Enrolment.course_id == Quiz.course_id)
        )
        .where(Enrolment.user_id == user_id)
        .order_by(closes_at.is_(None), closes_at, Quiz.created_at, Quiz.id)
    ).all()
    attempts: dict[UUID, list[Attempt]] = {}
    for attempt in db.session.scalars(
        select(Attempt).where(Attempt.user_id == user_id).order_by(Attempt.number)
    ):
        attempts.setdefault(attempt.quiz_id, []).append(attempt)
    answered, kept_back = _answered(user_id), unmarked(user_id)
    assigned = (
        _assigned(
            quiz,
            terms_for(quiz, own, groups=groups),
            course,
            int(questions),
            attempts.get(quiz.id, []),
            answered,
            kept_back,
        )
        for quiz, course, questions, own, groups in rows
    )
    return [each for each in assigned if each.open_attempt or each.course.archived_at is None]


def seconds_each(user_id: UUID) -> float | None:
    """Return the learner's own pace: the mean of the latest answers here that were timed."""
    latest = (
        select(Review.duration_ms)
        .where(
            Review.user_id == user_id,
            Review.duration_ms.is_not(None),
            Review.kind != ReviewKind.IMPORT,
        )
        .order_by(Review.id.desc())
        .limit(_RECENT)
        .subquery()
    )
    mean = db.session.scalar(select(func.avg(latest.c.duration_ms)))
    return float(mean) / 1000 if mean is not None else None


def _assigned(
    quiz: Quiz,
    terms: Allowance,
    course: Course,
    questions: int,
    mine: list[Attempt],
    answered: dict[UUID, int],
    kept_back: Collection[UUID],
) -> Assigned:
    current = next((a for a in mine if a.state is AttemptState.IN_PROGRESS), None)
    done = [a for a in mine if a.state is AttemptState.SUBMITTED]
    return Assigned(
        quiz=quiz,
        course=course,
        closes_at=terms.closes_at,
        questions=questions,
        attempts=len(mine),
        open_attempt=current.id if current else None,
        answered=answered.get(current.id, 0) if current else 0,
        last=done[-1] if done else None,
        unmarked=bool(done) and done[-1].id in kept_back,
    )


def _answered(user_id: UUID) -> dict[UUID, int]:
    rows = db.session.execute(
        select(AttemptStep.attempt_id, func.count(func.distinct(AttemptStep.slot)))
        .join(Attempt, and_(Attempt.user_id == user_id, Attempt.id == AttemptStep.attempt_id))
        .where(AttemptStep.user_id == user_id, Attempt.state == AttemptState.IN_PROGRESS)
        .group_by(AttemptStep.attempt_id)
    )
    return {attempt: count for attempt, count in rows}  # noqa: C416 - rows are not a mapping


def _studied(learner: Learner) -> ColumnElement[bool]:
    return and_(Card.user_id == learner.id, Card.suspended.is_(False), open_to(learner.id))


def _longest_wait(learner: Learner) -> int:
    query = select(func.min(Card.due_day)).join(Question, Question.id == Card.question_id)
    first = db.session.scalar(query.where(_studied(learner), Card.due_day < learner.today))
    return learner.today - (first or learner.today)


def _review_days(learner: Learner) -> frozenset[int]:
    query = select(Review.study_day).distinct()
    query = query.where(counted(learner.id), Review.study_day > learner.today - _RUN_LOOKED_AT)
    return frozenset(db.session.scalars(query))


def _documents(learner: Learner, at: datetime) -> list[str]:
    """The titles of the documents that what is due comes from."""
    query = (
        select(Document.title)
        .distinct()
        .join(DocumentRevision, DocumentRevision.document_id == Document.id)
        .join(Citation, Citation.revision_id == DocumentRevision.id)
        .join(QuestionVersion, QuestionVersion.id == Citation.version_id)
        .join(Question, is_published())
        .outerjoin(Card, and_(Card.question_id == Question.id, Card.user_id == learner.id))
        .where(open_to(learner.id))
        .where((Card.due_at <= at) | and_(Card.due_at.is_(None), goes_on))
        .order_by(Document.title)
        .limit(3)
    )
    return list(db.session.scalars(query))


def _set_aside(learner: Learner) -> list[tuple[UUID, str]]:
    rows = db.session.execute(
        select(Question.id, QuestionVersion.stem)
        .join(QuestionVersion, is_published())
        .outerjoin(Card, and_(Card.user_id == learner.id, Card.question_id == Question.id))
        .where(
            or_(
                Card.suspended.is_(True),
                and_(Card.user_id.is_(None), has_put_off(learner.id, _ANY_DAY_AFTER)),
            ),
            open_to(learner.id),
        )
        .order_by(Question.id)
    )
    return [(question_id, stem) for question_id, stem in rows]


def _count_courses(user_id: UUID) -> int:
    query = select(func.count()).where(Enrolment.user_id == user_id)
    return db.session.scalar(query) or 0
