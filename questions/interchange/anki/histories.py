"""What somebody answered in Anki: the log of each card, and what its question goes by here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from questions.interchange.anki.collection import MOST_CARDS, Note, notes_in
from questions.interchange.anki.database import Database, opened
from questions.interchange.anki.packages import collection_in
from questions.interchange.anki.reading import asked_by, first_words, stable_id
from questions.interchange.anki.studied import Hidden
from questions.question import Question

# Plain choices: more than anybody answers in years, and a tenth of what the process may hold.
MOST_ANSWERS = 200_000
_OURS = "recite-"
_COLUMNS = ("id", "cid", "ease", "time", "type", "factor")


@dataclass(frozen=True, slots=True)
class Logged:
    """A line of Anki’s log: the moment in milliseconds since 1970, and what was done then.

    ``ease`` is the button, 0 where there was none; ``took`` is in milliseconds; ``kind`` and
    ``factor`` are Anki’s numbers.
    """

    at: int
    ease: int
    took: int
    kind: int
    factor: int


@dataclass(frozen=True, slots=True)
class LoggedCard:
    """A card with its log; ``names`` are what its question may go by, the likeliest first."""

    names: tuple[str, ...]
    words: str
    question: Question | None
    is_suspended: bool
    log: tuple[Logged, ...]


def logged_cards(content: bytes) -> list[LoggedCard]:
    """Return the cards of a package that have a log, in its order. Raises UnreadableError."""
    with opened(collection_in(content)) as database:
        logs = _logs(database)
        cards = _cards(database)
        return [card for note in notes_in(database) for card in _of_note(note, cards, logs)]


def _logs(database: Database) -> dict[int, list[Logged]]:
    found: dict[int, list[Logged]] = {}
    if "revlog" not in database.tables:
        return found
    for row in database.rows("revlog", *_COLUMNS, most=MOST_ANSWERS):
        at, card, ease, took, kind, factor = map(_whole, row)
        found.setdefault(card, []).append(Logged(at, ease, took, kind, factor))
    return found


def _cards(database: Database) -> dict[tuple[int, int], tuple[int, int]]:
    """Return the number and the queue of each card, by its note and its place."""
    rows = database.rows("cards", "id", "nid", "ord", "queue", most=MOST_CARDS)
    numbers = (tuple(map(_whole, row)) for row in rows)
    return {(note, place): (card, queue) for card, note, place, queue in numbers}


def _of_note(
    note: Note, cards: dict[tuple[int, int], tuple[int, int]], logs: dict[int, list[Logged]]
) -> Iterator[LoggedCard]:
    answered = []
    for place, _deck in note.cards:
        card, queue = cards.get((note.number, place), (0, 0))
        if card in logs:
            answered.append((place, queue, logs[card]))
    if not answered:
        return
    asked, words = asked_by(note), first_words(note)
    for place, queue, log in answered:
        question = asked.get(place)
        names = _names(note, place, question)
        yield LoggedCard(names, words, question, queue == Hidden.SUSPENDED, tuple(log))


def _names(note: Note, place: int, question: Question | None) -> tuple[str, ...]:
    named = [question.id if question else None]
    if note.guid.startswith(_OURS):
        named.append(note.guid.removeprefix(_OURS))
    named.append(stable_id(note.guid, place))
    return tuple(dict.fromkeys(filter(None, named)))


def _whole(cell: object) -> int:
    """Return a number as this Anki keeps it; anything else is none of its."""
    return cell if isinstance(cell, int) else 0
