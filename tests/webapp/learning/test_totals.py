"""Totals: shares, each by its weight."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.learning.totals import weighted_share

shares = st.none() | st.floats(0, 1)
grades = st.lists(st.tuples(shares, st.sampled_from([0.0, 0.5, 1.0, 3.0])))


@pytest.mark.parametrize(
    ("given", "total"),
    [
        ([], None),
        ([(None, 1)], None),
        ([(0.5, 0)], None),
        ([(0.0, 2)], 0.0),
        ([(1.0, 3), (0.0, 1)], 0.75),
        ([(1.0, 1), (None, 5), (0.5, 1), (0.0, 0)], 0.75),
    ],
)
def test_each_counts_by_its_weight(
    given: list[tuple[float | None, float]], total: float | None
) -> None:
    assert weighted_share(given) == total


@given(grades)
def test_a_total_lies_between_what_it_is_of(given: list[tuple[float | None, float]]) -> None:
    counted = [share for share, weight in given if share is not None and weight]
    total = weighted_share(given)
    assert (total is None) == (not counted)
    if total is not None:
        assert min(counted) - 1e-12 <= total <= max(counted) + 1e-12
        assert weighted_share([(s, w * 7) for s, w in given]) == pytest.approx(total)
