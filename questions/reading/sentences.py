"""Where sentences end, by rule."""

from __future__ import annotations

import re
from collections.abc import Iterator

from questions.documents import Span

# A mark, any closing quotes or brackets, white space, and something that can begin a sentence.
# Marks are tried from the first of a run only: from each of a million it would take hours.
_BOUNDARY = re.compile(r"(?<![.!?…])[.!?…]+[\"'”’»)\]]*\s+(?=[\"'“‘«(\[`]*[^\W_a-zà-öø-ÿ])")
_ABBREVIATIONS = frozenset(
    """mr mrs ms dr prof st sr jr gen col lt capt sgt gov sen rep hon rev vs vol fig eq
    jan feb mar apr jun jul aug sep sept oct nov dec e.g i.e cf al approx inc ltd co corp dept
    a.m p.m u.s u.k u.n op opp ed eds pp ca""".split()
)
_LONGEST_ABBREVIATION = 16  # with what opens before it


def sentence_spans(text: str, block: Span) -> Iterator[Span]:
    """Yield the spans of the sentences of one block of ``text``, white space trimmed."""
    start = block.start
    for match in _BOUNDARY.finditer(text, block.start, block.end):
        looked_at = max(start, match.start() - _LONGEST_ABBREVIATION)
        if _is_abbreviation(text[looked_at : match.start()]):
            continue
        yield from trimmed(text, start, match.end())
        start = match.end()
    yield from trimmed(text, start, block.end)


def _is_abbreviation(before: str) -> bool:
    words = before.split()
    if not words:
        return False
    last = words[-1].lstrip("\"'“‘(`[")
    return last.lower() in _ABBREVIATIONS or (len(last) == 1 and last.isupper())


def trimmed(text: str, start: int, end: int) -> Iterator[Span]:
    """Yield the span without white space at its ends, unless nothing is left of it."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield Span(start, end)
