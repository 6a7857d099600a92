"""What the checks say of a question, before it is saved."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from questions.documents import Document, Passage
from questions.question import Question
from webapp.services.sources.queries.sentences import Source, load_source

if TYPE_CHECKING:
    from questions.examining import Checked


def examine_question(course_id: UUID, asked: Question) -> tuple[Checked, ...]:
    """Return each check of ``asked``, those not passed first.

    Raises Missing when it cites a document that the course does not have.
    """
    from questions.examining import examine  # loads what reads text, which takes a second

    slugs = {citation.document for citation in asked.citations}
    return examine(asked, {slug: _document(load_source(course_id, slug)) for slug in slugs})


def _document(source: Source) -> Document:
    return Document(
        source.text, tuple(Passage(s.kind, s.number, 0, s.span) for s in source.sentences)
    )
