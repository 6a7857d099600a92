"""Reading every item of a file or package, of any version; each by itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from lxml import etree

from questions.interchange.filing import in_words, settled
from questions.interchange.format import Problem, Reading
from questions.interchange.native import came_of, joined, read_object
from questions.interchange.qti.beside import kept_in
from questions.interchange.qti.copies import Copies
from questions.interchange.qti.first import spell_first, stem_of
from questions.interchange.qti.packages import File, files_in
from questions.interchange.qti.reading import spell_item
from questions.interchange.qti.texts import Texts
from questions.interchange.shares import NotCarriedError
from questions.media.album import Album
from questions.question import Question
from questions.reading.unreadable import Cause, UnreadableError

LARGEST = 64 * 1024 * 1024  # bytes, packed: a bank with its pictures inside
_MOST_SAID = 500  # characters: enough to find a question by
_LONGEST_TITLE = 60  # characters of an item's title in a report
_NONE = "There are no questions of QTI in this file."
_TOO_LARGE = "The package unpacks to more than it may, or has too many files in it. Split it."
_ONE_TOO_LARGE = "unpacks to more than it may. Split it."
_ARRANGED = "a test arranges its questions: they were read without its sections and rules"

Spell = Callable[[etree._Element, Question | None, Texts], dict[str, Any]]


def read_bank(content: bytes) -> Reading:
    """Read every item in some content that can be read; report the others. Never raises."""
    if len(content) > LARGEST:
        said = f"The file is over {LARGEST // 1024 // 1024} MB. Split it."
        return Reading((), (Problem("", said),))
    album, copies = Album(), Copies()
    try:
        readings = [_read_file(file, album, copies) for file in files_in(content)]
    except UnreadableError as error:
        said = _TOO_LARGE if error.cause is Cause.SIZE else f"The file {error}"
        return Reading((), (Problem("", said),))
    if said := copies.told():
        readings.append(Reading((), (Problem("", said),)))
    reading = settled(joined(readings), album)
    if not reading.questions and not reading.problems:
        return Reading((), (Problem("", _NONE),))
    return reading


def _read_file(file: File, album: Album, copies: Copies) -> Reading:
    album.turn_to(file.find)
    if isinstance(file.root, UnreadableError):
        why = _ONE_TOO_LARGE if file.root.cause is Cause.SIZE else str(file.root)
        said = f"It {why}" if file.name else f"The file {why}"
        return Reading((), (Problem(file.name, said),))
    if file.root.tag == "assessmentTest":
        return Reading((), (Problem(file.name, _ARRANGED),))
    items = list(_items(file.root))
    return joined(
        _read_item(
            item, spell, _place(file.name, item, number if len(items) > 1 else 0), file, album
        )
        for number, (item, spell) in enumerate(items, 1)
        if not copies.is_one(item)
    )


def _items(root: etree._Element) -> Iterator[tuple[etree._Element, Spell]]:
    for item in root.iter("assessmentItem"):
        yield item, spell_item
    if root.tag == "questestinterop":
        for item in root.iter("item"):
            yield item, spell_first


def _place(name: str, item: etree._Element, number: int) -> str:
    title = " ".join((item.get("title") or item.get("ident") or "").split())[:_LONGEST_TITLE]
    parts = [name, f"question {number}" if number else "", f"“{title}”" if title else ""]
    return ", ".join(filter(None, parts)) or "the question"


def _read_item(item: etree._Element, spell: Spell, where: str, file: File, album: Album) -> Reading:
    kept, is_unchanged = kept_in(item)
    if kept is not None and is_unchanged:
        return Reading((kept,), ())
    texts = Texts(album)
    try:
        spelt = spell(item, kept, texts)
        result = read_object({"tags": list(dict.fromkeys(file.tags)), **spelt})
    except NotCarriedError as reason:
        return came_of(where, [str(reason)], spelt={"stem": _said_in(item, texts)})
    return came_of(where, result, texts.notes, spelt)


def _said_in(item: etree._Element, texts: Texts) -> str:
    """Return the words of an item that learners read, for somebody to find what it asked."""
    presented, body = item.find("presentation"), item.find("itemBody")
    if presented is not None:
        words = in_words(stem_of(presented, texts))
    else:
        words = " ".join(str(part) for part in body.itertext()) if body is not None else ""
    return " ".join(words.split())[:_MOST_SAID]
