"""Roll-ups: what attempts at a quiz come to, kept so that no page adds them up."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, ForeignKeyConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from webapp.db import Instant, Model
from webapp.models import lengths
from webapp.models.questions import QuestionVersion
from webapp.models.quizzes import Quiz


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
