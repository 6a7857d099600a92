"""Plain text: blocks between blank lines, the dateline, headings, and sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator

from questions.documents import Document, Passage, PassageKind, Span
from questions.reading.sentences import sentence_spans, trimmed

_BLANK_LINE = re.compile(r"\n[^\S\n]*\n\s*")
_DATE = re.compile(
    r"\b\d{4}-\d{2}-\d{2}\b|\b\d{1,2} [A-Z][a-z]+ \d{4}\b|\b[A-Z][a-z]+ \d{1,2}, \d{4}\b"
)
_ENDS = re.compile(r"[.!?…:;,][\"'”’»)\]]*$")
_HEADING_LENGTH = 100


def read(text: str) -> Document:
    """Divide ``text`` into passages; the text itself is kept unchanged.

    A blank text gives a document without passages.
    """
    passages: list[Passage] = []
    number = 0
    for paragraph, block in enumerate(_blocks(text)):
        kind = _kind(block.of(text), first=paragraph == 0)
        if kind is not PassageKind.SENTENCE:
            passages.append(Passage(kind, 0, paragraph, block))
            continue
        for span in sentence_spans(text, block):
            number += 1
            passages.append(Passage(kind, number, paragraph, span))
    return Document(text, tuple(passages))


def _blocks(text: str) -> Iterator[Span]:
    start = 0
    for match in _BLANK_LINE.finditer(text):
        yield from trimmed(text, start, match.start())
        start = match.end()
    yield from trimmed(text, start, len(text))


def _kind(block: str, *, first: bool) -> PassageKind:
    if block.startswith("#"):
        return PassageKind.HEADING
    if len(block) > _HEADING_LENGTH or "\n" in block or _ENDS.search(block):
        return PassageKind.SENTENCE
    if first and _DATE.search(block):
        return PassageKind.DATELINE
    return PassageKind.HEADING
