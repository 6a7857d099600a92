"""What waits for a learner: the conditions that every count and every choice is made of.

They are parts of prepared statements, and are given what ``who`` and ``when`` return.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Integer,
    Select,
    Uuid,
    and_,
    bindparam,
    exists,
    or_,
    select,
)
from sqlalchemy.orm import aliased

from webapp.db import Instant
from webapp.learning.scheduling import Settings, State
from webapp.models import (
    Card,
    Course,
    Enrolment,
    Question,
    Report,
    Review,
    ReviewKind,
    counted,
    stands,
)
from webapp.services.quizzes.queries.secrecy import is_held

# A card in its first steps may come a little early when nothing else is left to do.
LEARN_AHEAD = timedelta(minutes=20)
_ALWAYS = datetime.min.replace(tzinfo=UTC)


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


def done_lately(learner: Learner) -> Select[UUID, UUID]:
    """Select what the learner did today in review and can take back."""
    return undoable.params(**who(learner))


def who(learner: Learner) -> dict[str, Any]:
    """Return what statements about a learner's study day are given."""
    return {"learner": learner.id, "today": learner.today, "since": learner.since}


def when(learner: Learner, at: datetime) -> dict[str, Any]:
    """Return what statements about what waits at a moment are given."""
    return {**who(learner), "at": at, "soon": at + LEARN_AHEAD}


whose = bindparam("learner", type_=Uuid())
_at = bindparam("at", type_=Instant())
_soon = bindparam("soon", type_=Instant())
_day = bindparam("today", type_=Integer())
is_open = open_to(whose)
is_kept = and_(Card.user_id == whose, Card.suspended.is_(False), is_open)
is_studied = and_(is_kept, or_(Card.buried_day.is_(None), Card.buried_day < _day))
is_due = and_(is_studied, Card.due_at <= _at)
is_soon_due = and_(is_studied, Card.state != State.REVIEW, Card.due_at <= _soon)
waits = is_due | is_soon_due
_own_card = aliased(Card)
goes_on = Question.course_id.not_in(select(Course.id).where(Course.archived_at.is_not(None)))
is_new = and_(
    is_open,
    goes_on,
    ~exists().where(_own_card.user_id == whose, _own_card.question_id == Question.id),
    ~has_put_off(whose, _day),
)
_is_today = and_(Review.study_day >= _day, Review.answered_at > bindparam("since", type_=Instant()))
of_today = select(Review.id, Review.question_id).where(
    counted(whose), _is_today, Review.kind == ReviewKind.REVIEW
)
undoable = select(Review.id, Review.question_id).where(
    stands(whose),
    _is_today,
    Review.kind.in_([ReviewKind.REVIEW, ReviewKind.SET_ASIDE, ReviewKind.BURY]),
)
withdrawable = select(Report.id).where(
    Report.user_id == whose,
    Report.made_at > bindparam("since", type_=Instant()),
    Report.attempt_id.is_(None),
    Report.settled_at.is_(None),
)
carded = select(Card.question_id).join(Question, Question.id == Card.question_id)
