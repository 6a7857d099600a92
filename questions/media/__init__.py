"""Pictures and sounds in questions: named by their content, and spoken of in Markdown.

``![A map of the bay](media:NAME)`` stands in a stem, an option, feedback, a back or an explanation;
NAME is the beginning of the SHA-256 of the content and an ending that tells the kind. The files
themselves travel beside the questions.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from questions.question import Question

KINDS = {
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".gif": "image/gif",
    ".webp": "image/webp",
    ".svg": "image/svg+xml",
    ".mp3": "audio/mpeg",
    ".ogg": "audio/ogg",
    ".wav": "audio/wav",
    ".m4a": "audio/mp4",
}
_DIGITS = 32  # 128 bits: no two files of a course come to one name
_NAME = rf"[0-9a-f]{{{_DIGITS}}}(?:{'|'.join(map(re.escape, KINDS))})"
NAME = re.compile(_NAME)
REFERENCE = re.compile(rf"!\[(?P<description>(?:[^\[\]\\]|\\.)*)\]\(media:(?P<name>{_NAME})\)")

Files = Mapping[str, bytes]
NO_FILES: Files = {}


@dataclass(frozen=True, slots=True)
class MediaFile:
    """A picture or a sound, by the name under which questions speak of it."""

    name: str
    content: bytes


def named(content: bytes, suffix: str) -> MediaFile:
    """Return a file under its name; ``suffix`` is one of ``KINDS``, dot included."""
    return MediaFile(f"{sha256(content).hexdigest()[:_DIGITS]}{suffix}", content)


def refer(name: str, description: str) -> str:
    """Return what stands in a text for a file, which is described to those who cannot see it."""
    said = re.sub(r"([\\\[\]])", r"\\\1", " ".join(description.split()))
    return f"![{said}](media:{name})"


def told(text: str) -> str:
    """Return a text with what its pictures and sounds are described as, for where none is shown."""
    return REFERENCE.sub(lambda match: _plain(match["description"]), text)


def undescribed(text: str) -> bool:
    """Return whether a text has a picture or a sound of which nothing is said."""
    return any(not match["description"].strip() for match in REFERENCE.finditer(text))


def _plain(description: str) -> str:
    return re.sub(r"\\(.)", r"\1", description)


def names_in(question: Question) -> tuple[str, ...]:
    """Return the names of the files that a question speaks of, each once, in the order told."""
    if "](media:" not in question.model_dump_json():
        return ()  # as of most: a tenth of the time
    texts = _texts(question.model_dump(mode="json", exclude={"citations"}))
    found = (match["name"] for text in texts for match in REFERENCE.finditer(text))
    return tuple(dict.fromkeys(found))


def _texts(part: Any) -> Iterator[str]:
    if isinstance(part, str):
        yield part
    elif isinstance(part, dict):
        for each in part.values():
            yield from _texts(each)
    elif isinstance(part, list):
        for each in part:
            yield from _texts(each)
