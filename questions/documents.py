"""Documents: one immutable text, and the passages it falls into."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Span:
    """Characters ``start`` up to, but not including, ``end`` of a text."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """Return the characters this span covers."""
        return text[self.start : self.end]

    def overlaps(self, start: int, end: int) -> bool:
        """Return whether any character from ``start`` to ``end`` lies in this span."""
        return self.start < end and start < self.end


class PassageKind(StrEnum):
    """What a passage is; only sentences are numbered.

    A quotation is a sentence set apart as somebody else's, an item one of a list that is no
    sentence, a row one of a table, a line one of a poem or an address, and code anything else
    that is not prose, markup as well.
    """

    SENTENCE = "sentence"
    DATELINE = "dateline"
    HEADING = "heading"
    TITLE = "title"
    QUOTATION = "quotation"
    ITEM = "item"
    ROW = "row"
    LINE = "line"
    CODE = "code"


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence, dateline, heading or other part of a document.

    ``number`` counts the sentences from 1 and is 0 for everything else; ``paragraph`` counts
    the blocks of the text from 0.
    """

    kind: PassageKind
    number: int
    paragraph: int
    span: Span


@dataclass(frozen=True, slots=True)
class Listing:
    """A list: its items, each whole, and the passage before it where that ends in a colon."""

    introduction: Passage | None
    items: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """An immutable text with its passages in order, and which of them make lists."""

    text: str
    passages: tuple[Passage, ...]
    lists: tuple[Listing, ...] = ()

    @property
    def sha256(self) -> str:
        """The hexadecimal digest of the text as UTF-8: what identifies a revision."""
        return digest(self.text)


def digest(text: str) -> str:
    """Return the hexadecimal SHA-256 of ``text`` as UTF-8."""
    return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()
