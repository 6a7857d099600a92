"""Grades: what several attempts at a quiz come to, by the method its instructor chose."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import fsum
from typing import assert_never

_DIGITS = 6  # as marks are kept
_HAIR = 1e-6  # two thirds of the marks pass at 66.6667 %


class GradingMethod(StrEnum):
    """Which of somebody's attempts at a quiz count for the grade."""

    HIGHEST = "highest"
    AVERAGE = "average"
    FIRST = "first"
    LAST = "last"


@dataclass(frozen=True, slots=True)
class Marked:
    """An attempt that was handed in: the mark it came to, of the most there was to be had."""

    mark: float
    max_mark: float

    @property
    def share(self) -> float:
        """The share of the marks; 0 where there were none to be had."""
        return self.mark / self.max_mark if self.max_mark else 0.0


@dataclass(frozen=True, slots=True)
class Grade:
    """A share of the marks, which is ``mark`` of ``max_mark``, and how many attempts there were."""

    fraction: float
    max_mark: float
    attempts: int

    @property
    def mark(self) -> float:
        """The share in marks."""
        return round(self.fraction * self.max_mark, _DIGITS)

    def passes(self, pass_mark: float | None) -> bool | None:
        """Return whether it reaches the share that passes; ``None`` where none is asked for."""
        return None if pass_mark is None else self.fraction >= pass_mark - _HAIR


def grade_of(attempts: Sequence[Marked], method: GradingMethod) -> Grade | None:
    """Return the grade for attempts that were handed in, in their order; ``None`` without any.

    Of several that are equally good the earliest is the highest. An average is one of shares, as
    attempts may differ in the marks to be had, and is said in the marks of the newest.
    """
    if not attempts:
        return None
    if method is GradingMethod.AVERAGE:
        mean = fsum(attempt.share for attempt in attempts) / len(attempts)
        return Grade(mean, attempts[-1].max_mark, len(attempts))
    counted = attempts[counting(attempts, method)[0]]
    return Grade(counted.share, counted.max_mark, len(attempts))


def counting(attempts: Sequence[Marked], method: GradingMethod) -> Sequence[int]:
    """Return the places of those attempts that the grade is made of."""
    places = range(len(attempts))
    match method:
        case GradingMethod.HIGHEST:
            return [max(places, key=lambda n: attempts[n].share)] if attempts else []
        case GradingMethod.FIRST:
            return places[:1]
        case GradingMethod.LAST:
            return places[-1:]
        case GradingMethod.AVERAGE:
            return places
        case _:
            assert_never(method)
