"""Quizzes, and the slots that say which questions they ask."""

from __future__ import annotations

from datetime import datetime
from enum import IntFlag, StrEnum
from uuid import UUID

from sqlalchemy import (
    ForeignKey,
    String,
    UniqueConstraint,
    false,
)
from sqlalchemy.orm import Mapped, mapped_column

from questions.lengths import SLUG, TAG
from webapp.db import Instant, Model
from webapp.learning.behaviours import THIRD
from webapp.learning.grades import GradingMethod
from webapp.models import lengths
from webapp.models.courses import Course
from webapp.models.documents import Document
from webapp.models.questions import (
    Question,
    QuestionVersion,
)

# A flashcard is judged by the learner: it is for review, not for a quiz.
NOT_ASKED = {"recall"}


class QuizMode(StrEnum):
    """When verdicts are shown: after each answer, or at the end."""

    PRACTICE = "practice"
    TEST = "test"


class Seen(IntFlag):
    """What is shown of an attempt and its questions; kept as a sum."""

    MARK = 1
    VERDICT = 2
    KEY = 4
    EXPLANATION = 8
    PASSAGE = 16
    TELLING = VERDICT | KEY | EXPLANATION | PASSAGE
    EVERYTHING = MARK | TELLING


class FacilityBand(StrEnum):
    """How hard a question is, by the share of what was to be had that learners got."""

    HARD = "hard"
    MIDDLE = "middle"
    EASY = "easy"


class Quiz(Model):
    """A set of questions to be attempted, by whom it may be and when.

    ``pass_mark`` is a share of the marks; ``waiting_minutes`` lie between the end of an attempt
    and the next; who begins one types ``access_code``. What is ``shown`` and when are sums of
    :class:`Seen`; while one is at it, without one, what the mode says. ``weight`` is what its grade
    counts in the total of its course; 0: it does not. While it ``holds_marks``, nothing is shown
    of tests that were handed in. Who may see their own mark sees the class's median beside it, if
    it ``tells_median``. If it ``asks_confidence``, an answer counts by how sure one is; in
    practice a question has so many ``tries``, of which each wrong one costs ``penalty``, a share of
    its mark.
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
    shown_during: Mapped[int | None]
    shown_after: Mapped[int] = mapped_column(default=Seen.EVERYTHING.value)
    shown_later: Mapped[int] = mapped_column(default=Seen.EVERYTHING.value)
    shown_closed: Mapped[int] = mapped_column(default=Seen.EVERYTHING.value)
    shuffles_questions: Mapped[bool] = mapped_column(default=False)
    shuffles_options: Mapped[bool] = mapped_column(default=True)
    weight: Mapped[float] = mapped_column(default=1.0, server_default="1")
    holds_marks: Mapped[bool] = mapped_column(default=False, server_default=false())
    tells_median: Mapped[bool] = mapped_column(default=False, server_default=false())
    asks_confidence: Mapped[bool] = mapped_column(default=False, server_default=false())
    tries: Mapped[int] = mapped_column(default=1, server_default="1")
    penalty: Mapped[float] = mapped_column(default=THIRD, server_default="0.3333333333333333")
    created_at: Mapped[datetime] = mapped_column(Instant)


class QuizSlot(Model):
    """A place in a quiz: a pinned version, a question's latest, or a draw of N.

    What is drawn has the tag, the type, a citation of the document and the facility, where they
    are given.
    """

    __tablename__ = "quiz_slots"

    quiz_id: Mapped[UUID] = mapped_column(ForeignKey(Quiz.id, ondelete="CASCADE"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    question_id: Mapped[UUID | None] = mapped_column(
        ForeignKey(Question.id, ondelete="CASCADE"), index=True
    )
    version_id: Mapped[UUID | None] = mapped_column(ForeignKey(QuestionVersion.id), index=True)
    draw_tag: Mapped[str | None] = mapped_column(String(TAG))
    draw_type: Mapped[str | None] = mapped_column(String(40))
    draw_document_id: Mapped[UUID | None] = mapped_column(
        ForeignKey(Document.id, ondelete="CASCADE"), index=True
    )
    draw_facility: Mapped[FacilityBand | None]
    draw_count: Mapped[int | None]
    max_mark: Mapped[float] = mapped_column(default=1.0)
