"""A learner's own figures: what is in memory, how much is recalled, what is ahead."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from statistics import median
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, case, func, select

from questions.question import Stance
from webapp.db import db
from webapp.learning.forecasting import (
    WeekRetention,
    predicted_recall,
    retention,
    run_of_days,
)
from webapp.models import (
    Attempt,
    AttemptState,
    Card,
    Citation,
    Course,
    Question,
    Quiz,
    Review,
    counted,
)
from webapp.services.quizzes.queries.secrecy import is_held, unmarked
from webapp.services.reviewing.queries.activity import (
    Activity,
    Slipping,
    activity,
    most_forgotten,
)
from webapp.services.reviewing.queries.counts import forecast, queue
from webapp.services.reviewing.queries.waiting import Learner, open_to
from webapp.services.reviewing.replaying import memory_of

WEEKS = 12
WEEKS_OF_DAYS = 26
DAYS_AHEAD = 30
_RECENT = 90
_STABILITIES = (1, 3, 7, 21, 61, 183, 36500)


@dataclass(frozen=True, slots=True)
class StanceRecall:
    """How well questions of one stance are recalled."""

    stance: Stance
    reviews: int
    recalled: int


@dataclass(frozen=True, slots=True)
class Progress:
    """Everything on a learner's page of figures.

    ``reviews`` and ``recalled`` count the last WEEKS weeks, first answers to a question apart;
    ``stabilities`` pairs a number of days with the cards that hold up to it. The marks of
    attempts that are ``unmarked`` are kept back.
    """

    cards: int
    predicted: float | None
    median_stability: float | None
    run: int
    reviews: int
    recalled: int
    answers: int
    right: int
    weeks: list[WeekRetention]
    ahead: list[int]
    stabilities: list[tuple[int, int]]
    stances: list[StanceRecall]
    activity: dict[int, Activity]
    forgotten: Slipping | None
    attempts: list[tuple[Attempt, Quiz, Course]]
    unmarked: frozenset[UUID]


def load_progress(learner: Learner, at: datetime) -> Progress:
    """Return the figures of one learner."""
    memories = [memory_of(row) for row in _cards(learner)]
    daily = _daily(learner)
    weeks = retention([(day, n, recalled) for day, n, recalled in daily], learner.today, WEEKS)
    held = [memory.stability for memory in memories]
    answers, right = _accuracy(learner)
    return Progress(
        cards=len(memories),
        predicted=predicted_recall(memories, learner.today),
        median_stability=median(held) if held else None,
        run=run_of_days(_days(learner), learner.today),
        reviews=sum(week.reviews for week in weeks),
        recalled=sum(week.recalled for week in weeks),
        answers=answers,
        right=right,
        weeks=weeks,
        ahead=forecast(learner, at, DAYS_AHEAD, queue(learner, at)),
        stabilities=_by_stability(held),
        stances=_by_stance(learner),
        activity=activity(learner, 7 * WEEKS_OF_DAYS),
        forgotten=most_forgotten(learner, _RECENT),
        attempts=_attempts(learner.id),
        unmarked=unmarked(learner.id),
    )


def _cards(learner: Learner) -> list[Any]:
    query = select(Card.__table__).join(Question, Question.id == Card.question_id)
    query = query.where(Card.user_id == learner.id, Card.suspended.is_(False), open_to(learner.id))
    return list(db.session.execute(query))


def _daily(learner: Learner) -> list[tuple[int, int, int]]:
    """Per study day the reviews of what was seen before, and how many were recalled."""
    recalled = func.sum(case((Review.rating > 1, 1), else_=0))
    rows = db.session.execute(
        select(Review.study_day, func.count(), recalled)
        .where(
            _shown(learner),
            Review.predicted_recall.is_not(None),
            Review.study_day > learner.today - 7 * (WEEKS + 1),
        )
        .group_by(Review.study_day)
    )
    return [(day, count, int(right)) for day, count, right in rows]


def _days(learner: Learner) -> set[int]:
    query = select(Review.study_day).distinct()
    return set(db.session.scalars(query.where(counted(learner.id))))


def _shown(learner: Learner) -> ColumnElement[bool]:
    """The reviews that count, but for those of questions kept back."""
    return counted(learner.id) & ~is_held(learner.id, Review.question_id)


def _accuracy(learner: Learner) -> tuple[int, int]:
    right = func.sum(case((Review.rating > 1, 1), else_=0))
    count, total = db.session.execute(select(func.count(), right).where(_shown(learner))).one()
    return count, int(total or 0)


def _by_stability(held: list[float]) -> list[tuple[int, int]]:
    lower = (0, *_STABILITIES)
    return [
        (most, sum(least <= days < most for days in held))
        for least, most in zip(lower, _STABILITIES, strict=False)
    ]


def _by_stance(learner: Learner) -> list[StanceRecall]:
    recalled = func.sum(case((Review.rating > 1, 1), else_=0))
    rows = db.session.execute(
        select(Citation.stance, func.count(), recalled)
        .join(Citation, Citation.version_id == Review.version_id)
        .where(_shown(learner), Citation.position == 0, Review.predicted_recall.is_not(None))
        .where(Review.study_day > learner.today - _RECENT)
        .group_by(Citation.stance)
    ).all()
    found = {stance: StanceRecall(stance, count, int(right)) for stance, count, right in rows}
    return [found[stance] for stance in Stance if stance in found]


def _attempts(user_id: UUID) -> list[tuple[Attempt, Quiz, Course]]:
    rows = db.session.execute(
        select(Attempt, Quiz, Course)
        .join(Quiz, Quiz.id == Attempt.quiz_id)
        .join(Course, Course.id == Quiz.course_id)
        .where(Attempt.user_id == user_id, Attempt.state == AttemptState.SUBMITTED)
        .order_by(Attempt.submitted_at.desc())
        .limit(50)
    )
    return [(attempt, quiz, course) for attempt, quiz, course in rows]
