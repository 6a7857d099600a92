"""Files beside questions: what a format does with them, and what is said where it cannot."""

from __future__ import annotations

import posixpath
import re
import unicodedata
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace

from questions.interchange.format import CarriesFiles, Format, Problem, Reading, Writing
from questions.media import NAME, REFERENCE, Files, names_in, texts_in, with_texts
from questions.media.album import Album, Content, Find, is_sound, path_of
from questions.question import Question
from questions.reading.packed import Packed
from questions.reading.unreadable import Cause, UnreadableError

_TOO_LARGE = "unpacks to more than it may. Make it smaller, or shorter, and add it again."
_MOST_KEPT = 32 * 1024 * 1024  # bytes unpacked: of the 512 MB that a reader may have


def write_out(form: Format, questions: Iterable[Question], files: Files) -> Writing:
    """Write questions with their files, where the format has room for files.

    Where it has none, the description of each stays in the text.
    """
    asked, problems = list(questions), []
    with_room = isinstance(form, CarriesFiles)
    for place, question in enumerate(asked):
        names = [name for name in names_in(question) if not (with_room and name in files)]
        why = ": its file is not there" if with_room else ""
        where = f"question {place + 1}"
        problems += [Problem(where, f"{_a(name)} was left out{why}") for name in names]
        if names and not with_room:
            asked[place] = _described(question)
    writing = (
        form.write_with_files(asked, files) if isinstance(form, CarriesFiles) else form.write(asked)
    )
    return Writing(writing.content, (*problems, *writing.problems))


def settled(reading: Reading, album: Album) -> Reading:
    """Return what was read with the files of the album that it speaks of, and what is missing."""
    problems = [
        Problem(f"question {number}", said, place=number - 1, is_read=True)
        for number, question in enumerate(reading.questions, 1)
        for said in told_missing(album, question)
    ]
    return with_files(replace(reading, problems=(*reading.problems, *problems)), album)


def with_files(reading: Reading, album: Album) -> Reading:
    """Return what was read with the files of the album that it speaks of."""
    spoken = {name for question in reading.questions for name in names_in(question)}
    spoken |= {name for each in reading.problems for name in _names_spelt(each.spelt)}
    return replace(reading, files=tuple(file for file in album.files if file.name in spoken))


def _names_spelt(spelt: object) -> list[str]:
    """Return the names of the files that what was left out speaks of, as far as it is spelt."""
    texts = texts_in(spelt) if spelt else ()
    return [found["name"] for text in texts for found in REFERENCE.finditer(text)]


def told_missing(album: Album, question: Question) -> list[str]:
    """Return what is to be said of files that a question speaks of and that are not there."""
    return [f"{_a(name)} of it is not in the file: add it anew" for name in album.missing(question)]


def parted(content: bytes, record: re.Pattern[bytes]) -> tuple[bytes, dict[str, bytes]]:
    """Return some content without its records of files, and what they spell by name."""
    found = {
        match["name"].decode("utf-8", "replace"): match["content"]
        for match in record.finditer(content)
    }
    return (record.sub(b"", content) if found else content), found


def in_records(records: Mapping[str, bytes]) -> Find:
    """Return what finds a file among its records."""

    def find(name: str) -> bytes | None:
        try:
            return b64decode(records[name]) if name in records else None
        except ValueError:
            return b""

    return find


class Members:
    """The members of a package by name, each unpacked once as far as there is room for them."""

    def __init__(self, packed: Packed) -> None:
        names = packed.names()
        self._packed = packed
        self._names = {unicodedata.normalize("NFC", name): name for name in names}
        self._own = {
            last: name for name in names if NAME.fullmatch(last := posixpath.basename(name))
        }
        self._given: dict[str, Content | UnreadableError] = {}
        self._kept = 0

    def find(self, places: Iterable[str], source: str) -> bytes | None:
        """Return what is at the first place that is a member; ours is found wherever it lies."""
        keys = (unicodedata.normalize("NFC", place) for place in places)
        member = next((self._names[key] for key in keys if key in self._names), None)
        member = member or self._own.get(posixpath.basename(path_of(source)))
        if member is None:
            return None
        given = self._given.get(member) or self._give(member)
        if isinstance(given, UnreadableError):
            raise given.with_traceback(None)  # else each time adds to it
        return given

    def _give(self, member: str) -> Content | UnreadableError:
        given: Content | UnreadableError
        try:
            given = Content(self._packed.member(member))
        except UnreadableError as error:
            is_large = error.cause is Cause.SIZE
            given = UnreadableError(_TOO_LARGE, Cause.SIZE) if is_large else error
        size = len(given) if isinstance(given, Content) else 0
        if self._kept + size <= _MOST_KEPT:
            self._given[member] = given
            self._kept += size
        return given


def in_package(members: Members, places: Callable[[str], Iterable[str]]) -> Find:
    """Return what finds a file among the members of a package: at the first place that is one."""
    return lambda source: members.find(places(source), source)


def there(question: Question, files: Files) -> tuple[str, ...]:
    """Return the names of the files that a question speaks of and that are there."""
    return tuple(name for name in names_in(question) if name in files)


def recorded(questions: Iterable[Question], files: Files) -> Iterator[tuple[str, str]]:
    """Yield each file that questions speak of and that is there: its name, and it in letters."""
    named = dict.fromkeys(name for question in questions for name in names_in(question))
    for name in named:
        if name in files:
            yield name, b64encode(files[name]).decode()


def without_sounds(question: Question, files: Files) -> Question:
    """Return a question with the description of each sound that is there in its place."""
    if not any(is_sound(name) for name in there(question, files)):
        return question
    return _described(question, lambda name: is_sound(name) and name in files)


def _described(question: Question, which: Callable[[str], bool] = bool) -> Question:
    def put(found: re.Match[str]) -> str:
        return _words(found) if which(found["name"]) else found[0]

    try:
        return with_texts(question, lambda text: REFERENCE.sub(put, text))
    except ValueError:  # two options that differ in their pictures alone
        numbers = {name: number for number, name in enumerate(names_in(question), 1)}

        def count(found: re.Match[str]) -> str:
            said = put(found)
            return said if said == found[0] else f"{said[:-1]}, {numbers[found['name']]}]"

        return with_texts(question, lambda text: REFERENCE.sub(count, text))


def in_words(text: str) -> str:
    """Return a text with the description of each file in its place."""
    return REFERENCE.sub(_words, text)


def _words(found: re.Match[str]) -> str:
    """Return the description in brackets; those within it are round: \\[ is a formula."""
    said = found["description"].replace(r"\[", "(").replace(r"\]", ")")
    return f"[{said or _a(found['name'])}]"


def _a(name: str) -> str:
    return "a sound" if is_sound(name) else "a picture"
