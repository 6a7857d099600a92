"""Packages that do harm: each ends in time with a reason, and nothing of it acts."""

from __future__ import annotations

import sqlite3

import pytest
import zstandard

from questions.interchange import FORMATS, Reading
from questions.interchange.anki import collection, database, packages
from questions.receiving import UnreadableError, receive
from tests.questions.interchange.decks import BASIC, Deck, newest, packed

ANKI = FORMATS["anki"]
ONE = Deck([["a", "b"]])
ENDLESS = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n)"


def refused(content: bytes) -> str:
    reading = ANKI.read(content)
    assert reading.questions == ()
    (problem,) = reading.problems
    return problem.message


def read(deck: Deck) -> Reading:
    return ANKI.read(deck.package())


def renamed(table: str, then: str) -> bytes:
    """Return a package that has something else in the place of a table."""
    return Deck([["a", "b"]], more=[f"ALTER TABLE {table} RENAME TO kept", then]).package()


def test_a_bomb_of_zstandard_is_refused() -> None:
    bomb = zstandard.ZstdCompressor().compress(bytes(packages._MOST_UNPACKED + 1))
    assert len(bomb) < 100_000
    content = packed({"meta": b"\x08\x03", "collection.anki21b": bomb})
    assert "more than can be read at once" in refused(content)


def test_a_bomb_of_zip_is_refused() -> None:
    content = packed({"collection.anki2": bytes(40 * 1024 * 1024)})
    assert "more than can be read at once" in refused(content)


def test_a_wide_window_is_refused() -> None:
    settings = zstandard.ZstdCompressionParameters(window_log=27, enable_ldm=True)
    stream = zstandard.ZstdCompressor(compression_params=settings).compressobj()
    bomb = stream.compress(bytes(200_000_000)) + stream.flush()
    assert "damaged" in refused(packed({"meta": b"\x08\x03", "collection.anki21b": bomb}))


@pytest.mark.parametrize(
    "content",
    [
        b"PK",
        b"no package",
        packed({"a": b"b"}),
        packed({"meta": b"\x08\x03", "collection.anki2": ONE.database()}),
        packed({"meta": b"\xff" * 99, "collection.anki2": ONE.database()}),
        packed({"collection.anki2": b""}),
        packed({"collection.anki2": b"SQLite format 3\0" + b"\xff" * 4096}),
        packed({"collection.anki2": ONE.database()[:4096]}),
        packed({"meta": b"\x08\x03", "collection.anki21b": b"\x28\xb5\x2f\xfd cut"}),
        Deck([["a", "b"]], more=["UPDATE col SET models = '[' "]).package(),
        Deck([["a", "b"]], more=["UPDATE col SET models = '{\"7\": 5}'"]).package(),
        Deck([["a", "b"]], more=["DELETE FROM col"]).package(),
        Deck([["a", "b"]], version=18, more=["UPDATE notetypes SET config = x'ffff'"]).package(),
        Deck([["a", "b"]], more=["DROP TABLE cards"]).package(),
    ],
    ids=lambda content: f"{len(content)} bytes",
)
def test_what_is_damaged_is_told(content: bytes) -> None:
    assert refused(content).startswith("The file is")


def test_a_view_in_the_place_of_a_table_is_not_looked_at() -> None:
    for view in (
        f"{ENDLESS} SELECT x id, '' guid, 7 mid, '' tags, '' flds FROM n",
        "SELECT * FROM kept",
    ):
        assert "damaged" in refused(renamed("notes", f"CREATE VIEW notes AS {view}"))


def test_a_table_of_a_module_is_not_looked_at() -> None:
    then = "CREATE VIRTUAL TABLE notes USING fts5(id, guid, mid, tags, flds)"
    content = renamed("notes", then)
    assert "damaged" in refused(content)
    with database.opened(packages.collection_in(content)) as opened:
        assert "kept" in opened.tables and "notes" not in opened.tables


def test_a_trigger_does_nothing() -> None:
    trigger = "CREATE TRIGGER t AFTER INSERT ON notes BEGIN DELETE FROM cards; END"
    assert len(read(Deck([["a", "b"]], more=[trigger])).questions) == 1


def test_a_column_that_computes_is_ended_or_bound() -> None:
    then = "CREATE TABLE notes (id, guid, mid, tags, flds AS (hex(zeroblob(1 << 30))))"
    assert not ANKI.read(renamed("notes", then)).questions


def test_a_log_beside_the_file_is_not_looked_for() -> None:
    content = bytearray(ONE.database())
    content[18:20] = b"\2\2"
    assert len(ANKI.read(packed({"collection.anki2": bytes(content)})).questions) == 1


def test_nothing_can_be_done_but_read() -> None:
    with database.opened(ONE.database()) as opened:
        connection = opened._connection
        for statement in (
            "DELETE FROM notes",
            "PRAGMA query_only=OFF",
            "ATTACH ':memory:' AS other",
            f"{ENDLESS} SELECT count(*) FROM n",
            "SELECT load_extension('x')",
            "SELECT readfile('/etc/hostname')",
        ):
            with pytest.raises(sqlite3.DatabaseError):
                connection.execute(statement)


def test_what_takes_too_many_steps_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "_MOST_STEPS", 0)
    deck = Deck([["a", "b"]] * 20_000)
    assert "takes too long" in refused(deck.package())


def test_a_million_notes_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(collection, "MOST_CARDS", 500)
    assert len(read(Deck([["a", "b"]] * 500)).questions) == 500
    assert "over 500 cards" in refused(Deck([["a", "b"]] * 501).package())
    assert "over 500 notes" in refused(Deck([["a", "b"]] * 501, cards=()).package())
    assert "over 500 cards" in refused(Deck([["a", "b"]], cards=tuple(range(501))).package())


def test_names_that_climb_out_are_never_used() -> None:
    files = {"../../climbs": b"x", "/etc/climbs": b"x", "collection.anki2": ONE.database()}
    assert len(ANKI.read(packed(files)).questions) == 1


@pytest.mark.parametrize(
    "statement", ["UPDATE notes SET flds = x'ff00'", "UPDATE notes SET flds = 7"]
)
def test_cells_of_another_kind_are_no_harm(statement: str) -> None:
    more = [statement, "UPDATE notes SET tags = 5", "UPDATE cards SET ord = 'x', did = NULL"]
    reading = read(Deck([["a", "b"]], more=more))
    assert all(str(problem) for problem in reading.problems)


@pytest.mark.alone
@pytest.mark.parametrize(
    "text",
    ["<img " * 60_000, "{{" * 90_000, "{{c1::" * 40_000, "[sound:" * 60_000, "<hr " * 60_000],
    ids=["pictures", "tags", "gaps", "sounds", "lines"],
)
def test_texts_that_open_and_never_close_end_in_time(text: str) -> None:
    templates = [(text, text)] if text.startswith("{{") else BASIC
    received = receive("a.apkg", Deck([[text, text]], templates, is_cloze=True).package())
    assert received.reading.problems


def test_an_outsized_value_is_refused() -> None:
    deck = Deck([["a", "b" * (database._LONGEST + 1)]])
    assert "damaged" in refused(deck.database())


def test_a_package_is_read_in_a_process_of_its_own() -> None:
    content = newest(ONE.database(), ONE.database())
    received = receive("deck.apkg", content)
    assert received.format == "anki"
    assert received.reading == ANKI.read(content)


def test_a_package_of_hostile_weight_ends_well() -> None:
    try:
        received = receive("a.apkg", Deck([["a" * 1000, "b" * 1000]] * 49_000).package())
        assert not received.reading.questions
    except UnreadableError as error:
        assert "10,000 can be looked over" in str(error) or "memory" in str(error)
