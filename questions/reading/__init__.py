"""Readers: one file per kind of source, each turning it into a Document with offsets kept."""

from __future__ import annotations

from pathlib import PurePath

from questions.documents import Document
from questions.reading import markdown, plain

_MARKDOWN = {".md", ".markdown"}


def read(text: str, name: str = "") -> Document:
    """Read the text of a file: Markdown where its name says so, else plain."""
    if PurePath(name).suffix.lower() in _MARKDOWN:
        return markdown.read(text)
    return plain.read(text)
