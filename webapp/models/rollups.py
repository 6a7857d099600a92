"""Roll-ups: what attempts at a quiz come to, kept so that no page adds them up."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import (
    JSON,
    ColumnElement,
    Float,
    ForeignKey,
    ForeignKeyConstraint,
    ScalarSelect,
    String,
    Subquery,
    case,
    func,
    select,
    type_coerce,
)
from sqlalchemy.orm import Mapped, aliased, mapped_column

from webapp.db import Instant, Model
from webapp.models import lengths
from webapp.models.questions import Question, QuestionVersion
from webapp.models.quizzes import FacilityBand, Quiz

# Below ten answers, one learner alone moves the share by more than a tenth.
ENOUGH_ANSWERS = 10
# Plain choices: more miss it than get it; so few miss it that it tells little.
_HARD, _EASY = 0.5, 0.9


class Counted(StrEnum):
    """Which of each learner's attempts count in figures."""

    FIRST = "first"
    BEST = "best"
    LAST = "last"
    ALL = "all"


class QuizRollup(Model):
    """What the attempts at a quiz that were handed in come to.

    ``attempts`` is how many of them count, and ``fingerprint`` tells whether any was handed in,
    marked anew or deleted since.
    """

    __tablename__ = "quiz_rollups"

    quiz_id: Mapped[UUID] = mapped_column(ForeignKey(Quiz.id, ondelete="CASCADE"), primary_key=True)
    counted: Mapped[Counted] = mapped_column(primary_key=True)
    attempts: Mapped[int]
    figures: Mapped[dict[str, Any]] = mapped_column(JSON)
    fingerprint: Mapped[str] = mapped_column(String(lengths.FINGERPRINT))
    made_at: Mapped[datetime] = mapped_column(Instant)


class ItemRollup(Model):
    """What a version of a question came to in a quiz; ``asked`` is how often it was."""

    __tablename__ = "item_rollups"
    __table_args__ = (
        ForeignKeyConstraint(
            ["quiz_id", "counted"],
            ["quiz_rollups.quiz_id", "quiz_rollups.counted"],
            ondelete="CASCADE",
        ),
    )

    quiz_id: Mapped[UUID] = mapped_column(primary_key=True)
    counted: Mapped[Counted] = mapped_column(primary_key=True)
    version_id: Mapped[UUID] = mapped_column(
        ForeignKey(QuestionVersion.id, ondelete="CASCADE"), primary_key=True, index=True
    )
    position: Mapped[float]
    asked: Mapped[int]
    facility: Mapped[float]
    figures: Mapped[dict[str, Any]] = mapped_column(JSON)


def facilities_in(course_id: UUID) -> Subquery:
    """Return of each question of a course how often it was ``asked``, and with what ``mean``.

    Over all its versions and all quizzes, each learner's first attempt at each; those that were
    asked too seldom are left out.
    """
    asked, mean = _asked_and_mean()
    return (
        select(QuestionVersion.question_id, asked.label("asked"), mean.label("mean"))
        .join(ItemRollup, ItemRollup.version_id == QuestionVersion.id)
        .join(Question, Question.id == QuestionVersion.question_id)
        .where(ItemRollup.counted == Counted.FIRST, Question.course_id == course_id)
        .group_by(QuestionVersion.question_id)
        .having(asked >= ENOUGH_ANSWERS)
        .subquery("facilities")
    )


def band_of(facility: ColumnElement[float] | ScalarSelect[float]) -> ColumnElement[str]:
    """Return how hard that is; what is not known is neither hard nor easy."""
    return case(
        (facility < _HARD, FacilityBand.HARD.value),
        (facility >= _EASY, FacilityBand.EASY.value),
        else_=FacilityBand.MIDDLE.value,
    )


def band_asked() -> ColumnElement[str]:
    """Return how hard a question is, for a statement that selects versions of questions."""
    any_version = aliased(QuestionVersion)
    asked, mean = _asked_and_mean()
    facility = (
        select(mean)
        .select_from(any_version)
        .join(ItemRollup, ItemRollup.version_id == any_version.id)
        .where(
            ItemRollup.counted == Counted.FIRST,
            any_version.question_id == QuestionVersion.question_id,
        )
        .having(asked >= ENOUGH_ANSWERS)
        .correlate(QuestionVersion)
        .scalar_subquery()
    )
    return band_of(facility)


def _asked_and_mean() -> tuple[ColumnElement[int], ColumnElement[float]]:
    asked = func.sum(ItemRollup.asked)
    return asked, type_coerce(func.sum(ItemRollup.asked * ItemRollup.facility) / asked, Float)
