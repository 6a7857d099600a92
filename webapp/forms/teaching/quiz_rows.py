"""A quiz as one list, as it is shown: headings of sections among its places, to move both."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from wtforms import FieldList

from webapp.forms.teaching.places import read_place

_BY = {"up": -1, "down": 1, "lift": -1, "lower": 1}
OF_PLACES = {"up", "down", "remove"}
OF_SECTIONS = {"lift", "lower", "ahead", "behind", "unsection"}


@dataclass(eq=False, slots=True)
class QuizRow:
    """A place of a quiz or the heading of a section, with the values of its fields."""

    values: dict[str, Any]
    is_section: bool = False


def interleave(
    sections: Sequence[dict[str, Any]], places: Sequence[dict[str, Any]]
) -> list[QuizRow]:
    """Return sections and places as one list: each section where it begins."""
    rows: list[QuizRow] = []
    waiting = [QuizRow(values, is_section=True) for values in sections]
    for number, place in enumerate(places):
        while waiting and places_before(waiting[0].values) <= number:
            rows.append(waiting.pop(0))
        rows.append(QuizRow(place))
    return [*rows, *waiting]


def places_before(values: dict[str, Any]) -> int:
    """Return how many places stand before a section."""
    return read_place(str(values["before"] or "")) or 0


def count_places(rows: Iterable[QuizRow]) -> None:
    """Let each section say how many places stand before it."""
    before = 0
    for row in rows:
        if row.is_section:
            row.values["before"] = str(before)
        else:
            before += 1


def rearranged(rows: list[QuizRow], at: int, verb: str) -> list[QuizRow]:
    """Return rows after what a button says was done to the one at ``at``."""
    if verb in {"remove", "unsection"}:
        return [*rows[:at], *rows[at + 1 :]]
    if verb in _BY:
        to = at + _BY[verb]
        if 0 <= to < len(rows):
            rows[at], rows[to] = rows[to], rows[at]
        return rows
    starts = [n for n, row in enumerate(rows) if row.is_section]
    here = starts.index(at) + (0 if verb == "ahead" else 1)
    if not 0 < here < len(starts):
        return rows
    first, second = starts[here - 1], starts[here]
    end = starts[here + 1] if here + 1 < len(starts) else len(rows)
    return [*rows[:first], *rows[second:end], *rows[first:second], *rows[end:]]


def set_entries(fields: FieldList[Any], values: Iterable[Any]) -> None:
    """Fill a list of fields anew."""
    while len(fields):
        fields.pop_entry()
    for each in values:
        fields.append_entry(each)
