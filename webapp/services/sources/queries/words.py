"""The words of the documents that a question cites: none of them is a typing slip of another."""

from __future__ import annotations

from functools import lru_cache
from uuid import UUID

from sqlalchemy import select

from questions.typed_answers import Words, words_of
from webapp.db import db
from webapp.models import Citation, DocumentRevision

_DOCUMENTS_KEPT = 16


def words_around(version_id: UUID) -> Words:
    """Return what gives the words of the documents that a version cites, when they are needed."""

    def words() -> frozenset[str]:
        cited = select(Citation.revision_id).where(Citation.version_id == version_id).distinct()
        found = db.session.scalars(cited).all()
        return frozenset().union(*(_words(revision_id) for revision_id in found))

    return words


@lru_cache(_DOCUMENTS_KEPT)
def _words(revision_id: UUID) -> frozenset[str]:
    """Return the words of a revision, whose text never changes, folded."""
    text = select(DocumentRevision.text).where(DocumentRevision.id == revision_id)
    return words_of(db.session.scalar(text) or "")
