"""Closing: attempts whose time is over are handed in, whoever looks first."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from webapp.db import db
from webapp.learning.scheduling import Settings
from webapp.models import Attempt, AttemptState, Quiz, User
from webapp.services.quizzes.attempting import hand_in
from webapp.services.quizzes.queries.attempts import GRACE


def close_overdue(
    at: datetime, *, user_id: UUID | None = None, course_id: UUID | None = None
) -> int:
    """Hand in every attempt whose time was over before ``at``, and say how many there were.

    All of them, or one person's, or those at a course's quizzes. Each is handed in as of its
    deadline, in a transaction of its own; several processes may do it at once.
    """
    overdue = (
        select(Attempt.user_id, Attempt.id)
        .where(Attempt.state == AttemptState.IN_PROGRESS, Attempt.deadline <= at - GRACE)
        .order_by(Attempt.deadline)
    )
    if user_id is not None:
        overdue = overdue.where(Attempt.user_id == user_id)
    if course_id is not None:
        overdue = overdue.join(Quiz, Quiz.id == Attempt.quiz_id).where(Quiz.course_id == course_id)
    found = db.session.execute(overdue).all()
    for owner_id, attempt_id in found:
        hand_in(owner_id, attempt_id, at, _settings(owner_id))
    return len(found)


def _settings(user_id: UUID) -> Settings:
    user = db.session.get_one(User, user_id)
    return Settings(
        time_zone=user.time_zone,
        rollover_hour=user.rollover_hour,
        desired_retention=user.desired_retention,
    )
