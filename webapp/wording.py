"""Times and intervals in words, in the reader's own zone and language."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from math import ceil
from zoneinfo import ZoneInfo

from flask_babel import format_date, format_decimal, format_time, ngettext
from flask_babel import gettext as _

from webapp.learning.intervals import describe, whole_minutes
from webapp.learning.scheduling import Memory

_WEEK = 7


def interval(memory: Memory, at: datetime, day: int) -> str:
    """Return how long until the memory is due: "10 min", "4 days"."""
    count, unit = describe(memory, at, day)
    if unit == "minute":
        return str(_("%(n)s min", n=count))
    words = {
        "hour": ngettext("%(num)s hour", "%(num)s hours", count),
        "day": ngettext("%(num)s day", "%(num)s days", count),
        "month": ngettext("%(num)s month", "%(num)s months", count),
        "year": ngettext("%(num)s year", "%(num)s years", count),
    }
    return str(words[unit])


def waiting_time(left: timedelta) -> str:
    """Return how long one has to wait, rounded up: "a minute", "90 minutes", "3 hours"."""
    minutes = max(1, whole_minutes(left.total_seconds()))
    if minutes < 120:
        return str(ngettext("a minute", "%(num)s minutes", minutes))
    return str(ngettext("%(num)s hour", "%(num)s hours", ceil(minutes / 60)))


def lasting(taken: timedelta) -> str:
    """Return how long something took: "40 s", "9 min 12 s", "1 h 5 min", "3 days"."""
    seconds = max(0, round(taken.total_seconds()))
    minutes, hours = seconds // 60, seconds // 3600
    if minutes == 0:
        return str(_("%(s)s s", s=seconds))
    if hours == 0:
        return str(_("%(m)s min %(s)s s", m=minutes, s=seconds % 60))
    if hours < 48:
        return str(_("%(h)s h %(m)s min", h=hours, m=minutes % 60))
    return str(ngettext("%(num)s day", "%(num)s days", hours // 24))


def day_name(day: int, today: int) -> str:
    """Return a study day by name: "today", "tomorrow", "Friday", "Friday 27 November"."""
    near = {0: _("today"), 1: _("tomorrow"), -1: _("yesterday")}
    if day - today in near:
        return str(near[day - today])
    when = date.fromordinal(day)
    if abs(day - today) < _WEEK:
        return str(format_date(when, "EEEE"))
    year = "" if when.year == date.fromordinal(today).year else " y"
    return str(format_date(when, f"EEEE d MMMM{year}"))


def long_day(day: int) -> str:
    """Return a study day as a heading: "Monday 23 November"."""
    return str(format_date(date.fromordinal(day), "EEEE d MMMM"))


def short_day(day: int) -> str:
    """Return a study day as a label: "Mon"."""
    return str(format_date(date.fromordinal(day), "EEE"))


def moment(at: datetime, time_zone: str, now: datetime) -> str:
    """Return a moment by its calendar day, not the study day, and time: "tomorrow, 18:00"."""
    day, today = (each.astimezone(ZoneInfo(time_zone)).toordinal() for each in (at, now))
    return f"{day_name(day, today)}, {clock_time(at, time_zone)}"


def clock_time(at: datetime, time_zone: str) -> str:
    """Return a moment's time of day: "18:00"."""
    return str(format_time(at.astimezone(ZoneInfo(time_zone)), "HH:mm", rebase=False))


def mark_text(value: float) -> str:
    """Return a mark with one decimal at most: "8", "7.5", "4.9", "−2".

    What is nearly a whole is not said to be one, nor a little to be nothing.
    """
    exact = round(value, 4)
    near = round(exact, 1)
    if exact != near and near == int(near) and (near == 0 or exact < near):
        near += 0.1 if exact > near else -0.1
    return f"{near:.1f}".removesuffix(".0").replace("-", "\N{MINUS SIGN}")


def size(count: int) -> str:
    """Return so many bytes in the unit they are read best in: "340 kB", "1.2 GB"."""
    amount, unit = float(count), "B"
    for unit in ("B", "kB", "MB", "GB", "TB"):
        if amount < 1000 or unit == "TB":
            break
        amount /= 1000
    figure = "#,##0.#" if amount < 10 else "#,##0"
    return f"{format_decimal(amount, figure)}\u00a0{unit}"


def whole(count: int) -> str:
    """Return a whole number as people read it: "10,000"."""
    return str(format_decimal(count))
