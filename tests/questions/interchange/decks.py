"""Anki’s packages made by hand, of the oldest schema that is read and of the newest."""

from __future__ import annotations

import io
import json
import sqlite3
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import zstandard

BASIC = (("{{Front}}", "{{FrontSide}}<hr id=answer>{{Back}}"),)
REVERSED = (*BASIC, ("{{Back}}", "{{FrontSide}}<hr id=answer>{{Front}}"))
CLOZE = (("{{cloze:Text}}", "{{cloze:Text}}<br>{{Extra}}"),)
STUB = b"Please update to the latest Anki version."
_NAMES_OF_CARDS = ("id", "nid", "did", "odid", "ord")
_NAMES_OF_NOTES = ("id", "guid", "mid", "tags", "flds")


@dataclass
class Deck:
    """Notes of one note type, each with the cards that are there of it."""

    notes: Sequence[Sequence[str]]
    templates: Sequence[tuple[str, str]] = BASIC
    fields: Sequence[str] = ("Front", "Back")
    name: str = "Default"
    is_cloze: bool = False
    stock: int = 0
    tags: str = ""
    cards: Sequence[int] = (0,)
    version: int = 11
    more: Sequence[str] = field(default_factory=list)

    def database(self) -> bytes:
        """Return the collection, as SQLite keeps it."""
        connection = sqlite3.connect(":memory:", isolation_level=None)
        connection.create_collation("unicase", lambda a, b: (a > b) - (a < b))
        _old(connection, self) if self.version < 15 else _new(connection, self)
        connection.execute(f"CREATE TABLE notes ({', '.join(_NAMES_OF_NOTES)})")
        connection.execute(f"CREATE TABLE cards ({', '.join(_NAMES_OF_CARDS)})")
        for number, texts in enumerate(self.notes, 1):
            row = (number, f"guid-{number}", 7, f" {self.tags} ", "\x1f".join(texts))
            connection.execute("INSERT INTO notes VALUES (?, ?, ?, ?, ?)", row)
            for place in self.cards:
                card = (number * 100 + place, number, 5, 0, place)
                connection.execute("INSERT INTO cards VALUES (?, ?, ?, ?, ?)", card)
        for statement in self.more:
            connection.execute(statement)
        return connection.serialize()

    def package(self) -> bytes:
        """Return the package that holds the collection alone."""
        return packed({"collection.anki2": self.database(), "media": b"{}"})


def _old(connection: sqlite3.Connection, deck: Deck) -> None:
    model = {
        "name": "Ours",
        "type": int(deck.is_cloze),
        "originalStockKind": deck.stock,
        "flds": [{"name": name, "ord": place} for place, name in enumerate(deck.fields)],
        "tmpls": [
            {"ord": place, "qfmt": asked, "afmt": answered}
            for place, (asked, answered) in enumerate(deck.templates)
        ],
    }
    connection.execute("CREATE TABLE col (ver, models, decks)")
    told: tuple[Any, ...] = ({"7": model}, {"5": {"name": deck.name}})
    row = (deck.version, *map(json.dumps, told))
    connection.execute("INSERT INTO col VALUES (?, ?, ?)", row)


def _new(connection: sqlite3.Connection, deck: Deck) -> None:
    for table in (
        "col (ver)",
        "notetypes (id integer PRIMARY KEY, name text COLLATE unicase, config)",
        "fields (ntid, ord, name text COLLATE unicase, config, PRIMARY KEY (ntid, ord))"
        " WITHOUT ROWID",
        "templates (ntid, ord, name, config)",
        "decks (id integer PRIMARY KEY, name text COLLATE unicase)",
    ):
        connection.execute(f"CREATE TABLE {table}")
    connection.execute("CREATE UNIQUE INDEX idx_notetypes_name ON notetypes (name)")
    connection.execute("INSERT INTO col VALUES (?)", (deck.version,))
    config = _varint(1, int(deck.is_cloze)) + _varint(9, deck.stock)
    connection.execute("INSERT INTO notetypes VALUES (7, 'Ours', ?)", (config,))
    connection.execute("INSERT INTO decks VALUES (5, ?)", (deck.name.replace("::", "\x1f"),))
    for place, name in enumerate(deck.fields):
        connection.execute("INSERT INTO fields VALUES (7, ?, ?, x'')", (place, name))
    for place, (asked, answered) in enumerate(deck.templates):
        told = _text(1, asked) + _text(2, answered)
        connection.execute("INSERT INTO templates VALUES (7, ?, 'Card', ?)", (place, told))


def _varint(number: int, value: int) -> bytes:
    return bytes([number << 3, value])


def _text(number: int, value: str) -> bytes:
    content, sizes = value.encode(), bytearray()
    size = len(content)
    while size >= 0x80:
        sizes.append(size & 0x7F | 0x80)
        size >>= 7
    return bytes([number << 3 | 2, *sizes, size]) + content


def packed(files: Mapping[str, bytes]) -> bytes:
    """Return files as a package."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def newest(database: bytes, stub: bytes) -> bytes:
    """Return a package as Anki makes them since 2022: what older ones find in it is a stub."""
    squeezed = zstandard.ZstdCompressor().compress(database)
    files = {"meta": b"\x08\x03", "collection.anki21b": squeezed, "collection.anki2": stub}
    return packed({**files, "media": zstandard.ZstdCompressor().compress(b"")})
