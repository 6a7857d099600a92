"""Reports: what learners tell their instructor of a question, or of how an answer was graded."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from webapp.db import Instant, Model
from webapp.models import lengths
from webapp.models.people import User
from webapp.models.questions import Question, QuestionVersion


class ReportKind(StrEnum):
    """What is wrong with a question; or, as a claim, that an answer marked wrong was right."""

    WRONG_KEY = "wrong_key"
    UNCLEAR = "unclear"
    TYPO = "typo"
    OTHER = "other"
    CLAIM = "claim"


FLAGS = (ReportKind.WRONG_KEY, ReportKind.UNCLEAR, ReportKind.TYPO, ReportKind.OTHER)


class Report(Model):
    """What a learner reported; open until an instructor has settled it.

    ``said`` is what was answered, in words, where an answer was there; ``review_id`` is that answer
    in the log, ``attempt_id`` the attempt it was given in. ``reply`` is what the instructor
    answers, and ``read_at`` when the learner read it. A report changes neither marks nor memory.
    """

    __tablename__ = "reports"

    user_id: Mapped[UUID] = mapped_column(ForeignKey(User.id, ondelete="CASCADE"), primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    question_id: Mapped[UUID] = mapped_column(
        ForeignKey(Question.id, ondelete="CASCADE"), index=True
    )
    version_id: Mapped[UUID] = mapped_column(
        ForeignKey(QuestionVersion.id, ondelete="CASCADE"), index=True
    )
    review_id: Mapped[UUID | None]
    attempt_id: Mapped[UUID | None]
    kind: Mapped[ReportKind]
    reason: Mapped[str] = mapped_column(String(lengths.NOTE), default="")
    said: Mapped[str | None] = mapped_column(Text)
    made_at: Mapped[datetime] = mapped_column(Instant)
    settled_at: Mapped[datetime | None] = mapped_column(Instant)
    reply: Mapped[str] = mapped_column(String(lengths.NOTE), default="", server_default="")
    read_at: Mapped[datetime | None] = mapped_column(Instant)
    settled_by_id: Mapped[UUID | None] = mapped_column(
        ForeignKey(User.id, ondelete="SET NULL"), index=True
    )
