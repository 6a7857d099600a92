"""What a list is filtered by: read from an address, and written into one that can be shared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

    F = TypeVar("F", bound=DataclassInstance)


def read_filters(kind: type[F], given: Mapping[str, str]) -> F:
    """Return the filters that an address names; what it does not name is empty."""
    return kind(**{each.name: given.get(each.name, "").strip() for each in fields(kind)})


def as_query(filters: DataclassInstance) -> dict[str, Any]:
    """Return what to put into an address to come to the same list again."""
    values = {each.name: getattr(filters, each.name) for each in fields(filters)}
    return {name: value for name, value in values.items() if value}
