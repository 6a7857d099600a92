"""Hints: what helps after a wrong try: those of its author, else where to look."""

from __future__ import annotations

from flask_babel import gettext as _

from questions.leaking import key_told_by
from webapp.services.quizzes.queries.attempts import Slot
from webapp.services.sources.queries.citations import CitationView, citations_of


def hints_so_far(slot: Slot) -> tuple[str, ...]:
    """Return the hints that the wrong tries so far have earned, one for each, oldest first."""
    return tuple(slot.version.hints[: len(slot.steps)])


def place_to_look(slot: Slot) -> str | None:
    """Return where it stands that proves the answer, unless that would tell it."""
    cited = citations_of([slot.version.id])[slot.version.id]
    places = (_place_of(cited[0]), cited[0].source_label) if cited else ()
    return next((place for place in places if not key_told_by(place, slot.interaction)), None)


def _place_of(citation: CitationView) -> str:
    where = (citation.section, citation.place)
    if not any(where):
        where = (str(_("paragraph %(n)s", n=citation.paragraph)), "")
    parts = (citation.source_label, *where)
    return ", ".join(dict.fromkeys(part for part in parts if part))
