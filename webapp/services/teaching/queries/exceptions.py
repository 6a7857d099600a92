"""Exceptions: what holds for learners and groups in a quiz, and whose attempts are under way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import and_, distinct, func, select

from webapp.db import db
from webapp.models import (
    Attempt,
    AttemptState,
    AttemptStep,
    Enrolment,
    GroupOverride,
    QuestionAttempt,
    Quiz,
    QuizOverride,
    Role,
    TimeFactor,
    User,
)
from webapp.services.quizzes.queries.terms import Allowance, terms_for


@dataclass(frozen=True, slots=True)
class Exempted:
    """A learner of the course, with what is set for them: in this quiz, and in all.

    ``groups`` is what is set for their group in this quiz.
    """

    id: UUID
    name: str
    email: str | None
    override: QuizOverride | None
    factor: float
    groups: GroupOverride | None = None

    @property
    def has_other_terms(self) -> bool:
        """Whether something else is set for them than for everybody or for their group."""
        return self.override is not None or self.factor != 1

    def terms_in(self, quiz: Quiz) -> Allowance:
        """Return what holds for them in the quiz."""
        return terms_for(quiz, self.override, self.factor, self.groups)


@dataclass(frozen=True, slots=True)
class ExemptedGroup:
    """A group of the course, how many learn in it, and what is set for it in a quiz."""

    name: str
    learners: int
    override: GroupOverride | None


@dataclass(frozen=True, slots=True)
class UnderWay:
    """An attempt that can still be answered: whose, how far, and when it ends."""

    id: UUID
    name: str
    started_at: datetime
    deadline: datetime | None
    extra_minutes: int
    answered: int
    asked: int


def learners_with_terms(quiz: Quiz) -> list[Exempted]:
    """Return the learners of a quiz's course by name, each with what is set for them."""
    rows = db.session.execute(
        select(User, QuizOverride, TimeFactor.factor, GroupOverride)
        .join(Enrolment, Enrolment.user_id == User.id)
        .outerjoin(
            QuizOverride, and_(QuizOverride.user_id == User.id, QuizOverride.quiz_id == quiz.id)
        )
        .outerjoin(
            GroupOverride,
            and_(
                GroupOverride.quiz_id == quiz.id, GroupOverride.group_name == Enrolment.group_name
            ),
        )
        .outerjoin(
            TimeFactor,
            and_(TimeFactor.user_id == User.id, TimeFactor.course_id == quiz.course_id),
        )
        .where(Enrolment.course_id == quiz.course_id, Enrolment.role == Role.LEARNER)
    ).all()
    learners = [
        Exempted(user.id, user.name, user.email, override, factor or 1.0, groups)
        for user, override, factor, groups in rows
    ]
    return sorted(learners, key=lambda learner: (learner.name.casefold(), learner.id))


def groups_with_terms(quiz: Quiz) -> list[ExemptedGroup]:
    """Return the groups of a course by name, and empty ones that something is set for."""
    learners = dict(
        db.session.execute(
            select(Enrolment.group_name, func.count())
            .where(
                Enrolment.course_id == quiz.course_id,
                Enrolment.role == Role.LEARNER,
                Enrolment.group_name.is_not(None),
            )
            .group_by(Enrolment.group_name)
        ).all()
    )
    overrides = {
        override.group_name: override
        for override in db.session.scalars(
            select(GroupOverride).where(GroupOverride.quiz_id == quiz.id)
        )
    }
    names = {*filter(None, learners), *overrides}
    return [
        ExemptedGroup(name, learners.get(name, 0), overrides.get(name))
        for name in sorted(names, key=str.casefold)
    ]


def attempts_under_way(quiz_id: UUID) -> list[UnderWay]:
    """Return the attempts at a quiz that are under way, what ends first before."""
    of_it = (QuestionAttempt.user_id == Attempt.user_id, QuestionAttempt.attempt_id == Attempt.id)
    asked = select(func.count()).where(*of_it).scalar_subquery()
    answered = (
        select(func.count(distinct(AttemptStep.slot)))
        .where(AttemptStep.user_id == Attempt.user_id, AttemptStep.attempt_id == Attempt.id)
        .scalar_subquery()
    )
    rows = db.session.execute(
        select(Attempt, User.name, answered, asked)
        .join(User, User.id == Attempt.user_id)
        .where(Attempt.quiz_id == quiz_id, Attempt.state == AttemptState.IN_PROGRESS)
        .order_by(Attempt.deadline.is_(None), Attempt.deadline, Attempt.started_at, Attempt.id)
    )
    return [
        UnderWay(
            id=attempt.id,
            name=name,
            started_at=attempt.started_at,
            deadline=attempt.deadline,
            extra_minutes=attempt.extra_minutes,
            answered=answered_count,
            asked=asked_count,
        )
        for attempt, name, answered_count, asked_count in rows
    ]
