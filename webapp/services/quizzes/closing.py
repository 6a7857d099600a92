"""Closing: attempts whose time is over are handed in, whoever looks first."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from webapp.db import db
from webapp.models import Attempt, AttemptState, Quiz, User
from webapp.services.quizzes.attempting import hand_in_overdue
from webapp.services.quizzes.queries.attempts import GRACE
from webapp.services.reviewing.settings import memory_settings


def close_overdue(
    at: datetime, *, user_id: UUID | None = None, course_ids: Collection[UUID] | None = None
) -> int:
    """Hand in every attempt whose time was over before ``at``, and say how many there were.

    All of them, or one person's, or those at the quizzes of some courses. Each is handed in as of
    its deadline, in a transaction of its own; several processes may do it at once. One that cannot
    be is raised once all others are.
    """
    overdue = (
        select(Attempt.user_id, Attempt.id)
        .where(Attempt.state == AttemptState.IN_PROGRESS, Attempt.deadline <= at - GRACE)
        .order_by(Attempt.deadline)
    )
    if user_id is not None:
        overdue = overdue.where(Attempt.user_id == user_id)
    if course_ids is not None:
        quizzes = overdue.join(Quiz, Quiz.id == Attempt.quiz_id)
        overdue = quizzes.where(Quiz.course_id.in_(course_ids))
    closed, failed = 0, None
    for owner_id, attempt_id in db.session.execute(overdue).all():
        settings = memory_settings(db.session.get_one(User, owner_id))
        try:
            closed += hand_in_overdue(owner_id, attempt_id, at, settings)
        except SQLAlchemyError:
            raise  # the next would wait for the database as long
        except Exception as error:
            failed = error
    if failed is not None:
        raise failed
    return closed
