"""Attempts at quizzes: what was asked, and the log of what was answered."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import (
    JSON,
    BigInteger,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    UniqueConstraint,
    false,
)
from sqlalchemy.orm import Mapped, mapped_column

from webapp.db import Instant, Model
from webapp.learning.behaviours import THIRD
from webapp.learning.confidence import Confidence
from webapp.models import lengths
from webapp.models.people import User
from webapp.models.questions import Question, QuestionVersion
from webapp.models.quizzes import Quiz, QuizMode


class AttemptState(StrEnum):
    """Where an attempt stands."""

    IN_PROGRESS = "in_progress"
    SUBMITTED = "submitted"


class Attempt(Model):
    """One learner's go at a quiz. The marks follow from the steps and what was changed since.

    They are kept at submission, and again with each change.

    It keeps the mode it began with, what it shows while it is under way, whether it asks how sure
    one is, how many tries a question has and what a wrong one costs, and the time limit that it was
    promised then; ``deadline`` is when it ends, moved when its quiz is changed, and by
    ``extra_minutes`` that were given to it. Its ``sections`` are those its quiz had then: the slot
    that each begins with, and its id.
    """

    __tablename__ = "attempts"
    __table_args__ = (UniqueConstraint("user_id", "quiz_id", "number"),)

    user_id: Mapped[UUID] = mapped_column(ForeignKey(User.id, ondelete="CASCADE"), primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    quiz_id: Mapped[UUID] = mapped_column(ForeignKey(Quiz.id, ondelete="CASCADE"), index=True)
    number: Mapped[int]
    state: Mapped[AttemptState]
    mode: Mapped[QuizMode]
    shown_during: Mapped[int | None]
    asks_confidence: Mapped[bool] = mapped_column(default=False, server_default=false())
    tries: Mapped[int] = mapped_column(default=1, server_default="1")
    penalty: Mapped[float] = mapped_column(default=THIRD, server_default="0.3333333333333333")
    limit_minutes: Mapped[int | None]
    seed: Mapped[int] = mapped_column(BigInteger)
    started_at: Mapped[datetime] = mapped_column(Instant)
    extra_minutes: Mapped[int] = mapped_column(default=0)
    deadline: Mapped[datetime | None] = mapped_column(Instant)
    submitted_at: Mapped[datetime | None] = mapped_column(Instant)
    mark: Mapped[float | None]
    max_mark: Mapped[float]
    sections: Mapped[list[tuple[int, str]]] = mapped_column(JSON, default=list, server_default="[]")


class QuestionAttempt(Model):
    """One question of an attempt: the exact version asked, and the order it was shown in.

    ``fraction``, the share of its mark that is ``counted`` where that is another, and whether it is
    ``dropped`` from the total, follow from the steps and from what was changed since, and are kept
    once it is handed in. It is being ``retried`` after a wrong answer, until it is right, no try is
    left, or its learner gives up.
    """

    __tablename__ = "question_attempts"
    __table_args__ = (
        ForeignKeyConstraint(
            ["user_id", "attempt_id"], ["attempts.user_id", "attempts.id"], ondelete="CASCADE"
        ),
        Index("ix_question_attempts_question_id_user_id", "question_id", "user_id"),
    )

    user_id: Mapped[UUID] = mapped_column(primary_key=True)
    attempt_id: Mapped[UUID] = mapped_column(primary_key=True)
    slot: Mapped[int] = mapped_column(primary_key=True)
    question_id: Mapped[UUID] = mapped_column(ForeignKey(Question.id, ondelete="CASCADE"))
    version_id: Mapped[UUID] = mapped_column(
        ForeignKey(QuestionVersion.id, ondelete="CASCADE"), index=True
    )
    option_order: Mapped[list[int]] = mapped_column(JSON)
    max_mark: Mapped[float]
    fraction: Mapped[float | None]
    counted: Mapped[float | None]
    flagged: Mapped[bool] = mapped_column(default=False)
    dropped: Mapped[bool] = mapped_column(default=False, server_default=false())
    retried: Mapped[bool] = mapped_column(default=False, server_default=false())


class AttemptStep(Model):
    """An answer as it was given; append-only.

    The last of a slot counts, or where it can be tried several times the best.

    ``client_key`` is unique per learner, so that sending a step twice has one effect.
    """

    __tablename__ = "attempt_steps"
    __table_args__ = (
        UniqueConstraint("user_id", "client_key"),
        ForeignKeyConstraint(
            ["user_id", "attempt_id", "slot"],
            ["question_attempts.user_id", "question_attempts.attempt_id", "question_attempts.slot"],
            ondelete="CASCADE",
        ),
    )

    user_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    attempt_id: Mapped[UUID]
    slot: Mapped[int]
    response: Mapped[dict[str, Any]] = mapped_column(JSON)
    fraction: Mapped[float]
    rule: Mapped[str | None] = mapped_column(String(lengths.RULE))
    feedback: Mapped[str | None]
    grader_version: Mapped[int]
    unsure: Mapped[bool] = mapped_column(default=False)
    confidence: Mapped[Confidence | None]
    answered_at: Mapped[datetime] = mapped_column(Instant)
    duration_ms: Mapped[int | None]
    client_key: Mapped[str] = mapped_column(String(lengths.CLIENT_KEY))
