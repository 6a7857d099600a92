"""An attempt at one of its questions: that question whole, of the others whether they are answered.

A class that takes a quiz asks for this again and again: the statements are prepared once, and what
the other questions say is left where it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import and_, bindparam, exists, select

from webapp.db import db
from webapp.models import (
    Attempt,
    AttemptState,
    AttemptStep,
    Enrolment,
    QuestionAttempt,
    Quiz,
    QuizMode,
)
from webapp.services.errors import Missing
from webapp.services.quizzes.queries.attempts import Slot, slots_of


@dataclass(frozen=True, slots=True)
class MapPlace:
    """A question of an attempt as the map of them shows it."""

    number: int
    is_flagged: bool
    is_answered: bool


@dataclass(frozen=True, slots=True)
class AttemptUnderWay:
    """An attempt at one of its questions, ``slot``; of all its ``slots``, what the map shows."""

    attempt: Attempt
    quiz: Quiz
    slot: Slot
    slots: tuple[MapPlace, ...]

    @property
    def is_open(self) -> bool:
        """Whether it can still be answered."""
        return self.attempt.state is AttemptState.IN_PROGRESS

    @property
    def is_practice(self) -> bool:
        """Whether verdicts are shown after each answer."""
        return self.attempt.mode is QuizMode.PRACTICE

    @property
    def unanswered(self) -> list[int]:
        """The numbers of the questions without an answer."""
        return [place.number for place in self.slots if not place.is_answered]


_is_enrolled = exists().where(
    Enrolment.user_id == Attempt.user_id, Enrolment.course_id == Quiz.course_id
)
_attempt = (
    select(Attempt, Quiz, _is_enrolled)
    .join(Quiz, Quiz.id == Attempt.quiz_id)
    .where(Attempt.user_id == bindparam("user_id"), Attempt.id == bindparam("attempt_id"))
)
_is_answered = exists().where(
    and_(
        AttemptStep.user_id == QuestionAttempt.user_id,
        AttemptStep.attempt_id == QuestionAttempt.attempt_id,
        AttemptStep.slot == QuestionAttempt.slot,
    )
)
_places = (
    select(QuestionAttempt.slot, QuestionAttempt.flagged, _is_answered)
    .where(
        QuestionAttempt.user_id == bindparam("user_id"),
        QuestionAttempt.attempt_id == bindparam("attempt_id"),
    )
    .order_by(QuestionAttempt.slot)
)


def load_under_way(user_id: UUID, attempt_id: UUID, number: int) -> AttemptUnderWay:
    """Return one's own attempt at one of its questions.

    Raises Missing; so does one to answer in a course one left.
    """
    session, whose = db.session(), {"user_id": user_id, "attempt_id": attempt_id}
    row = session.execute(_attempt, whose).one_or_none()
    if row is None:
        raise Missing(_("There is no such attempt of yours."))
    attempt, quiz, is_enrolled = row
    if attempt.state is AttemptState.IN_PROGRESS and not is_enrolled:
        raise Missing(_("You are no longer in the course of this quiz."))
    found = session.connection().execute(_places, whose)
    places = tuple(MapPlace(*place) for place in found)
    if not any(place.number == number for place in places):
        raise Missing(_("This quiz has no such question."))
    [slot] = slots_of(session, attempt, number)
    return AttemptUnderWay(attempt, quiz, slot, places)
