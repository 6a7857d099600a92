"""Gaps among other questions, so that whoever goes through them in order is not tired by gaps."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable
from math import ceil
from typing import TypeVar

_GAPS_IN_TEN = 4  # of ten questions readers want six without

Ranked = TypeVar("Ranked")


def spread(ranked: Iterable[Ranked], is_gap: Callable[[Ranked], bool]) -> list[Ranked]:
    """Return what is ranked in order, but with no more than four gaps among any first ten.

    There are more only once nothing else is left.
    """
    queues: tuple[deque[tuple[int, Ranked]], deque[tuple[int, Ranked]]] = (deque(), deque())
    for place, each in enumerate(ranked):
        queues[is_gap(each)].append((place, each))
    others, gaps = queues
    found: list[Ranked] = []
    taken = 0
    while gaps or others:
        has_room = taken < ceil(_GAPS_IN_TEN * (len(found) + 1) / 10)
        is_next = bool(gaps) and (not others or (has_room and gaps[0][0] < others[0][0]))
        taken += is_next
        found.append((gaps if is_next else others).popleft()[1])
    return found
