"""Whether a draft spells a question."""

from __future__ import annotations

from flask_babel import gettext as _
from pydantic import ValidationError

from questions.interactions import Interaction
from questions.question import Citation, Question
from questions.types import type_problem
from webapp.forms.teaching.editor.drafts import Draft
from webapp.forms.teaching.editor.fields import Fields
from webapp.forms.teaching.editor.passages import carried, cited_by
from webapp.forms.teaching.lines import lines_of
from webapp.forms.teaching.questions import tags_of
from webapp.services.errors import Refusal
from webapp.services.sources.queries.sentences import Source


def check(
    draft: Draft,
    source: Source | None,
    *,
    slug: str | None = None,
    before: Interaction | None = None,
) -> Question | Fields:
    """Return the question that is spelt, or else the fields with what is wrong beside each.

    ``before`` is the interaction that was edited: what no field shows of it is kept.
    """
    fields = Fields(draft)
    sound = fields.form.validate()
    interaction = fields.shape.interaction(draft.type, before)
    citations = _citations(draft, source, fields)
    if not sound or interaction is None or citations is None:
        return fields
    return _spelt(draft, interaction, citations, slug, fields)


def _spelt(
    draft: Draft,
    interaction: Interaction,
    citations: tuple[Citation, ...],
    slug: str | None,
    fields: Fields,
) -> Question | Fields:
    try:
        question = Question(
            id=slug,
            type=draft.type,
            stem=draft.stem.strip(),
            interaction=interaction,
            explanation=draft.explanation.strip(),
            hints=tuple(lines_of(draft.hints)),
            citations=citations,
            tags=tuple(tags_of(draft.tags)),
        )
    except ValidationError as error:
        fields.refuse(error.errors()[0]["msg"].removeprefix("Value error, "), "stem")
        return fields
    if problem := type_problem(question):
        fields.refuse(problem, "stem")
        return fields
    return question


def _citations(draft: Draft, source: Source | None, fields: Fields) -> tuple[Citation, ...] | None:
    try:
        first = cited_by(draft, source)
        return (*([first] if first else []), *(carried(row) for row in draft.more))
    except Refusal as refusal:
        fields.refuse(refusal.message, refusal.field)
    except ValidationError:
        fields.refuse(_("One of the further passages cannot be read. Remove it."), "quote")
    return None
