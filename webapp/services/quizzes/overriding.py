"""Overriding: what holds for one learner or group in a quiz, time factors, more time given."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.db import writing
from webapp.models import (
    Attempt,
    Enrolment,
    GroupOverride,
    OtherTerms,
    Quiz,
    QuizOverride,
    Role,
    TimeFactor,
)
from webapp.services.errors import Conflict, Missing, Refusal
from webapp.services.quizzes.deadlines import deadline_of, move_deadlines, under_way
from webapp.services.quizzes.queries.terms import Allowance, load_terms, terms_for

FACTORS = (1.0, 1.25, 1.5, 2.0, 3.0)
MOST_EXTRA = 600  # minutes, as the longest time limit


@dataclass(frozen=True, slots=True)
class OwnTerms:
    """What is to hold for a learner or group in a quiz; ``None`` is what holds for everybody."""

    opens_at: datetime | None = None
    closes_at: datetime | None = None
    time_limit_minutes: int | None = None
    attempts_allowed: int | None = None


def override(
    course_id: UUID, quiz_id: UUID, learner_id: UUID, wanted: OwnTerms, at: datetime
) -> None:
    """Let something else hold for a learner in a quiz, also in an attempt under way.

    Raises:
        Missing: there is no such quiz, or no such learner in the course.
        Refusal: nothing was said that should hold, or it would close before it opens; ``field``
            says where.
    """
    with writing() as session:
        quiz = _held(session, course_id, quiz_id)
        _check_learner(session, course_id, learner_id)
        row = session.get(QuizOverride, (learner_id, quiz_id))
        if row is None:
            row = QuizOverride(user_id=learner_id, quiz_id=quiz_id, made_at=at)
            session.add(row)
        _set(row, wanted)
        session.flush()
        _check_order(load_terms(session, learner_id, quiz))
        move_deadlines(session, quiz)


def override_for_group(
    course_id: UUID, quiz_id: UUID, group_name: str, wanted: OwnTerms, at: datetime
) -> None:
    """Let something else hold for a group in a quiz, but where a learner has their own.

    Raises:
        Missing: there is no such quiz, or nobody of the course is in such a group.
        Refusal: as :func:`override`.
    """
    with writing() as session:
        quiz = _held(session, course_id, quiz_id)
        row = session.get(GroupOverride, (quiz_id, group_name))
        if row is None:
            _check_group(session, course_id, group_name)
            row = GroupOverride(quiz_id=quiz_id, group_name=group_name, made_at=at)
            session.add(row)
        _set(row, wanted)
        session.flush()
        _check_order(terms_for(quiz, groups=row))
        move_deadlines(session, quiz)


def remove_override(course_id: UUID, quiz_id: UUID, learner_id: UUID) -> None:
    """Let what holds for everybody hold for this learner again. Raises Missing."""
    _remove(course_id, quiz_id, QuizOverride, (learner_id, quiz_id))


def remove_group_override(course_id: UUID, quiz_id: UUID, group_name: str) -> None:
    """Let what holds for everybody hold for this group again. Raises Missing."""
    _remove(course_id, quiz_id, GroupOverride, (quiz_id, group_name))


def _remove(
    course_id: UUID,
    quiz_id: UUID,
    model: type[QuizOverride | GroupOverride],
    key: tuple[UUID | str, ...],
) -> None:
    with writing() as session:
        quiz = _held(session, course_id, quiz_id)
        row = session.get(model, key)
        if row is not None:
            session.delete(row)
            session.flush()
            move_deadlines(session, quiz)


def set_time_factor(course_id: UUID, learner_id: UUID, factor: float) -> None:
    """Give a learner so many times as long as others in every quiz of a course, from now on.

    Raises:
        Missing: there is no such learner in the course.
        Refusal: it is not one of ``FACTORS``.
    """
    if factor not in FACTORS:
        raise Refusal(_("Choose one of the factors."))
    with writing() as session:
        quizzes = session.scalars(
            select(Quiz).where(Quiz.course_id == course_id).order_by(Quiz.id).with_for_update()
        ).all()
        _check_learner(session, course_id, learner_id)
        row = session.get(TimeFactor, (learner_id, course_id))
        if row is None:
            row = TimeFactor(user_id=learner_id, course_id=course_id)
            session.add(row)
        row.factor = factor
        session.flush()
        for quiz in quizzes:
            move_deadlines(session, quiz)


def give_time(
    course_id: UUID, quiz_id: UUID, minutes: int, attempt_ids: Collection[UUID] | None = None
) -> int:
    """Give attempts under way more time, those named or all; returns how many were given it.

    Raises:
        Missing: there is no such quiz.
        Conflict: none of them is under way any more, or none of them ends by itself.
    """
    with writing() as session:
        quiz = _held(session, course_id, quiz_id)
        ending = under_way(quiz.id).where(Attempt.deadline.is_not(None))
        if attempt_ids is not None:
            ending = ending.where(Attempt.id.in_(attempt_ids))
        attempts = session.scalars(ending).all()
        for attempt in attempts:
            attempt.extra_minutes = min(attempt.extra_minutes + minutes, MOST_EXTRA)
            attempt.deadline = deadline_of(attempt, load_terms(session, attempt.user_id, quiz))
    if not attempts:
        raise Conflict(_("No attempt under way has an end to move. It was handed in before."))
    return len(attempts)


def _held(session: Session, course_id: UUID, quiz_id: UUID) -> Quiz:
    """Return the quiz, for a change that nobody begins an attempt beside."""
    quiz = session.scalar(
        select(Quiz).where(Quiz.id == quiz_id, Quiz.course_id == course_id).with_for_update()
    )
    if quiz is None:
        raise Missing(_("There is no such quiz in this course."))
    return quiz


def _check_learner(session: Session, course_id: UUID, learner_id: UUID) -> None:
    enrolment = session.get(Enrolment, (learner_id, course_id))
    if enrolment is None or enrolment.role is not Role.LEARNER:
        raise Missing(_("There is no such learner in this course."))


def _check_group(session: Session, course_id: UUID, group_name: str) -> None:
    in_it = select(Enrolment.user_id).where(
        Enrolment.course_id == course_id, Enrolment.group_name == group_name
    )
    if session.scalar(in_it.limit(1)) is None:
        raise Missing(_("Nobody of this course is in that group."))


def _set(row: OtherTerms, wanted: OwnTerms) -> None:
    if wanted == OwnTerms():
        raise Refusal(_("Fill in at least one of them."), "closes_at")
    row.opens_at, row.closes_at = wanted.opens_at, wanted.closes_at
    row.time_limit_minutes = wanted.time_limit_minutes
    row.attempts_allowed = wanted.attempts_allowed


def _check_order(terms: Allowance) -> None:
    if terms.opens_at and terms.closes_at and terms.closes_at <= terms.opens_at:
        raise Refusal(_("It must close after it opens."), "closes_at")
