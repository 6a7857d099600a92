"""What learners keep missing: perhaps it is the question that is at fault."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, Integer, and_, case, cast, func, or_, select

from webapp.db import db
from webapp.learning.ratings import LEECH_LAPSES
from webapp.models import Card, Question, QuestionVersion, is_published

# Forgetting is planned: at the usual target one review in ten is missed. With that, somebody
# misses a question three times in their first ten reviews of it in 7 cases of 100; of twelve
# learners, three or more do in 5 of 100. A quarter, and three at least, is thus seldom chance.
KEEPS_MISSING = 3
FEWEST_LEARNERS = 3
ONE_IN = 4
_MOST = 50


@dataclass(frozen=True, slots=True)
class KeptMissed:
    """A published question that learners keep forgetting, with its figures.

    Of the ``learners`` who have it in memory, ``missing`` forgot it KEEPS_MISSING times or more,
    and for ``set_aside`` of them it was set aside after LEECH_LAPSES times. ``most`` is how
    often one of them forgot it.
    """

    question_id: UUID
    stem: str
    learners: int
    missing: int
    set_aside: int
    most: int


def kept_missed(course_id: UUID) -> list[KeptMissed]:
    """Return the questions of a course that many keep missing, or that are somebody's leech."""
    missing = _count(Card.lapses >= KEEPS_MISSING)
    set_aside = _count(and_(Card.suspended, Card.lapses >= LEECH_LAPSES))
    learners = func.count(Card.user_id)
    many = and_(missing >= FEWEST_LEARNERS, missing * ONE_IN >= learners)
    rows = db.session.execute(
        select(
            Question.id,
            QuestionVersion.stem,
            learners,
            missing,
            set_aside,
            func.max(Card.lapses),
        )
        .join(Card, Card.question_id == Question.id)
        .join(QuestionVersion, is_published())
        .where(Question.course_id == course_id)
        .group_by(Question.id, QuestionVersion.id)
        .having(or_(many, set_aside > 0))
        .order_by(set_aside.desc(), missing.desc(), Question.id)
        .limit(_MOST)
    )
    return [KeptMissed(*row) for row in rows]


def _count(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return cast(func.sum(case((condition, 1), else_=0)), Integer)
