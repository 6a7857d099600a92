"""Figures in words."""

from __future__ import annotations

import pytest

from webapp.wording import mark_text


@pytest.mark.parametrize(
    ("mark", "said"),
    [
        (0, "0"),
        (5, "5"),
        (10.0, "10"),
        (7.5, "7.5"),
        (6 + 2 / 3, "6.7"),
        (1 / 3, "0.3"),
        (4.95, "4.9"),
        (9.99, "9.9"),
        (5.02, "5"),
        (0.04, "0.1"),
        (sum([0.1] * 10), "1"),
        (4.99999999, "5"),
    ],
)
def test_a_mark_has_one_decimal_and_claims_no_whole(mark: float, said: str) -> None:
    assert mark_text(mark) == said
