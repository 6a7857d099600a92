"""What lies open to be edited."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from questions.question import Question
from webapp.forms.teaching.editor.checking import check
from webapp.forms.teaching.editor.drafts import Draft
from webapp.forms.teaching.editor.fields import Fields
from webapp.models import Course
from webapp.services.sources.queries.sentences import (
    Source,
    documents_to_cite,
    last_cited,
    load_source,
)
from webapp.services.teaching.queries.manuscripts import Manuscript


@dataclass(frozen=True, slots=True)
class Desk:
    """The question that is edited, if any, and the document it cites."""

    course: Course
    manuscript: Manuscript | None
    documents: list[tuple[str, str]]
    source: Source | None

    def check(self, draft: Draft) -> Question | Fields:
        """Return the question that a draft spells, or the fields with what is wrong."""
        return check(
            draft,
            self.source,
            slug=self.manuscript.slug if self.manuscript else None,
            before=self.manuscript.asked.interaction if self.manuscript else None,
        )


def open_desk(
    course: Course, manuscript: Manuscript | None, wanted: str | None, author_id: UUID
) -> Desk:
    """Lay open a question, or a new one, with the document ``wanted``, or else the likeliest.

    Raises Missing when there is no such document.
    """
    documents = documents_to_cite(course.id)
    citations = manuscript.asked.citations if manuscript else ()
    slug = wanted or (citations[0].document if citations else "")
    if not slug and documents:
        slug = last_cited(course.id, author_id) or documents[0][0]
    return Desk(course, manuscript, documents, load_source(course.id, slug) if slug else None)
