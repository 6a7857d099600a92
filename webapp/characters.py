"""Which characters a text may have: one rule for forms, commands, documents and backups."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

# Control characters but white space, halves of characters, and what Unicode says is none.
_PLANES_ENDS = "".join(f"{chr(end)}{chr(end + 1)}" for end in range(0xFFFE, 0x110000, 0x10000))
_UNFIT = re.compile(
    f"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef{_PLANES_ENDS}]"
)
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_REPLACEMENT = "\ufffd"
_JOINERS = "\u200c\u200d"
_LOOSE_JOINERS = re.compile(r"(?<![^\s\u200c\u200d])[\u200c\u200d]+|[\u200c\u200d]+(?=\s|\Z)")


def find_unfit(text: str) -> str | None:
    """Return the code of the first character that is no text, and its place, or ``None``."""
    found = _UNFIT.search(text)
    return f"U+{ord(found[0]):04X}, {found.start() + 1}" if found else None


def is_storable(text: str) -> bool:
    """Return whether PostgreSQL can keep ``text``: NUL and halves of characters it cannot."""
    return _UNSTORABLE.search(text) is None


def storable(value: Any) -> Any:
    """Return a text, or a value of JSON, with a sign in place of what PostgreSQL cannot keep."""
    if isinstance(value, str):
        return _UNSTORABLE.sub(_REPLACEMENT, value)
    if isinstance(value, Mapping):
        return {storable(name): storable(inner) for name, inner in value.items()}
    if isinstance(value, Sequence):
        return [storable(inner) for inner in value]
    return value


def without_unfit(text: str) -> str:
    """Return ``text`` without the characters that are no text."""
    return _UNFIT.sub("", text)


def code_as_kept(typed: str) -> str:
    """Return a code as it is kept, whatever its case, width, dashes and spaces."""
    folded = unicodedata.normalize("NFKC", typed).upper()
    return "".join(character for character in folded if character.isalnum())


def one_line(text: str | None) -> str:
    """Return ``text`` on one line: trimmed, its white space single spaces.

    What cannot be seen goes, and with it what turns the direction of everything after it.
    """
    return _line("".join(c for c in text or "" if unicodedata.category(c) != "Cf"))


def title_line(text: str | None) -> str:
    """Return a title on one line, as :func:`one_line` does, but joiners between letters stay.

    Persian and some emoji are not written without them.
    """
    seen = (c for c in text or "" if c in _JOINERS or unicodedata.category(c) != "Cf")
    return _line(_LOOSE_JOINERS.sub("", "".join(seen)))


def _line(text: str) -> str:
    return " ".join(without_unfit(text).split())


def texts_in(value: object) -> Iterator[str]:
    """Yield every text in a value of JSON, the names of fields too."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for name, inner in value.items():
            yield from texts_in(name)
            yield from texts_in(inner)
    elif isinstance(value, Sequence):
        for inner in value:
            yield from texts_in(inner)
