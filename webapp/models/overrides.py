"""What holds for one learner or one group alone: in a quiz, and in all quizzes of a course."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from webapp.db import Instant, Model
from webapp.models import lengths
from webapp.models.courses import Course
from webapp.models.people import User
from webapp.models.quizzes import Quiz


class OtherTerms:
    """What holds in a quiz instead of what holds for everybody; null is as that."""

    opens_at: Mapped[datetime | None] = mapped_column(Instant)
    closes_at: Mapped[datetime | None] = mapped_column(Instant)
    time_limit_minutes: Mapped[int | None]
    attempts_allowed: Mapped[int | None]
    made_at: Mapped[datetime] = mapped_column(Instant)


class QuizOverride(OtherTerms, Model):
    """What holds for a learner in a quiz."""

    __tablename__ = "quiz_overrides"

    user_id: Mapped[UUID] = mapped_column(ForeignKey(User.id, ondelete="CASCADE"), primary_key=True)
    quiz_id: Mapped[UUID] = mapped_column(
        ForeignKey(Quiz.id, ondelete="CASCADE"), primary_key=True, index=True
    )


class GroupOverride(OtherTerms, Model):
    """What holds for a group in a quiz, but where something is set for one of its learners."""

    __tablename__ = "group_overrides"

    quiz_id: Mapped[UUID] = mapped_column(ForeignKey(Quiz.id, ondelete="CASCADE"), primary_key=True)
    group_name: Mapped[str] = mapped_column(String(lengths.GROUP), primary_key=True)


class TimeFactor(Model):
    """How many times as long as others a learner has in every quiz of a course."""

    __tablename__ = "time_factors"

    user_id: Mapped[UUID] = mapped_column(ForeignKey(User.id, ondelete="CASCADE"), primary_key=True)
    course_id: Mapped[UUID] = mapped_column(
        ForeignKey(Course.id, ondelete="CASCADE"), primary_key=True, index=True
    )
    factor: Mapped[float]
