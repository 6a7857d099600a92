"""Hints: what helps after a wrong try and does not tell the answer."""

from __future__ import annotations

from questions.leaking import key_told_by
from webapp.services.quizzes.queries.attempts import Slot
from webapp.services.sources.queries.citations import CitationView, citations_of


def hint_after(slot: Slot) -> str | None:
    """Return where it stands that proves the answer, unless that would tell it."""
    cited = citations_of([slot.version.id])[slot.version.id]
    places = (_place_of(cited[0]), cited[0].source_label) if cited else ()
    return next((place for place in places if not key_told_by(place, slot.interaction)), None)


def _place_of(citation: CitationView) -> str:
    parts = (citation.source_label, citation.section, citation.place)
    return ", ".join(dict.fromkeys(part for part in parts if part))
