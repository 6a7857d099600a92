"""Reading what a package of H5P asks, content type by content type, however deep it lies."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from questions.interchange.format import Problem, Reading
from questions.interchange.h5p.asking import Asked, cards_of, choice_of, single_choices_of, truth_of
from questions.interchange.h5p.gaps import blanks_of, words_of
from questions.interchange.h5p.showing import shown_in
from questions.interchange.h5p.texts import Texts, homeless, inside, kept_in
from questions.interchange.native import came_of, joined, read_object
from questions.interchange.shares import NotCarriedError
from questions.media.album import Album

_DEEPEST = 40  # objects and lists inside one another: a book of columns of sets has twenty
_LONGEST_TITLE = 60  # characters of a title in a report
_ASKS: dict[str, Callable[[dict[str, Any]], Iterator[Asked]]] = {
    "H5P.MultiChoice": choice_of,
    "H5P.TrueFalse": truth_of,
    "H5P.Blanks": blanks_of,
    "H5P.DragText": words_of,
    "H5P.SingleChoiceSet": single_choices_of,
    "H5P.Flashcards": cards_of,
    "H5P.Dialogcards": cards_of,
}
_NO_PLACE = {
    "H5P.Essay": "An essay is for a person to mark.",
    "H5P.DragQuestion": "Dragging onto a picture is not asked here.",
    "H5P.ImageHotspotQuestion": "Pointing at a picture is not asked here.",
    "H5P.ImageMultipleHotspotQuestion": "Pointing at a picture is not asked here.",
    "H5P.AdvancedText": "It is a text to read and asks nothing.",
    "H5P.Text": "It is a text to read and asks nothing.",
}
_NONE = "There are no questions in this package of H5P."


def read_content(library: str, params: dict[str, Any], album: Album) -> Reading:
    """Read all that some content asks; report what it asks otherwise."""
    reading = joined(_read_all(library, params, album))
    if not reading.questions and not reading.problems:
        return Reading((), (Problem("", _NONE),))
    return reading


def _read_all(library: str, params: dict[str, Any], album: Album) -> Iterator[Reading]:
    number = 0
    for name, title, found in _contents(library, "", params, 0):
        for asked in _asked(name, found):
            number += 1
            where = f"question {number}" + (f" (“{title}”)" if title else "")
            yield _read(where, asked, album)


def _contents(
    library: str, title: str, params: dict[str, Any], depth: int
) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Yield every content that asks, or holds nothing that does."""
    if library in _ASKS or library in _NO_PLACE:
        yield library, title, params
        return
    parts = list(_parts(params, depth))
    if not parts:
        yield library, title, params
    for part, at in parts:
        name = str(part.get("library")).partition(" ")[0]
        named = " ".join(str(inside(part, "metadata").get("title") or "").split())
        yield from _contents(name, named[:_LONGEST_TITLE], inside(part, "params"), at)


def _parts(value: object, depth: int) -> Iterator[tuple[dict[str, Any], int]]:
    """Yield the contents inside a value that are not inside one another, and how deep each is."""
    if depth > _DEEPEST:
        return
    if isinstance(value, dict):
        if isinstance(value.get("library"), str) and isinstance(value.get("params"), dict):
            yield value, depth + 1
            return
        value = list(value.values())
    for each in value if isinstance(value, list) else ():
        if isinstance(each, dict | list):
            yield from _parts(each, depth + 1)


def _asked(library: str, params: dict[str, Any]) -> Iterator[Asked]:
    if read := _ASKS.get(library):
        yield from read(params)
        return
    said = _NO_PLACE.get(library, f"H5P’s content type “{library}” is not asked here.")
    yield Asked(params, lambda _texts: _refuse(f"{said} It was left out."))


def _refuse(said: str) -> dict[str, Any]:
    raise NotCarriedError(said)


def _read(where: str, asked: Asked, album: Album) -> Reading:
    """Return the question that is asked and what was changed, or what is wrong with it."""
    kept, is_same = kept_in(asked.params)
    if kept is not None and is_same:
        return Reading((kept,), ())
    texts = Texts(album)
    try:
        spelt = asked.spell(texts)
    except NotCarriedError as reason:
        put = texts.of(asked.params.get("question") or asked.params.get("taskDescription"))
        return came_of(where, [str(reason)], spelt={"stem": put} if put else None)
    shown = shown_in(asked.params, texts)
    spelt["stem"] = "\n\n".join(filter(None, (*shown, spelt["stem"])))
    spelt |= homeless(kept)
    return came_of(where, read_object(spelt), texts.notes, spelt)
