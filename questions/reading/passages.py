"""Passages as a reader finds them: what becomes of a block once it is known what it is."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from questions.documents import Document, Listing, Passage, PassageKind, Span
from questions.reading.sentences import sentence_spans, trimmed

_DATE = re.compile(
    r"\b\d{4}-\d{2}-\d{2}\b|\b\d{1,2} [A-Z][a-z]+ \d{4}\b|\b[A-Z][a-z]+ \d{1,2}, \d{4}\b"
)
_HEADLINES = 2  # sentences, or passages: a plain choice
_LEADING_PLACE = re.compile(r"([^\n]{3,80}?)\s(?:—|–|--?)\s+(?=[\"“'‘]?[^\W\d_])")
_DAY = re.compile(r"\b[A-Z][a-z]{2,8}\.? \d{1,2}\b|\b\d{1,2} [A-Z][a-z]{2,8}\b")
_AGENCY = re.compile(r"\([A-Z][\w ]*\)$|/[A-Z]\w*/$")
_MOST_PLACE_WORDS = 9
_ENDS = re.compile(r"[.!?…:;,。！？؟۔।][\"'”’»)\]」』]*$")
_STOPS = re.compile(r"[.!?…。！？؟۔।][\"'”’»)\]」』]*$")
_HEADING_LENGTH = 100
_FEWEST_WORDS = 4
_FEWEST_LINES = 3
_LONGEST_LINE = 60
_GREAT = 0.8
_LINES_A_PASSAGE = 8
# Tags, and what no text is printed with: control characters, halves of characters, and the sign
# for what could not be decoded.
_NOT_PROSE = re.compile(
    r"</?[a-z][\w:-]*(?:\s[^<>]*)?/?>|<!--|<!doctype|[\x00-\x08\x0e-\x1b\x7f\ud800-\udfff\ufffd]",
    re.IGNORECASE,
)
_SCRIPT = re.compile(r"<(?:script|style)\b", re.IGNORECASE)
_SCRIPT_END = re.compile(r"</(?:script|style)\b", re.IGNORECASE)


class TooManyPassagesError(Exception):
    """A text has more passages, or more to be read for them, than are wanted."""


def check_lines(text: str, most: int | None) -> None:
    """Raise TooManyPassagesError where ``most`` passages cannot need so many lines."""
    if most is not None:
        if sum(1 for line in text.splitlines() if line.strip()) > _LINES_A_PASSAGE * most:
            raise TooManyPassagesError


class PassageMaker:
    """Gathers the passages of one text, which are to be added in their order.

    Raises TooManyPassagesError as soon as there are more than ``most``.
    """

    def __init__(self, text: str, most: int | None = None) -> None:
        self.text = text
        self.most = most
        self._scripts = list(_scripts(text))
        self._passages: list[Passage] = []
        self._lists: list[Listing] = []
        self._paragraph = -1
        self._sentences = 0
        self._is_titled = False

    def document(self) -> Document:
        """Return the text with what was gathered."""
        return Document(self.text, tuple(self._passages), tuple(self._lists))

    def each(self, kind: PassageKind, spans: Iterable[Span]) -> None:
        """Add one paragraph, each span a passage of its own."""
        for place, span in enumerate(spans):
            self._paragraph += place == 0
            self._add(kind, span)

    def sentences(self, kind: PassageKind, block: Span) -> None:
        """Add one paragraph of sentences."""
        self.each(kind, sentence_spans(self.text, block))

    def heading(self, block: Span) -> None:
        """Add a heading; the first one, where no sentence came before, is the title."""
        is_title = not self._is_titled and not self._sentences
        self._is_titled = True
        self.each(PassageKind.TITLE if is_title else PassageKind.HEADING, [block])

    def block(self, block: Span, *, marked: bool = False) -> None:
        """Add a block that nothing marks as anything: a heading, a dateline or sentences.

        Where headings are ``marked`` as such, what is not is a line at most.
        """
        text = block.of(self.text)
        if not any(character.isalnum() for character in text):
            self.each(PassageKind.CODE if "\n" in text or len(text) > 1 else _PROSE, [block])
        elif _is_verse(lines := text.split("\n")):
            self.each(PassageKind.LINE, _spans(lines, block.start))
        elif len(text) > _HEADING_LENGTH or "\n" in text or _ENDS.search(text):
            self.prose(block)
        elif not self._sentences and _DATE.search(text):
            self.each(PassageKind.DATELINE, [block])
        elif marked:
            self.each(PassageKind.LINE, [block])
        else:
            self.heading(block)

    def prose(self, block: Span) -> None:
        """Add a paragraph; a dateline may open the first, also behind a headline with a stop."""
        dated = any(each.kind is PassageKind.DATELINE for each in self._passages[:_HEADLINES])
        is_first = self._sentences <= _HEADLINES and not dated
        place = _LEADING_PLACE.match(self.text, block.start, block.end) if is_first else None
        if place is None or not _is_dateline(place[1]):
            self.sentences(_PROSE, block)
            return
        self.each(PassageKind.DATELINE, trimmed(self.text, block.start, place.end()))
        for span in sentence_spans(self.text, Span(place.end(), block.end)):
            self._add(_PROSE, span)

    def items(self, spans: Sequence[Span], top: Sequence[Span]) -> None:
        """Add a list; ``top`` are those that stand below no other.

        Items that are sentences are paragraphs of their own.
        """
        before = self._passages[-1] if self._passages else None
        if before and not before.span.of(self.text).endswith(":"):
            before = None
        if top:
            self._lists.append(Listing(before, tuple(top)))
        for is_sentence, run in groupby(spans, lambda span: _is_sentence(span.of(self.text))):
            if not is_sentence:
                self.each(PassageKind.ITEM, run)
                continue
            for span in run:
                self.sentences(_PROSE, span)

    def _add(self, kind: PassageKind, span: Span) -> None:
        if kind is _PROSE and self._is_code(span):
            kind = PassageKind.CODE
        if kind is _PROSE:
            self._sentences += 1
        if self.most is not None and len(self._passages) >= self.most:
            raise TooManyPassagesError
        number = self._sentences if kind is _PROSE else 0
        self._passages.append(Passage(kind, number, self._paragraph, span))

    def _is_code(self, span: Span) -> bool:
        if _NOT_PROSE.search(self.text, span.start, span.end):
            return True
        place = bisect_right(self._scripts, span.start, key=lambda script: script.end)
        return self._scripts[place : place + 1] != [] and self._scripts[place].start < span.end


_PROSE = PassageKind.SENTENCE


def _scripts(text: str) -> Iterator[Span]:
    """Yield where HTML has programs and styles."""
    at = 0
    while (opened := _SCRIPT.search(text, at)) and (
        closed := _SCRIPT_END.search(text, opened.end())
    ):
        at = closed.end()
        yield Span(opened.start(), at)


def _is_dateline(text: str) -> bool:
    """Return whether "WARSAW, Poland", "BAKU (Reuters)" or "Baku, 20 January" opens a report."""
    words = text.split()
    if len(words) > _MOST_PLACE_WORDS or not words[0][0].isalpha():
        return False
    if any(word[0].islower() for word in words):
        return False
    place = words[0].strip(",.")
    shouted = len(place) > 2 and place.isupper()
    return bool(shouted or _AGENCY.search(text) or _DATE.search(text) or _DAY.search(text))


def _is_verse(lines: Sequence[str]) -> bool:
    """Return whether lines are short, begin like sentences and mostly do not end like them."""
    texts = [line.strip() for line in lines]
    if len(texts) < _FEWEST_LINES or max(map(len, texts)) > _LONGEST_LINE:
        return False
    great = sum(text.lstrip("\"'“‘(—– ")[:1].isupper() for text in texts)
    ended = sum(bool(_STOPS.search(text)) for text in texts)
    return great >= _GREAT * len(texts) and 2 * ended <= len(texts)


def _spans(lines: Iterable[str], start: int) -> Iterator[Span]:
    """Yield the span of each of some lines that follow each other, without its white space."""
    for line in lines:
        begins = start + len(line) - len(line.lstrip())
        yield Span(begins, begins + len(line.strip()))
        start += len(line) + 1


def _is_sentence(item: str) -> bool:
    """Return whether an item of a list may have a verb and has a final stop."""
    words = item.split()
    if len(words) < _FEWEST_WORDS or words[0][0].islower():
        return False
    return bool(_STOPS.search(item)) and any(word.isalpha() and word.islower() for word in words)
