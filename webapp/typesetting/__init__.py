"""Pages as PDF files: set by WeasyPrint, where it is installed, in a limited process of its own."""

from __future__ import annotations

import json
from base64 import b64decode
from importlib.util import find_spec
from tempfile import TemporaryDirectory

from questions.reading.apart import run_apart
from questions.reading.unreadable import UnreadableError

__all__ = ["UnreadableError", "can_set", "set_pages"]

_CHILD = "webapp.typesetting.child"
_SECONDS = 25  # a plain choice: a paper of 200 questions takes ten


def can_set() -> bool:
    """Return whether there is what sets pages."""
    return find_spec("weasyprint") is not None


def set_pages(html: str) -> bytes:
    """Return a page as a PDF file; raises UnreadableError, which says what to do."""
    with TemporaryDirectory() as fonts:
        try:
            answer = run_apart(_CHILD, fonts, html.encode(), _SECONDS)
        except UnreadableError as error:
            raise UnreadableError("could not be made.", error.cause) from error
    return b64decode(json.loads(answer)["pdf"])
