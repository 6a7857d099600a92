"""What a question of an attempt is worth, and what an attempt comes to: one rule for every mark."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple, assert_never

_DIGITS = 6  # a plain choice: thirds add up, and two engines agree


class RegradePolicy(StrEnum):
    """What a regrading does with the answers to a question whose key was wrong.

    Grade them by the new key, but take nothing from anybody; grade them by the new key; give
    everybody full marks; or drop the question from the total.
    """

    NEVER_LOWER = "never_lower"
    EXACT = "exact"
    FULL = "full"
    DROP = "drop"


@dataclass(frozen=True, slots=True)
class WorthChange:
    """A change of what an answer is worth that was not taken back.

    Without a ``fraction`` it leaves what the answer is worth: by hand, it takes back what was
    marked by hand before. ``dropped``: the question leaves the total.
    """

    fraction: float | None
    by_hand: bool = False
    dropped: bool = False


class Worth(NamedTuple):
    """What a question of an attempt is worth, 0 to 1; if it is dropped, it is not counted."""

    fraction: float
    dropped: bool = False


class Total(NamedTuple):
    """What an attempt comes to, and the most it could."""

    mark: float
    max_mark: float


def worth_of(graded: float | None, changes: Iterable[WorthChange] = ()) -> Worth:
    """Return what a question is worth: the newest change counts, else how its answer was graded.

    ``graded`` is None without an answer, which is worth 0; ``changes`` come oldest first. What is
    marked by hand holds until that is taken back or the answer is graded anew. Whether the
    question is dropped, the newest change that is not by hand says.
    """
    fraction, by_hand, dropped = graded or 0.0, None, False
    for change in changes:
        if change.by_hand:
            by_hand = change.fraction
            continue
        dropped = change.dropped
        if change.fraction is not None:
            fraction, by_hand = change.fraction, None
    return Worth(fraction if by_hand is None else by_hand, dropped)


def is_by_hand(changes: Iterable[WorthChange]) -> bool:
    """Return whether what counts was marked by hand; ``changes`` as for :func:`worth_of`."""
    by_hand = False
    for change in changes:
        if change.by_hand:
            by_hand = change.fraction is not None
        elif change.fraction is not None:
            by_hand = False
    return by_hand


def regraded(
    worth: Worth, by_key: float | None, policy: RegradePolicy, *, by_hand: bool = False
) -> WorthChange | None:
    """Return the change that a regrading makes to what a question is worth, or None.

    ``by_key`` is what the new key says, None where it says nothing about what was answered. Such
    an answer, and one marked ``by_hand``, stays worth what it is, except that full marks are for
    all. To take nothing from anybody is also to leave a dropped question out.
    """
    fraction = worth.fraction if by_key is None or by_hand else by_key
    change = WorthChange(fraction)
    match policy:
        case RegradePolicy.EXACT:
            pass
        case RegradePolicy.NEVER_LOWER:
            change = WorthChange(max(worth.fraction, fraction), dropped=worth.dropped)
        case RegradePolicy.FULL:
            change = WorthChange(1.0)
        case RegradePolicy.DROP:
            change = WorthChange(None, dropped=True)
        case _:
            assert_never(policy)
    after = worth.fraction if change.fraction is None else change.fraction
    return None if worth == Worth(after, change.dropped) else change


def total_of(questions: Iterable[tuple[Worth, float]]) -> Total:
    """Return what questions come to, each with its worth and the most it can bring."""
    counted = [(worth.fraction, most) for worth, most in questions if not worth.dropped]
    mark = sum(fraction * most for fraction, most in counted)
    return Total(round(mark, _DIGITS), sum(most for _fraction, most in counted))
