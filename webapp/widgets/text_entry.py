"""Text entry: one line to type in."""

from __future__ import annotations

from flask_babel import format_date
from flask_babel import gettext as _

from questions.interactions import TextEntry, Typed
from questions.lengths import ENTRY
from questions.responses import Entered, Response
from questions.typed_answers import parse_date
from webapp.characters import without_unfit
from webapp.widgets.shown import Fields, Line, Said, Shown, Unreadable


def show(interaction: TextEntry, response: Response | None) -> Shown:
    """Show a line to type in, for numbers with the keyboard that has them."""
    kinds = {answer.match for answer in interaction.answers}
    text = response.text if isinstance(response, Entered) else ""
    return Shown("widgets/text_entry.html", {"text": text, "numeric": kinds == {"number"}})


def read(fields: Fields) -> Entered | None:
    """Read the line, without what is no text; blank is no answer."""
    text = without_unfit(fields.get("text", "")).strip()
    if len(text) > ENTRY:
        raise Unreadable(_("That is too long. Give the answer in a few words."))
    return Entered(text=text) if text else None


def say(interaction: TextEntry, response: Response | None) -> Said:
    """Say what was typed, and the answer."""
    given = (Line(Typed(response.text)),) if isinstance(response, Entered) else ()
    return Said(given, tuple(_in_words(text, interaction) for text in interaction.key()))


def _in_words(text: str, interaction: TextEntry) -> str:
    """Say a day as a person would; anything else stands as it is."""
    is_date = any(answer.text == text and answer.match == "date" for answer in interaction.answers)
    day = parse_date(text) if is_date else None
    return str(format_date(day, "long")) if day else text
