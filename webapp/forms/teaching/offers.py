"""What a list or a row of buttons offers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]


def offer(pairs: Iterable[tuple[str, object]]) -> list[Any]:
    """Return the choices of a field, out of pairs of a value and its label."""
    return [SelectChoice(value, label) for value, label in pairs]
