"""Scheduling: FSRS-6 to the last digit, on study days, and the same again on every replay."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import accumulate, pairwise

import fsrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.learning.scheduling import (
    DEFAULT_PARAMETERS,
    Event,
    Memory,
    Rating,
    Settings,
    State,
    fuzzed,
    next_memories,
    next_memory,
    replay,
    retrievability,
)
from webapp.learning.study_days import day_start, study_day

BAKU = Settings("Asia/Baku")
KEY = "learner:question"
START = date(2026, 3, 9).toordinal()
STEPS = {State.LEARNING: fsrs.State.Learning, State.RELEARNING: fsrs.State.Relearning}

AGAIN, HARD, GOOD, EASY = Rating
Reviews = Sequence[tuple[Rating, int]]

ratings = st.sampled_from(Rating)
retentions = st.floats(0.7, 0.97)
keys = st.uuids().map(str)
intervals = st.integers(0, 5000)
histories = st.lists(st.tuples(ratings, st.integers(0, 400)), min_size=1, max_size=12)
zones = st.sampled_from(["Asia/Baku", "Africa/Cairo", "America/Sao_Paulo", "Pacific/Apia"])


def instant(day: int, settings: Settings = BAKU, hours: float = 9) -> datetime:
    """Return an instant in the given study day, some hours after it began."""
    return day_start(day, settings.time_zone, settings.rollover_hour) + timedelta(hours=hours)


def remember(
    reviews: Reviews, settings: Settings = BAKU, key: str = KEY, start: int = START
) -> list[Memory]:
    """Return the memory after each review; a review is a rating and the days since the last."""
    memory, memories, day = None, [], start
    for rating, gap in reviews:
        day += gap
        memory = next_memory(memory, rating, instant(day, settings), day, settings, key)
        memories.append(memory)
    return memories


def reference(reviews: Reviews, retention: float = 0.9) -> fsrs.Card:
    """Return the card py-fsrs itself makes of the reviews, at the midnights of their days."""
    scheduler = fsrs.Scheduler(
        desired_retention=retention, maximum_interval=3650, enable_fuzzing=False
    )
    card, at = fsrs.Card(card_id=1), datetime.fromordinal(START).replace(tzinfo=UTC)
    for rating, gap in reviews:
        at += timedelta(days=gap)
        card, _ = scheduler.review_card(card, fsrs.Rating(rating), at)
    return card


# What FSRS-6 says.


def test_the_parameters_named_fsrs_6_never_change() -> None:
    assert (
        *(0.212, 1.2931, 2.3065, 8.2956, 6.4133, 0.8334, 3.0194),
        *(0.001, 1.8722, 0.1666, 0.796, 1.4835, 0.0614, 0.2629),
        *(1.6483, 0.6014, 1.8729, 0.5425, 0.0912, 0.0658, 0.1542),
    ) == DEFAULT_PARAMETERS


@pytest.mark.parametrize(
    ("rating", "stability", "difficulty", "state", "step"),
    [
        (AGAIN, 0.212, 6.4133, State.LEARNING, 0),
        (HARD, 1.2931, 5.112170705601056, State.LEARNING, 0),
        (GOOD, 2.3065, 2.118103970459016, State.LEARNING, 1),
        (EASY, 8.2956, 1.0, State.REVIEW, None),
    ],
)
def test_first_review(
    rating: Rating, stability: float, difficulty: float, state: State, step: int | None
) -> None:
    memory = next_memories(None, instant(START), START, BAKU, KEY)[rating]
    assert (memory.state, memory.step) == (state, step)
    assert memory.stability == pytest.approx(stability, rel=1e-12)
    assert memory.difficulty == pytest.approx(difficulty, rel=1e-12)
    assert (memory.last_day, memory.last_at) == (START, instant(START))
    assert (memory.repetitions, memory.lapses) == (1, 0)


def test_a_known_history() -> None:
    reviews = [(GOOD, 0), (GOOD, 0), (GOOD, 2), (HARD, 9), (AGAIN, 15), (GOOD, 0), (EASY, 5)]
    memories = remember(reviews)
    assert [memory.stability for memory in memories] == pytest.approx(
        [
            *(2.3065, 2.3065, 10.971048263078135, 29.32904681323026),
            *(2.1643338478567586, 2.1643338478567586, 11.230904281426016),
        ],
        rel=1e-12,
    )
    assert [memory.difficulty for memory in memories] == pytest.approx(
        [
            *(2.118103970459016, 2.111214235785395, 2.1043313908464483, 4.743715608383524),
            *(8.257523432506366, 8.244494278370697, 7.64311444206565),
        ],
        rel=1e-12,
    )
    assert [memory.state.value for memory in memories] == [
        *("learning", "review", "review", "review"),
        *("relearning", "review", "review"),
    ]
    assert [memory.repetitions for memory in memories] == [1, 2, 3, 4, 5, 6, 7]
    assert [memory.lapses for memory in memories] == [0, 0, 0, 0, 1, 1, 1]


def test_the_intervals_published_for_fsrs_6() -> None:
    # ts-fsrs, packages/fsrs/__tests__/FSRS-6.test.ts: each review on the day it is due.
    published = [0, 2, 11, 46, 163, 498, 0, 0, 2, 4, 7, 12, 21]
    given_ratings = [GOOD] * 6 + [AGAIN] * 2 + [GOOD] * 5
    memories = remember(list(zip(given_ratings, [0, *published[:-1]], strict=True)))
    found = [0 if memory.step is not None else round(memory.stability) for memory in memories]
    assert found == published


def test_the_memory_published_for_fsrs_6() -> None:
    # The same file, and py-fsrs, tests/test_basic.py.
    reviews = [(AGAIN, 0), (GOOD, 0), (GOOD, 1), (GOOD, 3), (GOOD, 8), (GOOD, 21)]
    memory = remember(reviews)[-1]
    assert memory.stability == pytest.approx(53.62691, abs=1e-4)
    assert memory.difficulty == pytest.approx(6.3574867, abs=1e-4)


@given(reviews=histories, retention=retentions)
def test_the_memory_is_that_of_py_fsrs_at_midnights(reviews: Reviews, retention: float) -> None:
    memory = remember(reviews, replace(BAKU, desired_retention=retention))[-1]
    card = reference(reviews, retention)
    assert (memory.stability, memory.difficulty) == (card.stability, card.difficulty)
    assert STEPS.get(memory.state, fsrs.State.Review) is card.state
    assert memory.step == card.step
    assert card.last_review
    interval = card.due - card.last_review
    if memory.step is None:
        key, repetition, maximum = KEY, memory.repetitions, BAKU.maximum_interval
        assert memory.due_day - memory.last_day == fuzzed(interval.days, key, repetition, maximum)
    else:
        assert memory.due_at - memory.last_at == interval


def test_parameters_of_the_learner_are_used() -> None:
    slow = (*DEFAULT_PARAMETERS[:3], 20.0, *DEFAULT_PARAMETERS[4:])
    own = replace(BAKU, parameters=slow, parameters_id="own")
    assert next_memory(None, EASY, instant(START), START, own, KEY).stability == 20.0


# When it is due.


def test_a_step_is_minutes_from_the_answer() -> None:
    at = datetime(2026, 3, 9, 9, 30, 12, 345000, tzinfo=UTC)
    outcomes = next_memories(None, at, START, BAKU, KEY)
    waits = [(outcomes[rating].due_at - at).total_seconds() for rating in (AGAIN, HARD, GOOD)]
    assert waits == [60, 330, 600]
    assert {outcomes[rating].due_day for rating in (AGAIN, HARD, GOOD)} == {START}


def test_a_step_over_the_rollover_is_due_the_next_day() -> None:
    at = instant(START + 1, hours=-0.1)
    outcomes = next_memories(None, at, START, BAKU, KEY)
    assert outcomes[AGAIN].due_day == START
    assert outcomes[GOOD].due_day == START + 1


def test_after_the_steps_it_is_due_when_a_day_begins() -> None:
    memory = remember([(GOOD, 0), (GOOD, 0)])[-1]
    assert memory.due_day == START + 2
    assert memory.due_at == datetime(2026, 3, 11, 0, 0, tzinfo=UTC)


def test_a_day_is_not_a_step() -> None:
    memory = remember([(AGAIN, 0), (EASY, 0)])[-1]
    assert (memory.due_day, memory.step) == (START + 1, None)
    assert memory.due_at == day_start(START + 1, BAKU.time_zone, BAKU.rollover_hour)


def test_the_learners_rollover_and_zone_set_the_hour() -> None:
    settings = Settings("Australia/Lord_Howe", rollover_hour=2)
    memory = remember([(GOOD, 0), (GOOD, 0)], settings)[-1]
    assert memory.due_at == datetime(2026, 3, 10, 15, 0, tzinfo=UTC)


def test_a_lapse_is_due_in_ten_minutes() -> None:
    memory = remember([(EASY, 0), (AGAIN, 8)])[-1]
    assert (memory.state, memory.step, memory.lapses) == (State.RELEARNING, 0, 1)
    assert memory.due_at - memory.last_at == timedelta(minutes=10)


def test_only_again_in_review_is_a_lapse() -> None:
    reviews = [(AGAIN, 0), (AGAIN, 0), (EASY, 0), (HARD, 8), (AGAIN, 9), (AGAIN, 0), (EASY, 0)]
    assert [memory.lapses for memory in remember(reviews)] == [0, 0, 0, 0, 1, 1, 1]


def test_no_interval_is_over_the_maximum() -> None:
    settings = replace(BAKU, maximum_interval=30)
    memories = remember([(EASY, 0), (EASY, 8), (EASY, 30), (EASY, 30)], settings)
    assert max(memory.due_day - memory.last_day for memory in memories) <= 30
    assert memories[-1].stability > 400


def test_the_hours_between_two_days_do_not_matter() -> None:
    late, early = instant(START, hours=23.9), instant(START + 1, hours=0.1)
    first = next_memory(None, EASY, late, START, BAKU, KEY)
    second = next_memory(first, GOOD, early, START + 1, BAKU, KEY)
    assert second.stability == reference([(EASY, 0), (GOOD, 1)]).stability


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("rating", Rating)
def test_a_day_before_the_last_review_counts_as_the_same_day(state: State, rating: Rating) -> None:
    reviews = {
        State.LEARNING: [(GOOD, 0)],
        State.REVIEW: [(EASY, 0)],
        State.RELEARNING: [(EASY, 0), (AGAIN, 20)],
    }[state]
    memory = remember(reviews)[-1]
    assert memory.state is state
    same = next_memory(memory, rating, memory.last_at, memory.last_day, BAKU, KEY)
    back = next_memory(memory, rating, memory.last_at, memory.last_day - 1, BAKU, KEY)
    assert (back.stability, back.difficulty) == (same.stability, same.difficulty)
    assert retrievability(memory, memory.last_day - 1) == 1.0
    assert back.last_day == memory.last_day - 1
    assert back.due_day == same.due_day - (back.step is None)


@pytest.mark.parametrize("reviews", [[], [(GOOD, 0)], [(EASY, 0)]])
def test_no_clock_is_read(reviews: Reviews, monkeypatch: pytest.MonkeyPatch) -> None:
    memory = remember(reviews)[-1] if reviews else None
    for clock in ("fsrs.card.datetime", "fsrs.card.time", "fsrs.scheduler.datetime"):
        monkeypatch.setattr(clock, None)
    for outcome in next_memories(memory, instant(START), START, BAKU, KEY).values():
        assert retrievability(outcome, START) == 1.0


# The four outcomes together.


@given(reviews=histories, key=keys, retention=retentions, gap=st.integers(-2, 400))
def test_a_better_rating_is_never_due_sooner(
    reviews: Reviews, key: str, retention: float, gap: int
) -> None:
    settings = replace(BAKU, desired_retention=retention)
    memory = remember(reviews, settings, key)[-1]
    day = memory.last_day + gap
    outcomes = next_memories(memory, instant(day), day, settings, key)
    assert list(outcomes) == list(Rating)
    for worse, better in pairwise(outcomes.values()):
        assert worse.due_day <= better.due_day
        assert worse.due_at <= better.due_at
        assert worse.stability <= better.stability


@given(reviews=histories, key=keys, gap=st.integers(0, 400))
def test_one_outcome_is_the_same_alone(reviews: Reviews, key: str, gap: int) -> None:
    memory = remember(reviews, key=key)[-1]
    day = memory.last_day + gap
    outcomes = next_memories(memory, instant(day), day, BAKU, key)
    for rating, outcome in outcomes.items():
        assert next_memory(memory, rating, instant(day), day, BAKU, key) == outcome


@given(reviews=histories, zone=zones, rollover=st.integers(0, 23))
def test_due_at_and_due_day_agree(reviews: Reviews, zone: str, rollover: int) -> None:
    for memory in remember(reviews, Settings(zone, rollover)):
        assert study_day(memory.due_at, zone, rollover) == memory.due_day
        if memory.step is None:
            assert memory.due_at == day_start(memory.due_day, zone, rollover)


# Fuzz.


@pytest.mark.parametrize(
    ("days", "low", "high"),
    [
        *((3, 2, 4), (5, 4, 6), (6, 4, 8), (7, 5, 9), (15, 13, 17), (16, 13, 19)),
        *((20, 17, 23), (30, 27, 33), (31, 27, 35), (100, 93, 107)),
    ],
)
def test_the_whole_window_is_used_and_no_more(days: int, low: int, high: int) -> None:
    found = {fuzzed(days, f"card {number}", 1, 3650) for number in range(500)}
    assert found == set(range(low, high + 1))


@pytest.mark.parametrize("days", [0, 1, 2])
def test_short_intervals_stay(days: int) -> None:
    assert {fuzzed(days, f"card {number}", 1, 3650) for number in range(50)} == {days}


def test_short_intervals_keep_to_the_maximum() -> None:
    assert fuzzed(2, KEY, 1, 1) == 1


def test_fuzz_is_known() -> None:
    # A change here moves the due days of every card that is rebuilt from its log.
    found = [fuzzed(100, "learner:question", repetition, 3650) for repetition in range(8)]
    assert found == [104, 97, 95, 97, 93, 106, 104, 97]


def test_the_places_in_the_window_are_about_as_frequent() -> None:
    found = [fuzzed(20, f"card {number}", 1, 3650) for number in range(7000)]
    assert all(850 < found.count(days) < 1150 for days in range(17, 24))


@given(days=intervals, key=keys, repetition=st.integers(1, 500), maximum=st.integers(1, 4000))
def test_fuzz_keeps_to_its_bounds(days: int, key: str, repetition: int, maximum: int) -> None:
    found = fuzzed(days, key, repetition, maximum)
    assert found <= maximum
    assert found == fuzzed(days, key, repetition, maximum)
    if days > 2 and maximum > 1:
        assert found >= 2
    if days <= maximum:
        assert abs(found - days) <= 1 + 0.15 * days


@given(short=intervals, longer_by=st.integers(0, 60), key=keys, maximum=st.integers(1, 4000))
def test_fuzz_keeps_the_order(short: int, longer_by: int, key: str, maximum: int) -> None:
    assert fuzzed(short, key, 3, maximum) <= fuzzed(short + longer_by, key, 3, maximum)


def test_fuzz_differs_by_card_and_repetition() -> None:
    assert len({fuzzed(1000, f"card {number}", 1, 3650) for number in range(20)}) > 10
    assert len({fuzzed(1000, KEY, repetition, 3650) for repetition in range(20)}) > 10


# Retrievability.


def test_retrievability_falls_to_nine_tenths_after_the_stability() -> None:
    memory = replace(remember([(EASY, 0)])[-1], stability=10.0)
    assert retrievability(memory, START) == 1.0
    assert retrievability(memory, START + 10) == pytest.approx(0.9)
    chances = [retrievability(memory, START + days) for days in range(100)]
    assert chances == sorted(chances, reverse=True)


def test_retrievability_with_the_learners_parameters() -> None:
    memory = replace(remember([(EASY, 0)])[-1], stability=10.0)
    steep = (*DEFAULT_PARAMETERS[:20], 0.8)
    assert retrievability(memory, START + 10, steep) == pytest.approx(0.9)
    assert retrievability(memory, START + 99, steep) < retrievability(memory, START + 99)


# Replay.


def events_of(reviews: Reviews, retention: Sequence[float] = (0.9,)) -> list[Event]:
    days = accumulate((gap for _, gap in reviews), initial=START)
    next(days)
    return [
        Event(rating, instant(day), day, retention[number % len(retention)], "fsrs-6")
        for number, ((rating, _), day) in enumerate(zip(reviews, days, strict=True))
    ]


@given(
    reviews=st.lists(st.tuples(ratings, st.integers(-1, 400)), max_size=12),
    retention=st.lists(retentions, min_size=1, max_size=3),
    zone=zones,
    key=keys,
)
def test_replay_is_the_answers_one_by_one(
    reviews: Reviews, retention: list[float], zone: str, key: str
) -> None:
    events = events_of(reviews, retention)
    memory = None
    for event in events:
        settings = Settings(zone, desired_retention=event.desired_retention)
        memory = next_memories(memory, event.at, event.day, settings, key)[event.rating]
    assert replay(iter(events), Settings(zone), key) == memory


def test_replay_of_nothing() -> None:
    assert replay([], BAKU, KEY) is None


def test_each_event_keeps_its_own_retention() -> None:
    events = events_of([(EASY, 0)], [0.7])
    memory = replay(events, BAKU, KEY)
    assert memory
    assert memory.due_day > START + 20


def test_replay_uses_the_parameters_of_the_log() -> None:
    own = replace(BAKU, parameters=(*DEFAULT_PARAMETERS[:3], 20.0, *DEFAULT_PARAMETERS[4:]))
    events = events_of([(EASY, 0)])
    assert replay(events, own, KEY) == replay(events, BAKU, KEY)


def test_unknown_parameters_are_named() -> None:
    event = replace(events_of([(GOOD, 0)])[0], parameters_id="fsrs-99")
    with pytest.raises(ValueError, match="fsrs-99"):
        replay([event], BAKU, KEY)
