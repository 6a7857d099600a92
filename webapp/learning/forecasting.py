"""What is coming and what has been remembered: figures for a learner's own pages."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from statistics import fmean

from webapp.learning.intervals import whole_minutes
from webapp.learning.scheduling import Memory, retrievability

SECONDS_A_CARD = 15.0  # a plain choice, until there are answers of one's own


@dataclass(frozen=True, slots=True)
class WeekRetention:
    """The reviews of one week; `monday` is the ordinal of its first study day."""

    monday: int
    reviews: int
    recalled: int

    @property
    def share(self) -> float | None:
        """The share of reviews that were recalled, 0 to 1; None without reviews."""
        return self.recalled / self.reviews if self.reviews else None


def due_by_day(due_days: Iterable[tuple[int, int]], today: int, days: int) -> list[int]:
    """Return how many cards are due on each of `days` study days, today first.

    `due_days` holds pairs of a due day and a count. What is overdue falls on today, what is due
    after the last day is left out.
    """
    counts = [0] * days
    for due_day, count in due_days:
        ahead = max(0, due_day - today)
        if ahead < days:
            counts[ahead] += count
    return counts


def minutes_for(cards: int, seconds_each: float | None) -> int:
    """Return how many minutes the cards will take, rounded up: 0 for none, else at least 1.

    `seconds_each` is the learner's own pace; None, before it is known, stands for 15.
    """
    if cards <= 0:
        return 0
    pace = SECONDS_A_CARD if seconds_each is None else seconds_each
    return max(1, whole_minutes(cards * pace))


def retention(
    outcomes: Iterable[tuple[int, int, int]], today: int, weeks: int
) -> list[WeekRetention]:
    """Return the last `weeks` weeks, the oldest first and the one with today last.

    `outcomes` holds triples of a study day, its reviews and how many of them were recalled.
    Weeks begin on Monday; one without reviews is there with 0 and no share.
    """
    reviews: Counter[int] = Counter()
    recalled: Counter[int] = Counter()
    for day, reviewed, remembered in outcomes:
        reviews[_monday(day)] += reviewed
        recalled[_monday(day)] += remembered
    last = _monday(today)
    mondays = range(last - 7 * (weeks - 1), last + 1, 7)
    return [WeekRetention(monday, reviews[monday], recalled[monday]) for monday in mondays]


def run_of_days(days: Collection[int], today: int) -> int:
    """Return how many study days in a row, up to today or yesterday, are among `days`.

    A today that is not among them yet does not break the run.
    """
    reviewed = frozenset(days)
    last = today if today in reviewed else today - 1
    first = last
    while first in reviewed:
        first -= 1
    return last - first


def predicted_recall(memories: Iterable[Memory], day: int) -> float | None:
    """Return the mean retrievability, 0 to 1, on the study day `day`; None for no memories."""
    chances = [retrievability(memory, day) for memory in memories]
    return fmean(chances) if chances else None


def _monday(day: int) -> int:
    return day - date.fromordinal(day).weekday()
