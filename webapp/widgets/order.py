"""Order: a place to give each item; with JavaScript, rows to move or drag."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from flask_babel import gettext as _

from questions.interactions import Order
from questions.responses import Ordered, Response
from webapp.widgets.shown import Fields, Line, Said, Shown, Unreadable


def arrange(interaction: Order, seed: str) -> list[int]:
    """Shuffle the items, never into the right order, unless the only other one is its reverse."""
    order = list(range(len(interaction.items)))
    chance = Random(seed)  # noqa: S311
    chance.shuffle(order)
    while len(order) > 2 and order == sorted(order):
        chance.shuffle(order)
    return order


def show(interaction: Order, arrangement: Sequence[int], response: Response | None) -> Shown:
    """Show the items as answered so far, or else as arranged, by the places they are shown in."""
    answered = response.items if isinstance(response, Ordered) else ()
    indexes = answered if sorted(answered) == sorted(arrangement) else tuple(arrangement)
    rows = [
        {"name": f"place-{arrangement.index(index)}", "text": interaction.items[index], "place": n}
        for n, index in enumerate(indexes, 1)
    ]
    return Shown("widgets/order.html", {"rows": rows})


def read(interaction: Order, arrangement: Sequence[int], fields: Fields) -> Ordered:
    """Read the place given to each item."""
    places = [fields.get(f"place-{shown}", "") for shown in range(len(arrangement))]
    wanted = [str(n) for n in range(1, len(interaction.items) + 1)]
    if sorted(places) != sorted(wanted):
        raise Unreadable(_("Give each item a place of its own, from 1 to %(n)s.", n=len(wanted)))
    by_place = sorted(range(len(places)), key=lambda shown: int(places[shown]))
    return Ordered(items=tuple(arrangement[shown] for shown in by_place))


def is_left_alone(arrangement: Sequence[int], response: Response | None) -> bool:
    """Return whether the items stand as they were shown, which is never the right order.

    Of two items it may be, so there it can be meant.
    """
    is_as_shown = isinstance(response, Ordered) and response.items == tuple(arrangement)
    return is_as_shown and len(arrangement) > 2


def say(interaction: Order, response: Response | None) -> Said:
    """Say the order given, each item in its place or not, and the right order."""
    items = response.items if isinstance(response, Ordered) else ()
    lines = [
        Line(interaction.items[index], index == n)
        for n, index in enumerate(items)
        if 0 <= index < len(interaction.items)
    ]
    return Said(tuple(lines), tuple(interaction.key()), ordered=True)
