"""Releasing: the marks of a quiz are kept back from learners until somebody lets them go."""

from __future__ import annotations

from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.db import writing
from webapp.models import Quiz
from webapp.services.errors import Missing


def hold_marks(course_id: UUID, quiz_id: UUID, *, held: bool) -> None:
    """Keep the marks of a quiz back from learners, or release them. Raises Missing."""
    with writing() as session:
        _quiz(session, course_id, quiz_id).holds_marks = held


def _quiz(session: Session, course_id: UUID, quiz_id: UUID) -> Quiz:
    quiz = session.scalar(
        select(Quiz).where(Quiz.id == quiz_id, Quiz.course_id == course_id).with_for_update()
    )
    if quiz is None:
        raise Missing(_("There is no such quiz in this course."))
    return quiz
