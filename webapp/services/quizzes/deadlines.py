"""Deadlines: when an attempt ends, as its quiz is now and as it was promised."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.models import Attempt, AttemptState, Quiz


def move_deadlines(session: Session, quiz: Quiz) -> None:
    """Let a change of the quiz reach the attempts under way: see :func:`end_of`."""
    for attempt in session.scalars(
        select(Attempt)
        .where(Attempt.quiz_id == quiz.id, Attempt.state == AttemptState.IN_PROGRESS)
        .with_for_update()
    ):
        attempt.deadline = end_of(attempt.started_at, attempt.limit_minutes, quiz)


def end_of(started_at: datetime, promised_minutes: int | None, quiz: Quiz) -> datetime | None:
    """Return when an attempt ends, by the quiz as it is now and what the learner was promised.

    It ends when the quiz closes, earlier or later than it was to be; its time limit gets longer
    with the quiz's, never shorter than promised. ``None``: it does not end by itself.
    """
    ends = [] if quiz.closes_at is None else [quiz.closes_at]
    if promised_minutes is not None and quiz.time_limit_minutes is not None:
        minutes = max(promised_minutes, quiz.time_limit_minutes)
        ends.append(started_at + timedelta(minutes=minutes))
    return min(ends, default=None)
