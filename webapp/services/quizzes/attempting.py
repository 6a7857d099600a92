"""Attempts: begun, answered step by step, handed in, and marked from their steps."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from questions.interactions import grade
from questions.responses import Response
from webapp.db import new_id, writing
from webapp.learning.confidence import Confidence
from webapp.learning.ratings import rating_for
from webapp.learning.scheduling import Settings
from webapp.models import (
    Attempt,
    AttemptState,
    AttemptStep,
    Enrolment,
    Quiz,
    QuizMode,
    ReviewKind,
)
from webapp.services.errors import Conflict, Forbidden, Missing
from webapp.services.quizzes.arranging import Beginning, add_attempt
from webapp.services.quizzes.queries.attempts import (
    GRACE,
    FullAttempt,
    Slot,
    is_over,
    load_any_attempt,
    load_attempt,
    slots_of,
    why_closed,
)
from webapp.services.quizzes.queries.terms import load_terms
from webapp.services.quizzes.rules import check_access_code
from webapp.services.quizzes.standing_regradings import correct_handed_in, mark_handed_in
from webapp.services.reviewing.answering import Answer, record_answer, take_turns
from webapp.services.sources.queries.words import words_around

GRADER_VERSION = 1


def start_attempt(user_id: UUID, quiz_id: UUID, at: datetime, code: str | None = None) -> UUID:
    """Begin an attempt, or go on with the one under way; returns its id.

    Raises:
        Missing: there is no such quiz in the learner's courses.
        Forbidden: it is not open, no attempt is left, or the next has to wait.
        Refusal: it has no questions to ask, or ``code`` is not what it asks for.
    """
    with writing() as session:
        # The quiz first, as whoever changes it holds it before its attempts.
        quiz = _enrolled_quiz(session, user_id, quiz_id)
        take_turns(session.connection(), user_id)
        attempts = session.scalars(
            select(Attempt)
            .where(Attempt.user_id == user_id, Attempt.quiz_id == quiz_id)
            .order_by(Attempt.number)
        ).all()
        for attempt in attempts:
            if attempt.state is AttemptState.IN_PROGRESS and not is_over(attempt, at):
                return attempt.id
        terms = load_terms(session, user_id, quiz)
        if reason := why_closed(quiz, terms, attempts, at):
            raise Forbidden(reason)
        check_access_code(quiz, code)
        new = Beginning(user_id, len(attempts) + 1, secrets.randbits(48), at)
        return add_attempt(session, quiz, terms, new)


def answer_slot(
    user_id: UUID,
    attempt_id: UUID,
    number: int,
    response: Response,
    at: datetime,
    settings: Settings,
    *,
    client_key: str,
    duration_ms: int | None = None,
    confidence: Confidence | None = None,
) -> None:
    """Store an answer as it is given. In practice it counts at once, until the question is settled.

    How sure the learner is of it is kept where the attempt asks. Memory learns from the first.

    Raises:
        Missing: there is no such attempt of this person, or no such question in it.
        Conflict: the attempt is handed in, or its time is over.
    """
    with writing() as session:
        attempt, slot = _locked_slot(session, user_id, attempt_id, number)
        if attempt.state is not AttemptState.IN_PROGRESS or is_over(attempt, at - GRACE):
            raise Conflict(_("This attempt was handed in before. The last answer was not counted."))
        is_practice = attempt.mode is QuizMode.PRACTICE
        if is_practice and slot.is_settled:
            return
        step = _step(slot, response, at, client_key, duration_ms)
        step.confidence = confidence if attempt.asks_confidence else None
        if _sent_before(session, user_id, client_key):
            return
        session.add(step)
        slot.row.retried = is_practice and step.fraction < 1 and slot.tries_left > 1
        session.flush()
        if is_practice and not slot.steps:
            _remember(slot, step, settings)


def flag_slot(user_id: UUID, attempt_id: UUID, number: int, flagged: bool) -> None:
    """Mark a question to come back to, or not."""
    with writing() as session:
        _attempt, slot = _locked_slot(session, user_id, attempt_id, number)
        slot.row.flagged = flagged


def give_up(user_id: UUID, attempt_id: UUID, number: int, at: datetime) -> None:
    """Leave a question that is being tried again as it is, to be shown what is right.

    Raises:
        Missing: there is no such attempt of this person, or no such question in it.
    """
    with writing() as session:
        attempt, slot = _locked_slot(session, user_id, attempt_id, number)
        if attempt.state is AttemptState.IN_PROGRESS and not is_over(attempt, at):
            slot.row.retried = False


def submit_attempt(user_id: UUID, attempt_id: UUID, at: datetime, settings: Settings) -> None:
    """Hand in: mark every question; a test's answers are reviews from now on.

    Handing in twice has the effect of once. Raises Missing; so does an attempt that is open in a
    course one left, which is handed in by its deadline alone.
    """
    with writing() as session:
        full = _locked(session, user_id, attempt_id)
        if full.is_open:
            _hand_in(session, full, at, settings)


def hand_in_overdue(user_id: UUID, attempt_id: UUID, at: datetime, settings: Settings) -> bool:
    """Hand in if the time is over, also for somebody who left the course; says whether it was.

    It may have been handed in or given more time since it was found to be over.
    """
    with writing() as session:
        full = _locked(session, user_id, attempt_id, load_any_attempt)
        if not full.is_open or not is_over(full.attempt, at - GRACE):
            return False
        _hand_in(session, full, at, settings)
        return True


def _hand_in(session: Session, full: FullAttempt, at: datetime, settings: Settings) -> None:
    """Mark every question of an attempt that is open; a test's answers are reviews from now on."""
    attempt = full.attempt
    attempt.state = AttemptState.SUBMITTED
    attempt.submitted_at = _ended(full, at)
    mark_handed_in(session, full, at)
    for slot in full.slots:
        if slot.step is not None and not full.is_practice:
            _remember(slot, slot.step, settings)
    correct_handed_in(session, full)


def _ended(full: FullAttempt, at: datetime) -> datetime:
    """Return when an attempt was handed in: now, or when its time was over.

    Not before its last answer, though, which a close moved into the past does not take away.
    """
    deadline = full.attempt.deadline
    if deadline is None:
        return at
    answered = [slot.step.answered_at for slot in full.slots if slot.step]
    return min(at, max([deadline, *answered]))


def _enrolled_quiz(session: Session, user_id: UUID, quiz_id: UUID) -> Quiz:
    """Return the quiz as it is, and stays until the attempt at it is stored.

    Otherwise a close that is set meanwhile would find no attempt to move.
    """
    quiz = session.scalar(
        select(Quiz)
        .join(Enrolment, Enrolment.course_id == Quiz.course_id)
        .where(Quiz.id == quiz_id, Enrolment.user_id == user_id)
        .with_for_update(read=True, key_share=True, of=Quiz)
    )
    if quiz is None:
        raise Missing(_("There is no such quiz in your courses."))
    return quiz


def _locked(
    session: Session,
    user_id: UUID,
    attempt_id: UUID,
    load: Callable[[UUID, UUID], FullAttempt] = load_attempt,
) -> FullAttempt:
    """Load an attempt for changing it: one change at a time."""
    session.expire_all()
    session.execute(
        select(Attempt.id)
        .where(Attempt.user_id == user_id, Attempt.id == attempt_id)
        .with_for_update()
    )
    return load(user_id, attempt_id)


def _locked_slot(
    session: Session, user_id: UUID, attempt_id: UUID, number: int
) -> tuple[Attempt, Slot]:
    """Load one question of an attempt for answering it: one change of the attempt at a time."""
    session.expire_all()
    attempt = session.scalar(
        select(Attempt)
        .join(Quiz, Quiz.id == Attempt.quiz_id)
        .join(
            Enrolment,
            and_(Enrolment.user_id == Attempt.user_id, Enrolment.course_id == Quiz.course_id),
        )
        .where(Attempt.user_id == user_id, Attempt.id == attempt_id)
        .with_for_update(of=Attempt)
    )
    slot = next(iter(slots_of(session, attempt, number)), None) if attempt else None
    if attempt is None or slot is None:
        raise Missing(_("There is no such question in an attempt of yours."))
    return attempt, slot


def _step(
    slot: Slot, response: Response, at: datetime, client_key: str, duration_ms: int | None
) -> AttemptStep:
    grading = grade(slot.interaction, response, words_around(slot.version.id))
    return AttemptStep(
        user_id=slot.row.user_id,
        id=new_id(at),
        attempt_id=slot.row.attempt_id,
        slot=slot.number,
        response=response.model_dump(mode="json"),
        fraction=grading.fraction,
        rule=grading.rule,
        feedback=grading.feedback,
        grader_version=GRADER_VERSION,
        answered_at=at,
        duration_ms=duration_ms,
        client_key=client_key,
    )


def _sent_before(session: Session, user_id: UUID, client_key: str) -> bool:
    query = select(func.count()).where(
        AttemptStep.user_id == user_id, AttemptStep.client_key == client_key
    )
    return bool(session.scalar(query))


def _remember(slot: Slot, step: AttemptStep, settings: Settings) -> None:
    """An answer in a quiz is a review too."""
    answer = Answer(
        user_id=step.user_id,
        question_id=slot.row.question_id,
        version_id=slot.row.version_id,
        kind=ReviewKind.QUIZ,
        rating=rating_for(step.fraction, unsure=False),
        fraction=step.fraction,
        rule=step.rule,
        feedback=step.feedback,
        response=step.response,
        at=step.answered_at,
        client_key=f"quiz:{step.attempt_id}:{step.slot}",
        duration_ms=step.duration_ms,
    )
    record_answer(answer, settings)
