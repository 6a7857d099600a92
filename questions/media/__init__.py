"""Pictures and sounds in questions: named by their content, and spoken of in Markdown.

``![A map of the bay](media:NAME)`` stands in a stem, an option, feedback, a back or an explanation;
NAME is the beginning of the SHA-256 of the content and an ending that tells the kind. The files
themselves travel beside the questions.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from questions.folding import without_invisible
from questions.formulas import saying
from questions.interactions import Typed
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
    return REFERENCE.sub(described, text)


def readable(text: str) -> str:
    """Return a text as one reads it out, without pictures, sounds or formulas: for titles."""
    return text if isinstance(text, Typed) else saying.told(told(text))


def described(found: re.Match[str]) -> str:
    """Return the description in a reference, as it reads."""
    return unescaped(found["description"])


def unescaped(description: str) -> str:
    """Return what stands between the brackets of Markdown, as it reads."""
    return re.sub(r"\\(.)", r"\1", description)


def with_texts(question: Question, change: Callable[[str], str]) -> Question:
    """Return a question with ``change`` done to each of its texts, but what it cites.

    Raises ValueError where that is no question, as of two options that come to read alike.
    """
    spelt = question.model_dump(mode="json", exclude={"citations"})
    changed = _changed(spelt, change) | {"citations": question.citations}
    return Question.model_validate(changed)


def undescribed(text: str) -> bool:
    """Return whether a text has a picture or a sound of which nothing is said."""
    found = (described(match) for match in REFERENCE.finditer(text))
    return any(not without_invisible(said).strip() for said in found)


def names_in(question: Question) -> tuple[str, ...]:
    """Return the names of the files that a question speaks of, each once, in the order told."""
    if "](media:" not in question.model_dump_json():
        return ()  # as of most: a tenth of the time
    spelt = question.model_dump(mode="json", exclude={"citations"})
    found = (match["name"] for text in texts_in(spelt) for match in REFERENCE.finditer(text))
    return tuple(dict.fromkeys(found))


def _changed(part: Any, change: Callable[[str], str]) -> Any:
    if isinstance(part, str):
        return change(part)
    if isinstance(part, dict):
        return {name: _changed(each, change) for name, each in part.items()}
    return [_changed(each, change) for each in part] if isinstance(part, list) else part


def texts_in(part: Any) -> Iterator[str]:
    """Yield every text in what a question, or a part of one, is spelt as."""
    if isinstance(part, str):
        yield part
    elif isinstance(part, dict):
        for each in part.values():
            yield from texts_in(each)
    elif isinstance(part, list):
        for each in part:
            yield from texts_in(each)
