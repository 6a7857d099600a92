"""Paper: each interaction as it is printed, to be answered with a pen, and its key in letters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from string import ascii_uppercase
from typing import assert_never

from questions.interactions import Choice, Interaction, Match, Order, Recall, TextEntry


@dataclass(frozen=True, slots=True)
class Printed:
    """What stands under a question on paper, and what is right.

    ``options`` go by letter. ``blanks`` are texts to write a letter beside; without any, and
    without options, there is a line to write on. ``is_order`` asks for a number beside each option.
    """

    options: tuple[tuple[str, str], ...] = ()
    blanks: tuple[str, ...] = ()
    is_several: bool = False
    is_order: bool = False
    key: tuple[str, ...] = ()

    @property
    def is_written(self) -> bool:
        """Whether there is a line to write on."""
        return not self.options


def print_out(interaction: Interaction, arrangement: Sequence[int], seed: str) -> Printed:
    """Return the interaction as it is printed, in the order settled by ``arrangement``.

    Where there is none to settle, ``seed`` does: years in order would tell which goes with which.
    """
    match interaction:
        case Choice():
            return _choice(interaction, arrangement)
        case Order():
            return _order(interaction, arrangement)
        case Match():
            return _match(interaction, seed)
        case TextEntry() | Recall():
            return Printed(key=tuple(interaction.key()))
        case _:
            assert_never(interaction)


def _choice(interaction: Choice, arrangement: Sequence[int]) -> Printed:
    shown = [interaction.options[index] for index in arrangement]
    return Printed(
        options=tuple(zip(ascii_uppercase, (option.text for option in shown), strict=False)),
        is_several=interaction.multiple,
        key=tuple(
            f"{letter}. {option.text}"
            for letter, option in zip(ascii_uppercase, shown, strict=False)
            if option.fraction > 0
        ),
    )


def _order(interaction: Order, arrangement: Sequence[int]) -> Printed:
    letters = dict(zip(arrangement, ascii_uppercase, strict=False))
    return Printed(
        options=tuple((letters[index], interaction.items[index]) for index in arrangement),
        is_order=True,
        key=tuple(f"{letters[index]}. {text}" for index, text in enumerate(interaction.items)),
    )


def _match(interaction: Match, seed: str) -> Printed:
    choices = interaction.choices()
    Random(seed).shuffle(choices)  # noqa: S311
    letters = dict(zip(choices, ascii_uppercase, strict=False))
    return Printed(
        options=tuple((letter, text) for text, letter in letters.items()),
        blanks=tuple(left for left, _right in interaction.pairs),
        key=tuple(f"{left} → {letters[right]}. {right}" for left, right in interaction.pairs),
    )
