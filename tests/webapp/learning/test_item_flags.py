"""What is worth a look about a question."""

from __future__ import annotations

import pytest

from webapp.learning.item_flags import ItemFlag, flags_of


@pytest.mark.parametrize(
    ("facility", "discrimination", "guess", "unused", "flags"),
    [
        (0.6, 45.0, 0.25, False, []),
        (0.6, None, None, False, []),
        (0.6, -0.1, 0.25, False, [ItemFlag.AGAINST]),
        (0.2, -30.0, 0.25, False, [ItemFlag.AGAINST, ItemFlag.GUESSED]),
        (0.6, 0.0, None, False, [ItemFlag.WEAK]),
        (0.6, 19.9, None, True, [ItemFlag.WEAK, ItemFlag.UNUSED]),
        (0.6, 20.0, None, True, [ItemFlag.UNUSED]),
        (0.95, 5.0, 0.25, True, [ItemFlag.EASY]),
    ],
)
def test_flags(
    facility: float,
    discrimination: float | None,
    guess: float | None,
    unused: bool,
    flags: list[ItemFlag],
) -> None:
    assert list(flags_of(facility, discrimination, guess, unused=unused)) == flags
