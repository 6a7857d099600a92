"""Stale questions: those that cite words which the newest text of a document no longer has."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from rapidfuzz import fuzz, process
from sqlalchemy import select

from webapp.db import db
from webapp.models import (
    Citation,
    DocumentRevision,
    Passage,
    Question,
    QuestionVersion,
    is_current,
    is_in_use,
)
from webapp.services.sources.documents import newest_revision

ALIKE = 50.0  # of 100: below, no sentence of the new text is taken for the old one, changed


@dataclass(frozen=True, slots=True)
class StaleLine:
    """A question that needs a look: what it cites, and what stands in the text now, if anything."""

    question_id: UUID
    stem: str
    is_published: bool
    before: str
    after: str


def stale_questions(document_id: UUID) -> list[StaleLine]:
    """Return the questions that still cite an older text of a document."""
    rows = db.session.execute(
        select(Citation.quote, QuestionVersion.stem, Question)
        .join(DocumentRevision, DocumentRevision.id == Citation.revision_id)
        .join(QuestionVersion, QuestionVersion.id == Citation.version_id)
        .join(Question, is_in_use())
        .where(
            DocumentRevision.document_id == document_id,
            ~is_current(),
        )
        .order_by(Citation.start, Question.id, QuestionVersion.number)
    ).all()
    sentences = _sentences(document_id) if rows else []
    lines = {
        (question.id, quote): StaleLine(
            question_id=question.id,
            stem=stem,
            is_published=question.published is not None,
            before=quote,
            after=_nearest(quote, sentences),
        )
        for quote, stem, question in rows
    }
    return list(lines.values())


def _sentences(document_id: UUID) -> list[str]:
    revision = newest_revision(db.session(), document_id)
    passages = db.session.scalars(
        select(Passage).where(Passage.revision_id == revision.id).order_by(Passage.position)
    )
    return [revision.text[passage.start : passage.end] for passage in passages]


def _nearest(quote: str, sentences: Sequence[str]) -> str:
    found = process.extractOne(quote, sentences, scorer=fuzz.ratio, score_cutoff=ALIKE)
    return found[0] if found else ""
