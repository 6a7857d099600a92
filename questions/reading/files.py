"""A file of any kind, read: the one way in for uploads, commands and what was fetched."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from questions.documents import Document, Span
from questions.reading import markdown, read
from questions.reading.anchors import Anchor, anchors_of, say, section_anchors
from questions.reading.apart import read_apart
from questions.reading.canonical import canonical
from questions.reading.decoding import decode
from questions.reading.kinds import MARKDOWN, Kind, kind_of
from questions.reading.origin import Origin, complete
from questions.reading.parts import Part, lay_out, page_anchors
from questions.reading.passages import check_lines
from questions.reading.unreadable import UnreadableError, too_large

__all__ = ["ReadDocument", "UnreadableError", "read_file"]


@dataclass(frozen=True, slots=True)
class ReadDocument:
    """What a file gave: its text with passages, its kind, where it comes from, its anchors.

    ``assumed`` names the encoding of a text file that does not settle it.
    """

    document: Document
    kind: Kind
    origin: Origin
    anchors: tuple[Anchor, ...]
    assumed: str | None = None

    def place_of(self, span: Span) -> str:
        """Return where a reader finds a passage: "p. 14", "section Tides" or nothing."""
        return say(anchors_of(span, self.anchors))


def read_file(
    name: str,
    content: bytes,
    most: int | None = None,
    *,
    unchanged: bool = False,
    meanwhile: Callable[[], None] = lambda: None,
) -> ReadDocument:
    """Read a file of any kind that is in :data:`questions.reading.kinds.KINDS`.

    The text is canonical, as a course keeps it; that of a plain text file is the decoded file
    as it is when it is to be ``unchanged``. Kinds that can do harm are read in a process of
    their own, limited in time and memory, which ends when ``meanwhile`` raises, called all along.

    Raises:
        UnreadableError: there is no text to be had; the message says why and what to do.
        TooManyPassagesError: there are more than ``most`` passages.
    """
    kind = kind_of(name, content)
    if len(content) > kind.largest:
        raise too_large(kind.largest)
    if kind.reader:
        return _of_parts(kind, *read_apart(kind, content, meanwhile=meanwhile), most)
    return _of_text(kind, content, most, unchanged)


def _of_parts(kind: Kind, parts: Iterable[Part], origin: Origin, most: int | None) -> ReadDocument:
    parts = list(parts)
    check_lines("\n".join(part.text for part in parts), most)
    document = lay_out(parts, most)
    return _with_origin(document, kind, origin, page_anchors(parts))


def _of_text(kind: Kind, content: bytes, most: int | None, unchanged: bool) -> ReadDocument:
    decoded = decode(content)
    if kind is MARKDOWN:
        document = markdown.read(decoded.text, most)
        origin = markdown.origin(decoded.text)
    else:
        document = read(decoded.text if unchanged else canonical(decoded.text), most=most)
        origin = Origin()
    return _with_origin(document, kind, origin, (), decoded.assumed)


def _with_origin(
    document: Document,
    kind: Kind,
    origin: Origin,
    pages: tuple[Anchor, ...],
    assumed: str | None = None,
) -> ReadDocument:
    origin = complete(origin, document)
    anchors = pages or tuple(section_anchors(document, origin.title))
    return ReadDocument(document, kind, origin, anchors, assumed)
