"""When to ask again: FSRS-6 on study days, with fuzz that a replay of the log repeats exactly.

py-fsrs counts elapsed days in spans of 24 hours from the clock. Here it is fed the midnights of
study days instead, and its answer is turned back into a study day, or into minutes from now.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import IntEnum, StrEnum
from functools import lru_cache
from hashlib import blake2b
from math import inf
from typing import cast

import fsrs
from fsrs.scheduler import DEFAULT_PARAMETERS

from webapp.learning.study_days import day_start, study_day

__all__ = [
    "DEFAULT_PARAMETERS",
    "Event",
    "Memory",
    "Rating",
    "Settings",
    "State",
    "fuzzed",
    "next_memories",
    "next_memory",
    "replay",
    "retrievability",
]

PARAMETERS = {"fsrs-6": DEFAULT_PARAMETERS}
LEARNING_STEPS = (timedelta(minutes=1), timedelta(minutes=10))
RELEARNING_STEPS = (timedelta(minutes=10),)

_RETENTION = 0.9  # what FSRS aims at by itself
_MAXIMUM_DAYS = 3650  # a plain choice: ten years are longer than any course
_ONE_DAY = timedelta(days=1)
_NO_DUE = datetime.min.replace(tzinfo=UTC)
# Ranges of days and the share of each that an interval varies by, as FSRS has them.
_FUZZ_WINDOW = ((2.5, 7.0, 0.15), (7.0, 20.0, 0.10), (20.0, inf, 0.05))
_HASH_BITS = 64


class Rating(IntEnum):
    """How well a question was recalled."""

    AGAIN = 1
    HARD = 2
    GOOD = 3
    EASY = 4


class State(StrEnum):
    """Where a memory stands: in its first steps, in review, or in steps after a lapse."""

    LEARNING = "learning"
    REVIEW = "review"
    RELEARNING = "relearning"


_TO_FSRS = {
    State.LEARNING: fsrs.State.Learning,
    State.REVIEW: fsrs.State.Review,
    State.RELEARNING: fsrs.State.Relearning,
}
_FROM_FSRS = {theirs: ours for ours, theirs in _TO_FSRS.items()}


@dataclass(frozen=True, slots=True)
class Settings:
    """How a learner is scheduled.

    `desired_retention` is a share between 0 and 1, both excluded; `maximum_interval` is in days,
    1 or more; `parameters` are the 21 of FSRS-6 and `parameters_id` is the name the log keeps.
    """

    time_zone: str
    rollover_hour: int = 4
    desired_retention: float = _RETENTION
    maximum_interval: int = _MAXIMUM_DAYS
    parameters: tuple[float, ...] = DEFAULT_PARAMETERS
    parameters_id: str = "fsrs-6"


@dataclass(frozen=True, slots=True)
class Memory:
    """What is known of one learner's memory of one question.

    `stability` is in days, `difficulty` from 1 to 10, `step` the learning step or None in review.
    `due_at` is UTC: minutes ahead in a step, else the start of the study day `due_day`.
    `last_day` is the study day of the last review, `last_at` its instant. `lapses` counts the
    times the rating was again in review.
    """

    stability: float
    difficulty: float
    state: State
    step: int | None
    due_at: datetime
    due_day: int
    last_day: int
    last_at: datetime
    repetitions: int
    lapses: int


@dataclass(frozen=True, slots=True)
class Event:
    """One review as the log keeps it: what was rated, when, and under which settings."""

    rating: Rating
    at: datetime
    day: int
    desired_retention: float
    parameters_id: str


def next_memory(
    memory: Memory | None,
    rating: Rating,
    at: datetime,
    day: int,
    settings: Settings,
    card_key: str,
) -> Memory:
    """Return the memory after one review; `memory` is None before the first.

    `at` is an aware UTC instant and `day` its study day; a day before the last review's counts as
    the same day. `card_key` names learner and question, and with the repetition seeds the fuzz.
    """
    midnight = _midnight(day)
    scheduler = _scheduler(
        settings.parameters, settings.desired_retention, settings.maximum_interval
    )
    card, _ = scheduler.review_card(_card(memory), fsrs.Rating(rating), midnight)
    repetitions = memory.repetitions + 1 if memory else 1
    due_at, due_day = _due(card.due - midnight, at, day, settings, (card_key, repetitions))
    return Memory(
        stability=cast("float", card.stability),
        difficulty=cast("float", card.difficulty),
        state=_FROM_FSRS[card.state],
        step=card.step,
        due_at=due_at,
        due_day=due_day,
        last_day=day,
        last_at=at,
        repetitions=repetitions,
        lapses=_lapses(memory, rating),
    )


def next_memories(
    memory: Memory | None, at: datetime, day: int, settings: Settings, card_key: str
) -> dict[Rating, Memory]:
    """Return what each rating would lead to, arguments as for `next_memory`.

    Once out of the steps, hard is never due on a later day than good, nor good than easy.
    """
    return {rating: next_memory(memory, rating, at, day, settings, card_key) for rating in Rating}


def replay(events: Iterable[Event], settings: Settings, card_key: str) -> Memory | None:
    """Fold a log of reviews, in the order given, into the memory it leaves; None if it is empty.

    Raises ValueError for parameters that are not known by their id.
    """
    memory = None
    for event in events:
        memory = after(memory, event, settings, card_key)
    return memory


def after(memory: Memory | None, event: Event, settings: Settings, card_key: str) -> Memory:
    """Return the memory that an event of the log leaves.

    The event brings its own retention and parameters; `settings` gives the rest.
    Raises ValueError for parameters that are not known by their id.
    """
    then = _settings_of(event, settings)
    return next_memory(memory, event.rating, event.at, event.day, then, card_key)


def retrievability(
    memory: Memory, day: int, parameters: tuple[float, ...] = DEFAULT_PARAMETERS
) -> float:
    """Return the probability, 0 to 1, that the memory is recalled on the study day `day`."""
    scheduler = _scheduler(parameters, _RETENTION, _MAXIMUM_DAYS)
    return scheduler.get_card_retrievability(_card(memory), _midnight(day))


def fuzzed(interval_days: int, key: str, repetition: int, maximum: int) -> int:
    """Return a whole number of days near `interval_days` and never over `maximum`.

    It parts cards that were learned together. The window is the one FSRS and Anki publish: one
    day either side, and 0.15 of the days from 2.5 to 7, 0.10 of those from 7 to 20, 0.05 of those
    beyond; intervals under 2.5 days stay. The place in the window is a hash of `key` and
    `repetition`, so a review always gets the same interval.

    With one key and repetition, the shorter of two intervals never ends up the longer: both edges
    grow with the interval and the place between them is the same. Integers keep that exact.
    """
    if interval_days < 2.5:
        return min(interval_days, maximum)
    low, high = _fuzz_edges(interval_days, maximum)
    digest = blake2b(f"{key}:{repetition}".encode(), digest_size=_HASH_BITS // 8).digest()
    return low + (int.from_bytes(digest) * (high - low + 1) >> _HASH_BITS)


def _fuzz_edges(days: int, maximum: int) -> tuple[int, int]:
    delta = 1 + sum(
        factor * (min(days, end) - start) for start, end, factor in _FUZZ_WINDOW if days > start
    )
    high = min(round(days + delta), maximum)
    return min(round(days - delta), high), high


@lru_cache(maxsize=256)
def _scheduler(parameters: tuple[float, ...], retention: float, maximum: int) -> fsrs.Scheduler:
    return fsrs.Scheduler(
        parameters=parameters,
        desired_retention=retention,
        learning_steps=LEARNING_STEPS,
        relearning_steps=RELEARNING_STEPS,
        maximum_interval=maximum,
        enable_fuzzing=False,
    )


def _midnight(day: int) -> datetime:
    return datetime.fromordinal(day).replace(tzinfo=UTC)


def _card(memory: Memory | None) -> fsrs.Card:
    # Without an id py-fsrs sleeps to make one from the clock, and without a due date reads it.
    if memory is None:
        return fsrs.Card(card_id=0, due=_NO_DUE)
    return fsrs.Card(
        card_id=0,
        state=_TO_FSRS[memory.state],
        step=memory.step,
        stability=memory.stability,
        difficulty=memory.difficulty,
        due=_NO_DUE,
        last_review=_midnight(memory.last_day),
    )


def _due(
    interval: timedelta, at: datetime, day: int, settings: Settings, seed: tuple[str, int]
) -> tuple[datetime, int]:
    if interval < _ONE_DAY:
        due_at = at + interval
        return due_at, study_day(due_at, settings.time_zone, settings.rollover_hour)
    due_day = day + fuzzed(interval.days, *seed, settings.maximum_interval)
    return day_start(due_day, settings.time_zone, settings.rollover_hour), due_day


def _lapses(memory: Memory | None, rating: Rating) -> int:
    if memory is None:
        return 0
    return memory.lapses + (rating == Rating.AGAIN and memory.state == State.REVIEW)


def _settings_of(event: Event, settings: Settings) -> Settings:
    if event.parameters_id not in PARAMETERS:
        raise ValueError(f"unknown scheduling parameters: {event.parameters_id}")
    return replace(
        settings,
        desired_retention=event.desired_retention,
        parameters=PARAMETERS[event.parameters_id],
        parameters_id=event.parameters_id,
    )
