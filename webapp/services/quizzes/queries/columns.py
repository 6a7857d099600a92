"""Many rows as columns of numbers, as quickly as the driver gives them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Select, String, type_coerce
from sqlalchemy.orm import Session

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Translation = Callable[[Sequence[Any]], list[int]]
_AT_ONCE = 2_000  # rows


def columns_of(
    session: Session, query: Select[Any], *kinds: tuple[Translation | None, type[np.generic]]
) -> list[NDArray[Any]]:
    """Return what a query finds, column by column: what the driver gives, or what that stands for.

    Each value made one of ours takes four times as long. So many at a time go to numbers as stay
    in the processor's own memory: all at once takes half as long again.
    """
    import numpy as np

    parts: list[list[NDArray[Any]]] = [[np.empty(0, kind)] for _translate, kind in kinds]
    with session.connection().execute(query) as found:
        while found.cursor and (rows := found.cursor.fetchmany(_AT_ONCE)):
            for part, values, (translate, kind) in zip(
                parts, zip(*rows, strict=True), kinds, strict=True
            ):
                part.append(np.array(translate(values) if translate else values, dtype=kind))
    return [np.concatenate(part) for part in parts]


def places_of(ids: Mapping[Any, int]) -> Translation:
    """Return what finds the place of each id, -1 for one that has none."""
    return lambda values: [ids.get(value, -1) for value in values]


def numbers_of(known: dict[Any, int]) -> Translation:
    """Return what finds the number of each value, and gives the next one to each that is new."""

    def numbered(values: Sequence[Any]) -> list[int]:
        for value in dict.fromkeys(values):
            known.setdefault(value, len(known))
        return [known[value] for value in values]

    return numbered


def raw(column: Any) -> ColumnElement[Any]:
    """Return an id as the database gives it: making each a UUID takes longer than all else."""
    return type_coerce(column, String)
