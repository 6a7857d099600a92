"""Attempts: each as it stands, with its quiz, its questions and what was answered."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from questions.interactions import Grading, Interaction, load_interaction
from questions.responses import Response, load_response
from webapp.db import db
from webapp.learning.behaviours import PLAIN, Behaviour, GradedAnswer, worth_of_answers
from webapp.learning.confidence import Confidence
from webapp.learning.marks import Total, Worth, WorthChange, total_of, worth_of
from webapp.models import (
    Attempt,
    AttemptState,
    AttemptStep,
    Course,
    Enrolment,
    MarkChange,
    MarkChangeKind,
    QuestionAttempt,
    QuestionVersion,
    Quiz,
    QuizMode,
    RegradeRun,
)
from webapp.services.errors import Missing
from webapp.services.gradings import graded
from webapp.services.quizzes.queries.attempt_rows import ONE_ROW, ROWS, STEPS, STEPS_OF_ONE
from webapp.services.quizzes.queries.terms import Allowance
from webapp.wording import waiting_time

# What was sent in time may arrive a little late.
GRACE = timedelta(seconds=30)


@dataclass(frozen=True, slots=True)
class Slot:
    """One question of an attempt as it stands: shown how, answered what, worth what.

    ``steps`` are all its answers, oldest first, and ``changes`` those that were not taken back.
    """

    row: QuestionAttempt
    version: QuestionVersion
    interaction: Interaction
    steps: tuple[AttemptStep, ...]
    changes: tuple[WorthChange, ...] = ()
    behaviour: Behaviour = PLAIN

    @property
    def number(self) -> int:
        """Its place in the attempt, from 1."""
        return self.row.slot

    @property
    def is_answered(self) -> bool:
        """Whether there is an answer to it."""
        return self.step is not None

    @property
    def is_flagged(self) -> bool:
        """Whether the learner means to come back to it."""
        return self.row.flagged

    @property
    def step(self) -> AttemptStep | None:
        """The last answer."""
        return self.steps[-1] if self.steps else None

    @property
    def counted_steps(self) -> tuple[AttemptStep, ...]:
        """The answers that count: every try, or where there is one alone, the last."""
        return self.steps if self.behaviour.has_tries else self.steps[-1:]

    @property
    def is_settled(self) -> bool:
        """Whether an answer in practice ends the question: no other is taken, and all is told."""
        return bool(self.steps) and not self.row.retried

    @property
    def tries_left(self) -> int:
        """How many tries are left."""
        return self.behaviour.tries - len(self.steps)

    @property
    def response(self) -> Response | None:
        """The last response."""
        return load_response(self.step.response) if self.step else None

    @property
    def confidence(self) -> Confidence | None:
        """How sure the learner is of the response; who did not say, where it was asked, guessed."""
        if self.step is None or not self.behaviour.asks_confidence:
            return None
        return self.step.confidence or Confidence.GUESS

    @property
    def fraction(self) -> float:
        """What the question is worth, from 0 to 1."""
        return self.worth.fraction

    @property
    def worth(self) -> Worth:
        """What the question is worth, and whether it is counted."""
        return worth_of(self.answered, self.changes)

    @property
    def answered(self) -> Worth:
        """What the question is worth by its answer as it was graded then."""
        return self.worth_by([step.fraction for step in self.counted_steps])

    def worth_by(self, fractions: Iterable[float]) -> Worth:
        """Return what the question is worth if the answers that count are graded so."""
        graded = zip(fractions, self.counted_steps, strict=True)
        answers = [GradedAnswer(fraction, step.confidence) for fraction, step in graded]
        return worth_of_answers(answers, self.behaviour)

    @property
    def grading(self) -> Grading | None:
        """How the response that counts was graded, as it was told then."""
        return graded(self.interaction, self.step) if self.step else None


@dataclass(frozen=True, slots=True)
class FullAttempt:
    """An attempt with its quiz, course and slots in order.

    Keys and passages are for those who are still enrolled in the course.
    """

    attempt: Attempt
    quiz: Quiz
    course: Course
    slots: tuple[Slot, ...]
    is_enrolled: bool

    @property
    def is_open(self) -> bool:
        """Whether it can still be answered."""
        return self.attempt.state is AttemptState.IN_PROGRESS

    @property
    def is_practice(self) -> bool:
        """Whether verdicts are shown after each answer."""
        return self.attempt.mode is QuizMode.PRACTICE

    @property
    def awaits_release(self) -> bool:
        """Whether it is a test that was handed in whose marks are kept back."""
        return not self.is_open and not self.is_practice and self.quiz.holds_marks

    @property
    def unanswered(self) -> list[int]:
        """The numbers of the slots without an answer."""
        return [slot.number for slot in self.slots if slot.step is None]

    def slot(self, number: int) -> Slot:
        """Return one slot. Raises Missing."""
        if not 1 <= number <= len(self.slots):
            raise Missing(_("This quiz has no such question."))
        return self.slots[number - 1]


def find_quiz(course_id: UUID, quiz_id: UUID) -> Quiz:
    """Return a quiz of a course. Raises Missing."""
    quiz = db.session.scalar(select(Quiz).where(Quiz.id == quiz_id, Quiz.course_id == course_id))
    if quiz is None:
        raise Missing(_("There is no such quiz in this course."))
    return quiz


def load_attempt(user_id: UUID, attempt_id: UUID) -> FullAttempt:
    """Return one's own attempt. Raises Missing; so does one to answer in a course one left."""
    full = load_any_attempt(user_id, attempt_id)
    if full.is_open and not full.is_enrolled:
        raise Missing(_("You are no longer in the course of this quiz."))
    return full


def load_any_attempt(user_id: UUID, attempt_id: UUID) -> FullAttempt:
    """Return an attempt, also one of somebody who left the course. Raises Missing."""
    row = db.session.execute(
        select(Attempt, Quiz, Course)
        .join(Quiz, Quiz.id == Attempt.quiz_id)
        .join(Course, Course.id == Quiz.course_id)
        .where(Attempt.user_id == user_id, Attempt.id == attempt_id)
    ).one_or_none()
    if row is None:
        raise Missing(_("There is no such attempt of yours."))
    attempt, quiz, course = row
    enrolled = db.session.get(Enrolment, (user_id, course.id)) is not None
    return FullAttempt(attempt, quiz, course, tuple(slots_of(db.session(), attempt)), enrolled)


def marks_of(slots: Iterable[Slot]) -> Total:
    """Return the mark that the questions of an attempt add up to, and the most they could."""
    return total_of((slot.worth, slot.row.max_mark) for slot in slots)


def why_closed(quiz: Quiz, terms: Allowance, made: Sequence[Attempt], at: datetime) -> str | None:
    """Return why no further attempt can begin now after those that were made, or ``None``."""
    reason: str | None = None
    if _is_archived(quiz.course_id):
        reason = _("The course is archived: nothing new can be begun in it.")
    elif terms.opens_at and at < terms.opens_at:
        reason = _("This quiz is not open yet.")
    elif terms.closes_at and at >= terms.closes_at:
        reason = _("This quiz is closed.")
    elif terms.attempts_allowed and len(made) >= terms.attempts_allowed:
        reason = _("You have used every attempt this quiz allows.")
    elif (left := _left_to_wait(quiz, made, at)) > timedelta():
        reason = _("The next attempt can begin in %(time)s.", time=waiting_time(left))
    return reason


def _left_to_wait(quiz: Quiz, made: Sequence[Attempt], at: datetime) -> timedelta:
    """Return how long it is until the next attempt may begin, counted from the last one's end."""
    ended = [attempt.submitted_at or attempt.deadline or at for attempt in made]
    if not ended or quiz.waiting_minutes is None:
        return timedelta()
    return max(ended) + timedelta(minutes=quiz.waiting_minutes) - at


def _is_archived(course_id: UUID) -> bool:
    return db.session.get_one(Course, course_id).archived_at is not None


def is_over(attempt: Attempt, at: datetime) -> bool:
    """Return whether the attempt's deadline, if it has one, has come."""
    return attempt.deadline is not None and at >= attempt.deadline


def slots_of(session: Session, attempt: Attempt, number: int | None = None) -> Iterable[Slot]:
    """Yield the questions of an attempt in order, each with its steps; or one alone."""
    whose: dict[str, object] = {"user_id": attempt.user_id, "attempt_id": attempt.id}
    steps, rows = STEPS, ROWS
    if number is not None:
        whose["number"], steps, rows = number, STEPS_OF_ONE, ONE_ROW
    given: dict[int, list[AttemptStep]] = defaultdict(list)
    for step in session.scalars(steps, whose):
        given[step.slot].append(step)
    changes = _changes(session, attempt)
    for row, version in session.execute(rows, whose):
        interaction = load_interaction(version.interaction)
        changed = tuple(changes.get(row.slot, ()))
        yield Slot(
            row, version, interaction, tuple(given[row.slot]), changed, behaviour_of(attempt)
        )


def behaviour_of(begun: Attempt | Quiz) -> Behaviour:
    """Return how a quiz asks, or how an attempt at it does that was begun before."""
    return Behaviour(begun.asks_confidence, begun.tries, begun.penalty)


def _changes(session: Session, attempt: Attempt) -> dict[int, list[WorthChange]]:
    """Return what was changed of an attempt's questions since it was handed in, by slot."""
    changes: dict[int, list[WorthChange]] = defaultdict(list)
    if attempt.state is AttemptState.SUBMITTED:
        query = standing_changes().where(
            MarkChange.user_id == attempt.user_id, MarkChange.attempt_id == attempt.id
        )
        for row in session.scalars(query):
            changes[row.slot].append(as_change(row))
    return changes


def standing_changes() -> Select[MarkChange]:
    """Return the query for changes that were not taken back, oldest first."""
    return (
        select(MarkChange)
        .outerjoin(RegradeRun, RegradeRun.id == MarkChange.run_id)
        .where(or_(MarkChange.run_id.is_(None), RegradeRun.undone_at.is_(None)))
        .order_by(MarkChange.made_at, MarkChange.id)
    )


def as_change(row: MarkChange) -> WorthChange:
    """Return a row as the rule for marks has it."""
    by_hand = row.kind is MarkChangeKind.MANUAL
    return WorthChange(row.fraction, by_hand, row.dropped, row.counted)


def worth_kept(row: QuestionAttempt) -> Worth:
    """Return what is kept of a question's worth."""
    return Worth(row.fraction or 0.0, row.dropped, row.counted)
