"""Lines joined to one text: words broken at line ends become whole, and raised signs go.

Only a reader's guess tells "infor-/mation" from "well-/known": the words of the same document
decide, then a few first parts that keep their hyphen; else the hyphen goes. What is joined so is
the document's text, and quotes are quotes of it: they equal what a person reads on the page, not
the lines that the page is set in.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from questions.reading.printed.lines import RAISED, Line

_BROKEN = re.compile(r"([^\W\d_]+)[-\u2010\u00ad]$")
_FIRST = re.compile(r"[^\W\d_]+")
_WORD = re.compile(r"[^\W\d_]+(?:[-\u2010][^\W\d_]+)*")
_KEEPING = frozenset(
    "self well half cross twenty thirty forty fifty sixty seventy eighty ninety".split()
)
_TIGHT = re.compile(r"(?:\w[-\u2010\u2013/]|\w\u2014)$")
_RAISED = re.compile("[\ue021-\uefff]+")
_EXPONENTS = str.maketrans("0123456789+-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻")
_LONG = re.compile(r"(?:[^\W\d_]{4,}|[^\w\s])$")


def words_of(lines: Iterable[Line]) -> frozenset[str]:
    """Return the words that stand whole in some line."""
    words: set[str] = set()
    for line in lines:
        whole = _BROKEN.sub("", line.text).casefold().replace("\u2010", "-")
        words.update(_WORD.findall(whole))
    return frozenset(words)


def join(before: str, after: str, words: frozenset[str]) -> str:
    """Return two lines as one."""
    broken = _BROKEN.search(before)
    begun = _FIRST.match(after)
    if broken and begun and begun[0][0].islower():
        kept = "-" if keeps_hyphen(broken[1].casefold(), after.casefold(), words) else ""
        soft = before.endswith("\u00ad")
        return before[:-1] + ("" if soft else kept) + after
    if _TIGHT.search(before) and (after[:1].isalnum() or not after):
        return before + after
    return f"{before} {after}"


def keeps_hyphen(first: str, after: str, words: Collection[str]) -> bool:
    """Return whether a word broken at a hyphen keeps it, by words of the document, in small."""
    found = _WORD.match(after)
    second = found[0] if found else ""
    if first + second in words:
        return False
    return f"{first}-{second}" in words or first in _KEEPING


def settle(text: str) -> str:
    """Return a text without the marks of notes; exponents stay, as raised digits.

    The length of what goes is lost; so this comes before anything counts characters.
    """
    text = _RAISED.sub(lambda found: _settled(text[: found.start()], found[0]), text)
    return text.replace("\u00ad", "")


def _settled(before: str, raised: str) -> str:
    plain = "".join(chr(ord(letter) - RAISED) for letter in raised)
    if any(letter.isalpha() for letter in plain):
        return plain  # as in "20th"
    if re.search(r"[*∗†‡§¶]", plain) or _LONG.search(before) or not before:
        return ""
    return plain.translate(_EXPONENTS)


def plain_marks(text: str) -> str:
    """Return a text in which raised signs stand on the line."""
    return _RAISED.sub(lambda found: "".join(chr(ord(sign) - RAISED) for sign in found[0]), text)
