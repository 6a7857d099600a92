"""How right the answers to a question were by how sure of them learners were."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from statistics import fmean

from webapp.learning.confidence import Confidence


@dataclass(frozen=True, slots=True)
class SureAnswers:
    """How many were so sure of their answers, how right these were, and how many wholly wrong."""

    confidence: Confidence
    answered: int
    mean: float
    wrong: int


def sure_answers(answers: Iterable[tuple[Confidence | None, float]]) -> Iterator[SureAnswers]:
    """Yield what answers come to, each with its fraction, the most sure first."""
    fractions: defaultdict[Confidence | None, list[float]] = defaultdict(list)
    for confidence, fraction in answers:
        fractions[confidence].append(fraction)
    for confidence in Confidence:
        if found := fractions[confidence]:
            yield SureAnswers(confidence, len(found), fmean(found), sum(f <= 0 for f in found))
