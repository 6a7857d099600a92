"""Terms: what holds for a learner in a quiz, by the quiz, their override and their time factor."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from math import ceil
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.models import Quiz, QuizOverride, TimeFactor


@dataclass(frozen=True, slots=True)
class Allowance:
    """When a learner may begin a quiz, how often, and how long they have.

    ``factor`` is how many times as long as others the limit is by their time factor; ``is_own``
    says that something was set for this learner in this quiz.
    """

    opens_at: datetime | None
    closes_at: datetime | None
    attempts_allowed: int | None
    time_limit_minutes: int | None
    factor: float = 1.0
    is_own: bool = False


def terms_for(quiz: Quiz, override: QuizOverride | None = None, factor: float = 1.0) -> Allowance:
    """Return what holds for a learner: what was set for them, or else what holds for everybody.

    A limit that was set for them is what they have; the quiz's own is as many times as long as
    their factor says, in whole minutes, of which none is cut off.
    """
    if override is None:
        return Allowance(
            quiz.opens_at,
            quiz.closes_at,
            quiz.attempts_allowed,
            _times(quiz.time_limit_minutes, factor),
            factor,
        )
    return Allowance(
        override.opens_at or quiz.opens_at,
        override.closes_at or quiz.closes_at,
        override.attempts_allowed or quiz.attempts_allowed,
        override.time_limit_minutes or _times(quiz.time_limit_minutes, factor),
        1.0 if override.time_limit_minutes else factor,
        is_own=True,
    )


def load_terms(session: Session, user_id: UUID, quiz: Quiz) -> Allowance:
    """Return what holds for one learner in a quiz."""
    factor = session.get(TimeFactor, (user_id, quiz.course_id))
    override = session.get(QuizOverride, (user_id, quiz.id))
    return terms_for(quiz, override, factor.factor if factor else 1.0)


def terms_by_learner(session: Session, quiz: Quiz) -> Mapping[UUID, Allowance]:
    """Return what holds for each learner for whom something else holds than for everybody."""
    set_for = select(TimeFactor).where(TimeFactor.course_id == quiz.course_id)
    factors = {row.user_id: row.factor for row in session.scalars(set_for)}
    overrides = {
        override.user_id: override
        for override in session.scalars(select(QuizOverride).where(QuizOverride.quiz_id == quiz.id))
    }
    return {
        user_id: terms_for(quiz, overrides.get(user_id), factors.get(user_id, 1.0))
        for user_id in {*factors, *overrides}
    }


def _times(minutes: int | None, factor: float) -> int | None:
    # As a fraction of what was typed: 10 times 1.1 is 11 minutes, and not a hair more.
    return None if minutes is None else ceil(minutes * Fraction(str(factor)))
