"""Passages to be read as a whole: paragraph by paragraph, and where they stand."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from uuid import UUID

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from questions.documents import PassageKind, Span
from questions.reading.anchors import anchors_of, say
from webapp.db import db
from webapp.models import Course, Document, DocumentRevision, Passage, is_current
from webapp.services.sources.queries.citations import (
    Segment,
    anchor_of,
    anchors_in,
    segments_of,
    source_label,
)

_HEADINGS = {PassageKind.TITLE, PassageKind.HEADING}


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Where a passage stands: of which text, and from which character to which."""

    revision_id: UUID
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class ReadingParagraph:
    """A paragraph of what is read, verbatim, with [sic] after misprints."""

    segments: tuple[Segment, ...]
    is_heading: bool


@dataclass(frozen=True, slots=True)
class Reading:
    """A passage ready to be read.

    ``course`` and ``document`` are slugs, ``anchor`` its place on the document's page. ``first``
    and ``last`` are the numbers of its sentences, or 0; ``speakers`` whose words are in it beside
    its publisher's.
    """

    course: str
    document: str
    source_label: str
    anchor: str
    place: str
    first: int
    last: int
    speakers: tuple[str, ...]
    paragraphs: tuple[ReadingParagraph, ...]
    quote: str


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph of a document to choose."""

    number: int
    start: int
    end: int
    text: str


def quotes_of(
    session: Session, course_id: UUID, excerpts: Collection[Excerpt]
) -> dict[Excerpt, str]:
    """Return the words of each passage that stands in a text of the course."""
    found = {}
    for each in excerpts:
        quote = session.scalar(
            select(func.substr(DocumentRevision.text, each.start + 1, each.end - each.start))
            .join(Document, Document.id == DocumentRevision.document_id)
            .where(DocumentRevision.id == each.revision_id, Document.course_id == course_id)
        )
        if quote and len(quote) == each.end - each.start:
            found[each] = quote
    return found


def view_readings(quotes: Mapping[Excerpt, str]) -> dict[Excerpt, Reading]:
    """Return passages ready to be read, by where they stand; asks the database twice at most."""
    if not quotes:
        return {}
    sources = {
        revision.id: (revision, document, course)
        for revision, document, course in db.session.execute(
            select(DocumentRevision, Document, Course.slug)
            .join(Document, Document.id == DocumentRevision.document_id)
            .join(Course, Course.id == Document.course_id)
            .where(DocumentRevision.id.in_({each.revision_id for each in quotes}))
        )
    }
    held = passages_in(quotes)
    return {
        each: _view(each, quote, held[each], *sources[each.revision_id])
        for each, quote in quotes.items()
    }


def passages_in(excerpts: Iterable[Excerpt]) -> dict[Excerpt, list[Passage]]:
    """Return the sentences and other parts of a text that each passage has anything of."""
    excerpts = list(excerpts)
    touched = [
        and_(
            Passage.revision_id == each.revision_id,
            Passage.start < each.end,
            Passage.end > each.start,
        )
        for each in excerpts
    ]
    if not touched:
        return {}
    rows = db.session.scalars(
        select(Passage).where(or_(*touched)).order_by(Passage.revision_id, Passage.position)
    ).all()
    return {
        each: [
            row
            for row in rows
            if row.revision_id == each.revision_id and row.start < each.end and row.end > each.start
        ]
        for each in excerpts
    }


def blocks_of(course_id: UUID, slug: str, most: int) -> tuple[UUID, list[Block]] | None:
    """Return the newest text of a document and its first paragraphs; ``None`` without it."""
    revision = db.session.scalar(
        select(DocumentRevision)
        .join(Document, Document.id == DocumentRevision.document_id)
        .where(Document.course_id == course_id, Document.slug == slug, is_current())
    )
    if revision is None:
        return None
    rows = db.session.execute(
        select(Passage.paragraph, func.min(Passage.start), func.max(Passage.end))
        .where(Passage.revision_id == revision.id)
        .group_by(Passage.paragraph)
        .order_by(Passage.paragraph)
        .limit(most)
    )
    blocks = [Block(number, start, end, revision.text[start:end]) for number, start, end in rows]
    return revision.id, blocks


def _view(
    at: Excerpt,
    quote: str,
    held: Sequence[Passage],
    revision: DocumentRevision,
    document: Document,
    course: str,
) -> Reading:
    numbers = [each.number for each in held if each.number]
    return Reading(
        course=course,
        document=document.slug,
        source_label=source_label(document),
        anchor=anchor_of(held[0]) if held else "",
        place=say(anchors_of(Span(at.start, at.end), anchors_in(revision))),
        first=min(numbers, default=0),
        last=max(numbers, default=0),
        speakers=tuple(dict.fromkeys(each.speaker for each in held if each.speaker)),
        paragraphs=tuple(_paragraphs(at, quote, held, document.misprints)),
        quote=quote,
    )


def _paragraphs(
    at: Excerpt, quote: str, held: Sequence[Passage], misprints: Collection[str]
) -> Iterable[ReadingParagraph]:
    """Yield the paragraphs of a passage; the quote begins at its first character."""
    for _number, group in groupby(held, key=lambda each: each.paragraph):
        parts = list(group)
        start, end = max(parts[0].start, at.start), min(parts[-1].end, at.end)
        span = Span(start - at.start, end - at.start)
        yield ReadingParagraph(
            segments_of(quote, span, (), misprints), all(each.kind in _HEADINGS for each in parts)
        )
