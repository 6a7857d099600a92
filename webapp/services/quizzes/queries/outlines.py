"""A quiz as it stands for one learner, before it is begun."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from webapp.db import db
from webapp.learning.grades import Grade, Marked, grade_of
from webapp.models import Attempt, AttemptState, Quiz, number_asked
from webapp.services.quizzes.queries.attempts import is_over, why_closed
from webapp.services.quizzes.queries.secrecy import unmarked
from webapp.services.quizzes.queries.terms import Allowance, load_terms


@dataclass(frozen=True, slots=True)
class Outline:
    """A quiz as it stands for one learner: how long it is, and what they did of it.

    The marks of attempts that are ``unmarked`` are kept back, and with any of them the grade.
    """

    terms: Allowance
    questions: int
    attempts: tuple[Attempt, ...]
    closed: str | None
    unmarked: frozenset[UUID]
    grade: Grade | None

    @property
    def under_way(self) -> Attempt | None:
        """The attempt to go on with, if there is one."""
        last = self.attempts[-1] if self.attempts else None
        return last if last is not None and last.state is AttemptState.IN_PROGRESS else None

    def is_over(self, at: datetime) -> bool:
        """Whether the time of the attempt under way has run out."""
        return self.under_way is not None and is_over(self.under_way, at)


def outline(user_id: UUID, quiz: Quiz, at: datetime) -> Outline:
    """Return what a learner should know before beginning a quiz."""
    attempts = db.session.scalars(
        select(Attempt)
        .where(Attempt.user_id == user_id, Attempt.quiz_id == quiz.id)
        .order_by(Attempt.number)
    ).all()
    kept_back, terms = unmarked(user_id), load_terms(db.session(), user_id, quiz)
    return Outline(
        terms=terms,
        questions=db.session.scalar(select(number_asked()).where(Quiz.id == quiz.id)) or 0,
        attempts=tuple(attempts),
        closed=why_closed(quiz, terms, attempts, at),
        unmarked=kept_back,
        grade=_grade(quiz, [made for made in attempts if made.submitted_at], kept_back),
    )


def shown_from(user_id: UUID, quiz: Quiz, at: datetime) -> datetime | None:
    """Return when more of a learner's attempts is shown than now, if their quiz closes for that."""
    closes_at = load_terms(db.session(), user_id, quiz).closes_at
    waits = quiz.shown_closed & ~quiz.shown_later
    return closes_at if waits and closes_at and at < closes_at else None


def _grade(quiz: Quiz, made: Sequence[Attempt], kept_back: Collection[UUID]) -> Grade | None:
    if any(attempt.id in kept_back for attempt in made):
        return None
    marks = [Marked(attempt.mark or 0.0, attempt.max_mark) for attempt in made]
    return grade_of(marks, quiz.grading_method)
