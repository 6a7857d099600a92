"""Learning from decisions which proposals are kept, and whether that orders them better.

The likelihood is a logistic regression with a ridge: the weights w and the bias b minimise

    sum(log(1 + exp(-y (b + w x)))) + c/2 sum((w - w0)^2)

over the decisions x, with y = 1 for kept and -1 for turned down (le Cessie and van Houwelingen,
"Ridge estimators in logistic regression", Applied Statistics 41, 1992). w0 is 1 for the log-odds
of the score and 0 for all else, so that few decisions leave the order nearly as the score has it.
The minimum is found by Newton's method (Hastie, Tibshirani and Friedman, "The Elements of
Statistical Learning", 2009, 4.4.1).

An order is measured by the share of pairs, one kept and one turned down, that it puts right: the
area under the curve. Each decision is ordered by weights that were fitted without it and without
any other about its passage. Whether the difference to the score's order is more than chance is
told by its standard error (DeLong, DeLong and Clarke-Pearson, Biometrics 44, 1988), with the
decisions about one passage taken together (Obuchowski, Biometrics 53, 1997).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from questions.traits import BIAS, LEAST, LEAST_OF_EACH, SCORE, Traits, features

_FOLDS = 10
# From 0.5 to 8, made-up decisions by a rule were ordered nearly as well, those by the score better.
_RIDGE = 3.0
_RIDGE_OF_BIAS = 0.01  # only so that there is a minimum where all decisions are the same
_STEPS = 50
_CLOSE = 1e-8
# One-sided, one in twenty orders that are no better passes for one that is.
_STANDARD_ERRORS = 1.645

Vector = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Example:
    """A decision about a proposal; ``passage`` is the same for all that was asked about one."""

    traits: Traits
    is_kept: bool
    passage: str


@dataclass(frozen=True, slots=True)
class Fitted:
    """What was learned from so many decisions, and how well it orders those it did not see.

    ``by_score`` and ``by_weights`` are shares of pairs in the right order; ``is_better`` says
    whether the second is higher by more than chance.
    """

    weights: dict[str, float]
    decisions: int
    by_score: float
    by_weights: float
    is_better: bool


def fit_decisions(examples: Sequence[Example]) -> Fitted | None:
    """Learn from decisions, in whatever order they come; ``None`` where they are too few."""
    kept = sum(one.is_kept for one in examples)
    if len(examples) < LEAST or min(kept, len(examples) - kept) < LEAST_OF_EACH:
        return None
    with threadpool_limits(limits=1, user_api="blas"):  # so small, more threads only get in the way
        return _fit_and_measure(sorted(examples, key=_sorted_by))


def _fit_and_measure(examples: Sequence[Example]) -> Fitted:
    given = [features(one.traits) for one in examples]
    names = sorted({name for each in given for name in each})
    found = np.array([[each.get(name, 0.0) for name in names] for each in given])
    is_kept = np.array([one.is_kept for one in examples])
    passages = np.array([one.passage for one in examples])
    start = np.array([float(name == SCORE) for name in names])
    scores = np.array([one.traits.score for one in examples])
    held_out = _order_held_out(found, is_kept, passages, start)
    by_score, by_weights, is_better = _compare(scores, held_out, is_kept, passages)
    weights = dict(zip([*names, BIAS], _fit(found, is_kept, start).tolist(), strict=True))
    return Fitted(weights, len(examples), by_score, by_weights, is_better)


def _sorted_by(one: Example) -> tuple[object, ...]:
    return one.passage, sorted(features(one.traits).items()), one.is_kept


def _order_held_out(
    found: Vector, is_kept: NDArray[np.bool_], passages: NDArray[np.str_], start: Vector
) -> Vector:
    """Return where each decision comes by weights that were fitted without its passage.

    The bias is left out: it moves with what else was held out, and no order depends on it.
    """
    places = np.empty(len(found))
    order = sorted(set(passages.tolist()), key=lambda name: sha256(name.encode()).digest())
    for fold in range(_FOLDS):
        is_out = np.isin(passages, order[fold::_FOLDS])
        if is_out.any():
            places[is_out] = found[is_out] @ _fit(found[~is_out], is_kept[~is_out], start)[:-1]
    return places


def _fit(found: Vector, is_kept: NDArray[np.bool_], start: Vector) -> Vector:
    """Return the weights that cost least, the bias last."""
    rows = np.hstack([found, np.ones((len(found), 1))])
    center = np.append(start, 0.0)
    ridge = np.append(np.full(len(start), _RIDGE), _RIDGE_OF_BIAS)
    sign = np.where(is_kept, 1.0, -1.0)

    def cost(weights: Vector) -> float:
        loss = np.logaddexp(0.0, -sign * (rows @ weights)).sum()
        return float(loss + (ridge * (weights - center) ** 2).sum() / 2)

    weights = center.copy()
    for _step in range(_STEPS):
        likely = 1 / (1 + np.exp(-np.clip(rows @ weights, -30, 30)))
        slope = rows.T @ (likely - is_kept) + ridge * (weights - center)
        bend = (rows.T * (likely * (1 - likely))) @ rows + np.diag(ridge)
        move = np.linalg.solve(bend, slope)
        now = cost(weights)
        while cost(weights - move) > now and np.abs(move).max() > _CLOSE:
            move = move / 2
        weights = weights - move
        if np.abs(move).max() <= _CLOSE:
            break
    return weights


def _compare(
    scores: Vector, held_out: Vector, is_kept: NDArray[np.bool_], passages: NDArray[np.str_]
) -> tuple[float, float, bool]:
    """Return the shares of pairs that two orders put right, and whether the second is better."""
    by_score, by_weights = _wins(scores, is_kept), _wins(held_out, is_kept)
    first, second = by_score[is_kept].mean(), by_weights[is_kept].mean()
    better = second - first
    number = np.where(is_kept, is_kept.sum(), (~is_kept).sum())
    parts = (by_weights - by_score - better) / number
    _names, groups = np.unique(passages, return_inverse=True)
    sums = np.bincount(groups, weights=parts)
    error = np.sqrt((sums**2).sum() * len(sums) / max(len(sums) - 1, 1))
    return float(first), float(second), bool(better > _STANDARD_ERRORS * error and len(sums) > 1)


def _wins(places: Vector, is_kept: NDArray[np.bool_]) -> Vector:
    """Return of each decision the share of those of the other kind that it is in order with.

    A kept one should come higher; where two come alike, half is counted.
    """
    wins = np.empty(len(places))
    for kind in (True, False):
        ours, others = places[is_kept == kind], np.sort(places[is_kept != kind])
        below = np.searchsorted(others, ours, "left") + np.searchsorted(others, ours, "right")
        share = below / 2 / len(others)
        wins[is_kept == kind] = share if kind else 1 - share
    return wins
