"""One text, however its lines end: the form in which a text is kept and compared.

A reader keeps a file's text as it is, so that offsets are offsets into the file. A course keeps
the canonical form, in which the same text is the same whether it was uploaded or pasted. What
was cited in one form of a text is found in another by :func:`placed`.
"""

from __future__ import annotations

import re

from questions.documents import Span

_MARK = "\ufeff"
_LINE_END = re.compile(r"\r\n?")


def canonical(text: str) -> str:
    """Return ``text`` with every line ended by a line feed and no byte order mark before it."""
    return _LINE_END.sub("\n", text.removeprefix(_MARK))


def places(text: str) -> list[int]:
    """Return where each character of the canonical form stands in ``text``, then its length."""
    found = [
        place
        for place, character in enumerate(text)
        if not (character == _MARK and place == 0) and text[place - 1 : place + 1] != "\r\n"
    ]
    return [*found, len(text)]


def placed(start: int, quote: str, text: str) -> Span | None:
    """Return where ``quote``, cited at ``start`` of some form of ``text``, stands in ``text``.

    All line ends before it may have counted as two characters. ``None`` where it stands nowhere
    that ``start`` may mean, or at several such places: nothing is guessed.
    """
    if text[start : start + len(quote)] == quote:
        return Span(start, start + len(quote))
    whole, wanted = canonical(text), canonical(quote)
    found = [
        at
        for at in _occurrences(whole, wanted)
        if start in {at, at + whole.count("\n", 0, at)}  # each line end one character, or two
    ]
    if len(found) != 1:
        return None
    stands = places(text)
    return Span(stands[found[0]], stands[found[0] + len(wanted)])


def _occurrences(whole: str, wanted: str) -> list[int]:
    found: list[int] = []
    at = whole.find(wanted) if wanted else -1
    while at >= 0:
        found.append(at)
        at = whole.find(wanted, at + 1)
    return found
