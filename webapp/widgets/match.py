"""Match: a list to pick from beside each left-hand text."""

from __future__ import annotations

from flask_babel import gettext as _

from questions.interactions import Match
from questions.responses import Matched, Response
from webapp.widgets.shown import Fields, Line, Said, Shown, Unreadable


def show(interaction: Match, response: Response | None) -> Shown:
    """Show the left-hand texts, each with every right-hand text to pick from."""
    rights = response.rights if isinstance(response, Matched) else ()
    rows = [
        {"name": f"pair-{n}", "left": left, "picked": rights[n] if n < len(rights) else None}
        for n, (left, _right) in enumerate(interaction.pairs)
    ]
    return Shown("widgets/match.html", {"rows": rows, "choices": interaction.choices()})


def read(interaction: Match, fields: Fields) -> Matched | None:
    """Read what was picked for each; nothing picked anywhere is no answer."""
    # A browser sends the text of an option with its white space collapsed.
    choices = {" ".join(choice.split()): choice for choice in interaction.choices()}
    picked = [" ".join(fields.get(f"pair-{n}", "").split()) for n in range(len(interaction.pairs))]
    if not any(picked):
        return None
    if any(text and text not in choices for text in picked):
        raise Unreadable(_("One of these is not in the list. Choose again."))
    return Matched(rights=tuple(choices[text] if text else None for text in picked))


def say(interaction: Match, response: Response | None) -> Said:
    """Say the pairs made, each right or not, and the right pairs."""
    rights = response.rights if isinstance(response, Matched) else ()
    lines = [
        Line(f"{left} → {given or '…'}", given == right)
        for (left, right), given in zip(interaction.pairs, rights, strict=False)
    ]
    return Said(tuple(lines), tuple(interaction.key()))
