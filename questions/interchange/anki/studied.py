"""What somebody learned of the questions in a package: how each card stands, and their answers."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum

Row = tuple[int | str, ...]
_EASE = 2500  # per mille: where Anki begins, for those who do not schedule by FSRS there
_QUEUE_OF_STEPS, _QUEUE_OF_REVIEWS = 1, 2
_DIGITS = 4  # of stability and difficulty: plain choice, Anki keeps no more
_MOST = 2**31 - 1  # what Anki has room for in a number of a card or of an answer
_A_DAY = 86_400


class CardState(IntEnum):
    """Where a card stands, in Anki’s numbers."""

    NEW = 0
    LEARNING = 1
    REVIEW = 2
    RELEARNING = 3


class Hidden(IntEnum):
    """Why a card is not asked: the number of Anki’s queue for it."""

    SUSPENDED = -1
    BURIED = -3


@dataclass(frozen=True, slots=True)
class Calendar:
    """The days of a learner: the first one’s number and start, and when days begin.

    ``begins_at`` is in seconds since 1970; ``minutes_west`` of Greenwich is where it was then.
    """

    first_day: int
    begins_at: int
    rollover_hour: int
    minutes_west: int


@dataclass(frozen=True, slots=True)
class Given:
    """An answer: when, in milliseconds since 1970; how it was rated, 1 to 4; and how long it took.

    ``state`` is where the card stood before; ``interval`` is what it led to, in days, or in seconds
    below zero; ``difficulty`` is from 1 to 10.
    """

    at: int
    rating: int
    took: int
    state: CardState
    interval: int
    difficulty: float


@dataclass(frozen=True, slots=True)
class Studied:
    """How a card stands with a learner, and all their answers in order.

    ``due_at`` and ``changed_at`` are seconds since 1970, ``due_day`` is a day’s number and
    ``steps_left`` counts the steps that are still to be taken.
    """

    state: CardState
    hidden: Hidden | None
    due_at: int
    due_day: int
    interval: int
    steps_left: int
    repetitions: int
    lapses: int
    stability: float
    difficulty: float
    retention: float
    decay: float
    changed_at: int
    answers: Sequence[Given]


def standing(study: Studied, calendar: Calendar) -> Row:
    """Return the columns of a card from its kind to its data."""
    in_steps = study.state is not CardState.REVIEW
    queue = _QUEUE_OF_STEPS if in_steps else _QUEUE_OF_REVIEWS
    due = study.due_at if in_steps else study.due_day - calendar.first_day
    data = {
        "s": round(study.stability, _DIGITS),
        "d": round(study.difficulty, _DIGITS),
        "dr": study.retention,
        "decay": round(study.decay, _DIGITS),
        "lrt": study.changed_at,
    }
    return (
        *(int(study.state), queue if study.hidden is None else int(study.hidden), due),
        *(0 if study.state is CardState.LEARNING else max(1, study.interval), _EASE),
        *(study.repetitions, study.lapses, study.steps_left * 1001 if in_steps else 0),
        *(0, 0, 0, json.dumps(data)),
    )


def answered(studies: Iterable[tuple[int, Studied]]) -> Iterator[Row]:
    """Yield the answers to cards, given by their numbers, as Anki logs them.

    No two answers there are of one millisecond: what is, is put later by the next that is free.
    """
    given = [
        (each.at, number, place, each, study.answers[place - 1].interval if place else 0)
        for number, study in studies
        for place, each in enumerate(study.answers)
    ]
    last = 0
    for at, number, _place, each, before in sorted(given, key=lambda row: row[:3]):
        last = max(at, last + 1)
        took, ease = min(each.took, _MOST), round(100 + (each.difficulty - 1) / 9 * 1000)
        kind = max(0, each.state - 1)
        yield (last, number, -1, each.rating, each.interval, before, ease, took, kind)


def interval_of(seconds: int, days: int) -> int:
    """Return a span of time as Anki logs it: in days, or in seconds below zero within a day."""
    return days if days > 0 else -max(1, min(seconds, _A_DAY))
