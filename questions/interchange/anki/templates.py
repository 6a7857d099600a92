"""Anki’s templates: what a side of a card says, field by field."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from questions.interchange.shares import NotCarriedError

LONGEST = 200_000  # characters of a template: plain choice, above any with its scripts
_OPEN, _CLOSE = "{{", "}}"
_NOTHING = re.compile(r"(?:<(?:br|/?div|/?p)\s*/?>|&nbsp;|\s)*", re.I)
# What stands for itself where no field is called so; what it says comes in as tags.
_OF_ITSELF = {"Tags", "Type", "Deck", "Subdeck", "Card", "CardFlag", "CardID", "FrontSide"}
Fill = Callable[[str, list[str]], str]


def is_blank(written: str) -> bool:
    """Return whether a field shows nothing."""
    return _NOTHING.fullmatch(written) is not None


def render(template: str, fields: Mapping[str, str], shown: str, fill: Fill) -> str:
    """Return what a template says; ``fill`` gives what stands for a field, and its filters.

    ``shown`` names what counts as filled in besides fields. Raises NotCarriedError.
    """
    if len(template) > LONGEST:
        raise NotCarriedError("Its card has a template that is too long. It was left out.")
    said: list[str] = []
    open_parts: list[bool] = []  # for each: whether what is in it is shown
    for text, tag in _cut(template):
        if all(open_parts):
            said.append(text)
        sign, name = tag[:1], tag[1:].strip()
        if sign in ("#", "^"):
            is_filled = name == shown or not is_blank(fields.get(name, ""))
            open_parts.append(is_filled == (sign == "#"))
        elif sign == "/":
            del open_parts[-1:]
        elif tag and all(open_parts):
            *filters, name = (part.strip() for part in tag.split(":"))
            said.append("" if name in _OF_ITSELF - fields.keys() else fill(name, filters))
    return "".join(said)


def _cut(template: str) -> Iterator[tuple[str, str]]:
    """Yield each text with the tag behind it; the last has none."""
    at = 0
    while True:
        begins = template.find(_OPEN, at)
        ends = template.find(_CLOSE, begins) if begins >= 0 else -1
        if ends < 0:
            yield template[at:], ""
            return
        yield template[at:begins], template[begins + 2 : ends].strip("{ \t\r\n")
        at = ends + 2
