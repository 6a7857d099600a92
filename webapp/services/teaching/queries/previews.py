"""A question as learners will see it, before it is saved."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from questions.publishing import unnamed_speaker
from questions.question import Citation, Question
from webapp import models, widgets
from webapp.services.sources.queries.citations import CitationView, view_citations
from webapp.services.sources.queries.sentences import Source, load_source
from webapp.widgets import Shown

_SEED = "preview"


@dataclass(frozen=True, slots=True)
class Preview:
    """How a question is asked, its key in words, what it cites, and whom it fails to name."""

    asked: Question
    shown: Shown
    key: tuple[str, ...]
    citations: tuple[CitationView, ...]
    unnamed: str | None


def preview_question(course_id: UUID, asked: Question) -> Preview:
    """Return how ``asked`` will be shown. Raises Missing when it cites an unknown document."""
    sources = {slug: load_source(course_id, slug) for slug in {c.document for c in asked.citations}}
    cited = [
        _row(citation, sources[citation.document])
        for citation in asked.citations
        if citation.problem(sources[citation.document].text) is None
    ]
    return Preview(
        asked=asked,
        shown=widgets.show(asked.interaction, widgets.arrange(asked.interaction, _SEED)),
        key=widgets.say(asked.interaction, None).key,
        citations=tuple(view_citations(cited)),
        unnamed=unnamed_speaker(asked),
    )


def _row(citation: Citation, source: Source) -> models.Citation:
    return models.Citation(
        revision_id=source.revision_id,
        start=citation.start,
        end=citation.end,
        quote=citation.quote,
        stance=citation.stance,
        speaker=citation.speaker,
    )
