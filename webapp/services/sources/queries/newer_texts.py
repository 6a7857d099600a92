"""Newer texts: what stands now where a section of a quiz shows words of an older text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from rapidfuzz import fuzz, process
from sqlalchemy import select

from questions.documents import Span
from webapp.db import db
from webapp.models import (
    DocumentRevision,
    Passage,
    Quiz,
    QuizSection,
    SectionPassage,
    is_current,
    lengths,
)
from webapp.services.sources.documents import newest_revision
from webapp.services.sources.queries.readings import Excerpt, passages_in
from webapp.services.sources.queries.stale import ALIKE
from webapp.services.sources.revising import moved_to


@dataclass(frozen=True, slots=True)
class NewerText:
    """What the newest text has for a passage of an older one: where, and the words; or nothing."""

    at: Excerpt | None
    words: str
    is_same: bool


@dataclass(frozen=True, slots=True)
class StaleSection:
    """A section of a quiz that needs a look: what is read there, and what the text has now."""

    quiz_id: UUID
    title: str
    heading: str
    before: str
    after: str


def newer_texts(quotes: Mapping[Excerpt, str]) -> dict[Excerpt, NewerText]:
    """Return what the newest texts have for those passages that are of an older one."""
    older = {
        row.id: row
        for row in db.session.scalars(
            select(DocumentRevision).where(
                DocumentRevision.id.in_({each.revision_id for each in quotes}), ~is_current()
            )
        )
    }
    stale = {each: words for each, words in quotes.items() if each.revision_id in older}
    held = passages_in(stale)
    return {
        each: _newer(each, words, held[each], older[each.revision_id])
        for each, words in stale.items()
    }


def stale_sections(document_id: UUID) -> list[StaleSection]:
    """Return the sections of quizzes that still show an older text of a document."""
    rows = db.session.execute(
        select(SectionPassage, QuizSection.heading, Quiz.id, Quiz.title)
        .join(DocumentRevision, DocumentRevision.id == SectionPassage.revision_id)
        .join(QuizSection, QuizSection.id == SectionPassage.section_id)
        .join(Quiz, Quiz.id == QuizSection.quiz_id)
        .where(
            DocumentRevision.document_id == document_id,
            QuizSection.position.is_not(None),
            ~is_current(),
        )
        .order_by(Quiz.created_at, Quiz.id, QuizSection.position, SectionPassage.position)
    ).all()
    places = [(Excerpt(row.revision_id, row.start, row.end), row.quote) for row, *_rest in rows]
    newer = newer_texts(dict(places))
    return [
        StaleSection(quiz_id, title, heading, before=quote, after=newer[each].words)
        for (_row, heading, quiz_id, title), (each, quote) in zip(rows, places, strict=True)
    ]


def _newer(at: Excerpt, words: str, held: Sequence[Passage], older: DocumentRevision) -> NewerText:
    newest = newest_revision(db.session(), older.document_id)
    moved = moved_to(words, at.start, older.text, newest.text)
    place = moved or _alike(words, held, older, newest)
    if place is None:
        return NewerText(None, "", is_same=False)
    found = Excerpt(newest.id, place.start, place.end)
    return NewerText(found, place.of(newest.text), is_same=moved is not None)


def _alike(
    words: str, held: Sequence[Passage], older: DocumentRevision, newest: DocumentRevision
) -> Span | None:
    """Return from the sentence most like the first to the one most like the last.

    Nothing where that is not much like the whole, or too long to be read.
    """
    now = db.session.scalars(
        select(Passage).where(Passage.revision_id == newest.id).order_by(Passage.position)
    ).all()
    sentences = [newest.text[each.start : each.end] for each in now]
    ends = [older.text[each.start : each.end] for each in (*held[:1], *held[-1:])]
    found = [
        process.extractOne(end, sentences, scorer=fuzz.ratio, score_cutoff=ALIKE) for end in ends
    ]
    if not found or None in found:
        return None
    first, last = (now[each[2]] for each in found if each)
    span = Span(first.start, last.end)
    text = span.of(newest.text)
    is_fit = text and len(text) <= lengths.READING and fuzz.ratio(words, text) >= ALIKE
    return span if is_fit else None
