"""Which of a course's documents is the one that quotes were taken from."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from questions.question import Citation
from questions.reading.canonical import placed
from webapp.models import Document, DocumentRevision, is_current


def find_quoted(
    session: Session, course_id: UUID, citations: Sequence[Citation]
) -> tuple[Document, str] | None:
    """Return the document in whose newest text all quotes stand, with that text, or ``None``.

    Of several, the one that goes by the name that the citations have: a file may have another
    name than the document has in the course, so that the text decides.
    """
    named = {citation.document for citation in citations}
    rows = session.execute(
        select(Document, DocumentRevision.text)
        .join(DocumentRevision, DocumentRevision.document_id == Document.id)
        .where(Document.course_id == course_id, is_current())
        .order_by(Document.slug.not_in(named), Document.created_at, Document.id)
    )
    for document, text in rows:
        if all(placed(c.start, c.quote, text) for c in citations):
            return document, text
    return None


def moved(citation: Citation, text: str) -> Citation:
    """Return a citation as its quote stands in ``text``, or as it was where it stands nowhere.

    A file may end its lines otherwise than the same text does in the course.
    """
    span = placed(citation.start, citation.quote, text)
    if span is None:
        return citation
    found = {"start": span.start, "end": span.end, "quote": span.of(text)}
    return citation.model_copy(update=found)
