"""Answers counted by how well those did who gave them: in the lower, middle and upper third."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import assert_never

from questions.folding import fold
from questions.interactions import Choice, Interaction, Match, Order, Recall, TextEntry
from questions.responses import Chosen, Entered, Matched, Ordered, Response

THIRDS = 3  # as item analysis is mostly told: enough groups to see a trend, few enough to fill
# A plain choice: what is typed less often than the hundred most frequent answers tells nothing.
_MOST_TYPED = 100


def thirds_of(shares: Sequence[float]) -> list[int]:
    """Return for each share of the marks which third it is in: 0 the lower, 1, or 2 the upper.

    Equal shares are in the same third, that of their middle; so thirds may differ in size.
    """
    order = sorted(range(len(shares)), key=lambda n: shares[n])
    found = [0] * len(shares)
    first = 0
    while first < len(order):
        after = first
        while after < len(order) and shares[order[after]] == shares[order[first]]:
            after += 1
        third = min(THIRDS - 1, THIRDS * (first + after) // (2 * len(order)))
        for n in order[first:after]:
            found[n] = third
        first = after
    return found


@dataclass(slots=True)
class AnswerTally:
    """An answer, whether it is in the key, and how many gave it in each third."""

    text: str
    is_right: bool
    thirds: list[int] = field(default_factory=lambda: [0] * THIRDS)

    @property
    def count(self) -> int:
        """How many gave it."""
        return sum(self.thirds)

    def add(self, thirds: Iterable[int]) -> None:
        """Count more who gave it."""
        self.thirds = [mine + more for mine, more in zip(self.thirds, thirds, strict=True)]


@dataclass(frozen=True, slots=True)
class GivenByThird:
    """An answer as it was given, what it was worth at most, and how many gave it in each third."""

    response: Response
    worth: float
    thirds: Sequence[int]


def tally(interaction: Interaction, given: Iterable[GivenByThird]) -> list[AnswerTally]:
    """Return what could be answered, or was typed, with how many did in each third.

    Those are the options that were picked, the pairs that were put together rightly, the items
    that were put in their place; and of what was typed the most frequent answers.
    """
    if isinstance(interaction, TextEntry):
        return _typed(given)
    tallies = _answers_to(interaction)
    for each in given:
        for n in _places(interaction, each.response):
            if 0 <= n < len(tallies):
                tallies[n].add(each.thirds)
    return tallies


def _answers_to(interaction: Choice | Match | Order | Recall) -> list[AnswerTally]:
    match interaction:
        case Choice():
            return [AnswerTally(option.text, option.fraction > 0) for option in interaction.options]
        case Match():
            return [AnswerTally(pair, True) for pair in interaction.key()]
        case Order():
            return [AnswerTally(item, True) for item in interaction.items]
        case Recall():
            return []
        case _:
            assert_never(interaction)


def _places(interaction: Interaction, response: Response) -> list[int]:
    """Return which options were picked, pairs put together, or items put in their place."""
    match interaction, response:
        case Choice(), Chosen():
            return sorted(set(response.options))
        case Match(), Matched():
            pairs = zip(interaction.pairs, response.rights, strict=False)
            return [n for n, (pair, right) in enumerate(pairs) if pair[1] == right]
        case Order(), Ordered():
            return [n for n, item in enumerate(response.items) if n == item]
        case _:
            return []


def _typed(given: Iterable[GivenByThird]) -> list[AnswerTally]:
    """Return what was typed, what is folded alike as one, by how many did."""
    spelt: dict[tuple[str, bool], Counter[str]] = {}
    tallies: dict[tuple[str, bool], AnswerTally] = {}
    for each in given:
        text = " ".join(each.response.text.split()) if isinstance(each.response, Entered) else ""
        if text:
            key = (fold(text) or text, each.worth > 0)
            spelt.setdefault(key, Counter())[text] += sum(each.thirds)
            tallies.setdefault(key, AnswerTally("", each.worth > 0)).add(each.thirds)
    for key, found in tallies.items():
        found.text = min((-count, text) for text, count in spelt[key].items())[1]
    return sorted(tallies.values(), key=lambda found: (-found.count, found.text))[:_MOST_TYPED]
