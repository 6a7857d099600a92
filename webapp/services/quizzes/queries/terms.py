"""Terms: what holds for a learner in a quiz.

It is what is set for them, or else for their group, or else for everybody; and a time limit is as
many times as long as their time factor says.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from math import ceil
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from webapp.db import db
from webapp.models import Enrolment, GroupOverride, OtherTerms, Quiz, QuizOverride, TimeFactor

_Statement = TypeVar("_Statement", bound=Select[*tuple[Any, ...]])


@dataclass(frozen=True, slots=True)
class Allowance:
    """When a learner may begin a quiz, how often, and how long they have.

    ``factor`` is how many times as long as others the limit is by their time factor; ``is_own``
    says that something was set for this learner in this quiz, ``is_groups`` for their group.
    """

    opens_at: datetime | None
    closes_at: datetime | None
    attempts_allowed: int | None
    time_limit_minutes: int | None
    factor: float = 1.0
    is_own: bool = False
    is_groups: bool = False


class SetApart:
    """What is set in a quiz for a learner and for their group, for a statement."""

    def __init__(self, quiz: type[Quiz], user_id: UUID | InstrumentedAttribute[UUID]) -> None:
        self.own, self.groups = aliased(QuizOverride), aliased(GroupOverride)
        self._quiz, self._user_id, self._part = quiz, user_id, aliased(Enrolment)

    def joined_to(self, statement: _Statement) -> _Statement:
        """Return a statement that selects from the quiz and from what is set, where it is."""
        own, groups, part, quiz = self.own, self.groups, self._part, self._quiz
        return (
            statement.outerjoin(own, and_(own.user_id == self._user_id, own.quiz_id == quiz.id))
            .outerjoin(part, and_(part.user_id == self._user_id, part.course_id == quiz.course_id))
            .outerjoin(
                groups, and_(groups.quiz_id == quiz.id, groups.group_name == part.group_name)
            )
        )

    @property
    def closes_at(self) -> ColumnElement[datetime | None]:
        """When the quiz closes for the learner."""
        return func.coalesce(self.own.closes_at, self.groups.closes_at, self._quiz.closes_at)


def terms_for(
    quiz: Quiz,
    own: QuizOverride | None = None,
    factor: float = 1.0,
    groups: GroupOverride | None = None,
) -> Allowance:
    """Return what holds for a learner: what is set for them, else for their group, else for all.

    A limit that was set for them is what they have; any other is as many times as long as
    their factor says, in whole minutes, of which none is cut off.
    """
    places = (own, groups, quiz)
    limit = own.time_limit_minutes if own else None
    return Allowance(
        opens_at=_first("opens_at", places),
        closes_at=_first("closes_at", places),
        attempts_allowed=_first("attempts_allowed", places),
        time_limit_minutes=limit or _times(_first("time_limit_minutes", places), factor),
        factor=1.0 if limit else factor,
        is_own=own is not None,
        is_groups=groups is not None,
    )


def load_terms(session: Session, user_id: UUID, quiz: Quiz) -> Allowance:
    """Return what holds for one learner in a quiz."""
    factor = session.get(TimeFactor, (user_id, quiz.course_id))
    override = session.get(QuizOverride, (user_id, quiz.id))
    part = session.get(Enrolment, (user_id, quiz.course_id))
    name = part.group_name if part else None
    groups = session.get(GroupOverride, (quiz.id, name)) if name else None
    return terms_for(quiz, override, factor.factor if factor else 1.0, groups)


def terms_by_learner(session: Session, quiz: Quiz) -> Mapping[UUID, Allowance]:
    """Return what holds for each learner for whom something else holds than for everybody."""
    set_for = select(TimeFactor).where(TimeFactor.course_id == quiz.course_id)
    factors = {row.user_id: row.factor for row in session.scalars(set_for)}
    overrides = {
        override.user_id: override
        for override in session.scalars(select(QuizOverride).where(QuizOverride.quiz_id == quiz.id))
    }
    of_groups = session.execute(
        select(Enrolment.user_id, GroupOverride)
        .join(GroupOverride, GroupOverride.group_name == Enrolment.group_name)
        .where(GroupOverride.quiz_id == quiz.id, Enrolment.course_id == quiz.course_id)
    )
    groups = dict(of_groups.all())
    return {
        user_id: terms_for(
            quiz, overrides.get(user_id), factors.get(user_id, 1.0), groups.get(user_id)
        )
        for user_id in {*factors, *overrides, *groups}
    }


def own_closing_times(course_id: UUID) -> Mapping[tuple[UUID, UUID], datetime]:
    """Return when quizzes of a course close by learner and quiz, where it is not as for all."""
    of_groups = (
        select(Enrolment.user_id, Quiz.id, GroupOverride.closes_at)
        .join(Quiz, Quiz.course_id == Enrolment.course_id)
        .join(
            GroupOverride,
            and_(
                GroupOverride.quiz_id == Quiz.id, GroupOverride.group_name == Enrolment.group_name
            ),
        )
        .where(Quiz.course_id == course_id)
    )
    own = (
        select(QuizOverride.user_id, Quiz.id, QuizOverride.closes_at)
        .join(Quiz, Quiz.id == QuizOverride.quiz_id)
        .where(Quiz.course_id == course_id)
    )
    rows = [*db.session.execute(of_groups), *db.session.execute(own)]
    return {(user_id, quiz_id): closes_at for user_id, quiz_id, closes_at in rows if closes_at}


def _first(name: str, places: Iterable[OtherTerms | Quiz | None]) -> Any:
    """Return what the first place says that says anything."""
    said = (getattr(place, name) for place in places if place is not None)
    return next((value for value in said if value is not None), None)


def _times(minutes: int | None, factor: float) -> int | None:
    # As a fraction of what was typed: 10 times 1.1 is 11 minutes, and not a hair more.
    return None if minutes is None else ceil(minutes * Fraction(str(factor)))
