"""What is worth a look about a question, going by its figures."""

from __future__ import annotations

from enum import StrEnum

# Below a correlation of 0.2 with the rest a question is called weak; the others are plain choices.
_WEAK = 20.0
_EASY = 0.95


class ItemFlag(StrEnum):
    """Why a question should be looked at."""

    AGAINST = "against"
    WEAK = "weak"
    GUESSED = "guessed"
    EASY = "easy"
    UNUSED = "unused"


def flags_of(
    facility: float, discrimination: float | None, guess: float | None, *, unused: bool
) -> tuple[ItemFlag, ...]:
    """Return what is worth a look, the worst first.

    Those who do well elsewhere get it wrong; it hardly tells strong learners from weak ones; fewer
    get it right than would by guessing, of which ``guess`` is the share; nearly all get it right;
    or an option is chosen by nobody.
    """
    against = discrimination is not None and discrimination < 0
    easy = facility >= _EASY
    found = {
        ItemFlag.AGAINST: against,
        ItemFlag.GUESSED: guess is not None and facility < guess,
        ItemFlag.WEAK: discrimination is not None and 0 <= discrimination < _WEAK and not easy,
        ItemFlag.EASY: easy,
        ItemFlag.UNUSED: unused and not easy,
    }
    return tuple(flag for flag, holds in found.items() if holds)
