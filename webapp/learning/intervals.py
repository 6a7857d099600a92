"""How long until a memory is due, as a number and a unit for a button to word."""

from datetime import datetime
from math import ceil
from typing import Literal

from webapp.learning.scheduling import Memory

Unit = Literal["minute", "hour", "day", "month", "year"]

# Of the Julian year, and a twelfth of it.
_DAYS_A_MONTH = 30.44
_DAYS_A_YEAR = 365.25


def describe(memory: Memory, at: datetime, day: int) -> tuple[float, Unit]:
    """Return how long after `at`, on the study day `day`, the memory is due; 0 when overdue.

    In a learning step minutes, rounded up, or hours; else days, from 31 days months, from 365
    years. Months and years have one decimal and are an int when whole; the rest are ints.
    """
    if memory.step is None:
        return _days(max(0, memory.due_day - day))
    return _minutes(max(0, whole_minutes((memory.due_at - at).total_seconds())))


def whole_minutes(seconds: float) -> int:
    """Return how many minutes so many seconds are, rounded up."""
    return ceil(seconds / 60)


def _minutes(minutes: int) -> tuple[float, Unit]:
    if minutes < 60:
        return minutes, "minute"
    return round(minutes / 60), "hour"


def _days(days: int) -> tuple[float, Unit]:
    if days < 31:
        return days, "day"
    if days < 365:
        return _tenths(days / _DAYS_A_MONTH), "month"
    return _tenths(days / _DAYS_A_YEAR), "year"


def _tenths(count: float) -> float:
    rounded = round(count, 1)
    return int(rounded) if rounded.is_integer() else rounded
