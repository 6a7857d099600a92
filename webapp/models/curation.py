"""Curation: what was proposed, and what instructors decided about it."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, ColumnElement, ForeignKey, Index, String, Text, and_, exists
from sqlalchemy.orm import Mapped, aliased, mapped_column

from webapp.db import Instant, Model
from webapp.models.courses import Course
from webapp.models.documents import Document
from webapp.models.lengths import CHECK, NOTE, WAY
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
    offset of its passage in the text; ``checks`` are the names of the checks it passed, ``failed``
    that of the one which it did not, where it was taken in after all. ``spares`` are further wrong
    options. ``learned`` is how likely it is to be kept by what was decided before, while that
    orders better than ``score``.
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
    failed: Mapped[str] = mapped_column(String(CHECK), default="", server_default="")
    way: Mapped[str] = mapped_column(String(WAY), default="", server_default="")
    spares: Mapped[list[str]] = mapped_column(JSON, default=list, server_default="[]")
    learned: Mapped[float | None]
    made_at: Mapped[datetime] = mapped_column(Instant)


class Ranking(Model):
    """What decisions taught last, of all courses together: one row, or none yet.

    ``by_score`` and ``by_weights`` are the shares of pairs that either puts in order, of
    decisions that were held out; nothing where there were too few ``decisions``. ``events`` says
    how many decisions and undoings there were then.
    """

    __tablename__ = "rankings"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    weights: Mapped[dict[str, float]] = mapped_column(JSON)
    decisions: Mapped[int]
    by_score: Mapped[float | None]
    by_weights: Mapped[float | None]
    is_better: Mapped[bool]
    events: Mapped[int]
    learned_at: Mapped[datetime] = mapped_column(Instant)


class DroppedProposal(Model):
    """What was not proposed, and why: a question turned away by a check, or a fact left alone.

    ``asked`` is the question, none for a fact; ``quote`` is the passage it is about; ``taken_id``
    the question it became when somebody took it in after all.
    """

    __tablename__ = "dropped_proposals"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    document_id: Mapped[UUID] = mapped_column(
        ForeignKey(Document.id, ondelete="CASCADE"), index=True
    )
    position: Mapped[int]
    failed: Mapped[str] = mapped_column(String(CHECK))
    way: Mapped[str] = mapped_column(String(WAY))
    reason: Mapped[str] = mapped_column(String(NOTE))
    asked: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    quote: Mapped[str] = mapped_column(Text)
    taken_id: Mapped[UUID | None] = mapped_column(
        ForeignKey(Question.id, ondelete="SET NULL"), index=True
    )
    made_at: Mapped[datetime] = mapped_column(Instant)


class CurationEvent(Model):
    """A decision, never changed: version ``before`` was looked at, version ``after`` came of it.

    What was decided at once has one ``act_id``, and is undone at once.
    """

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
    act_id: Mapped[UUID | None] = mapped_column(index=True)
    made_at: Mapped[datetime] = mapped_column(Instant)


def is_in_force() -> ColumnElement[bool]:
    """Return the condition that an event is a decision which nobody has undone."""
    undoing = aliased(CurationEvent)
    return and_(
        CurationEvent.decision != Decision.UNDONE,
        ~exists().where(undoing.undoes_id == CurationEvent.id),
    )
