"""What is typed for the weights of quizzes: a number for each, a decimal comma too."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from flask_babel import gettext as _
from wtforms import ValidationError

from webapp.forms.teaching.numbers import read_number

MOST = 1000  # a plain choice


@dataclass(frozen=True, slots=True)
class TypedWeights:
    """What was typed for each quiz, what it says, and what is wrong with it."""

    typed: dict[UUID, str] = field(default_factory=dict)
    weights: dict[UUID, float] = field(default_factory=dict)
    problems: dict[UUID, str] = field(default_factory=dict)


def read_weights(fields: Mapping[str, str], quiz_ids: Iterable[UUID]) -> TypedWeights:
    """Read the weights of these quizzes; who is not named keeps its own."""
    read = TypedWeights()
    for quiz_id in quiz_ids:
        text = fields.get(f"weight-{quiz_id}")
        if text is None:
            continue
        read.typed[quiz_id] = text
        try:
            read.weights[quiz_id] = _weight(text)
        except ValidationError as problem:
            read.problems[quiz_id] = str(problem)
    return read


def _weight(text: str) -> float:
    number = float(read_number(text))
    if not 0 <= number <= MOST:
        raise ValidationError(_("Use 0 to %(most)s.", most=MOST))
    return number
