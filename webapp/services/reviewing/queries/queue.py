"""The queue: what to ask a learner next, and how much there is. Statements are prepared once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    Integer,
    Select,
    Uuid,
    and_,
    bindparam,
    exists,
    func,
    or_,
    select,
)
from sqlalchemy.orm import aliased

from questions.interactions import Interaction, load_interaction
from webapp.db import Instant, db
from webapp.learning.scheduling import Memory, Settings, State
from webapp.models import (
    Attempt,
    Card,
    Course,
    Enrolment,
    Question,
    QuestionAttempt,
    QuestionVersion,
    Review,
    ReviewKind,
    counted,
    stands,
)
from webapp.services.errors import Missing
from webapp.services.quizzes.queries.secrecy import is_held
from webapp.services.reviewing.replaying import MEMORY_COLUMNS, memory_of

# A card in its first steps may come a little early when nothing else is left to do.
LEARN_AHEAD = timedelta(minutes=20)
MOST_COUNTED = 1000
_ALWAYS = datetime.min.replace(tzinfo=UTC)

Statement = Select[*tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Learner:
    """Whose queue it is: how they are scheduled, and how many new questions they want a day.

    What they did today is what the log holds of this study day, and of a later one that they
    left by travelling west, as long as it was ``since``: a day of 24 hours never begins twice.
    """

    id: UUID
    settings: Settings
    new_per_day: int
    today: int
    since: datetime = _ALWAYS


@dataclass(frozen=True, slots=True)
class Asked:
    """A question to review, with what is remembered of it so far (``None``: it is new)."""

    question_id: UUID
    version_id: UUID
    stem: str
    explanation: str
    course: str
    interaction: Interaction
    memory: Memory | None

    @property
    def repetitions(self) -> int:
        """How often it was answered before; settles the order its options are shown in."""
        return self.memory.repetitions if self.memory else 0


@dataclass(frozen=True, slots=True)
class Queue:
    """How much there is to do: due, new today, and already done today."""

    due: int
    new: int
    done: int

    @property
    def left(self) -> int:
        """Due and new together."""
        return self.due + self.new


def open_to(learner_id: UUID | BindParameter[UUID]) -> ColumnElement[bool]:
    """Return the condition that a question is published in a course the learner is in.

    Questions of a test under way are kept back, so that review does not give their keys away.
    """
    enrolled = exists().where(
        Enrolment.user_id == learner_id, Enrolment.course_id == Question.course_id
    )
    held = is_held(learner_id, Question.id)
    return and_(Question.published.is_not(None), enrolled, ~held)


def has_put_off(
    learner_id: UUID | BindParameter[UUID], today: int | BindParameter[int]
) -> ColumnElement[bool]:
    """Return the condition that the learner set a question without a card aside, or buried it."""
    wish, later = aliased(Review), aliased(Review)
    resumed = exists().where(
        stands(learner_id, later),
        later.question_id == wish.question_id,
        later.kind == ReviewKind.RESUME,
        later.answered_at > wish.answered_at,
    )
    is_put_off = or_(
        wish.kind == ReviewKind.SET_ASIDE,
        and_(wish.kind == ReviewKind.BURY, wish.study_day >= today),
    )
    return exists().where(
        stands(learner_id, wish), wish.question_id == Question.id, is_put_off, ~resumed
    )


def queue(learner: Learner, at: datetime) -> Queue:
    """Count what is due, new and done; counts stop at MOST_COUNTED.

    Cards in their first steps count as due LEARN_AHEAD early, as they are asked then.
    """
    given = {**_who(learner), "at": at, "soon": at + LEARN_AHEAD}
    row = _connection().execute(_counts, given).one()
    return Queue(row.due, _new_left(learner, row.new, row.introduced), row.done)


def done_today(learner: Learner) -> int:
    """Count the reviews of the learner's study day that were not taken back."""
    return _connection().execute(_done, _who(learner)).scalar_one()


def due_on(learner: Learner, day: int) -> int:
    """Count the cards that are due on one study day to come."""
    return _connection().execute(_due_on, {**_who(learner), "day": day}).scalar_one()


def next_question(
    learner: Learner, at: datetime, *, only: list[UUID] | None = None
) -> Asked | None:
    """Return what to ask now: the longest due, then new, then first steps a little early.

    With ``only``, the first of those questions that is open to the learner, due or not.
    """
    if only is not None:
        found = (_find(_this, learner, question=question_id) for question_id in only)
        return next((asked for asked in found if asked), None)
    if asked := _find(_longest_due, learner, at=at):
        return asked
    if queue(learner, at).new and (asked := _find(_first_new, learner)):
        return asked
    return _find(_soonest, learner, soon=at + LEARN_AHEAD)


def find_question(learner: Learner, question_id: UUID) -> Asked:
    """Return one question for review. Raises Missing when it is not open to the learner."""
    asked = _find(_this, learner, question=question_id)
    if asked is None:
        raise Missing(_("This question is not open to you, or was retired."))
    return asked


def missed_in(learner: Learner, attempt_id: UUID) -> list[UUID]:
    """Return the questions an attempt missed that were not reviewed since, in their order."""
    attempt = db.session.get(Attempt, (learner.id, attempt_id))
    if attempt is None or attempt.submitted_at is None:
        raise Missing(_("There is no such attempt, or it is not handed in yet."))
    rows = db.session.execute(
        select(QuestionAttempt.question_id, QuestionAttempt.fraction, Card.last_at)
        .outerjoin(
            Card,
            and_(Card.user_id == learner.id, Card.question_id == QuestionAttempt.question_id),
        )
        .where(QuestionAttempt.user_id == learner.id, QuestionAttempt.attempt_id == attempt_id)
        .order_by(QuestionAttempt.slot)
    )
    return [
        question_id
        for question_id, fraction, last_at in rows
        if (fraction or 0) < 1 and (last_at is None or last_at <= attempt.submitted_at)
    ]


def done_lately(learner: Learner) -> Select[UUID, UUID]:
    """Select what the learner did today in review and can take back."""
    return _undoable.params(**_who(learner))


def _find(statement: Statement, learner: Learner, **given: object) -> Asked | None:
    row = _connection().execute(statement, {**_who(learner), **given}).one_or_none()
    if row is None:
        return None
    return Asked(
        question_id=row.question_id,
        version_id=row.version_id,
        stem=row.stem,
        explanation=row.explanation,
        course=row.course,
        interaction=load_interaction(row.interaction),
        memory=memory_of(row) if row.stability is not None else None,
    )


def _connection() -> Connection:
    """Return the session's connection: rows of columns need nothing of the session itself."""
    return db.session.connection()


def _who(learner: Learner) -> dict[str, object]:
    return {"learner": learner.id, "today": learner.today, "since": learner.since}


def _new_left(learner: Learner, new: int, introduced: int) -> int:
    return max(0, min(new, learner.new_per_day - introduced))


_learner = bindparam("learner", type_=Uuid())
_at = bindparam("at", type_=Instant())
_open = open_to(_learner)
_day = bindparam("today", type_=Integer())
_kept = and_(Card.user_id == _learner, Card.suspended.is_(False), _open)
_mine = and_(_kept, or_(Card.buried_day.is_(None), Card.buried_day < _day))
_is_due = and_(_mine, Card.due_at <= _at)
_own_card = aliased(Card)
_is_new = and_(
    _open,
    ~exists().where(_own_card.user_id == _learner, _own_card.question_id == Question.id),
    ~has_put_off(_learner, _day),
)
_is_today = and_(Review.study_day >= _day, Review.answered_at > bindparam("since", type_=Instant()))
_today = select(Review.id, Review.question_id).where(
    counted(_learner), _is_today, Review.kind == ReviewKind.REVIEW
)
_undoable = select(Review.id, Review.question_id).where(
    stands(_learner),
    _is_today,
    Review.kind.in_([ReviewKind.REVIEW, ReviewKind.SET_ASIDE, ReviewKind.BURY]),
)
# An answer without a prediction was the first one to its question.
_introduced = _today.where(Review.predicted_recall.is_(None))
_carded = select(Card.question_id).join(Question, Question.id == Card.question_id)


def _number_of(query: Statement) -> Select[int]:
    return select(func.count()).select_from(query.limit(MOST_COUNTED).subquery())


_done = _number_of(_today)
_due_on = _number_of(_carded.where(_kept, Card.due_day == bindparam("day")))
_soon = and_(_mine, Card.state != State.REVIEW, Card.due_at <= bindparam("soon", type_=Instant()))
_counts = select(
    _number_of(_carded.where(_is_due | _soon)).scalar_subquery().label("due"),
    _number_of(select(Question.id).where(_is_new)).scalar_subquery().label("new"),
    _number_of(_introduced).scalar_subquery().label("introduced"),
    _done.scalar_subquery().label("done"),
)
_asking = (
    select(
        Question.id.label("question_id"),
        QuestionVersion.id.label("version_id"),
        QuestionVersion.stem,
        QuestionVersion.explanation,
        QuestionVersion.interaction,
        Course.title.label("course"),
        *(getattr(Card, name) for name in MEMORY_COLUMNS),
    )
    .join(
        QuestionVersion,
        and_(
            QuestionVersion.question_id == Question.id,
            QuestionVersion.number == Question.published,
        ),
    )
    .join(Course, Course.id == Question.course_id)
    .outerjoin(Card, and_(Card.user_id == _learner, Card.question_id == Question.id))
    .limit(1)
)
_this = _asking.where(Question.id == bindparam("question"), _open)
_longest_due = _asking.where(_is_due).order_by(Card.due_at, Card.question_id)
_first_new = _asking.where(_is_new).order_by(Question.created_at, Question.id)
_soonest = _asking.where(_soon).order_by(Card.due_at, Card.question_id)
