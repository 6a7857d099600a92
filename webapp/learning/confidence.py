"""Confidence: what an answer counts by how sure of it the learner was.

The scheme is that of certainty-based marking as A. R. Gardner-Medwin published it ("Confidence-
based marking: towards deeper learning and better exams", in Bryan and Clegg, Innovative Assessment
in Higher Education, 2006): right and wrong answers give 1 and 0 as a guess, 2 and -2 when fairly
sure, 3 and -6 when certain. To be certain pays above four chances in five of being right, to be
fairly sure above two in three; so it is best to say how sure one is.
"""

from enum import StrEnum
from typing import NamedTuple


class Confidence(StrEnum):
    """How sure somebody is of an answer, the most sure first."""

    CERTAIN = "certain"
    FAIRLY = "fairly"
    GUESS = "guess"


class Points(NamedTuple):
    """What the scheme gives for a right answer and for a wrong one."""

    right: int
    wrong: int


SCHEME = {
    Confidence.CERTAIN: Points(3, -6),
    Confidence.FAIRLY: Points(2, -2),
    Confidence.GUESS: Points(1, 0),
}
_WHOLE = SCHEME[Confidence.CERTAIN].right


def share_for(fraction: float, confidence: Confidence | None) -> float:
    """Return the share of a question's mark that an answer counts, -2 to 1.

    A certain right answer counts the whole; what is right in part lies between wrong and right in
    proportion. Who did not say how sure they were has guessed.
    """
    points = SCHEME[confidence or Confidence.GUESS]
    return (points.wrong + fraction * (points.right - points.wrong)) / _WHOLE
