"""Who could have said it: the options that a document gives."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _

from webapp.forms.teaching.shapes import OptionsShape
from webapp.services.sources.queries.sentences import Source


def voices_of(source: Source | None) -> dict[str, Any]:
    """Return the fields of the options: each speaker of a document, and its publisher."""
    if source is None:
        return OptionsShape.blank()
    own = str(_("%(publisher)s, in its own voice", publisher=source.publisher or source.title))
    options = [OptionsShape.blank_row() | {"text": text} for text in [*source.speakers, own]]
    return {"options": options, "one": "", "shuffle": False}
