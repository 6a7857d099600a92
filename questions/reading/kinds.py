"""The kinds of file that can be read, and how one is told: by its first bytes, then its name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePath

from questions.reading.decoding import LARGEST, is_html
from questions.reading.unreadable import Cause, UnreadableError

_MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file: how its files are called, and what they may weigh.

    Those of a kind with a ``reader`` are read by that module in a process of its own.
    """

    name: str
    extensions: tuple[str, ...]
    media_types: tuple[str, ...]
    largest: int
    reader: str = ""


PLAIN = Kind("plain text", (".txt", ".text"), ("text/plain",), LARGEST)
MARKDOWN = Kind("Markdown", (".md", ".markdown"), ("text/markdown",), LARGEST)
HTML = Kind(
    "HTML",
    (".html", ".htm", ".xhtml"),
    ("text/html", "application/xhtml+xml"),
    8 * _MEGABYTE,
    "questions.reading.html",
)
PDF = Kind("PDF", (".pdf",), ("application/pdf",), 32 * _MEGABYTE, "questions.reading.pdf")
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
DOCX = Kind("DOCX", (".docx", ".docm"), (_WORD,), 32 * _MEGABYTE, "questions.reading.docx")
EPUB = Kind("EPUB", (".epub",), ("application/epub+zip",), 32 * _MEGABYTE, "questions.reading.epub")
KINDS = (PLAIN, MARKDOWN, HTML, PDF, DOCX, EPUB)
LARGEST_FILE = max(kind.largest for kind in KINDS)

_PDF = re.compile(rb"[^\w]{0,1000}%PDF-\d")
_PACKED = (b"PK\x03\x04", b"PK\x05\x06")
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_LOCKED = "EncryptedPackage".encode("utf-16-le")
# What a packed file of each kind has among the names of its members.
_MEMBERS = (
    (b"mimetypeapplication/epub+zip", EPUB),
    (b"word/document", DOCX),
    (b"META-INF/container.xml", EPUB),
)
_OTHERS = (
    (b"mimetypeapplication/vnd.oasis", "is an OpenDocument file. Save it as DOCX or PDF."),
    (b"xl/workbook", "is a spreadsheet. Save the text that matters as DOCX or PDF."),
    (b"ppt/presentation", "is a slide show. Save it as PDF."),
)
_BINARY = {
    b"{\\rtf": "is a Rich Text file. Save it as DOCX or PDF.",
    b"\x89PNG": "is a picture. Run it through text recognition (OCR) and choose the result.",
    b"\xff\xd8\xff": "is a picture. Run it through text recognition (OCR) and choose the result.",
}


def kind_of(name: str, content: bytes) -> Kind:
    """Return what kind of file this is; what it holds counts more than what it is called.

    Raises UnreadableError where it is of no kind that can be read, or named for another.
    """
    if not content.strip():
        raise UnreadableError("is empty.", Cause.EMPTY)
    named = _named(name)
    found = _told_by_content(content)
    if found is None:
        found = HTML if is_html(content) else None
        if named and named.reader and named is not HTML:
            raise UnreadableError(f"{_other(named, found)} {_AGAIN}")
    return found or named or PLAIN


def extensions() -> Iterator[str]:
    """Yield what the names of files that can be read end in."""
    for kind in KINDS:
        yield from kind.extensions


_AGAIN = "Open it in the program it comes from and save it again, or download it again."


def _other(named: Kind, found: Kind | None) -> str:
    what = "a web page" if found is HTML else "not one"
    article = "an" if named is EPUB else "a"
    return f"is named like {article} {named.name} file, but is {what}."


def _named(name: str) -> Kind | None:
    suffix = PurePath(name).suffix.lower()
    return next((kind for kind in KINDS if suffix in kind.extensions), None)


def _told_by_content(content: bytes) -> Kind | None:
    if _PDF.match(content):
        return PDF
    if content.startswith(_PACKED):
        return _packed(content)
    if content.startswith(_OLD_OFFICE):
        if _LOCKED in content:
            raise UnreadableError(LOCKED, Cause.PASSWORD)
        raise UnreadableError("is an old Word or Office file. Save it as DOCX or PDF.")
    for start, message in _BINARY.items():
        if content.startswith(start):
            raise UnreadableError(message)
    return None


LOCKED = "is locked with a password. Save a copy without one."


def _packed(content: bytes) -> Kind:
    for sign, message in _OTHERS:
        if sign in content:
            raise UnreadableError(message)
    for sign, kind in _MEMBERS:
        if sign in content:
            return kind
    raise UnreadableError(
        "is a packed file without a document. Unpack it and choose what is in it."
    )
