"""Notes into a collection of schema 11, which every Anki since 2012 takes in.

The same notes always make the same bytes: no clock numbers them.
"""

from __future__ import annotations

import hashlib
import json
import re
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from html import unescape
from typing import Any

from questions.interchange.anki.studied import Calendar, Studied, answered, standing
from questions.interchange.anki.writing import CARD, CLOZE, NAMES, TYPED, Written

DECK = "Recite"
_DECK_ID = 1_700_000_000_001
_TYPE_IDS = {CARD: 1_700_000_000_011, TYPED: 1_700_000_000_012, CLOZE: 1_700_000_000_013}
# Numbers of notes are times in milliseconds for Anki: these are of 2017 to 2026.
_FIRST, _MANY = 1_500_000_000_000, 290_000_000_000
_CHANGED = 1_700_000_000  # seconds: nothing here says when
# Anki changes a note that it has only where the times of change differ: they follow from the text.
_SINCE, _UNTIL = 1_600_000_000, _CHANGED
_SCHEMA = """
CREATE TABLE col (id integer PRIMARY KEY, crt integer NOT NULL, mod integer NOT NULL,
  scm integer NOT NULL, ver integer NOT NULL, dty integer NOT NULL, usn integer NOT NULL,
  ls integer NOT NULL, conf text NOT NULL, models text NOT NULL, decks text NOT NULL,
  dconf text NOT NULL, tags text NOT NULL);
CREATE TABLE notes (id integer PRIMARY KEY, guid text NOT NULL, mid integer NOT NULL,
  mod integer NOT NULL, usn integer NOT NULL, tags text NOT NULL, flds text NOT NULL,
  sfld integer NOT NULL, csum integer NOT NULL, flags integer NOT NULL, data text NOT NULL);
CREATE TABLE cards (id integer PRIMARY KEY, nid integer NOT NULL, did integer NOT NULL,
  ord integer NOT NULL, mod integer NOT NULL, usn integer NOT NULL, type integer NOT NULL,
  queue integer NOT NULL, due integer NOT NULL, ivl integer NOT NULL, factor integer NOT NULL,
  reps integer NOT NULL, lapses integer NOT NULL, left integer NOT NULL, odue integer NOT NULL,
  odid integer NOT NULL, flags integer NOT NULL, data text NOT NULL);
CREATE TABLE revlog (id integer PRIMARY KEY, cid integer NOT NULL, usn integer NOT NULL,
  ease integer NOT NULL, ivl integer NOT NULL, lastIvl integer NOT NULL, factor integer NOT NULL,
  time integer NOT NULL, type integer NOT NULL);
CREATE TABLE graves (usn integer NOT NULL, oid integer NOT NULL, type integer NOT NULL);
CREATE INDEX ix_notes_usn ON notes (usn);
CREATE INDEX ix_cards_usn ON cards (usn);
CREATE INDEX ix_revlog_usn ON revlog (usn);
CREATE INDEX ix_cards_nid ON cards (nid);
CREATE INDEX ix_cards_sched ON cards (did, queue, due);
CREATE INDEX ix_revlog_cid ON revlog (cid);
CREATE INDEX ix_notes_csum ON notes (csum);
"""
_ADD_COLLECTION, _ADD_NOTE, _ADD_CARD, _ADD_ANSWER = (
    f"INSERT INTO {table} VALUES ({','.join('?' * columns)})"  # noqa: S608 -- our own names
    for table, columns in (("col", 13), ("notes", 11), ("cards", 18), ("revlog", 9))
)
_STYLE = ".card { font-family: sans-serif; font-size: 20px; line-height: 1.5; text-align: center; }"
_HINT = "{{#Hint}}<div>{{hint:Hint}}</div>{{/Hint}}"
_BEHIND = (
    "{{#Explanation}}<div>{{Explanation}}</div>{{/Explanation}}"
    "{{#Source}}<div>{{Source}}</div>{{/Source}}"
)
_TEMPLATES = {
    CARD: ("{{Front}}" + _HINT, "{{Front}}<hr id=answer>{{Answer}}" + _BEHIND),
    TYPED: (
        "{{Front}}" + _HINT + "{{type:Answer}}",
        "{{Front}}<hr id=answer>{{type:Answer}}" + _BEHIND,
    ),
    CLOZE: (
        "{{cloze:Front}}" + _HINT + "{{type:cloze:Front}}",
        "{{cloze:Front}}<hr id=answer>{{type:cloze:Front}}" + _BEHIND,
    ),
}
_SHOWS_NOTHING = re.compile(r"<[^<>]*>")


def collection_of(
    notes: Sequence[Written], studies: Sequence[Studied] = (), calendar: Calendar | None = None
) -> bytes:
    """Return a collection that holds some notes, in their order and with a card each.

    With a ``calendar`` it is a learner’s, who has studied each of them.
    """
    guids = list(_guids(notes))
    first = _first_of(guids)
    connection = sqlite3.connect(":memory:", isolation_level=None)
    try:
        connection.executescript(_SCHEMA)
        connection.execute("BEGIN")
        connection.execute(_ADD_COLLECTION, _collection(calendar))
        for place, (guid, note) in enumerate(zip(guids, notes, strict=True), 1):
            connection.execute(_ADD_NOTE, _note(first + place, guid, note))
            row = _card(first + place, place)
            if calendar is not None:
                row = _studied(row, studies[place - 1], calendar)
            connection.execute(_ADD_CARD, row)
        connection.executemany(_ADD_ANSWER, answered(enumerate(studies, first + 1)))
        connection.execute("COMMIT")
        return connection.serialize()
    finally:
        connection.close()


def _guids(notes: Iterable[Written]) -> Iterator[str]:
    """Yield what knows each note again, which no other has."""
    times: Counter[str] = Counter()
    for note in notes:
        times[note.guid] += 1
        yield note.guid if times[note.guid] == 1 else f"{note.guid}+{times[note.guid]}"


def _first_of(guids: Iterable[str]) -> int:
    """Return the number before the first note’s: far from those of other packages."""
    digest = hashlib.sha256("\n".join(guids).encode()).hexdigest()
    return _FIRST + int(digest[:15], 16) % _MANY


def _note(number: int, guid: str, note: Written) -> tuple[int | str, ...]:
    first = unescape(_SHOWS_NOTHING.sub("", note.fields[0]))
    digest = hashlib.sha1(first.encode(), usedforsecurity=False).hexdigest()
    tags = f" {' '.join(note.tags)} " if note.tags else ""
    fields = "\x1f".join(note.fields)
    said = hashlib.sha256(f"{tags}{fields}".encode()).hexdigest()
    changed = _SINCE + int(said[:15], 16) % (_UNTIL - _SINCE)
    told = (_TYPE_IDS[note.kind], changed, -1, tags, fields, first, int(digest[:8], 16))
    return (number, guid, *told, 0, "")


def _card(number: int, place: int) -> tuple[int | str, ...]:
    return (number, number, _DECK_ID, 0, _CHANGED, -1, 0, 0, place, *[0] * 8, "")


def _studied(
    card: tuple[int | str, ...], study: Studied, calendar: Calendar
) -> tuple[int | str, ...]:
    """Return a card as a learner has it: what it is of, then how it stands."""
    *kept, _changed, count = card[:6]
    return (*kept, study.changed_at, count, *standing(study, calendar))


def _collection(calendar: Calendar | None) -> tuple[int | str, ...]:
    models = {str(number): _type(name, number) for name, number in _TYPE_IDS.items()}
    decks = {
        str(number): _deck(name, number) for name, number in (("Default", 1), (DECK, _DECK_ID))
    }
    told: tuple[Any, ...] = (
        {"nextPos": 1, "curDeck": 1, "activeDecks": [1], **_days_of(calendar)},
        models,
        decks,
        {"1": _PACE},
        {},
    )
    begun = _CHANGED if calendar is None else calendar.begins_at
    return (1, begun, _CHANGED * 1000, _CHANGED * 1000, 11, 0, 0, 0, *map(_spelt, told))


def _days_of(calendar: Calendar | None) -> dict[str, int]:
    """Return how Anki is to count the days from the first on."""
    if calendar is None:
        return {}
    told = {"rollover": calendar.rollover_hour, "creationOffset": calendar.minutes_west}
    return {"schedVer": 2, **told}


def _spelt(told: Any) -> str:
    return json.dumps(told, sort_keys=True)


def _type(name: str, number: int) -> dict[str, Any]:
    question, answer = _TEMPLATES[name]
    shown = {"name": "Card 1", "ord": 0, "qfmt": question, "afmt": answer, "did": None}
    return {
        "id": number,
        "name": name,
        "type": int(name == CLOZE),
        "mod": _CHANGED,
        "usn": -1,
        "sortf": 0,
        "did": _DECK_ID,
        "tmpls": [{**shown, "bqfmt": "", "bafmt": ""}],
        "flds": [_field(field, place) for place, field in enumerate(NAMES)],
        "css": _STYLE,
        "latexPre": "",
        "latexPost": "",
        "latexsvg": False,
        "req": [[0, "any", [0]]],
        "tags": [],
        "vers": [],
    }


def _field(name: str, place: int) -> dict[str, Any]:
    shown = {"sticky": False, "rtl": False, "font": "Arial", "size": 20, "media": []}
    return {"name": name, "ord": place, **shown}


def _deck(name: str, number: int) -> dict[str, Any]:
    days = {f"{what}Today": [0, 0] for what in ("new", "rev", "lrn", "time")}
    return {
        "id": number,
        "name": name,
        "mod": _CHANGED,
        "usn": -1,
        "desc": "",
        "dyn": 0,
        "conf": 1,
        "collapsed": False,
        "browserCollapsed": False,
        "extendNew": 0,
        "extendRev": 0,
        **days,
    }


_PACE = {
    "id": 1,
    "name": "Default",
    "mod": 0,
    "usn": 0,
    "maxTaken": 60,
    "autoplay": True,
    "timer": 0,
    "replayq": True,
    "dyn": False,
    "new": {
        **{"bury": False, "delays": [1.0, 10.0], "initialFactor": 2500, "ints": [1, 4, 0]},
        **{"order": 1, "perDay": 20},
    },
    "rev": {
        **{"bury": False, "ease4": 1.3, "ivlFct": 1.0, "maxIvl": 36500, "perDay": 200},
        **{"hardFactor": 1.2},
    },
    "lapse": {"delays": [10.0], "leechAction": 1, "leechFails": 8, "minInt": 1, "mult": 0.0},
}
