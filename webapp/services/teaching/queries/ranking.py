"""What was learned from decisions about the order of proposals."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from questions.traits import LEAST, LEAST_OF_EACH
from webapp.db import db
from webapp.models import Course, Ranking
from webapp.services.teaching.queries.decisions import final_decisions

THE_ONE = 1  # the id of the row
MOST = 5_000  # decisions, the newest: older ones are of a taste that may have changed


class RankingState(StrEnum):
    """Whether what was decided orders the queue of a course, and if not, why not."""

    TOO_FEW = "too few"
    DUE = "due"
    NO_BETTER = "no better"
    OFF = "off"
    ON = "on"


@dataclass(frozen=True, slots=True)
class QueueOrder:
    """How a course's proposals are ordered; the figures are shares of pairs in the right order."""

    state: RankingState
    decisions: int
    kept: int
    by_score: float
    by_weights: float


def is_ranked(course: Course) -> bool:
    """Return whether a course's proposals are ordered by what was decided before."""
    found = db.session.get(Ranking, THE_ONE)
    return found is not None and found.is_better and course.orders_by_decisions


def load_ranking(course: Course) -> QueueOrder:
    """Return how the proposals of a course are ordered, and from how many decisions."""
    found = db.session.get(Ranking, THE_ONE)
    if found is None or found.by_score is None or found.by_weights is None:
        return _so_far()
    state = RankingState.NO_BETTER
    if found.is_better:
        state = RankingState.ON if course.orders_by_decisions else RankingState.OFF
    return QueueOrder(state, found.decisions, 0, found.by_score, found.by_weights)


def _so_far() -> QueueOrder:
    made = final_decisions(most=MOST)
    kept = sum(one.is_kept for one in made)
    few = len(made) < LEAST or min(kept, len(made) - kept) < LEAST_OF_EACH
    return QueueOrder(RankingState.TOO_FEW if few else RankingState.DUE, len(made), kept, 0.0, 0.0)
