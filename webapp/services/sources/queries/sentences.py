"""Documents as authors cite them: the newest revision, sentence by sentence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import aliased

from questions.documents import PassageKind, Span
from questions.question import Stance
from webapp.db import db
from webapp.models import Citation, Document, DocumentRevision, Passage, QuestionVersion, is_current
from webapp.services.errors import Missing


@dataclass(frozen=True, slots=True)
class Sentence:
    """A passage to cite; ``place`` is its position in the document, ``number`` 0 for others."""

    place: int
    number: int
    kind: PassageKind
    span: Span
    text: str
    stance: Stance | None
    speaker: str | None


@dataclass(frozen=True, slots=True)
class Source:
    """A document as an author cites it: its newest revision."""

    slug: str
    title: str
    publisher: str
    published: str
    revision_id: UUID
    text: str
    misprints: tuple[str, ...]
    sentences: tuple[Sentence, ...]

    @property
    def speakers(self) -> list[str]:
        """The speakers known in it, in the order they first speak."""
        return list(dict.fromkeys(s.speaker for s in self.sentences if s.speaker))

    def numbered(self, number: int) -> Sentence | None:
        """Return the sentence of that number, or ``None``."""
        return next((s for s in self.sentences if number and s.number == number), None)

    def under(self, span: Span) -> list[Sentence]:
        """Return the sentences that a span touches."""
        return [s for s in self.sentences if s.span.overlaps(span.start, span.end)]


def documents_to_cite(course_id: UUID) -> list[tuple[str, str]]:
    """Return the slug and title of each of a course's documents, in the order of their titles."""
    rows = db.session.execute(
        select(Document.slug, Document.title)
        .where(Document.course_id == course_id, Document.archived_at.is_(None))
        .order_by(Document.title, Document.slug)
    )
    return [(slug, title) for slug, title in rows]


def last_cited(course_id: UUID, author_id: UUID) -> str | None:
    """Return the slug of the document that somebody's latest question of a course cites."""
    return db.session.scalar(
        select(Document.slug)
        .join(DocumentRevision, DocumentRevision.document_id == Document.id)
        .join(Citation, Citation.revision_id == DocumentRevision.id)
        .join(QuestionVersion, QuestionVersion.id == Citation.version_id)
        .where(Document.course_id == course_id, QuestionVersion.author_id == author_id)
        .order_by(QuestionVersion.created_at.desc(), Citation.position)
        .limit(1)
    )


def known_speakers(source: Source) -> list[str]:
    """Return who speaks in a document, and then whom its questions name in any version."""
    revisions = aliased(DocumentRevision)
    named = db.session.scalars(
        select(Citation.speaker)
        .join(DocumentRevision, DocumentRevision.id == Citation.revision_id)
        .join(revisions, revisions.document_id == DocumentRevision.document_id)
        .where(revisions.id == source.revision_id, Citation.speaker.is_not(None))
        .distinct()
        .order_by(Citation.speaker)
    )
    return list(dict.fromkeys([*source.speakers, *(name for name in named if name)]))


def load_source(course_id: UUID, slug: str) -> Source:
    """Return a course's document to cite. Raises Missing."""
    found = _load(Document.course_id == course_id, Document.slug == slug)
    if not found:
        raise Missing(_("There is no such document in this course."))
    return found[0]


def load_sources(course_id: UUID) -> list[Source]:
    """Return every document of a course that can be cited, in the order of their titles."""
    return _load(Document.course_id == course_id, Document.archived_at.is_(None))


def _load(*wanted: ColumnElement[bool]) -> list[Source]:
    rows = db.session.execute(
        select(Document, DocumentRevision)
        .join(DocumentRevision, DocumentRevision.document_id == Document.id)
        .where(*wanted, is_current())
        .order_by(Document.title, Document.slug)
    ).all()
    passages: defaultdict[UUID, list[Passage]] = defaultdict(list)
    for passage in db.session.scalars(
        select(Passage)
        .where(Passage.revision_id.in_([revision.id for _document, revision in rows]))
        .order_by(Passage.revision_id, Passage.position)
    ):
        passages[passage.revision_id].append(passage)
    return [_source(document, revision, passages[revision.id]) for document, revision in rows]


def _source(document: Document, revision: DocumentRevision, passages: Sequence[Passage]) -> Source:
    return Source(
        slug=document.slug,
        title=document.title,
        publisher=document.publisher,
        published=document.published,
        revision_id=revision.id,
        text=revision.text,
        misprints=tuple(document.misprints),
        sentences=tuple(_sentence(passage, revision.text) for passage in passages),
    )


def _sentence(passage: Passage, text: str) -> Sentence:
    span = Span(passage.start, passage.end)
    return Sentence(
        place=passage.position,
        number=passage.number,
        kind=passage.kind,
        span=span,
        text=span.of(text),
        stance=passage.stance,
        speaker=passage.speaker,
    )
