"""Questions: a stable identity, its immutable versions, and what each version cites."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, ColumnElement, ForeignKey, String, Text, UniqueConstraint, and_, or_
from sqlalchemy.orm import Mapped, mapped_column

from questions.lengths import SLUG, SPEAKER, TAG
from questions.question import Stance, Status
from webapp.db import Instant, Model
from webapp.models import lengths
from webapp.models.courses import Course
from webapp.models.documents import DocumentRevision
from webapp.models.people import User


class Question(Model):
    """A question through all its versions.

    ``latest`` is the newest version's number; ``published`` that of the version learners get,
    or nothing while there is none.
    """

    __tablename__ = "questions"
    __table_args__ = (UniqueConstraint("course_id", "slug"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    course_id: Mapped[UUID] = mapped_column(ForeignKey(Course.id, ondelete="CASCADE"))
    slug: Mapped[str | None] = mapped_column(String(SLUG))
    latest: Mapped[int]
    published: Mapped[int | None]
    created_at: Mapped[datetime] = mapped_column(Instant)


class QuestionVersion(Model):
    """What a question said at one time; it never changes."""

    __tablename__ = "question_versions"
    __table_args__ = (UniqueConstraint("question_id", "number"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    question_id: Mapped[UUID] = mapped_column(ForeignKey(Question.id, ondelete="CASCADE"))
    number: Mapped[int]
    status: Mapped[Status]
    type: Mapped[str] = mapped_column(String(40))
    stem: Mapped[str] = mapped_column(Text)
    interaction: Mapped[dict[str, Any]] = mapped_column(JSON)
    explanation: Mapped[str] = mapped_column(Text, default="")
    hints: Mapped[list[str]] = mapped_column(JSON, default=list, server_default="[]")
    tags: Mapped[list[str]] = mapped_column(JSON)
    author_id: Mapped[UUID | None] = mapped_column(
        ForeignKey(User.id, ondelete="SET NULL"), index=True
    )
    note: Mapped[str] = mapped_column(String(lengths.NOTE), default="")
    created_at: Mapped[datetime] = mapped_column(Instant)


def is_published() -> ColumnElement[bool]:
    """Return the condition that a version is the one of its question that learners get."""
    return and_(
        QuestionVersion.question_id == Question.id, QuestionVersion.number == Question.published
    )


def is_newest() -> ColumnElement[bool]:
    """Return the condition that a version is the newest of its question."""
    return and_(
        QuestionVersion.question_id == Question.id, QuestionVersion.number == Question.latest
    )


def is_in_use() -> ColumnElement[bool]:
    """Return the condition that a version is asked or worked on: published, or the newest."""
    return or_(is_published(), is_newest())


class Citation(Model):
    """A passage that proves a version's answer; the quote equals the text at its offsets."""

    __tablename__ = "citations"

    version_id: Mapped[UUID] = mapped_column(
        ForeignKey(QuestionVersion.id, ondelete="CASCADE"), primary_key=True
    )
    position: Mapped[int] = mapped_column(primary_key=True)
    revision_id: Mapped[UUID] = mapped_column(ForeignKey(DocumentRevision.id), index=True)
    start: Mapped[int]
    end: Mapped[int]
    quote: Mapped[str] = mapped_column(Text)
    stance: Mapped[Stance]
    speaker: Mapped[str | None] = mapped_column(String(SPEAKER))


class QuestionTag(Model):
    """A tag of a question's published version, for drawing questions by it."""

    __tablename__ = "question_tags"

    question_id: Mapped[UUID] = mapped_column(
        ForeignKey(Question.id, ondelete="CASCADE"), primary_key=True
    )
    tag: Mapped[str] = mapped_column(String(TAG), primary_key=True)
