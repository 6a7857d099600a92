"""Totals: what somebody's grades in several quizzes come to, each by its weight."""

from __future__ import annotations

from collections.abc import Iterable
from math import fsum


def weighted_share(grades: Iterable[tuple[float | None, float]]) -> float | None:
    """Return the mean of shares from 0 to 1, each with its weight; ``None`` where none counts.

    A share that is ``None`` is not counted, nor is one whose weight is 0.
    """
    counted = [(share, weight) for share, weight in grades if share is not None and weight > 0]
    if not counted:
        return None
    return fsum(share * weight for share, weight in counted) / fsum(w for _share, w in counted)
