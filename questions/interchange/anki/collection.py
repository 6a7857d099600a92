"""A collection of Anki’s: its note types, its decks and its notes, in any of its schemas."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from questions.interchange.anki.database import Database
from questions.interchange.anki.wire import fields_of, text_in
from questions.reading.unreadable import UnreadableError, damaged

MOST_CARDS = 50_000  # as many as a table may have rows
_MOST_KINDS = 5_000  # note types, fields, templates or decks: plain choices
_OLDEST, _NEWEST = 11, 18
_IN_TABLES = 15  # the first schema with note types and decks in tables of their own
_CLOZE = 1
_PICTURE_HIDDEN = 6  # the stock note type “Image Occlusion”
_BETWEEN = "\x1f"


@dataclass(frozen=True, slots=True)
class Template:
    """How a card shows the fields of its note: what is asked, and what is answered."""

    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class NoteType:
    """The fields and the cards of notes of one kind."""

    name: str
    fields: tuple[str, ...]
    templates: tuple[Template, ...]
    is_cloze: bool = False
    hides_picture: bool = False


@dataclass(frozen=True, slots=True)
class Note:
    """A note, and its cards: for each its place from 0 and its deck; ``number`` is its own."""

    guid: str
    kind: NoteType | None
    fields: Mapping[str, str]
    tags: tuple[str, ...]
    cards: tuple[tuple[int, str], ...]
    number: int = 0


def notes_in(database: Database) -> Iterator[Note]:
    """Yield every note of a collection. Raises UnreadableError."""
    version = _version(database)
    kinds, decks = (
        (_types_of_tables(database), _decks_of_table(database))
        if version >= _IN_TABLES
        else _told_as_json(database)
    )
    cards = _cards(database, decks)
    rows = database.rows("notes", "id", "guid", "mid", "tags", "flds", most=MOST_CARDS)
    for number, guid, kind_id, tags, written in rows:
        kind = kinds.get(_number(kind_id))
        texts = _text(written).split(_BETWEEN)
        names = kind.fields if kind else ()
        yield Note(
            guid=_text(guid),
            kind=kind,
            fields=dict(zip(names, [*texts, *[""] * len(names)], strict=False)),
            tags=tuple(_text(tags).split()),
            cards=tuple(sorted(cards.get(_number(number), ()))),
            number=_number(number),
        )


def _version(database: Database) -> int:
    version = max((_number(row[0]) for row in database.rows("col", "ver", most=1)), default=0)
    if version > _NEWEST:
        raise UnreadableError(
            f"is a collection of a newer Anki (schema {version}) than is known here. Export it "
            "there with “Support older Anki versions” ticked."
        )
    if version < _OLDEST:
        raise UnreadableError(
            f"is a collection of an Anki before 2012 (schema {version}). Open it in a newer Anki "
            "and export it there."
        )
    return version


def _cards(database: Database, decks: Mapping[int, str]) -> dict[int, list[tuple[int, str]]]:
    """Return the cards by their note, each with the deck where it is at home."""
    rows = database.rows("cards", "nid", "did", "odid", "ord", most=MOST_CARDS)
    found: dict[int, list[tuple[int, str]]] = {}
    for note, deck, home, place in rows:
        name = decks.get(_number(home) or _number(deck), "")
        found.setdefault(_number(note), []).append((_number(place), name))
    return found


def _told_as_json(database: Database) -> tuple[dict[int, NoteType], dict[int, str]]:
    try:
        (row,) = database.rows("col", "models", "decks", most=1)
        models, decks = (json.loads(_text(cell)) for cell in row)
        kinds = {_number(key): _type_of_json(model) for key, model in models.items()}
        return kinds, {_number(key): _deck_name(deck["name"]) for key, deck in decks.items()}
    except (AttributeError, LookupError, TypeError, ValueError, RecursionError) as error:
        raise damaged(f"{type(error).__name__}: {error}") from error


def _type_of_json(model: Any) -> NoteType:
    templates = (
        Template(_text(each["qfmt"]), _text(each["afmt"])) for each in _in_order(model["tmpls"])
    )
    return NoteType(
        name=_text(model["name"]),
        fields=tuple(_text(each["name"]) for each in _in_order(model["flds"])),
        templates=tuple(templates),
        is_cloze=model.get("type") == _CLOZE,
        hides_picture=model.get("originalStockKind") == _PICTURE_HIDDEN,
    )


def _in_order(parts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(parts, key=lambda part: _number(part.get("ord")))


def _types_of_tables(database: Database) -> dict[int, NoteType]:
    fields: dict[int, list[tuple[int, str]]] = {}
    for kind, place, name in database.rows("fields", "ntid", "ord", "name", most=_MOST_KINDS):
        fields.setdefault(_number(kind), []).append((_number(place), _text(name)))
    templates: dict[int, list[tuple[int, Template]]] = {}
    for kind, place, config in database.rows(
        "templates", "ntid", "ord", "config", most=_MOST_KINDS
    ):
        said = _said(config)
        made = Template(text_in(said, 1), text_in(said, 2))
        templates.setdefault(_number(kind), []).append((_number(place), made))
    kinds = {}
    for number, name, config in database.rows(
        "notetypes", "id", "name", "config", most=_MOST_KINDS
    ):
        kind, said = _number(number), _said(config)
        shown = sorted(templates.get(kind, ()), key=lambda each: each[0])
        kinds[kind] = NoteType(
            name=_text(name),
            fields=tuple(name for _place, name in sorted(fields.get(kind, ()))),
            templates=tuple(template for _place, template in shown),
            is_cloze=said.get(1) == _CLOZE,
            hides_picture=said.get(9) == _PICTURE_HIDDEN,
        )
    return kinds


def _said(config: object) -> dict[int, int | bytes]:
    try:
        return fields_of(config if isinstance(config, bytes) else b"")
    except ValueError as error:
        raise damaged(str(error)) from error


def _decks_of_table(database: Database) -> dict[int, str]:
    rows = database.rows("decks", "id", "name", most=_MOST_KINDS)
    return {_number(number): _deck_name(name) for number, name in rows}


def _deck_name(name: object) -> str:
    return _text(name).replace(_BETWEEN, "::")


def _number(cell: object) -> int:
    """Return a whole number of a row, however it was kept."""
    try:
        return int(cell) if isinstance(cell, int | str) else 0
    except ValueError:
        return 0


def _text(cell: object) -> str:
    return cell if isinstance(cell, str) else str(cell) if isinstance(cell, int | float) else ""
