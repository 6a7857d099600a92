"""What headings find in the figures under them."""

from __future__ import annotations

from datetime import date

import pytest

from webapp.learning.findings import (
    Known,
    Target,
    Week,
    against_target,
    extremes,
    half_holds,
    known,
    levels,
    steady_since,
    weakest,
    week_ahead,
)

THURSDAY = date(2026, 11, 26).toordinal()
MONDAY = THURSDAY - 3


@pytest.mark.parametrize(
    ("due", "reviewed", "found"),
    [
        ([0] * 7, 30, Week.FREE),
        ([0] * 7 + [9], 0, Week.FREE),
        ([5, 1, 0, 0, 0, 0, 0], 0, Week.FIRST),
        ([80, 0, 0, 0, 0, 0, 0], 100, Week.LIGHTER),
        ([81, 0, 0, 0, 0, 0, 0], 100, Week.STEADY),
        ([124, 0, 0, 0, 0, 0, 0], 100, Week.STEADY),
        ([100, 0, 0, 0, 0, 0, 25], 100, Week.HEAVIER),
        ([50, 0, 0, 0, 0, 0, 0, 900], 100, Week.LIGHTER),
    ],
)
def test_the_week_ahead(due: list[int], reviewed: int, found: Week) -> None:
    assert week_ahead(due, reviewed) is found


@pytest.mark.parametrize(
    ("percent", "found"),
    [
        (94, Target.ABOVE),
        (93, Target.JUST_ABOVE),
        (91, Target.JUST_ABOVE),
        (90, Target.ON),
        (89, Target.JUST_BELOW),
        (87, Target.JUST_BELOW),
        (86, Target.BELOW),
    ],
)
def test_a_share_and_its_target(percent: int, found: Target) -> None:
    assert against_target(percent, 90) is found


def test_steady_is_three_full_weeks_of_four_days() -> None:
    weeks = [day for week in (1, 2, 3) for day in range(MONDAY - 7 * week, MONDAY - 7 * week + 4)]
    assert steady_since(weeks, THURSDAY) == MONDAY - 21
    assert steady_since([*weeks, MONDAY], THURSDAY) == MONDAY - 21
    assert steady_since(weeks[:-1], THURSDAY) is None
    assert steady_since(weeks[4:], THURSDAY) is None, "a week without study ends it"
    assert steady_since([], THURSDAY) is None


def test_a_week_is_from_its_monday_to_its_sunday() -> None:
    full = [MONDAY - 7 * week + day for week in (1, 2, 3) for day in (0, 4, 5, 6)]
    assert steady_since(full, THURSDAY) == MONDAY - 21
    assert steady_since([day for day in full if day != MONDAY - 14], THURSDAY) is None
    assert steady_since([day for day in full if day != MONDAY - 8], THURSDAY) is None


def test_how_long_half_of_the_cards_hold() -> None:
    assert half_holds([(1, 4), (3, 5), (7, 11), (21, 18), (61, 14), (99, 0)]) == 7
    assert half_holds([(1, 5), (3, 0), (99, 5)]) == 3
    assert half_holds([(1, 6), (3, 0), (99, 5)]) is None
    assert half_holds([(1, 0), (3, 0), (99, 0)]) is None


def test_what_sticks_and_what_slips() -> None:
    assert extremes({"a": (100, 94), "c": (50, 43), "d": (10, 8)}) == ("a", "d")
    assert extremes({"a": (100, 94), "c": (100, 90)}) is None
    assert extremes({"a": (100, 94), "d": (4, 0)}) is None, "four reviews say nothing"
    assert extremes({}) is None


def test_the_levels_of_a_calendar() -> None:
    counts = {MONDAY: 8, MONDAY + 1: 1, MONDAY + 2: 6}
    days = range(MONDAY - 1, MONDAY + 6)
    assert levels(counts, days, THURSDAY) == [0, 4, 1, 3, 0, None, None]
    assert levels({}, [MONDAY], THURSDAY) == [0]


@pytest.mark.parametrize(
    ("share", "found"),
    [
        (0, Known.NONE),
        (0.1, Known.LITTLE),
        (0.39, Known.LITTLE),
        (0.4, Known.HALF),
        (0.69, Known.HALF),
        (0.7, Known.MOST),
        (0.999, Known.MOST),
        (sum([1 / 3, 1 / 3, 1 / 3]), Known.ALL),
        (1, Known.ALL),
    ],
)
def test_how_much_is_known(share: float, found: Known) -> None:
    assert known(share) is found


@pytest.mark.parametrize(
    ("marks", "found"),
    [
        ({}, []),
        ({"law": [(0, 1)]}, []),
        ({"law": [(1, 1)], "life": [(1, 1)]}, []),
        ({"law": [(0, 1)], "life": [(0, 1), (0, 1)]}, []),
        ({"law": [(0, 1), (1, 1)], "life": [(1, 1)]}, ["law"]),
        ({"law": [(0.5, 1)], "life": [(1, 1), (0.4, 1), (0, 1)], "oil": [(1, 1)]}, ["life"]),
        ({"law": [(0, 1)], "life": [(0, 1), (0, 1)], "oil": [(1, 1)]}, ["life"]),
        ({"law": [(0, 1)], "life": [(0, 1)], "oil": [(1, 1)]}, ["law", "life"]),
        ({"law": [(0, 3), (1, 1)], "life": [(0.5, 1)]}, ["law"]),
        ({"law": [(0, 0)], "life": [(0.5, 1)]}, ["life"]),
    ],
)
def test_what_is_weakest(marks: dict[str, list[tuple[float, float]]], found: list[str]) -> None:
    assert weakest(marks) == found
