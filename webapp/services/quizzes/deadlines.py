"""Deadlines: when an attempt ends, as its quiz is now and as it was promised."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, aliased

from webapp.models import Attempt, AttemptState, Quiz
from webapp.services.quizzes.queries.terms import Allowance, terms_by_learner, terms_for


def move_deadlines(session: Session, quiz: Quiz) -> None:
    """Let a change of what holds in a quiz reach the attempts under way: see :func:`end_of`."""
    own, usual = terms_by_learner(session, quiz), terms_for(quiz)
    for attempt in session.scalars(under_way(quiz.id)):
        attempt.deadline = deadline_of(attempt, own.get(attempt.user_id, usual))


def under_way(quiz_id: UUID) -> Select[Attempt]:
    """Return what selects, for a change, the attempts at a quiz whose end may still be moved.

    Once a learner has begun the next one, time that is over stays over.
    """
    later = aliased(Attempt)
    next_one = select(later.id).where(
        later.user_id == Attempt.user_id,
        later.quiz_id == Attempt.quiz_id,
        later.number > Attempt.number,
    )
    return (
        select(Attempt)
        .where(Attempt.quiz_id == quiz_id, Attempt.state == AttemptState.IN_PROGRESS)
        .where(~next_one.exists())
        .order_by(Attempt.user_id, Attempt.id)
        .with_for_update(of=Attempt)
    )


def deadline_of(attempt: Attempt, terms: Allowance) -> datetime | None:
    """Return when an attempt ends, by what holds for its learner now, and the time given to it."""
    end = end_of(attempt.started_at, attempt.limit_minutes, terms)
    return None if end is None else end + timedelta(minutes=attempt.extra_minutes)


def end_of(started_at: datetime, promised_minutes: int | None, terms: Allowance) -> datetime | None:
    """Return when an attempt ends, by what holds now and what the learner was promised.

    It ends when the quiz closes, earlier or later than it was to be; its time limit gets longer
    with the quiz's, never shorter than promised. ``None``: it does not end by itself.
    """
    ends = [] if terms.closes_at is None else [terms.closes_at]
    if promised_minutes is not None and terms.time_limit_minutes is not None:
        minutes = max(promised_minutes, terms.time_limit_minutes)
        ends.append(started_at + timedelta(minutes=minutes))
    return min(ends, default=None)


def seconds_left(attempt: Attempt, at: datetime) -> int | None:
    """Return how long an attempt can still be answered, as it stands now."""
    return None if attempt.deadline is None else int((attempt.deadline - at).total_seconds())
