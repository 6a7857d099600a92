"""Documents: their immutable revisions, and the passages of each."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import JSON, ColumnElement, ForeignKey, String, Text, UniqueConstraint, exists
from sqlalchemy.orm import Mapped, aliased, mapped_column

from questions.documents import PassageKind
from questions.lengths import SLUG, SPEAKER
from questions.question import Stance
from webapp.db import Instant, Model
from webapp.models import lengths
from webapp.models.courses import Course


class Document(Model):
    """A source: who published it and when.

    ``published`` is ISO 8601 with its zone, or empty; ``misprints`` are words of the text, as
    printed, that are shown with [sic] after them. ``web_address`` is where it was fetched from.
    ``is_looked_over`` says that a person has seen what a program found out about its origin.
    """

    __tablename__ = "documents"
    __table_args__ = (UniqueConstraint("course_id", "slug"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    course_id: Mapped[UUID] = mapped_column(ForeignKey(Course.id, ondelete="CASCADE"))
    slug: Mapped[str] = mapped_column(String(SLUG))
    title: Mapped[str] = mapped_column(String(lengths.DOCUMENT_TITLE))
    publisher: Mapped[str] = mapped_column(String(lengths.PUBLISHER))
    author: Mapped[str] = mapped_column(String(lengths.PUBLISHER), default="")
    web_address: Mapped[str] = mapped_column(String(lengths.ADDRESS), default="")
    published: Mapped[str] = mapped_column(String(40), default="")
    language: Mapped[str] = mapped_column(String(20), default="en")
    misprints: Mapped[list[str]] = mapped_column(JSON, default=list)
    is_looked_over: Mapped[bool] = mapped_column(default=True)
    archived_at: Mapped[datetime | None] = mapped_column(Instant)
    created_at: Mapped[datetime] = mapped_column(Instant)


class DocumentRevision(Model):
    """A document's text, which never changes: a change makes another revision.

    ``anchors`` say where its pages or sections begin: unit, label and place, in order.
    """

    __tablename__ = "document_revisions"
    __table_args__ = (UniqueConstraint("document_id", "number"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    document_id: Mapped[UUID] = mapped_column(ForeignKey(Document.id, ondelete="CASCADE"))
    number: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(lengths.DIGEST))
    text: Mapped[str] = mapped_column(Text)
    anchors: Mapped[list[tuple[str, str, int]]] = mapped_column(JSON, default=list)
    created_at: Mapped[datetime] = mapped_column(Instant)


def is_current() -> ColumnElement[bool]:
    """Return the condition that a revision is the text that its document has now."""
    newer = aliased(DocumentRevision)
    return ~exists().where(
        newer.document_id == DocumentRevision.document_id,
        newer.number > DocumentRevision.number,
    )


class Passage(Model):
    """A sentence, heading or other part of a revision, and whose words it is where known."""

    __tablename__ = "passages"

    revision_id: Mapped[UUID] = mapped_column(
        ForeignKey(DocumentRevision.id, ondelete="CASCADE"), primary_key=True
    )
    position: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[PassageKind]
    number: Mapped[int]
    paragraph: Mapped[int]
    start: Mapped[int]
    end: Mapped[int]
    stance: Mapped[Stance | None]
    speaker: Mapped[str | None] = mapped_column(String(SPEAKER))
