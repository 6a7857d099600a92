"""Deadlines: when an attempt ends, as its quiz is now and as it was promised."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.models import Attempt, AttemptState, Quiz
from webapp.services.quizzes.queries.terms import Allowance, terms_by_learner, terms_for


def move_deadlines(session: Session, quiz: Quiz) -> None:
    """Let a change of what holds in a quiz reach the attempts under way: see :func:`end_of`."""
    own, usual = terms_by_learner(session, quiz), terms_for(quiz)
    for attempt in session.scalars(
        select(Attempt)
        .where(Attempt.quiz_id == quiz.id, Attempt.state == AttemptState.IN_PROGRESS)
        .order_by(Attempt.user_id, Attempt.id)
        .with_for_update()
    ):
        attempt.deadline = deadline_of(attempt, own.get(attempt.user_id, usual))


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
