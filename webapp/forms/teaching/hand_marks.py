"""What is typed to mark an answer by hand: a mark, a decimal comma too, and a comment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from wtforms import ValidationError

from webapp.forms.teaching.numbers import read_number


@dataclass(frozen=True, slots=True)
class TypedMark:
    """What was typed beside one answer, and what is wrong with it."""

    number: int
    mark: str
    comment: str
    problem: str = ""
    field: str = "mark"


def read_mark(fields: Mapping[str, str], number: int) -> tuple[TypedMark, float | None]:
    """Return what was typed, and the mark, or ``None`` where it is none."""
    typed, comment = fields.get("mark", ""), fields.get("comment", "")
    try:
        return TypedMark(number, typed, comment), float(read_number(typed))
    except ValidationError as problem:
        return TypedMark(number, typed, comment, str(problem)), None
