"""Choice: radio buttons, or boxes to tick."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from string import ascii_uppercase

from flask_babel import gettext as _

from questions.interactions import Choice
from questions.option_order import shuffled
from questions.responses import Chosen, Response
from webapp.widgets.shown import Fields, Line, Said, Shown, Unreadable


def arrange(interaction: Choice, seed: str) -> list[int]:
    """Shuffle the options, unless they have a natural order; see ``shuffled``."""
    if not interaction.shuffle:
        return list(range(len(interaction.options)))
    return shuffled([option.text for option in interaction.options], Random(seed))  # noqa: S311


def show(interaction: Choice, arrangement: Sequence[int], response: Response | None) -> Shown:
    """Show the options by letter; their values are the places they are shown in."""
    picked = response.options if isinstance(response, Chosen) else ()
    options = [
        {
            "value": str(place),
            "letter": ascii_uppercase[place],
            "text": interaction.options[index].text,
            "picked": index in picked,
        }
        for place, index in enumerate(arrangement)
    ]
    return Shown("widgets/choice.html", {"multiple": interaction.multiple, "options": options})


def read(interaction: Choice, arrangement: Sequence[int], fields: Fields) -> Chosen | None:
    """Read the places picked back into options."""
    places = fields.getlist("choice")
    if not places:
        return None
    shown = {str(place): index for place, index in enumerate(arrangement)}
    if any(place not in shown for place in places):
        raise Unreadable(_("That option is not one of these. Choose again."))
    if len(places) > 1 and not interaction.multiple:
        raise Unreadable(_("Choose one option only."))
    return Chosen(options=tuple(sorted({shown[place] for place in places})))


def say(interaction: Choice, response: Response | None) -> Said:
    """Say the options picked, each right or not, and the right ones."""
    picked = response.options if isinstance(response, Chosen) else ()
    options = [interaction.options[i] for i in picked if 0 <= i < len(interaction.options)]
    lines = tuple(Line(option.text, option.fraction > 0) for option in options)
    return Said(lines, tuple(interaction.key()))
