"""Readers: one file per kind of source, each turning it into a Document with offsets kept."""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePath

from questions.documents import Document, Listing, Span
from questions.reading import markdown, plain
from questions.reading.canonical import canonical, places
from questions.reading.passages import TooManyPassagesError

__all__ = ["TooManyPassagesError", "read"]

_MARKDOWN = {".md", ".markdown"}


def read(text: str, name: str = "", most: int | None = None) -> Document:
    """Read the text of a file: Markdown where its name says so, else plain.

    A plain text is kept as it is, and falls into the same passages however its lines end; of
    Markdown the text is without its marks. Reading ends with TooManyPassagesError once there
    are more than ``most`` passages.
    """
    if PurePath(name).suffix.lower() in _MARKDOWN:
        return markdown.read(text, most)
    document = plain.read(canonical(text), most)
    return document if document.text == text else _in_form_of(text, document)


def _in_form_of(text: str, document: Document) -> Document:
    """Return ``document``, which was read in its canonical form, with offsets into ``text``."""
    stands = places(text)

    def moved(span: Span) -> Span:
        return Span(stands[span.start], stands[span.end])

    passages = {
        passage: replace(passage, span=moved(passage.span)) for passage in document.passages
    }
    lists = (
        Listing(
            passages[listing.introduction] if listing.introduction else None,
            tuple(map(moved, listing.items)),
        )
        for listing in document.lists
    )
    return Document(text, tuple(passages.values()), tuple(lists))
