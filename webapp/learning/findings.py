"""What figures say in a few words: the finding that a heading states."""

from collections.abc import Collection, Hashable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import TypeVar

Name = TypeVar("Name", bound=Hashable)

# Plain choices: a fifth less or a quarter more is felt; what differs less is called steady.
_LIGHTER, _HEAVIER = 0.8, 1.25
_CLOSE = 3  # points of a hundred
_STEADY_DAYS, _STEADY_WEEKS = 4, 3
_MOST, _HALF = 0.7, 0.4  # of the marks: from there on one knows most of it, or about half
_HAIR = 1e-9  # shares that differ by less are alike: thirds do not add up exactly
_LEVELS = 4  # of the heatmap: its colours, besides that of an empty day


class Week(StrEnum):
    """How a week ahead compares with the week behind."""

    FREE = "free"
    FIRST = "first"
    LIGHTER = "lighter"
    STEADY = "steady"
    HEAVIER = "heavier"


class Target(StrEnum):
    """How a share recalled compares with the one aimed at."""

    ABOVE = "above"
    JUST_ABOVE = "just_above"
    ON = "on"
    JUST_BELOW = "just_below"
    BELOW = "below"


class Known(StrEnum):
    """How much of what was asked somebody knows."""

    ALL = "all"
    MOST = "most"
    HALF = "half"
    LITTLE = "little"
    NONE = "none"


def known(share: float) -> Known:
    """Return how much somebody knows who has that share of the marks."""
    if share <= 0:
        return Known.NONE
    if share >= 1 - _HAIR:
        return Known.ALL
    return Known.MOST if share >= _MOST else Known.HALF if share >= _HALF else Known.LITTLE


def weakest(marks: Mapping[Name, Sequence[tuple[float, float]]]) -> list[Name]:
    """Return of which of several the smallest share of the marks was had: one, or those alike.

    ``marks`` are had and to be had. Of two with the same share the one that cost more is weaker.
    There is none where all shares are alike, as they are where everything is right.
    """
    worth = {name: _worth(pairs) for name, pairs in marks.items()}
    if len({share for share, _lost in worth.values()}) < 2:
        return []
    worst = min(worth.values())
    return [name for name, each in worth.items() if each == worst]


def _worth(pairs: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """Return the share that was had, and what was lost as less than nothing."""
    had, most = (sum(column) for column in zip(*pairs, strict=True))
    return (round(had / most, 9) if most else 1.0), round(had - most, 9)


def week_ahead(due: Sequence[int], reviewed: int) -> Week:
    """Compare what is due in the next seven days with the cards reviewed in the last seven.

    A fifth fewer is a lighter week, a quarter more a heavier one.
    """
    ahead = sum(due[:7])
    if not ahead:
        return Week.FREE
    if not reviewed:
        return Week.FIRST
    if ahead <= _LIGHTER * reviewed:
        return Week.LIGHTER
    return Week.HEAVIER if ahead >= _HEAVIER * reviewed else Week.STEADY


def against_target(percent: int, goal: int) -> Target:
    """Compare two shares in percent; up to three points apart they are close."""
    if percent == goal:
        return Target.ON
    if percent > goal:
        return Target.JUST_ABOVE if percent - goal <= _CLOSE else Target.ABOVE
    return Target.JUST_BELOW if goal - percent <= _CLOSE else Target.BELOW


def steady_since(days: Collection[int], today: int) -> int | None:
    """Return the Monday since which each week had four study days or more.

    The week under way may be short of it still. None for less than three full weeks.
    """
    this = today - date.fromordinal(today).weekday()
    monday = this
    while sum(monday - 7 <= day < monday for day in days) >= _STEADY_DAYS:
        monday -= 7
    return monday if this - monday >= 7 * _STEADY_WEEKS else None


def half_holds(spans: Sequence[tuple[int, int]]) -> int | None:
    """Return the most days that half the cards or more hold for, of the bounds in ``spans``.

    ``spans`` pairs each bound, ascending, with the cards that hold up to it. None when more than
    half do not even hold up to the first.
    """
    total, past = sum(cards for _bound, cards in spans), 0
    found = None
    for bound, cards in spans[:-1]:
        past += cards
        if total and 2 * (total - past) >= total:
            found = bound
    return found


def extremes(shares: Mapping[str, tuple[int, int]]) -> tuple[str, str] | None:
    """Return which of several sticks best and which least; None where they are alike.

    ``shares`` holds reviews and how many of them were recalled. What was reviewed less than five
    times says nothing, and five points apart are needed.
    """
    known = {name: right / count for name, (count, right) in shares.items() if count >= 5}
    if not known:
        return None
    best, least = max(known, key=known.__getitem__), min(known, key=known.__getitem__)
    return (best, least) if known[best] - known[least] >= 0.05 else None


def levels(counts: Mapping[int, int], days: Sequence[int], today: int) -> list[int | None]:
    """Return for each day how full it is, 0 to 4 of the fullest; None for days to come."""
    most = max(counts.values(), default=0) or 1
    return [None if day > today else -(-_LEVELS * counts.get(day, 0) // most) for day in days]
