"""Pages as PDF files: set by WeasyPrint, where it is installed, in a limited process of its own."""

from __future__ import annotations

import json
import re
from base64 import b64decode, b64encode
from importlib.util import find_spec
from pathlib import PurePath
from tempfile import TemporaryDirectory

from questions.media import KINDS, NAME, NO_FILES, Files
from questions.reading.apart import run_apart
from questions.reading.unreadable import UnreadableError
from webapp.markup import MEDIA

__all__ = ["UnreadableError", "can_set", "set_pages"]

_CHILD = "webapp.typesetting.child"
_SECONDS = 25  # a plain choice: longer is waited for by nobody


_PICTURE = re.compile(rf'(?<=<img class="picture" src=)"{MEDIA}(?P<name>{NAME.pattern})"')


def can_set() -> bool:
    """Return whether there is what sets pages."""
    return find_spec("weasyprint") is not None


def pictures_in(html: str) -> list[str]:
    """Return the names of the pictures that a page shows."""
    return [found["name"] for found in _PICTURE.finditer(html)]


def set_pages(html: str, files: Files = NO_FILES) -> bytes:
    """Return a page as a PDF file, with those of its pictures that are given by their names.

    Raises UnreadableError, which says what to do.
    """

    def inside(found: re.Match[str]) -> str:
        content = files.get(found["name"])
        if content is None:
            return found[0]
        kind = KINDS[PurePath(found["name"]).suffix]
        return f'"data:{kind};base64,{b64encode(content).decode()}"'

    html = _PICTURE.sub(inside, html)
    with TemporaryDirectory() as fonts:
        try:
            answer = run_apart(_CHILD, fonts, html.encode(), _SECONDS)
        except UnreadableError as error:
            raise UnreadableError("could not be made.", error.cause) from error
    return b64decode(json.loads(answer)["pdf"])
