"""An instructor's desk: drafts that are not saved as questions yet, and comments on questions."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from webapp.db import Instant, Model
from webapp.models.courses import Course
from webapp.models.lengths import SPOT
from webapp.models.people import User
from webapp.models.questions import Question


class QuestionDraft(Model):
    """What somebody typed in the editor and did not save: one for each place they write at.

    ``spot`` is the id of a question, or says how a new one was begun.
    """

    __tablename__ = "question_drafts"

    user_id: Mapped[UUID] = mapped_column(ForeignKey(User.id, ondelete="CASCADE"), primary_key=True)
    course_id: Mapped[UUID] = mapped_column(
        ForeignKey(Course.id, ondelete="CASCADE"), primary_key=True, index=True
    )
    spot: Mapped[str] = mapped_column(String(SPOT), primary_key=True)
    question_id: Mapped[UUID | None] = mapped_column(
        ForeignKey(Question.id, ondelete="CASCADE"), index=True
    )
    typed: Mapped[dict[str, Any]] = mapped_column(JSON)
    begun_at: Mapped[datetime] = mapped_column(Instant)
    saved_at: Mapped[datetime] = mapped_column(Instant)


class QuestionComment(Model):
    """What an instructor says about a question to the others."""

    __tablename__ = "question_comments"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    question_id: Mapped[UUID] = mapped_column(
        ForeignKey(Question.id, ondelete="CASCADE"), index=True
    )
    author_id: Mapped[UUID | None] = mapped_column(
        ForeignKey(User.id, ondelete="SET NULL"), index=True
    )
    text: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime] = mapped_column(Instant)
