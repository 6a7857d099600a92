"""What a class will still know on a day: from everybody's memories, and how such forecasts did."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import fmean

from webapp.learning.scheduling import DEFAULT_PARAMETERS

# The curve of FSRS-6: recall is 0.9 when as many days have gone by as the memory is stable for.
_DECAY = -DEFAULT_PARAMETERS[20]
_FACTOR = 0.9 ** (1 / _DECAY) - 1
# Where bands of forecasts begin: most forecasts lie where learners are asked again.
_BANDS = (0.0, 0.7, 0.8, 0.9)


@dataclass(frozen=True, slots=True)
class Recall:
    """How likely a class recalls something on two days, each learner who has met it counted.

    ``now`` and ``then`` are sums of chances: so many learners are expected to know it.
    """

    met: int
    now: float
    then: float

    @property
    def forgotten(self) -> float:
        """How many of those who met it are expected not to know it then."""
        return self.met - self.then


@dataclass(frozen=True, slots=True)
class Band:
    """Forecasts from ``low`` up to where the next band begins, and how many came true."""

    low: float
    answers: int
    forecast: float
    recalled: float


def recall_on(stability: float, last_day: int, day: int) -> float:
    """Return the chance, 0 to 1, that a memory is recalled on the study day ``day``.

    ``stability`` is in days, ``last_day`` the study day of the last review. As
    :func:`webapp.learning.scheduling.retrievability`, without a card of FSRS for each memory.
    """
    return float((1 + _FACTOR * max(0, day - last_day) / stability) ** _DECAY)


def class_recall(memories: Iterable[tuple[float, int]], today: int, day: int) -> Recall:
    """Return how a class recalls a question: of each who met it the stability and last day."""
    met, now, then = 0, 0.0, 0.0
    for stability, last_day in memories:
        met += 1
        now += recall_on(stability, last_day, today)
        then += recall_on(stability, last_day, day)
    return Recall(met, now, then)


def together(recalls: Iterable[Recall]) -> Recall:
    """Return what several questions come to together: memories, not learners, are counted."""
    every = list(recalls)
    return Recall(
        sum(each.met for each in every),
        sum(each.now for each in every),
        sum(each.then for each in every),
    )


def bands(forecasts: Sequence[tuple[float, bool]]) -> list[Band]:
    """Return how forecasts did, by bands: of each answer its forecast, and whether it was recalled.

    Bands without answers are left out.
    """
    found = []
    for low, high in zip(_BANDS, (*_BANDS[1:], 2.0), strict=True):
        inside = [one for one in forecasts if low <= one[0] < high]
        if inside:
            share = fmean(float(recalled) for _forecast, recalled in inside)
            found.append(Band(low, len(inside), fmean(one[0] for one in inside), share))
    return found
