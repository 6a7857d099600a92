"""A text as it is read aloud: whole words, without marks of notes, struck words or unseen signs.

The text itself stays as it is: what is read knows from which of its characters it comes.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate

from questions.documents import Span
from questions.language.labels import Label
from questions.reading.printed.joining import keeps_hyphen

_UNSEEN = "\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff"
_LONGEST = 60  # characters of a word: a plain choice, longer than any
_INVISIBLE = re.compile(f"[{_UNSEEN}]+")
_BROKEN = re.compile(rf"([^\W\d_]+)([-\u2010\u00ad])[{_UNSEEN}]*[^\S\n]*\n\s*(?=([^\W\d_]+))")
_WORD = re.compile(r"[^\W\d_]+(?:[-\u2010][^\W\d_]+)*")
# What is struck out, and within a paragraph.
_STRUCK = re.compile(r"~~(?=\S)(?:(?!\n[^\S\n]*\n)(?!~~).){1,2000}?(?<=\S)~~[^\S\n]*", re.DOTALL)
# Marks of note-taking, whose groups stay: gaps of flashcards, links between notes, highlights.
_NOTES = (
    re.compile(r"\{\{c\d{1,3}::((?:(?!::|\}\}|\n\n).){1,300})(?:::[^{}\n]{0,100})?\}\}", re.DOTALL),
    re.compile(r"(?<!\!)\[\[(?:[^\[\]|\n]{1,200}\|)?([^\[\]|\n]{1,200})\]\]"),
    re.compile(r"(?<![=\w])==(?=\S)([^=\n]{1,300})(?<=\S)==(?![=\w])"),
)
_MARKS = re.compile(rf"[{_UNSEEN}]|[-\u2010][^\S\n]*\n|~~|\{{\{{c\d|\[\[|==")


@dataclass(frozen=True, slots=True)
class Read:
    """A text that is read, and for each of its characters the place where it stands."""

    text: str
    places: range | tuple[int, ...]
    label: Label | None = None

    def behind(self, label: Label | None) -> Read:
        """Return what is read behind a label at its head."""
        if label is None:
            return self
        return Read(self.text[label.end :], self.places[label.end :], label)


class Cleaning:
    """What of a document is not read."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._gone = list(_merged(_found(text))) if _MARKS.search(text) else []
        self._ends = [gone.end for gone in self._gone]

    def of(self, span: Span) -> Read:
        """Return what is read of ``span``."""
        kept: list[int] = []
        at = span.start
        for gone in self._gone[bisect_left(self._ends, span.start + 1) :]:
            if gone.start >= span.end:
                break
            kept += range(at, max(at, gone.start))
            at = max(at, gone.end)
        if not kept and at == span.start:
            return Read(span.of(self._text), range(span.start, span.end))
        kept += range(at, max(at, span.end))
        return Read("".join(self._text[place] for place in kept), tuple(kept))


def _found(text: str) -> Iterator[Span]:
    """Yield every stretch of a text that is not read."""
    for pattern in (_INVISIBLE, _STRUCK):
        yield from (Span(*found.span()) for found in pattern.finditer(text))
    for pattern in _NOTES:
        for found in pattern.finditer(text):
            yield Span(found.start(), found.start(1))
            yield Span(found.end(1), found.end())
    yield from _breaks(text)


def _breaks(text: str) -> Iterator[Span]:
    """Yield the hyphens and line ends within words: "astro-" and "nomer" are one."""
    broken = list(_BROKEN.finditer(text))
    words = {word[0].casefold() for word in _WORD.finditer(text)} if broken else set()
    for found in broken:
        if not found[3][0].islower() or found[3] in {"and", "or", "to"}:
            continue
        after = text[found.end() : found.end() + _LONGEST].casefold()
        kept = found[2] != "\u00ad" and keeps_hyphen(found[1].casefold(), after, words)
        yield Span(found.end(2) if kept else found.start(2), found.end())


def _merged(spans: Iterator[Span]) -> Iterator[Span]:
    """Yield spans in order, each end behind the ends before it."""
    ordered = sorted(spans, key=lambda span: (span.start, span.end))
    ends = accumulate((span.end for span in ordered), max)
    yield from (Span(min(span.start, end), end) for span, end in zip(ordered, ends, strict=True))
