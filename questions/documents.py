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
    """What a passage is; only sentences are numbered."""

    SENTENCE = "sentence"
    DATELINE = "dateline"
    HEADING = "heading"


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence, dateline or heading of a document.

    ``number`` counts the sentences from 1 and is 0 for everything else; ``paragraph`` counts
    the blocks of the text from 0.
    """

    kind: PassageKind
    number: int
    paragraph: int
    span: Span


@dataclass(frozen=True, slots=True)
class Document:
    """An immutable text with its passages in order."""

    text: str
    passages: tuple[Passage, ...]

    @property
    def sha256(self) -> str:
        """The hexadecimal digest of the text as UTF-8: what identifies a revision."""
        return digest(self.text)


def digest(text: str) -> str:
    """Return the hexadecimal SHA-256 of ``text`` as UTF-8."""
    return hashlib.sha256(text.encode()).hexdigest()
