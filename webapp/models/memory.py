"""Memory: the log of reviews, which is the truth, and the cards, which are its cache."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import (
    JSON,
    BindParameter,
    ColumnElement,
    ForeignKey,
    Index,
    String,
    UniqueConstraint,
    and_,
    exists,
    text,
)
from sqlalchemy.orm import Mapped, aliased, mapped_column

from webapp.db import Instant, Model
from webapp.models import lengths
from webapp.models.courses import Course
from webapp.models.people import User
from webapp.models.questions import Question, QuestionVersion


class ReviewKind(StrEnum):
    """Where an answer was given; an undo takes back the review it names."""

    REVIEW = "review"
    QUIZ = "quiz"
    CRAM = "cram"
    IMPORT = "import"
    UNDO = "undo"
    SET_ASIDE = "set_aside"
    BURY = "bury"
    RESUME = "resume"


# The kinds that are answers. The others say what a learner did with a card: took an answer back,
# set it aside, left it for the next day, brought it back.
ANSWERS = (ReviewKind.REVIEW, ReviewKind.QUIZ, ReviewKind.CRAM, ReviewKind.IMPORT)


class Review(Model):
    """A line of the log that memory is replayed from, mostly an answer; append-only.

    A line that is no answer has rating 0. An answer that ``undoes_id`` another stands in its
    place: a correction, see :mod:`webapp.services.reviewing.correcting`. ``study_day`` is the
    learner's day as an ordinal, in the zone and with the rollover hour of that moment;
    ``client_key`` is unique per learner, so that sending twice has one effect.
    """

    __tablename__ = "reviews"
    __table_args__ = (
        UniqueConstraint("user_id", "client_key"),
        Index("ix_reviews_user_id_question_id", "user_id", "question_id"),
        Index("ix_reviews_user_id_study_day", "user_id", "study_day"),
        # Few answers are taken back, and each count asks of each answer whether it was.
        Index(
            "ix_reviews_user_id_undoes_id",
            "user_id",
            "undoes_id",
            sqlite_where=text("undoes_id IS NOT NULL"),
            postgresql_where=text("undoes_id IS NOT NULL"),
        ),
    )

    user_id: Mapped[UUID] = mapped_column(ForeignKey(User.id, ondelete="CASCADE"), primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    question_id: Mapped[UUID] = mapped_column(
        ForeignKey(Question.id, ondelete="CASCADE"), index=True
    )
    version_id: Mapped[UUID] = mapped_column(
        ForeignKey(QuestionVersion.id, ondelete="CASCADE"), index=True
    )
    kind: Mapped[ReviewKind]
    undoes_id: Mapped[UUID | None]
    rating: Mapped[int]
    fraction: Mapped[float]
    rule: Mapped[str | None] = mapped_column(String(lengths.RULE))
    feedback: Mapped[str | None]
    response: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    duration_ms: Mapped[int | None]
    unsure: Mapped[bool] = mapped_column(default=False)
    answered_at: Mapped[datetime] = mapped_column(Instant)
    time_zone: Mapped[str] = mapped_column(String(lengths.TIME_ZONE))
    study_day: Mapped[int]
    parameters_id: Mapped[str] = mapped_column(String(40))
    desired_retention: Mapped[float]
    predicted_recall: Mapped[float | None]
    client_key: Mapped[str] = mapped_column(String(lengths.CLIENT_KEY))


def counted(user_id: UUID | BindParameter[UUID]) -> ColumnElement[bool]:
    """Return the condition that a review is this learner's answer and was not taken back."""
    return and_(stands(user_id), Review.kind.in_(ANSWERS))


def stands(user_id: UUID | BindParameter[UUID], line: type[Review] = Review) -> ColumnElement[bool]:
    """Return the condition that a line of the log is this learner's and was not taken back."""
    undo = aliased(Review)
    undone = exists().where(undo.user_id == user_id, undo.undoes_id == line.id)
    return and_(line.user_id == user_id, line.kind != ReviewKind.UNDO, ~undone)


def is_taken_back() -> ColumnElement[bool]:
    """Return the condition that a line of anybody's log was taken back, or corrected since."""
    undo = aliased(Review)
    return exists().where(undo.user_id == Review.user_id, undo.undoes_id == Review.id)


class Card(Model):
    """What a learner's memory of a question is, as replaying the log gives it.

    ``buried_day`` is the study day on which the learner left it for the next.
    """

    __tablename__ = "cards"
    __table_args__ = (
        Index("ix_cards_user_id_due_at", "user_id", "due_at"),
        {"sqlite_with_rowid": False},
    )

    user_id: Mapped[UUID] = mapped_column(ForeignKey(User.id, ondelete="CASCADE"), primary_key=True)
    question_id: Mapped[UUID] = mapped_column(
        ForeignKey(Question.id, ondelete="CASCADE"), primary_key=True, index=True
    )
    stability: Mapped[float]
    difficulty: Mapped[float]
    state: Mapped[str] = mapped_column(String(10))
    step: Mapped[int | None]
    due_at: Mapped[datetime] = mapped_column(Instant)
    due_day: Mapped[int]
    last_at: Mapped[datetime] = mapped_column(Instant)
    last_day: Mapped[int]
    last_review_id: Mapped[UUID]
    repetitions: Mapped[int]
    lapses: Mapped[int]
    suspended: Mapped[bool] = mapped_column(default=False)
    buried_day: Mapped[int | None]
    algorithm: Mapped[str] = mapped_column(String(20))
    version: Mapped[int] = mapped_column(default=1)


class HistoryImport(Model):
    """Answers from elsewhere that a learner looks over before they are taken in, for a few days.

    ``content`` is let go of once they are, at ``taken_at``; ``answers`` and ``cards`` are then how
    many came in, and of how many questions, and ``set_aside`` how many of these are not asked any
    more. At ``undone_at`` all of it was taken back.
    """

    __tablename__ = "history_imports"

    user_id: Mapped[UUID] = mapped_column(ForeignKey(User.id, ondelete="CASCADE"), primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    course_id: Mapped[UUID | None] = mapped_column(
        ForeignKey(Course.id, ondelete="CASCADE"), index=True
    )
    name: Mapped[str] = mapped_column(String(lengths.FILE_NAME))
    content: Mapped[list[list[Any]] | None] = mapped_column(JSON(none_as_null=True))
    answers: Mapped[int] = mapped_column(default=0)
    cards: Mapped[int] = mapped_column(default=0)
    set_aside: Mapped[int] = mapped_column(default=0)
    made_at: Mapped[datetime] = mapped_column(Instant)
    taken_at: Mapped[datetime | None] = mapped_column(Instant)
    undone_at: Mapped[datetime | None] = mapped_column(Instant)
