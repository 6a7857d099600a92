"""Quizzes, and the slots that say which questions they ask."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import (
    ForeignKey,
    ScalarSelect,
    String,
    UniqueConstraint,
    case,
    exists,
    func,
    select,
)
from sqlalchemy.orm import Mapped, aliased, mapped_column

from questions.lengths import SLUG, TAG
from webapp.db import Instant, Model
from webapp.learning.grades import GradingMethod
from webapp.models import lengths
from webapp.models.courses import Course
from webapp.models.questions import Question, QuestionTag, QuestionVersion, is_published

# A flashcard is judged by the learner: it is for review, not for a quiz.
NOT_ASKED = {"recall"}


class QuizMode(StrEnum):
    """When verdicts are shown: after each answer, or at the end."""

    PRACTICE = "practice"
    TEST = "test"


class Quiz(Model):
    """A set of questions to be attempted, by whom it may be and when.

    ``pass_mark`` is a share of the marks; ``waiting_minutes`` lie between the end of an attempt
    and the next; who begins one types ``access_code``.
    """

    __tablename__ = "quizzes"
    __table_args__ = (UniqueConstraint("course_id", "slug"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    course_id: Mapped[UUID] = mapped_column(ForeignKey(Course.id, ondelete="CASCADE"))
    slug: Mapped[str | None] = mapped_column(String(SLUG))
    title: Mapped[str] = mapped_column(String(lengths.TITLE))
    description: Mapped[str] = mapped_column(String(lengths.DESCRIPTION), default="")
    mode: Mapped[QuizMode]
    attempts_allowed: Mapped[int | None]
    time_limit_minutes: Mapped[int | None]
    opens_at: Mapped[datetime | None] = mapped_column(Instant)
    closes_at: Mapped[datetime | None] = mapped_column(Instant)
    grading_method: Mapped[GradingMethod] = mapped_column(default=GradingMethod.HIGHEST)
    pass_mark: Mapped[float | None]
    waiting_minutes: Mapped[int | None]
    access_code: Mapped[str | None] = mapped_column(String(lengths.ACCESS_CODE))
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
    draw_tag: Mapped[str | None] = mapped_column(String(TAG))
    draw_count: Mapped[int | None]
    max_mark: Mapped[float] = mapped_column(default=1.0)


def number_asked() -> ScalarSelect[int]:
    """Return how many questions an attempt at a quiz asks, for a statement that selects quizzes.

    A pinned version is asked whatever becomes of its question; a question as long as it is
    published; of a tag as many as are to be drawn, or as there are left to draw.
    """
    elsewhere = aliased(QuizSlot)
    in_another_place = exists().where(
        elsewhere.quiz_id == Quiz.id, elsewhere.question_id == Question.id
    )
    pool = (
        select(func.count(Question.id))
        .join(QuestionTag, QuestionTag.question_id == Question.id)
        .join(QuestionVersion, is_published())
        .where(
            QuestionTag.tag == QuizSlot.draw_tag,
            Question.course_id == Quiz.course_id,
            QuestionVersion.interaction["kind"].as_string().not_in(NOT_ASKED),
            ~in_another_place,
        )
        .correlate(QuizSlot, Quiz)
        .scalar_subquery()
    )
    published = exists().where(Question.id == QuizSlot.question_id, Question.published.is_not(None))
    asked = case(
        (QuizSlot.version_id.is_not(None), 1),
        (QuizSlot.question_id.is_not(None), case((published, 1), else_=0)),
        (QuizSlot.draw_count <= pool, QuizSlot.draw_count),
        else_=pool,
    )
    return (
        select(func.coalesce(func.sum(asked), 0))
        .where(QuizSlot.quiz_id == Quiz.id)
        .correlate(Quiz)
        .scalar_subquery()
    )
