"""Widgets: how each interaction is shown in a browser, and how its answer is read back.

One file an interaction. What a widget shows never holds the key: options and items go by the
place they are shown in, not by the place they are stored in.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import assert_never

from questions.interactions import Choice, Interaction, Match, Order, Recall, TextEntry
from questions.responses import Recalled, Response
from webapp.widgets import choice, match, order, recall, text_entry
from webapp.widgets.shown import Fields, Said, Shown, Unreadable

__all__ = [
    "Fields",
    "Said",
    "Shown",
    "Unreadable",
    "arrange",
    "is_left_alone",
    "read",
    "recount",
    "say",
    "show",
]


def arrange(interaction: Interaction, seed: str) -> list[int]:
    """Return the order to show options or items in, settled by ``seed``."""
    if isinstance(interaction, Choice):
        return choice.arrange(interaction, seed)
    if isinstance(interaction, Order):
        return order.arrange(interaction, seed)
    return []


def show(
    interaction: Interaction, arrangement: Sequence[int], response: Response | None = None
) -> Shown:
    """Return what the interaction's template needs, with an earlier response filled in."""
    match interaction:
        case Choice():
            return choice.show(interaction, arrangement, response)
        case TextEntry():
            return text_entry.show(interaction, response)
        case Match():
            return match.show(interaction, response)
        case Order():
            return order.show(interaction, arrangement, response)
        case Recall():
            return recall.show()
        case _:
            assert_never(interaction)


def read(interaction: Interaction, arrangement: Sequence[int], fields: Fields) -> Response | None:
    """Read the response out of a submitted form; ``None`` when nothing was answered.

    Raises:
        Unreadable: what was sent cannot be a response; the message says how to mend it.
    """
    match interaction:
        case Choice():
            return choice.read(interaction, arrangement, fields)
        case TextEntry():
            return text_entry.read(fields)
        case Match():
            return match.read(interaction, fields)
        case Order():
            return order.read(interaction, arrangement, fields)
        case Recall():
            return recall.read(fields)
        case _:
            assert_never(interaction)


def is_left_alone(
    interaction: Interaction, arrangement: Sequence[int], response: Response | None
) -> bool:
    """Return whether a response is what was shown untouched, and cannot be meant."""
    return isinstance(interaction, Order) and order.is_left_alone(arrangement, response)


def say(interaction: Interaction, response: Response | None) -> Said:
    """Return what was answered and what the key is, in words: only for after the answer."""
    match interaction:
        case Choice():
            return choice.say(interaction, response)
        case TextEntry():
            return text_entry.say(interaction, response)
        case Match():
            return match.say(interaction, response)
        case Order():
            return order.say(interaction, response)
        case Recall():
            return recall.say(interaction)
        case _:
            assert_never(interaction)


def recount(interaction: Interaction, response: Response) -> list[str]:
    """Return what was answered, in the words shown: what it tells of the key is nothing.

    Options picked come in alphabetical order, not in that of their places; items in the order
    they were put in; a flashcard gives how it was rated.
    """
    if isinstance(response, Recalled):
        return [str(response.rating)]
    lines = [line.text for line in say(interaction, response).given]
    return sorted(lines) if isinstance(interaction, Choice) else lines
