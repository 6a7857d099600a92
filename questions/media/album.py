"""The pictures and sounds of one file of questions, each taken in once, as texts speak of them."""

from __future__ import annotations

import re
from base64 import b64decode
from collections.abc import Callable
from functools import cached_property
from hashlib import sha256
from urllib.parse import unquote_to_bytes

from questions.media import KINDS, MediaFile, names_in, refer
from questions.media.taking import take
from questions.question import Question
from questions.reading.unreadable import Cause, UnreadableError

MOST_BYTES = 64 * 1024 * 1024  # of all together; a plain choice: a deck of a thousand pictures
_INSIDE = re.compile(r"data:(?P<kind>[\w.+-]+/[\w.+-]+)?(?:;[\w=.-]+)*?(?P<coded>;base64)?,", re.I)
_ELSEWHERE = re.compile(r"(?:https?:)?//", re.I)
_LONGEST_NAME = 80  # characters of a file’s name in a report
_SOUNDS = tuple(suffix for suffix, kind in KINDS.items() if kind.startswith("audio/"))

Find = Callable[[str], bytes | None]


class Content(bytes):
    """What was found, which is told from others once however often it is shown."""

    @cached_property
    def digest(self) -> bytes:
        """What tells it from any other."""
        return sha256(self).digest()


def nowhere(_source: str) -> bytes | None:
    """Find nothing: of a format that has no files beside its texts."""
    return None


class Album:
    """The files found so far; ``find`` gives what a text means by a source, if it is there."""

    def __init__(self, find: Find = nowhere) -> None:
        self._find = find
        self._taken: dict[str, MediaFile | UnreadableError] = {}
        self._files: dict[str, MediaFile] = {}
        # By what was found, before it was cleaned: what cannot be taken counts once as well.
        self._contents: dict[bytes, MediaFile | UnreadableError] = {}
        self._bytes = 0

    @property
    def files(self) -> tuple[MediaFile, ...]:
        """All that was taken, each once."""
        return tuple(self._files.values())

    def turn_to(self, find: Find) -> None:
        """Look elsewhere from now on, where the same source may mean another file."""
        self._find, self._taken = find, {}

    def take(self, source: str) -> MediaFile:
        """Return the file that a text means; raises UnreadableError, which says what is wrong."""
        if source not in self._taken:
            self._taken[source] = self._take(source)
        taken = self._taken[source]
        if isinstance(taken, UnreadableError):
            raise taken.with_traceback(None)  # else each time adds to it
        return taken

    def show(self, source: str, description: str, what: str, note: Callable[[str], None]) -> str:
        """Return what stands in a text for the picture or sound that ``what`` calls it.

        What cannot be had leaves its description alone, and a note.
        """
        try:
            file = self.take(source)
        except UnreadableError as error:
            named = f" “{shortened(source)}”" if source and not _INSIDE.match(source) else ""
            note(f"{what}{named} was left out: it {error}")
            return f"[{description}]" if description else ""
        if not description.strip() and not is_sound(file.name):
            note("a picture has no description: add one")
        return refer(file.name, description)

    def has(self, source: str) -> bool:
        """Return whether a source can be had."""
        try:
            return bool(self.take(source))
        except UnreadableError:
            return False

    def missing(self, question: Question) -> list[str]:
        """Return the names that a question speaks of and that cannot be had.

        Those that are there under their own name are taken.
        """
        return [
            name for name in names_in(question) if name not in self._files and not self._own(name)
        ]

    def _own(self, name: str) -> bool:
        return self.has(name) and self.take(name).name == name

    def _take(self, source: str) -> MediaFile | UnreadableError:
        try:
            content = self._content(source)
        except UnreadableError as error:
            return error
        known = content if isinstance(content, Content) else Content(content)
        if known.digest not in self._contents:
            self._contents[known.digest] = self._taken_new(content)
        return self._contents[known.digest]

    def _taken_new(self, content: bytes) -> MediaFile | UnreadableError:
        self._bytes += len(content)
        if self._bytes > MOST_BYTES:
            said = f"is one too many: all together have over {MOST_BYTES >> 20} MB."
            return UnreadableError(f"{said} Split the file.", Cause.SIZE)
        try:
            file = take(content)
        except UnreadableError as error:
            return error
        self._files[file.name] = file
        return file

    def _content(self, source: str) -> bytes:
        inside = _INSIDE.match(source)
        if inside:
            return _decoded(source[inside.end() :], is_coded=bool(inside["coded"]))
        if is_elsewhere(source):
            raise UnreadableError("lies on another site. Save it from there and add it.")
        content = self._find(source) if source and "\0" not in source else None
        if content is None:
            raise UnreadableError("is not in the file. Add it to the question.")
        return content


def is_sound(name: str) -> bool:
    """Return whether a file is a sound, by its name."""
    return name.lower().endswith(_SOUNDS)


def is_elsewhere(source: str) -> bool:
    """Return whether a source lies on another site."""
    return _ELSEWHERE.match(source) is not None


def path_of(source: str) -> str:
    """Return a source without what stands behind its path, whatever it is."""
    return re.split(r"[?#]", source, maxsplit=1)[0]


def _decoded(written: str, *, is_coded: bool) -> bytes:
    raw = unquote_to_bytes(written)
    try:
        return b64decode(b"".join(raw.split())) if is_coded else raw
    except ValueError:
        raise UnreadableError("is not whole. Add it to the question.") from None


def shortened(source: str) -> str:
    """Return a source as it is said in a report."""
    return source if len(source) <= _LONGEST_NAME else f"{source[:_LONGEST_NAME]}…"
