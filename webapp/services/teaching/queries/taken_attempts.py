"""Attempts as those who teach see them: whose, when, how long they took, what they are worth."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import Select, and_, or_, select

from webapp.db import db
from webapp.models import Attempt, AttemptState, Enrolment, Quiz, Role, User
from webapp.services.errors import Missing
from webapp.services.quizzes.queries.attempts import FullAttempt, load_any_attempt


@dataclass(frozen=True, slots=True)
class TakenAttempt:
    """One go of a learner's at a quiz; it has no mark before it is handed in."""

    id: UUID
    quiz_id: UUID
    quiz: str
    number: int
    mark: float | None
    max_mark: float
    started_at: datetime
    submitted_at: datetime | None

    @property
    def share(self) -> float | None:
        """The share of the marks, from 0 to 1."""
        if self.mark is None:
            return None
        return self.mark / self.max_mark if self.max_mark else 0.0

    @property
    def taken(self) -> timedelta | None:
        """How long it took, once it is handed in."""
        return self.submitted_at - self.started_at if self.submitted_at else None


@dataclass(frozen=True, slots=True)
class Participant:
    """A learner of a course, or who left it, with their attempts in the order they were begun."""

    id: UUID
    name: str
    email: str | None
    is_guest: bool
    attempts: tuple[TakenAttempt, ...]
    left: bool = False

    @property
    def handed_in(self) -> list[TakenAttempt]:
        """The attempts that have a mark."""
        return [attempt for attempt in self.attempts if attempt.mark is not None]


def quiz_participants(course_id: UUID, quiz_id: UUID) -> list[Participant]:
    """Return the learners of a course by name, each with the attempts at one quiz.

    Who left the course after attempting it comes last.
    """
    return _participants(course_id, _attempts(select(Attempt.id).where(Attempt.quiz_id == quiz_id)))


def find_participant(course_id: UUID, user_id: UUID) -> Participant:
    """Return somebody who attempted a quiz of the course, or learns in it. Raises Missing.

    The attempts of somebody who left stay for those who teach.
    """
    user = db.session.get(User, user_id)
    of_theirs = select(Attempt.id).join(Quiz, Quiz.id == Attempt.quiz_id)
    of_theirs = of_theirs.where(Attempt.user_id == user_id, Quiz.course_id == course_id)
    attempts = tuple(_attempts(of_theirs).get(user_id, ()))
    is_here = db.session.get(Enrolment, (user_id, course_id)) is not None
    if user is None or not (attempts or is_here):
        raise Missing(_("There is no such learner in this course."))
    return Participant(user.id, user.name, user.email, user.is_guest, attempts)


def load_taken(course_id: UUID, user_id: UUID, attempt_id: UUID) -> FullAttempt:
    """Return an attempt at a quiz of the course. Raises Missing."""
    full = load_any_attempt(user_id, attempt_id)
    if full.course.id != course_id:
        raise Missing(_("There is no such attempt in this course."))
    return full


def _participants(course_id: UUID, attempts: dict[UUID, list[TakenAttempt]]) -> list[Participant]:
    here = and_(Enrolment.user_id == User.id, Enrolment.course_id == course_id)
    users = db.session.execute(
        select(User.id, User.name, User.email, User.is_guest, Enrolment.role)
        .outerjoin(Enrolment, here)
        .where(
            or_(
                Enrolment.role == Role.LEARNER,
                and_(Enrolment.role.is_(None), User.id.in_(attempts)),
            )
        )
    ).all()
    found = [
        Participant(user_id, name, email, is_guest, tuple(attempts.get(user_id, ())), role is None)
        for user_id, name, email, is_guest, role in users
    ]
    return sorted(found, key=lambda each: (each.left, each.name.casefold(), each.id))


def _attempts(wanted: Select[UUID]) -> dict[UUID, list[TakenAttempt]]:
    """Return attempts by whose they are, in the order they were begun."""
    rows = db.session.execute(
        select(Attempt, Quiz.title)
        .join(Quiz, Quiz.id == Attempt.quiz_id)
        .where(Attempt.id.in_(wanted))
        .order_by(Attempt.started_at, Attempt.id)
    )
    attempts: defaultdict[UUID, list[TakenAttempt]] = defaultdict(list)
    for attempt, quiz in rows:
        attempts[attempt.user_id].append(_taken(attempt, quiz))
    return attempts


def _taken(attempt: Attempt, quiz: str) -> TakenAttempt:
    is_marked = attempt.state is AttemptState.SUBMITTED
    return TakenAttempt(
        id=attempt.id,
        quiz_id=attempt.quiz_id,
        quiz=quiz,
        number=attempt.number,
        mark=(attempt.mark or 0.0) if is_marked else None,
        max_mark=attempt.max_mark,
        started_at=attempt.started_at,
        submitted_at=attempt.submitted_at if is_marked else None,
    )
