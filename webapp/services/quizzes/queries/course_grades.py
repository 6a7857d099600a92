"""Grades in the quizzes of a course, and what they come to: the one rule, whoever looks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from webapp.db import db
from webapp.learning.grades import Grade, Marked, grade_of
from webapp.learning.totals import weighted_share
from webapp.models import Attempt, AttemptState, Quiz

Closings = Mapping[UUID, datetime | None]  # when each quiz closes for a learner


def quizzes_of(course_id: UUID) -> Sequence[Quiz]:
    """Return the quizzes of a course in the order they were made."""
    return db.session.scalars(
        select(Quiz).where(Quiz.course_id == course_id).order_by(Quiz.id)
    ).all()


def grades_in(course_id: UUID, quizzes: Sequence[Quiz]) -> dict[tuple[UUID, UUID], Grade]:
    """Return everybody's grades, by learner and quiz, where something was handed in."""
    rows = db.session.execute(
        select(Attempt.user_id, Attempt.quiz_id, Attempt.mark, Attempt.max_mark)
        .join(Quiz, Quiz.id == Attempt.quiz_id)
        .where(Quiz.course_id == course_id, Attempt.state == AttemptState.SUBMITTED)
        .order_by(Attempt.number)
    )
    attempts: defaultdict[tuple[UUID, UUID], list[Marked]] = defaultdict(list)
    for user_id, quiz_id, mark, max_mark in rows:
        attempts[user_id, quiz_id].append(Marked(mark or 0.0, max_mark))
    methods = {quiz.id: quiz.grading_method for quiz in quizzes}
    grades = {key: grade_of(made, methods[key[1]]) for key, made in attempts.items()}
    return {key: grade for key, grade in grades.items() if grade is not None}


def total_of(
    quizzes: Sequence[Quiz],
    grades: Sequence[Grade | None],
    at: datetime,
    closings: Closings,
) -> float | None:
    """Return the share of the marks that a learner has of what counts so far.

    A quiz that was not handed in counts as nothing once it is closed for them, and not at all
    before.
    """
    return weighted_share(
        (
            grade.fraction if grade else 0.0 if is_closed(closings[quiz.id], at) else None,
            quiz.weight,
        )
        for quiz, grade in zip(quizzes, grades, strict=True)
    )


def is_closed(closes_at: datetime | None, at: datetime) -> bool:
    """Return whether what closes then is closed."""
    return closes_at is not None and closes_at <= at
