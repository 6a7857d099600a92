"""Gaps among other questions: four of ten, as long as there are others."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from questions.spreading import spread


def _is_gap(word: str) -> bool:
    return word.startswith("_")


def test_four_of_ten_are_gaps() -> None:
    ranked = [f"_{n}" for n in range(20)] + [f"what {n}" for n in range(6)]
    assert spread(ranked, _is_gap)[:10] == [
        "_0",
        "what 0",
        "_1",
        "what 1",
        "what 2",
        "_2",
        "what 3",
        "_3",
        "what 4",
        "what 5",
    ]
    assert spread(ranked, _is_gap)[10:] == [f"_{n}" for n in range(4, 20)]


@given(st.lists(st.booleans()))
def test_nothing_is_lost_and_each_kind_keeps_its_order(kinds: list[bool]) -> None:
    ranked = [f"{'_' if kind else 'what '}{n}" for n, kind in enumerate(kinds)]
    found = spread(ranked, _is_gap)
    assert sorted(found) == sorted(ranked)
    for kind in (True, False):
        kept = [each for each in found if _is_gap(each) is kind]
        assert kept == [each for each in ranked if _is_gap(each) is kind]
    for first in range(1, len(found) + 1):
        gaps = sum(map(_is_gap, found[:first]))
        left = any(not _is_gap(each) for each in found[first:])
        assert not (left and gaps * 10 > 4 * first + 9)
