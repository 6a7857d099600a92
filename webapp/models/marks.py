"""Marks: how answers came to be worth something else than when they were given; append-only."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from webapp.db import Instant, Model
from webapp.learning.marks import RegradePolicy
from webapp.models import lengths
from webapp.models.courses import Course
from webapp.models.people import User
from webapp.models.questions import Question, QuestionVersion


class MarkChangeKind(StrEnum):
    """Whether a change came of a regrading, or somebody marked by hand."""

    REGRADE = "regrade"
    MANUAL = "manual"


class RegradeRun(Model):
    """A regrading: what was answered to other versions of a question is graded by ``version_id``.

    It is about all versions that there were then, and holds for attempts handed in later as well,
    until it is undone. ``reason`` is for the learners. With ``corrects_reviews`` what memory
    learned from these answers is put right too.
    """

    __tablename__ = "regrade_runs"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    course_id: Mapped[UUID] = mapped_column(ForeignKey(Course.id, ondelete="CASCADE"), index=True)
    question_id: Mapped[UUID] = mapped_column(
        ForeignKey(Question.id, ondelete="CASCADE"), index=True
    )
    version_id: Mapped[UUID] = mapped_column(
        ForeignKey(QuestionVersion.id, ondelete="CASCADE"), index=True
    )
    policy: Mapped[RegradePolicy]
    corrects_reviews: Mapped[bool]
    reason: Mapped[str] = mapped_column(String(lengths.NOTE), default="")
    actor_id: Mapped[UUID | None] = mapped_column(
        ForeignKey(User.id, ondelete="SET NULL"), index=True
    )
    made_at: Mapped[datetime] = mapped_column(Instant)
    undone_at: Mapped[datetime | None] = mapped_column(Instant)
    undone_by_id: Mapped[UUID | None] = mapped_column(
        ForeignKey(User.id, ondelete="SET NULL"), index=True
    )


class MarkChange(Model):
    """That a question of an attempt is worth something else from now on; append-only.

    :func:`webapp.learning.marks.worth_of` says what counts. Those of a run that was undone do not.
    ``counted`` is the share of its mark that the question brings, where that is not its fraction.
    """

    __tablename__ = "mark_changes"
    __table_args__ = (
        ForeignKeyConstraint(
            ["user_id", "attempt_id", "slot"],
            ["question_attempts.user_id", "question_attempts.attempt_id", "question_attempts.slot"],
            ondelete="CASCADE",
        ),
        Index("ix_mark_changes_user_id_attempt_id_slot", "user_id", "attempt_id", "slot"),
    )

    user_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    attempt_id: Mapped[UUID]
    slot: Mapped[int]
    kind: Mapped[MarkChangeKind]
    run_id: Mapped[UUID | None] = mapped_column(
        ForeignKey(RegradeRun.id, ondelete="CASCADE"), index=True
    )
    actor_id: Mapped[UUID | None] = mapped_column(
        ForeignKey(User.id, ondelete="SET NULL"), index=True
    )
    fraction: Mapped[float | None]
    counted: Mapped[float | None]
    dropped: Mapped[bool] = mapped_column(default=False)
    comment: Mapped[str] = mapped_column(String(lengths.COMMENT), default="")
    made_at: Mapped[datetime] = mapped_column(Instant)


class RegradedAttempt(Model):
    """What a regrading made of an attempt's mark, and when its learner read of it.

    Undoing the run is told anew to those who had read of it.
    """

    __tablename__ = "regraded_attempts"
    __table_args__ = (
        ForeignKeyConstraint(
            ["user_id", "attempt_id"], ["attempts.user_id", "attempts.id"], ondelete="CASCADE"
        ),
    )

    user_id: Mapped[UUID] = mapped_column(primary_key=True)
    attempt_id: Mapped[UUID] = mapped_column(primary_key=True)
    run_id: Mapped[UUID] = mapped_column(
        ForeignKey(RegradeRun.id, ondelete="CASCADE"), primary_key=True, index=True
    )
    mark_before: Mapped[float]
    max_before: Mapped[float]
    mark_after: Mapped[float]
    max_after: Mapped[float]
    read_at: Mapped[datetime | None] = mapped_column(Instant)
