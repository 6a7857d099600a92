"""Behaviours: what a question of an attempt is worth by its answers, and by how its quiz asks."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from webapp.learning.confidence import Confidence, share_for
from webapp.learning.marks import NOTHING, Worth


@dataclass(frozen=True, slots=True)
class Behaviour:
    """How a quiz asks: whether it wants to know how sure one is of each answer."""

    asks_confidence: bool = False


PLAIN = Behaviour()


class GradedAnswer(NamedTuple):
    """An answer as it was graded, 0 to 1, and how sure the learner said they were of it."""

    fraction: float
    confidence: Confidence | None = None


def worth_of_answers(answers: Sequence[GradedAnswer], behaviour: Behaviour) -> Worth:
    """Return what a question is worth by its answers, oldest first: the last one counts."""
    if not answers:
        return NOTHING
    last = answers[-1]
    if not behaviour.asks_confidence:
        return Worth(last.fraction)
    return Worth.of(last.fraction, share_for(*last))
