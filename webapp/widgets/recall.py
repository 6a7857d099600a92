"""Recall: nothing to fill in; the back is shown on request, then four ratings."""

from __future__ import annotations

from flask_babel import gettext as _

from questions.interactions import Recall
from questions.responses import Recalled
from webapp.widgets.shown import Fields, Said, Shown, Unreadable


def show() -> Shown:
    """Show nothing but the stem, which is the front."""
    return Shown("widgets/recall.html", {})


def read(fields: Fields) -> Recalled:
    """Read the rating."""
    rating = fields.get("rating", "")
    if rating not in {"1", "2", "3", "4"}:
        raise Unreadable(_("Choose how well you recalled it."))
    return Recalled(rating=int(rating))


def say(interaction: Recall) -> Said:
    """Say the back."""
    return Said((), tuple(interaction.key()))
