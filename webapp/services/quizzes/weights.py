"""Weights: what the grade of each quiz counts in the total of its course."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import select

from webapp.db import writing
from webapp.models import Quiz


def set_weights(course_id: UUID, weights: Mapping[UUID, float]) -> None:
    """Let the quizzes of a course count by these weights; others stay as they are."""
    with writing() as session:
        quizzes = session.scalars(
            select(Quiz).where(Quiz.course_id == course_id, Quiz.id.in_(weights)).with_for_update()
        )
        for quiz in quizzes:
            quiz.weight = weights[quiz.id]
