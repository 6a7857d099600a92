"""Curation: what was proposed, and what instructors decided about it."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from webapp.db import Instant, Model
from webapp.models.courses import Course
from webapp.models.documents import Document
from webapp.models.people import User
from webapp.models.questions import Question


class Decision(StrEnum):
    """What an instructor did with a proposal; undoing is an act of its own."""

    ACCEPTED = "accepted"
    EDITED = "edited"
    REJECTED = "rejected"
    UNDONE = "undone"


class Reason(StrEnum):
    """Why a proposal was turned down."""

    UNCLEAR = "unclear"
    TRIVIAL = "trivial"
    WRONG = "wrong"
    OPTIONS = "options"
    ATTRIBUTION = "attribution"
    DUPLICATE = "duplicate"
    OTHER = "other"


class Proposal(Model):
    """That a question was proposed, on which fact, and how likely it was held to be good.

    ``fact`` is the same for all forms of one fact: a choice, a gap, a flashcard. ``place`` is the
    offset of its passage in the text; ``checks`` are the names of the checks it passed.
    """

    __tablename__ = "proposals"

    question_id: Mapped[UUID] = mapped_column(
        ForeignKey(Question.id, ondelete="CASCADE"), primary_key=True
    )
    document_id: Mapped[UUID] = mapped_column(
        ForeignKey(Document.id, ondelete="CASCADE"), index=True
    )
    fact: Mapped[str] = mapped_column(String(64))
    place: Mapped[int]
    score: Mapped[float]
    checks: Mapped[list[str]] = mapped_column(JSON)
    made_at: Mapped[datetime] = mapped_column(Instant)


class CurationEvent(Model):
    """A decision, never changed: version ``before`` was looked at, version ``after`` came of it."""

    __tablename__ = "curation_events"
    __table_args__ = (Index("ix_curation_events_actor", "course_id", "actor_id", "id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    course_id: Mapped[UUID] = mapped_column(ForeignKey(Course.id, ondelete="CASCADE"))
    question_id: Mapped[UUID] = mapped_column(
        ForeignKey(Question.id, ondelete="CASCADE"), index=True
    )
    actor_id: Mapped[UUID | None] = mapped_column(
        ForeignKey(User.id, ondelete="SET NULL"), index=True
    )
    decision: Mapped[Decision]
    reason: Mapped[Reason | None]
    before: Mapped[int]
    after: Mapped[int]
    undoes_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("curation_events.id", ondelete="CASCADE"), index=True
    )
    made_at: Mapped[datetime] = mapped_column(Instant)
