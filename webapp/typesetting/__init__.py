"""Pages as PDF files: set by WeasyPrint, where it is installed, in a limited process of its own."""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from importlib.util import find_spec
from pathlib import PurePath
from tempfile import TemporaryDirectory

from questions.media import KINDS, NO_FILES, Files
from questions.reading.apart import run_apart
from questions.reading.unreadable import UnreadableError
from webapp.markup import MEDIA

__all__ = ["UnreadableError", "can_set", "set_pages"]

_CHILD = "webapp.typesetting.child"
_SECONDS = 25  # a plain choice: longer is waited for by nobody


def can_set() -> bool:
    """Return whether there is what sets pages."""
    return find_spec("weasyprint") is not None


def set_pages(html: str, files: Files = NO_FILES) -> bytes:
    """Return a page as a PDF file, with those of its pictures that are given by their names.

    Raises UnreadableError, which says what to do.
    """
    for name, content in files.items():
        kind = KINDS[PurePath(name).suffix]
        inside = f"data:{kind};base64,{b64encode(content).decode()}"
        html = html.replace(f'"{MEDIA}{name}"', f'"{inside}"')
    with TemporaryDirectory() as fonts:
        try:
            answer = run_apart(_CHILD, fonts, html.encode(), _SECONDS)
        except UnreadableError as error:
            raise UnreadableError("could not be made.", error.cause) from error
    return b64decode(json.loads(answer)["pdf"])
