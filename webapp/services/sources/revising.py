"""Revising: a new text of a document, and what becomes of all that shows words of the old one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from questions.documents import Document, Span
from questions.question import Stance
from questions.reading.canonical import canonical
from webapp import models
from webapp.db import writing
from webapp.services.errors import Refusal
from webapp.services.sources.documents import (
    Anchors,
    add_revision,
    check_text,
    newest_revision,
)


def revise_document(document_id: UUID, source: Document, anchors: Anchors, at: datetime) -> None:
    """Give a document a new text, unless it is the one it has.

    A question whose quotes stand in the new text cites it from then on; one with a quote that
    does not goes on citing the old text until somebody has looked at it. So does a passage that a
    section of a quiz shows.

    Raises:
        Refusal: the text cannot be taken in, or the document is gone.
    """
    check_text(source)
    with writing() as session:
        document = session.get(models.Document, document_id, with_for_update=True)
        if document is None:
            raise Refusal(_("The document is gone. Add the text as a new one."))
        before = newest_revision(session, document_id)
        if canonical(before.text) == source.text:
            return
        voices = _voices(session, before, source)
        after = add_revision(
            session, document_id, source, voices, anchors, at, number=before.number + 1
        )
        for cited in _cited(session, document_id, after.id).values():
            _carry_over(cited, session, after)
        for passage in _read(session, document_id, after.id):
            old = session.get_one(models.DocumentRevision, passage.revision_id)
            place = moved_to(passage.quote, passage.start, old.text, after.text)
            if place is not None:
                passage.revision_id = after.id
                passage.start, passage.end = place.start, place.end


def _voices(
    session: Session, before: models.DocumentRevision, source: Document
) -> dict[int, tuple[Stance, str | None]]:
    """Return whose words the sentences are that stand in both texts."""
    known = {
        before.text[passage.start : passage.end]: (passage.stance, passage.speaker)
        for passage in session.scalars(
            select(models.Passage).where(
                models.Passage.revision_id == before.id, models.Passage.stance.is_not(None)
            )
        )
        if passage.stance is not None
    }
    found = ((p.number, known.get(p.span.of(source.text))) for p in source.passages if p.number)
    return {number: voice for number, voice in found if voice}


def _cited(
    session: Session, document_id: UUID, after_id: UUID
) -> dict[UUID, list[models.Citation]]:
    """Return by version what cites an older text, of versions that are asked or worked on."""
    rows = session.scalars(
        select(models.Citation)
        .join(models.DocumentRevision, models.DocumentRevision.id == models.Citation.revision_id)
        .join(models.QuestionVersion, models.QuestionVersion.id == models.Citation.version_id)
        .join(models.Question, models.is_in_use())
        .where(
            models.DocumentRevision.document_id == document_id,
            models.Citation.revision_id != after_id,
        )
    )
    cited: defaultdict[UUID, list[models.Citation]] = defaultdict(list)
    for citation in rows:
        cited[citation.version_id].append(citation)
    return cited


def _read(session: Session, document_id: UUID, after_id: UUID) -> Sequence[models.SectionPassage]:
    """Return what sections of quizzes show of an older text, of those that quizzes have now."""
    return session.scalars(
        select(models.SectionPassage)
        .join(
            models.DocumentRevision, models.DocumentRevision.id == models.SectionPassage.revision_id
        )
        .join(models.QuizSection, models.QuizSection.id == models.SectionPassage.section_id)
        .where(
            models.DocumentRevision.document_id == document_id,
            models.SectionPassage.revision_id != after_id,
            models.QuizSection.position.is_not(None),
        )
    ).all()


def _carry_over(
    cited: Sequence[models.Citation], session: Session, after: models.DocumentRevision
) -> None:
    """Have a version cite the new text where all of its quotes stand there."""
    places = []
    for citation in cited:
        before = session.get_one(models.DocumentRevision, citation.revision_id)
        places.append(moved_to(citation.quote, citation.start, before.text, after.text))
    for citation, place in zip(cited, places, strict=True):
        if place is not None and None not in places:
            citation.revision_id = after.id
            citation.start, citation.end = place.start, place.end


def moved_to(quote: str, start: int, before: str, after: str) -> Span | None:
    """Return where a quote stands in a new text: the second of three stays the second of three.

    ``None`` where it stands nowhere, or not as often as before: nothing is guessed.
    """
    old, new = list(_places(quote, before)), list(_places(quote, after))
    if start not in old or not new:
        return None
    if len(new) == 1:
        return Span(new[0], new[0] + len(quote))
    if len(old) != len(new):
        return None
    place = new[old.index(start)]
    return Span(place, place + len(quote))


def _places(quote: str, text: str) -> Iterator[int]:
    place = text.find(quote) if quote else -1
    while place >= 0:
        yield place
        place = text.find(quote, place + 1)
