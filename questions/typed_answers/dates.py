"""Calendar days as people type them; where two numbers could be the month, the second is."""

from __future__ import annotations

import re
from datetime import date

from questions.folding import without_invisible

_MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july"),
    *("august", "september", "october", "november", "december"),
)
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SHORTEST = 3  # letters of a month's name
_LONGEST = 60  # characters: “on Wednesday, the 23rd of September 2026” has 40
_NOISE = re.compile(r"(?<=\d)(?:st|nd|rd|th)\b|(?<=[a-z])\.|[,،]|\b(?:of|the|on)\b")
_YEAR_FIRST = re.compile(r"(\d{4})([-/. ])(\d{1,2})\2(\d{1,2})")
_YEAR_LAST = re.compile(r"(\d{1,2})([-/. ])(\d{1,2})\2(\d{4})")
_DAY_MONTH = re.compile(r"(\d{1,2})[-/. ]?([a-z]+)[-/. ]?(\d{4})")
_MONTH_DAY = re.compile(r"([a-z]+)[-/. ]?(\d{1,2})[-/. ](\d{4})")
_YEAR_MONTH = re.compile(r"(\d{4})[-/. ]?([a-z]+)[-/. ]?(\d{1,2})")


def parse_date(text: str) -> date | None:
    """Return the calendar day that ``text`` names, the day before the month, or ``None``.

    ``Friday, 20 January 2023``, ``the 20th of Jan. 2023``, ``2023/01/20``, ``20.01.2023``; a
    weekday that the day does not have makes it no date.
    """
    if len(text) > _LONGEST:
        return None
    plain = "".join(str(int(c)) if c.isdecimal() else c for c in without_invisible(text))
    words = _NOISE.sub(" ", plain.replace("‐", "-").replace("–", "-").lower().strip(" .")).split()
    weekday = _named(words[0], _DAYS) if words else None
    found = _day(" ".join(words[1:] if weekday is not None else words))
    return found if found is None or weekday in (None, found.weekday()) else None


def match_date(entered: str, accepted: str) -> bool:
    """Return whether both name the same calendar day."""
    day = parse_date(entered)
    return day is not None and day == parse_date(accepted)


def _day(text: str) -> date | None:
    if m := _YEAR_FIRST.fullmatch(text):
        return _made(m[1], m[3], m[4])
    if m := _YEAR_LAST.fullmatch(text):
        return _made(m[4], m[3], m[1]) or _made(m[4], m[1], m[3])
    if m := _DAY_MONTH.fullmatch(text):
        return _made(m[3], _month(m[2]), m[1])
    if m := _MONTH_DAY.fullmatch(text):
        return _made(m[3], _month(m[1]), m[2])
    if m := _YEAR_MONTH.fullmatch(text):
        return _made(m[1], _month(m[2]), m[3])
    return None


def _made(year: str, month: str | int | None, day: str) -> date | None:
    try:
        return date(int(year), int(month or 0), int(day))
    except ValueError:
        return None


def _month(word: str) -> int | None:
    place = _named(word, _MONTHS)
    return None if place is None else place + 1


def _named(word: str, names: tuple[str, ...]) -> int | None:
    """Return the place of the one name that begins so, from three letters on."""
    if len(word) < _SHORTEST:
        return None
    return next((place for place, name in enumerate(names) if name.startswith(word)), None)
