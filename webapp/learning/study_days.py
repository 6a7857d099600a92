"""Study days: the learner's own days, which begin at a rollover hour and not at midnight."""

from bisect import bisect_left
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError


@cache
def known_zone(time_zone: str) -> str:
    """Return the zone, or "UTC" when this machine does not know it.

    A zone that was known when it was chosen may be unknown where the data was moved to.
    """
    try:
        ZoneInfo(time_zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return "UTC"
    return time_zone


def study_day(at: datetime, time_zone: str, rollover_hour: int) -> int:
    """Return the ordinal of the study day that holds the aware instant `at`.

    A study day begins when the wall clock in `time_zone` first reaches `rollover_hour` (0 to 23)
    and does not end twice: a clock set back past that hour leaves the day as it is.
    Raises `zoneinfo.ZoneInfoNotFoundError` for an unknown zone.
    """
    local = at.astimezone(ZoneInfo(time_zone))
    day = _wall_day(local, rollover_hour)
    if local.fold and at >= day_start(day + 1, time_zone, rollover_hour):
        return day + 1
    return day


def day_start(day: int, time_zone: str, rollover_hour: int) -> datetime:
    """Return the first instant, in UTC, of the study day with the ordinal `day`.

    Where the zone left the whole day out (Apia, 30 December 2011, with rollover 0), the first
    instant of the day after it. Raises `zoneinfo.ZoneInfoNotFoundError` for an unknown zone.
    """
    zone = ZoneInfo(time_zone)
    wall = datetime.combine(date.fromordinal(day), time(rollover_hour), zone)
    first = wall.astimezone(UTC)
    second = wall.replace(fold=1).astimezone(UTC)
    if second < first:
        return _first_after_gap(second, first, wall)
    return first


def _wall_day(local: datetime, rollover_hour: int) -> int:
    return local.toordinal() - (local.hour < rollover_hour)


def _first_after_gap(before: datetime, after: datetime, wall: datetime) -> datetime:
    """Return the instant between the two at which the clock jumps over `wall`.

    The clock never shows `wall`, so the day begins with the jump, which zoneinfo does not tell.
    """

    def has_jumped(seconds: int) -> bool:
        local = (before + timedelta(seconds=seconds)).astimezone(wall.tzinfo)
        return local.replace(tzinfo=None) >= wall.replace(tzinfo=None)

    span = int((after - before).total_seconds())
    return before + timedelta(seconds=bisect_left(range(span), True, key=has_jumped))
