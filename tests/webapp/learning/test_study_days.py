"""Study days: they begin at the rollover hour and follow one another without gap or overlap."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.learning.study_days import day_start, known_zone, study_day

MOMENT = timedelta(milliseconds=1)
ZONES = (
    "UTC",
    "Asia/Baku",
    "Europe/London",
    "Africa/Cairo",
    "America/New_York",
    "America/Sao_Paulo",
    "America/St_Johns",
    "Antarctica/Casey",
    "Antarctica/Troll",
    "Asia/Kathmandu",
    "Asia/Tehran",
    "Australia/Lord_Howe",
    "Pacific/Apia",
    "Pacific/Kwajalein",
)


def ordinal(text: str) -> int:
    return date.fromisoformat(text).toordinal()


def instant(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def instants(first: str, last: str) -> st.SearchStrategy[datetime]:
    start = instant(first)
    return st.timedeltas(timedelta(0), instant(last) - start).map(lambda after: start + after)


def transitions(zone: str, first_year: int = 1985, last_year: int = 2040) -> Iterator[int]:
    """Yield the days, as ordinals, on which the clock in the zone is changed."""
    at = datetime(first_year, 1, 1, tzinfo=UTC)
    offset = at.astimezone(ZoneInfo(zone)).utcoffset()
    while at.year < last_year:
        at += timedelta(days=1)
        before, offset = offset, at.astimezone(ZoneInfo(zone)).utcoffset()
        if offset != before:
            yield at.toordinal()


@pytest.mark.parametrize(
    ("at", "zone", "rollover", "day"),
    [
        ("2026-03-10T03:59:59.999+04:00", "Asia/Baku", 4, "2026-03-09"),
        ("2026-03-10T04:00+04:00", "Asia/Baku", 4, "2026-03-10"),
        ("2026-03-10T00:00+04:00", "Asia/Baku", 0, "2026-03-10"),
        ("2026-03-10T22:59+04:00", "Asia/Baku", 23, "2026-03-09"),
        ("2026-03-10T23:00+04:00", "Asia/Baku", 23, "2026-03-10"),
        ("2026-03-10T12:00+00:00", "Pacific/Kiritimati", 4, "2026-03-10"),
        ("2026-03-10T14:00+00:00", "Pacific/Kiritimati", 4, "2026-03-11"),
        ("2026-03-10T12:00+00:00", "Pacific/Niue", 4, "2026-03-09"),
    ],
)
def test_a_day_begins_at_the_rollover_hour(at: str, zone: str, rollover: int, day: str) -> None:
    assert study_day(instant(at), zone, rollover) == ordinal(day)


@pytest.mark.parametrize(
    ("day", "zone", "rollover", "start"),
    [
        ("2026-03-10", "Asia/Baku", 4, "2026-03-10T00:00+00:00"),
        ("2026-03-10", "Asia/Kathmandu", 4, "2026-03-09T22:15+00:00"),
        # The last Sunday of March: two o'clock comes an hour sooner.
        ("2026-03-29", "Europe/London", 4, "2026-03-29T03:00+00:00"),
        ("2026-10-25", "Europe/London", 4, "2026-10-25T04:00+00:00"),
        # One o'clock comes twice, and the day begins with the first.
        ("2026-10-25", "Europe/London", 1, "2026-10-25T00:00+00:00"),
        # Midnight is left out: the day begins at one, with the jump.
        ("2024-04-26", "Africa/Cairo", 0, "2024-04-25T22:00+00:00"),
        ("2018-11-04", "America/Sao_Paulo", 0, "2018-11-04T03:00+00:00"),
        # The hour before midnight comes twice.
        ("2024-11-01", "Africa/Cairo", 0, "2024-10-31T22:00+00:00"),
        ("2018-02-18", "America/Sao_Paulo", 0, "2018-02-18T03:00+00:00"),
        # A jump of two hours right over the rollover.
        ("2026-03-29", "Antarctica/Troll", 2, "2026-03-29T01:00+00:00"),
        # Half an hour back, at two.
        ("2026-04-05", "Australia/Lord_Howe", 2, "2026-04-04T15:30+00:00"),
        # A day of four hours, what is left of it after the calendar day was skipped.
        ("2011-12-30", "Pacific/Apia", 4, "2011-12-30T10:00+00:00"),
        ("2011-12-31", "Pacific/Apia", 4, "2011-12-30T14:00+00:00"),
    ],
)
def test_first_instant_of_a_day(day: str, zone: str, rollover: int, start: str) -> None:
    found = day_start(ordinal(day), zone, rollover)
    assert found == instant(start)
    assert found.tzinfo is UTC


def test_a_day_that_the_zone_left_out_starts_with_the_next() -> None:
    skipped = ordinal("2011-12-30")
    start = day_start(skipped, "Pacific/Apia", 0)
    assert start == day_start(skipped + 1, "Pacific/Apia", 0) == instant("2011-12-30T10:00+00:00")
    assert study_day(start, "Pacific/Apia", 0) == skipped + 1
    assert study_day(start - MOMENT, "Pacific/Apia", 0) == skipped - 1


def test_a_clock_set_back_past_the_rollover_does_not_end_the_day_again() -> None:
    # Troll sets its clock from three back to one; the day began at the first two o'clock.
    day = ordinal("2026-10-25")
    first_two = instant("2026-10-25T00:00+00:00")
    second_one = instant("2026-10-25T01:15+00:00")
    assert day_start(day, "Antarctica/Troll", 2) == first_two
    assert study_day(first_two - MOMENT, "Antarctica/Troll", 2) == day - 1
    assert study_day(second_one, "Antarctica/Troll", 2) == day


@pytest.mark.parametrize("zone", ZONES)
def test_days_meet_wherever_the_clock_is_changed(zone: str) -> None:
    for change in transitions(zone):
        for rollover in range(24):
            for day in range(change - 2, change + 2):
                start = day_start(day, zone, rollover)
                if start < day_start(day + 1, zone, rollover):
                    assert study_day(start, zone, rollover) == day
                assert study_day(start - MOMENT, zone, rollover) < day


@given(
    at=instants("1970-01-02T00:00+00:00", "2100-01-01T00:00+00:00"),
    zone=st.sampled_from(ZONES) | st.timezone_keys(allow_prefix=False),
    rollover=st.integers(0, 23),
)
def test_every_instant_lies_in_its_day(at: datetime, zone: str, rollover: int) -> None:
    day = study_day(at, zone, rollover)
    assert day_start(day, zone, rollover) <= at < day_start(day + 1, zone, rollover)


@given(
    day=st.integers(ordinal("1970-01-02"), ordinal("2100-01-01")),
    zone=st.sampled_from(ZONES) | st.timezone_keys(allow_prefix=False),
    rollover=st.integers(0, 23),
)
def test_a_day_begins_once(day: int, zone: str, rollover: int) -> None:
    start = day_start(day, zone, rollover)
    assert day_start(day - 1, zone, rollover) <= start <= day_start(day + 1, zone, rollover)
    assert study_day(start - MOMENT, zone, rollover) < day <= study_day(start, zone, rollover)


@given(
    at=instants("2026-03-28T00:00+00:00", "2026-03-31T00:00+00:00"),
    offset=st.integers(-12, 14),
)
def test_only_the_instant_counts(at: datetime, offset: int) -> None:
    elsewhere = at.astimezone(ZoneInfo(f"Etc/GMT{-offset:+d}" if offset else "Etc/GMT"))
    assert study_day(elsewhere, "Europe/London", 4) == study_day(at, "Europe/London", 4)


def test_an_unknown_zone_is_refused() -> None:
    with pytest.raises(ZoneInfoNotFoundError):
        study_day(datetime(2026, 1, 1, tzinfo=UTC), "Mars/Olympus", 4)
    with pytest.raises(ZoneInfoNotFoundError):
        day_start(ordinal("2026-01-01"), "Mars/Olympus", 4)


@pytest.mark.parametrize("zone", ["Mars/Olympus", "", "../etc", "/etc/localtime", "Asia", "a\0b"])
def test_a_zone_that_this_machine_does_not_know_is_utc(zone: str) -> None:
    assert known_zone(zone) == "UTC"


@pytest.mark.parametrize("zone", ["UTC", "Asia/Baku", "America/Argentina/Ushuaia"])
def test_a_zone_that_this_machine_knows_stays(zone: str) -> None:
    assert known_zone(zone) == zone
