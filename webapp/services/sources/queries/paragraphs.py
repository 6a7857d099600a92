"""Paragraphs: which one of a document a sentence stands in."""

from __future__ import annotations

from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import select

from questions.documents import PassageKind
from webapp.db import db
from webapp.models import DocumentRevision, Passage, is_current
from webapp.services.errors import Missing


def paragraph_of(document_id: UUID, sentence: int) -> int:
    """Return the paragraph of a document's newest text that a sentence, by number, stands in.

    Raises:
        Missing: there is no such sentence.
    """
    found = db.session.scalar(
        select(Passage.paragraph)
        .join(DocumentRevision, DocumentRevision.id == Passage.revision_id)
        .where(
            DocumentRevision.document_id == document_id,
            is_current(),
            Passage.number == sentence,
            Passage.kind == PassageKind.SENTENCE,
        )
    )
    if found is None:
        raise Missing(_("There is no such sentence in this document."))
    return found
