"""Notes of Anki’s into questions: each card asks one."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from questions import lengths
from questions.interchange.anki.beside import Kept, kept_in
from questions.interchange.anki.cards import spell_card
from questions.interchange.anki.collection import Note, NoteType
from questions.interchange.anki.texts import Texts
from questions.interchange.format import Problem, Reading
from questions.interchange.native import came_of, joined, read_object
from questions.interchange.shares import NotCarriedError
from questions.interchange.tagging import cut, fitting
from questions.media.album import Album
from questions.question import Question

_OWN_DECKS = {"", "Default", "Recite"}  # say nothing of what is in them
_LONGEST_NAME = 60  # characters of a note in a report


def read_notes(notes: Iterable[Note], album: Album | None = None) -> Reading:
    """Read a question from every card; report those that cannot be carried over.

    The files that they show are taken into the ``album``.
    """
    album = album or Album()
    decks: dict[str, None] = {}
    read = [_read_all(f"note {n}", note, decks, album) for n, note in enumerate(notes, 1)]
    reading = joined(read)
    return replace(reading, problems=(*_long_decks(decks), *reading.problems))


def asked_by(note: Note) -> dict[int, Question]:
    """Return what the cards of a note ask, by their places; a note of ours asks its question."""
    found: dict[int, Question] = {}
    kept = kept_in(note.fields)
    if note.kind is None:
        return found
    for place, _deck in note.cards:
        try:
            spelt = kept.spelt(note, Texts()) if kept else _spell(note.kind, note, place, Texts())
        except NotCarriedError:
            continue
        result = read_object(spelt)
        if isinstance(result, Question):
            found[place] = result
    return found


def first_words(note: Note) -> str:
    """Return how a note begins, for a report."""
    return " ".join(Texts().of(next(iter(note.fields.values()), "")).split())[:_LONGEST_NAME]


def _read_all(where: str, note: Note, decks: dict[str, None], album: Album) -> Reading:
    decks.update(dict.fromkeys(deck for _place, deck in note.cards))
    return joined(_read(where, note, album))


def _long_decks(names: Iterable[str]) -> Iterator[Problem]:
    """Report each deck once whose name is too long for the tag of all that is in it."""
    yield from (
        Problem(
            f"deck “{name}”", f"A tag has {lengths.TAG} characters at most: it is “{cut(name)}”."
        )
        for name in names
        if len(name) > lengths.TAG
    )


def _read(where: str, note: Note, album: Album) -> Iterator[Reading]:
    first = first_words(note)
    where += f" (“{first}”)" if first else ""
    if note.kind is None:
        yield _reported(where, "Its note type is not in the collection. It was left out.")
        return
    if not note.cards:
        yield _reported(where, "It has no card. It was left out.")
        return
    kept = kept_in(note.fields)
    for place, deck in note.cards[:1] if kept else note.cards:
        there = f"{where}, card {place + 1}" if len(note.cards) > 1 else where
        texts = Texts(album)
        try:
            spelt = kept.spelt(note, texts) if kept else _spell(note.kind, note, place, texts)
        except NotCarriedError as reason:
            yield came_of(there, [str(reason)], spelt={"type": "flashcard", "stem": first})
            continue
        spelt["tags"] = _tags(kept, deck, note.tags, texts)
        yield came_of(there, read_object(spelt), texts.notes, spelt)


def _spell(kind: NoteType, note: Note, place: int, texts: Texts) -> dict[str, Any]:
    return spell_card(kind, dict(note.fields), place, texts) | {"id": stable_id(note.guid, place)}


def stable_id(guid: str, place: int) -> str | None:
    """Return the id of what a card asks: the same whenever its note comes."""
    if not guid:
        return None
    named = f"anki-{hashlib.sha256(guid.encode()).hexdigest()[:16]}"
    return f"{named}-{place + 1}" if place else named


def _reported(where: str, message: str) -> Reading:
    return Reading((), (Problem(where, message),))


def _tags(kept: Kept | None, deck: str, tags: tuple[str, ...], texts: Texts) -> list[str]:
    """Return the tags of a question: its deck’s, and those of its note, as many as there may be."""
    if kept and kept.has_tags(tags):
        return list(kept.question.tags)
    decks = [] if deck in _OWN_DECKS else [cut(deck)]  # a long one is told of once, as a whole
    return fitting((*decks, *tags), texts.note)
