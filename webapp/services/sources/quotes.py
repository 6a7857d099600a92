"""Where a quote stands in a text, as people paste it: quote marks and white space may differ."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import lru_cache

from rapidfuzz import fuzz, process

from questions.documents import Span

_QUOTE_MARKS = frozenset("\"'`´‘’‚‛“”„‟«»‹›′″")
_DASHES = frozenset("‐‑‒–—―−")
_INVISIBLE = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff")
_SPECIAL = re.compile(f"\\s|[{re.escape(''.join({*_QUOTE_MARKS, *_DASHES, *_INVISIBLE}))}…]")
_MOST = 50
_LIKENESS = 55
_LONGEST_LIKENED = 500
_MOST_LIKENED = 5_000
_LONGEST_SENTENCE = 2_000
_MERGED = (" ", "'")


class _Folded:
    """A text without what does not count, and what each of its characters stands for."""

    def __init__(self, text: str) -> None:
        self._starts: list[int] = []  # where each piece begins in the folded text
        self._spans: list[Span] = []  # what it stands for
        self._pieces: list[str] = []
        self._length = at = 0
        for special in _SPECIAL.finditer(text):
            self._add(text[at : special.start()], at, special.start())
            at = special.end()
            self._add(_sign(special[0]), special.start(), at)
        self._add(text[at:], at, len(text))
        self.text = "".join(self._pieces)

    def _add(self, piece: str, start: int, end: int) -> None:
        if piece in _MERGED and self._pieces and self._pieces[-1] == piece:
            self._spans[-1] = Span(self._spans[-1].start, end)
        elif piece:
            self._starts.append(self._length)
            self._spans.append(Span(start, end))
            self._pieces.append(piece)
            self._length += len(piece)

    def place(self, at: int) -> Span:
        """Return what the character at ``at`` stands for."""
        piece = bisect_right(self._starts, at) - 1
        span, words = self._spans[piece], self._pieces[piece]
        if len(words) != span.end - span.start or words in _MERGED:
            return span
        start = span.start + at - self._starts[piece]
        return Span(start, start + 1)


def whole_words(text: str, span: Span) -> Span:
    """Return ``span`` without white space at its ends, and with the rest of words it cuts."""
    words = span.of(text)
    start = min(span.start, len(text)) + len(words) - len(words.lstrip())
    end = start + len(words.strip())
    if start == end:
        return Span(start, end)
    while start > 0 and _is_in_word(text, start):
        start -= 1
    while end < len(text) and _is_in_word(text, end):
        end += 1
    return Span(start, end)


def _is_in_word(text: str, at: int) -> bool:
    return text[at - 1].isalnum() and text[at].isalnum()


@lru_cache(maxsize=8)  # one form asks several times
def find_quote(text: str, quote: str) -> tuple[Span, ...]:
    """Return every place in ``text`` where ``quote`` stands, at most fifty.

    Places where it stands exactly come alone; only when there are none do differences in white
    space, quote marks, dashes and dots of omission not count. A span covers the words of the
    text itself, so that what it covers is verbatim.
    """
    quote = quote.strip()
    exact = tuple(Span(at, at + len(quote)) for at in _occurrences(text, quote))
    if exact or not any(character.isalnum() for character in quote):
        return exact
    whole, wanted = _Folded(text), _Folded(quote).text.strip()
    return _find_folded(whole, wanted) or _find_folded(whole, wanted.strip("' "))


def nearest(sentences: list[str], quote: str) -> int | None:
    """Return the index of the sentence most like ``quote``, or ``None`` when none is.

    Long quotes and long texts are not compared: that would take too long.
    """
    if len(quote) > _LONGEST_LIKENED or len(sentences) > _MOST_LIKENED:
        return None
    found = process.extractOne(
        quote, sentences, scorer=fuzz.partial_ratio, score_cutoff=_LIKENESS, processor=_likened
    )
    return None if found is None else found[2]


def _likened(text: str) -> str:
    return text[:_LONGEST_SENTENCE].casefold()


def _find_folded(whole: _Folded, wanted: str) -> tuple[Span, ...]:
    return tuple(
        Span(whole.place(at).start, whole.place(at + len(wanted) - 1).end)
        for at in _occurrences(whole.text, wanted)
    )


def _occurrences(text: str, part: str) -> list[int]:
    found: list[int] = []
    at = text.find(part) if part else -1
    while at >= 0 and len(found) < _MOST:
        found.append(at)
        at = text.find(part, at + 1)
    return found


def _sign(character: str) -> str:
    """Return what ``character`` counts as: itself, a stand-in, or nothing."""
    if character in _INVISIBLE:
        return ""
    if character in _QUOTE_MARKS:
        return "'"
    if character in _DASHES:
        return "-"
    if character == "…":
        return "..."
    return " " if character.isspace() else character
