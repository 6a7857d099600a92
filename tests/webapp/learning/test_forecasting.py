"""Forecasts and figures of the past."""

from datetime import UTC, date, datetime
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.learning.forecasting import (
    WeekRetention,
    due_by_day,
    minutes_for,
    predicted_recall,
    retention,
    run_of_days,
)
from webapp.learning.scheduling import Memory, State, retrievability

TUESDAY = date(2026, 3, 10).toordinal()
MONDAY = TUESDAY - 1
DAYS = st.integers(TUESDAY - 60, TUESDAY + 60)


def memory_of(stability: float) -> Memory:
    at = datetime(2026, 3, 10, 9, tzinfo=UTC)
    return Memory(stability, 5.0, State.REVIEW, None, at, TUESDAY, TUESDAY, at, 3, 0)


def test_what_is_overdue_falls_on_today() -> None:
    pairs = [(TUESDAY - 9, 2), (TUESDAY, 3), (TUESDAY + 1, 4), (TUESDAY + 3, 5), (TUESDAY + 4, 6)]
    assert due_by_day(pairs, TUESDAY, 4) == [5, 4, 0, 5]


def test_nothing_is_due() -> None:
    assert due_by_day([], TUESDAY, 3) == [0, 0, 0]


@given(pairs=st.lists(st.tuples(DAYS, st.integers(0, 50))))
def test_every_card_up_to_the_last_day_is_counted_once(pairs: list[tuple[int, int]]) -> None:
    due = sum(count for day, count in pairs if day < TUESDAY + 30)
    assert sum(due_by_day(pairs, TUESDAY, 30)) == due


@pytest.mark.parametrize(
    ("cards", "seconds_each", "minutes"),
    [
        (0, None, 0),
        (0, 20.0, 0),
        (1, None, 1),
        (4, None, 1),
        (5, None, 2),
        (23, None, 6),
        (10, 6.0, 1),
        (10, 90.0, 15),
        (30, 0.0, 1),
    ],
)
def test_minutes(cards: int, seconds_each: float | None, minutes: int) -> None:
    assert minutes_for(cards, seconds_each) == minutes


def test_weeks_begin_on_monday_and_the_empty_ones_are_there() -> None:
    outcomes = [
        (MONDAY - 15, 9, 9),
        (MONDAY - 14, 4, 3),
        (MONDAY - 8, 4, 4),
        (MONDAY, 2, 1),
        (TUESDAY, 3, 3),
    ]
    weeks = retention(outcomes, TUESDAY, 3)
    assert weeks == [
        WeekRetention(MONDAY - 14, 8, 7),
        WeekRetention(MONDAY - 7, 0, 0),
        WeekRetention(MONDAY, 5, 4),
    ]
    assert [week.share for week in weeks] == [0.875, None, 0.8]


def test_on_a_sunday_the_week_is_still_the_same() -> None:
    assert retention([(TUESDAY, 1, 1)], MONDAY + 6, 1) == [WeekRetention(MONDAY, 1, 1)]
    assert retention([(TUESDAY, 1, 1)], MONDAY + 7, 1) == [WeekRetention(MONDAY + 7, 0, 0)]


@given(today=DAYS, weeks=st.integers(1, 60))
def test_weeks_follow_one_another_up_to_today(today: int, weeks: int) -> None:
    found = retention([], today, weeks)
    assert len(found) == weeks
    assert all(later.monday - earlier.monday == 7 for earlier, later in pairwise(found))
    assert date.fromordinal(found[-1].monday).weekday() == 0
    assert 0 <= today - found[-1].monday < 7


@pytest.mark.parametrize(
    ("ago", "run"),
    [
        ([], 0),
        ([0], 1),
        ([1], 1),
        ([2], 0),
        ([0, 1, 2], 3),
        ([1, 2, 3], 3),
        ([0, 2, 3], 1),
        ([0, 1, 3], 2),
        ([-1, 0], 1),
    ],
)
def test_a_run_ends_today_or_yesterday(ago: list[int], run: int) -> None:
    assert run_of_days([TUESDAY - days for days in ago], TUESDAY) == run


@given(days=st.sets(DAYS))
def test_reviewing_today_adds_one_day_to_the_run(days: set[int]) -> None:
    before = run_of_days(days - {TUESDAY}, TUESDAY)
    assert run_of_days(days | {TUESDAY}, TUESDAY) == before + 1


def test_predicted_recall_is_the_mean() -> None:
    weak, strong = memory_of(1.0), memory_of(40.0)
    later = TUESDAY + 10
    mean = (retrievability(weak, later) + retrievability(strong, later)) / 2
    assert predicted_recall([weak, strong], later) == pytest.approx(mean)
    assert predicted_recall(iter([weak]), TUESDAY) == 1.0


def test_nothing_to_predict() -> None:
    assert predicted_recall([], TUESDAY) is None
