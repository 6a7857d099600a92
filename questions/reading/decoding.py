"""The text of a file: what its bytes mean, or why it has none."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from questions.reading.unreadable import Cause, UnreadableError

_MARKED = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
_NAMES = {"utf-8-sig": "UTF-8", "utf-16": "UTF-16", "utf-32": "UTF-32"}
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x19\x1c-\x1f]")
_HTML = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)?<(?:!doctype html|html|head|body)\b", re.I | re.S
)
LARGEST = 1024 * 1024  # bytes of a text: a book is taken in by its chapters
_HEAD = 2_000  # characters


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text; ``assumed`` names its encoding where the file does not settle it."""

    text: str
    assumed: str | None = None


def decode(content: bytes) -> Decoded:
    """Return the text of a file, without a byte order mark.

    What is not UTF-8 and has no mark is taken for Windows-1252. Raises UnreadableError.
    """
    decoded = _decode(content)
    if "\0" in decoded.text or (decoded.assumed and _CONTROLS.search(decoded.text)):
        raise UnreadableError("is not a text file.")
    if not decoded.text.strip():
        raise UnreadableError("is empty.", Cause.EMPTY)
    return decoded


def is_html(content: bytes) -> bool:
    """Return whether a file opens as a web page does."""
    head = content[: 4 * _HEAD]
    for mark, encoding in _MARKED.items():
        if head.startswith(mark):
            return bool(_HTML.match(head.decode(encoding, "ignore")))
    return bool(_HTML.match(head.decode("latin-1")))


def _decode(content: bytes) -> Decoded:
    for mark, encoding in _MARKED.items():
        if content.startswith(mark):
            try:
                return Decoded(content.decode(encoding))
            except UnicodeDecodeError as error:
                raise UnreadableError(
                    f"begins as {_NAMES[encoding]}, but goes on otherwise. Save it as UTF-8.",
                    Cause.ENCODING,
                ) from error
    try:
        return Decoded(content.decode("utf-8"))
    except UnicodeDecodeError as error:
        try:
            return Decoded(content.decode("cp1252"), "Windows-1252")
        except UnicodeDecodeError:
            raise UnreadableError(
                f"is not UTF-8 (byte {error.start}), nor Windows-1252. Save it as UTF-8.",
                Cause.ENCODING,
            ) from error
