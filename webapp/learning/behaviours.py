"""Behaviours: what a question of an attempt is worth by its answers, and by how its quiz asks."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from webapp.learning.confidence import Confidence, share_for
from webapp.learning.marks import NOTHING, Worth

THIRD = 1 / 3  # a plain choice, with which the third wrong try leaves nothing
# As they are usual in quizzes that are tried several times; which of them, the instructor says.
PENALTIES = (0.0, 0.1, 0.25, THIRD, 0.5, 1.0)
MOST_TRIES = 5  # a plain choice: a choice seldom has more options


@dataclass(frozen=True, slots=True)
class Behaviour:
    """How a quiz asks: whether it wants to know how sure one is, and how often one may try.

    ``penalty`` is the share of its mark that a question loses with each wrong try.
    """

    asks_confidence: bool = False
    tries: int = 1
    penalty: float = THIRD

    @property
    def has_tries(self) -> bool:
        """Whether a question can be tried more than once."""
        return self.tries > 1


PLAIN = Behaviour()


class GradedAnswer(NamedTuple):
    """An answer as it was graded, 0 to 1, and how sure the learner said they were of it."""

    fraction: float
    confidence: Confidence | None = None


def worth_of_answers(answers: Sequence[GradedAnswer], behaviour: Behaviour) -> Worth:
    """Return what a question is worth by its answers, oldest first: the last one counts.

    Where it can be tried several times, the first try says what was known, and the best one what
    the question brings, less what the wrong ones before it cost.
    """
    if not answers:
        return NOTHING
    if behaviour.has_tries:
        return Worth.of(answers[0].fraction, _best_of(answers, behaviour.penalty))
    last = answers[-1]
    if not behaviour.asks_confidence:
        return Worth(last.fraction)
    return Worth.of(last.fraction, share_for(*last))


def _best_of(tries: Sequence[GradedAnswer], penalty: float) -> float:
    best, wrong = 0.0, 0
    for each in tries:
        best = max(best, each.fraction * max(0.0, 1 - penalty * wrong))
        wrong += each.fraction < 1
    return best
