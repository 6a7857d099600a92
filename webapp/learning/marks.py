"""What a question of an attempt is worth, and what an attempt comes to: one rule for every mark."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple, Self, assert_never

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
    marked by hand before. ``dropped``: the question leaves the total. ``counted`` is as in
    :class:`Worth`.
    """

    fraction: float | None
    by_hand: bool = False
    dropped: bool = False
    counted: float | None = None


class Worth(NamedTuple):
    """What a question of an attempt is worth, 0 to 1; if it is dropped, it is not counted.

    ``counted`` is the share of its mark that it brings, where that is not its fraction; it may be
    less than nothing.
    """

    fraction: float
    dropped: bool = False
    counted: float | None = None

    @classmethod
    def of(cls, fraction: float, counts: float, *, dropped: bool = False) -> Self:
        """Return what is worth a fraction and brings a share of the mark that may differ."""
        return cls(fraction, dropped, None if counts == fraction else counts)

    @property
    def counts(self) -> float:
        """The share of its mark that it brings."""
        return self.fraction if self.counted is None else self.counted


NOTHING = Worth(0.0)


class Total(NamedTuple):
    """What an attempt comes to, and the most it could."""

    mark: float
    max_mark: float


def worth_of(answered: Worth, changes: Iterable[WorthChange] = ()) -> Worth:
    """Return what a question is worth: the newest change counts, else how it was answered.

    ``changes`` come oldest first. What is marked by hand holds until that is taken back or the
    answer is graded anew. Whether the question is dropped, the newest change that is not by hand
    says.
    """
    graded, by_hand, dropped = answered, None, False
    for change in changes:
        if change.by_hand:
            by_hand = _by(change)
            continue
        dropped = change.dropped
        if (by_key := _by(change)) is not None:
            graded, by_hand = by_key, None
    return (by_hand or graded)._replace(dropped=dropped)


def _by(change: WorthChange) -> Worth | None:
    return None if change.fraction is None else Worth(change.fraction, counted=change.counted)


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
    worth: Worth, by_key: Worth | None, policy: RegradePolicy, *, by_hand: bool = False
) -> WorthChange | None:
    """Return the change that a regrading makes to what a question is worth, or None.

    ``by_key`` is what the new key says, None where it says nothing about what was answered. Such
    an answer, and one marked ``by_hand``, stays worth what it is, except that full marks are for
    all. To take nothing from anybody is also to leave a dropped question out.
    """
    key_says = worth if by_key is None or by_hand else by_key
    match policy:
        case RegradePolicy.EXACT:
            after = key_says._replace(dropped=False)
        case RegradePolicy.NEVER_LOWER:
            fraction = max(worth.fraction, key_says.fraction)
            counts = max(worth.counts, key_says.counts)
            after = Worth.of(fraction, counts, dropped=worth.dropped)
        case RegradePolicy.FULL:
            after = Worth(1.0)
        case RegradePolicy.DROP:
            return None if worth.dropped else WorthChange(None, dropped=True)
        case _:
            assert_never(policy)
    change = WorthChange(after.fraction, dropped=after.dropped, counted=after.counted)
    return None if after == worth else change


def total_of(questions: Iterable[tuple[Worth, float]]) -> Total:
    """Return what questions come to, each with its worth and the most it can bring.

    Some may take marks away; all together never come to less than nothing.
    """
    counted = [(worth.counts, most) for worth, most in questions if not worth.dropped]
    mark = max(0.0, sum(counts * most for counts, most in counted))
    return Total(round(mark, _DIGITS), sum(most for _counts, most in counted))
