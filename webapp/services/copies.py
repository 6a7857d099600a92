"""A row once more, with all that it holds but what is said anew."""

from __future__ import annotations

from typing import Any, TypeVar

from sqlalchemy import inspect

from webapp.db import Model

M = TypeVar("M", bound=Model)


def copy_row(row: M, **anew: Any) -> M:
    """Return a new row with the values of another, those apart that are given anew."""
    kind = type(row)
    names = [column.key for column in inspect(kind).column_attrs]
    values = {name: getattr(row, name) for name in names if name not in anew}
    return kind(**values, **anew)
