"""Quizzes, and the slots that say which questions they ask."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from webapp.db import Instant, Model
from webapp.models.courses import Course
from webapp.models.questions import Question, QuestionVersion


class QuizMode(StrEnum):
    """When verdicts are shown: after each answer, or at the end."""

    PRACTICE = "practice"
    TEST = "test"


class Quiz(Model):
    """A set of questions to be attempted, by whom it may be and when."""

    __tablename__ = "quizzes"
    __table_args__ = (UniqueConstraint("course_id", "slug"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    course_id: Mapped[UUID] = mapped_column(ForeignKey(Course.id, ondelete="CASCADE"))
    slug: Mapped[str | None] = mapped_column(String(80))
    title: Mapped[str] = mapped_column(String(120))
    description: Mapped[str] = mapped_column(String(1000), default="")
    mode: Mapped[QuizMode]
    attempts_allowed: Mapped[int | None]
    time_limit_minutes: Mapped[int | None]
    opens_at: Mapped[datetime | None] = mapped_column(Instant)
    closes_at: Mapped[datetime | None] = mapped_column(Instant)
    created_at: Mapped[datetime] = mapped_column(Instant)


class QuizSlot(Model):
    """A place in a quiz: a pinned version, a question's latest, or a draw of N by tag."""

    __tablename__ = "quiz_slots"

    quiz_id: Mapped[UUID] = mapped_column(ForeignKey(Quiz.id, ondelete="CASCADE"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    question_id: Mapped[UUID | None] = mapped_column(
        ForeignKey(Question.id, ondelete="CASCADE"), index=True
    )
    version_id: Mapped[UUID | None] = mapped_column(ForeignKey(QuestionVersion.id), index=True)
    draw_tag: Mapped[str | None] = mapped_column(String(40))
    draw_count: Mapped[int | None]
    max_mark: Mapped[float] = mapped_column(default=1.0)
