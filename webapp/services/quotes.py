"""Where a quote stands in a text, as people paste it: quote marks and white space may differ."""

from __future__ import annotations

from dataclasses import dataclass

from rapidfuzz import fuzz, process

from questions.documents import Span

_QUOTE_MARKS = frozenset("\"'`´‘’‚‛“”„‟«»‹›′″")
_DASHES = frozenset("‐‑‒–—―−")
_INVISIBLE = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff")
_MOST = 50
_LIKENESS = 55
_LONGEST_LIKENED = 500
_MOST_LIKENED = 5_000


@dataclass(frozen=True, slots=True)
class _Folded:
    """A text without what does not count; ``places`` holds the span each character stands for."""

    text: str
    places: tuple[Span, ...]


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
    whole, wanted = _fold(text), _fold(quote).text.strip()
    return _find_folded(whole, wanted) or _find_folded(whole, wanted.strip("' "))


def nearest(sentences: list[str], quote: str) -> int | None:
    """Return the index of the sentence most like ``quote``, or ``None`` when none is.

    Long quotes and long texts are not compared: that would take too long.
    """
    if len(quote) > _LONGEST_LIKENED or len(sentences) > _MOST_LIKENED:
        return None
    found = process.extractOne(
        quote, sentences, scorer=fuzz.partial_ratio, score_cutoff=_LIKENESS, processor=str.casefold
    )
    return None if found is None else found[2]


def _find_folded(whole: _Folded, wanted: str) -> tuple[Span, ...]:
    return tuple(
        Span(whole.places[at].start, whole.places[at + len(wanted) - 1].end)
        for at in _occurrences(whole.text, wanted)
    )


def _occurrences(text: str, part: str) -> list[int]:
    found: list[int] = []
    at = text.find(part) if part else -1
    while at >= 0 and len(found) < _MOST:
        found.append(at)
        at = text.find(part, at + 1)
    return found


def _fold(text: str) -> _Folded:
    characters: list[str] = []
    places: list[Span] = []
    for at, character in enumerate(text):
        for sign in _sign(character):
            if characters and sign == characters[-1] and sign in " '":
                places[-1] = Span(places[-1].start, at + 1)
            else:
                characters.append(sign)
                places.append(Span(at, at + 1))
    return _Folded("".join(characters), tuple(places))


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
