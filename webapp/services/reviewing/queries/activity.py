"""What a learner did on which day, and which line they forget most."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select

from webapp.db import db
from webapp.models import Question, QuestionVersion, Review, counted, is_published
from webapp.services.reviewing.queries.waiting import Learner, open_to


@dataclass(frozen=True, slots=True)
class Activity:
    """A study day: how many cards were seen on it, and how long their answers took."""

    cards: int
    minutes: float


@dataclass(frozen=True, slots=True)
class Slipping:
    """The question forgotten most often lately."""

    question_id: UUID
    version: QuestionVersion
    missed: int


def activity(learner: Learner, days: int) -> dict[int, Activity]:
    """Return the study days of the last ``days`` on which something was answered."""
    rows = db.session.execute(
        select(
            Review.study_day,
            func.count(Review.question_id.distinct()),
            func.sum(func.coalesce(Review.duration_ms, 0)),
        )
        .where(counted(learner.id), Review.study_day > learner.today - days)
        .group_by(Review.study_day)
    )
    return {day: Activity(cards, float(spent) / 60_000) for day, cards, spent in rows}


def most_forgotten(learner: Learner, days: int) -> Slipping | None:
    """Return the question missed most often in the last ``days``, if any was twice."""
    missed = func.count()
    row = db.session.execute(
        select(Review.question_id, missed)
        .join(Question, Question.id == Review.question_id)
        .where(
            counted(learner.id),
            Review.study_day > learner.today - days,
            Review.rating == 1,
            Review.predicted_recall.is_not(None),
            open_to(learner.id),
        )
        .group_by(Review.question_id)
        .having(missed > 1)
        .order_by(missed.desc(), Review.question_id)
        .limit(1)
    ).one_or_none()
    if row is None:
        return None
    version = db.session.scalars(
        select(QuestionVersion).join(Question, is_published()).where(Question.id == row[0])
    ).one()
    return Slipping(row[0], version, row[1])
