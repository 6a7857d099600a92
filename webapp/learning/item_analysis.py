"""Item analysis: how hard each question was, and whether it tells strong learners from weak ones.

By the formulas of classical test theory that learning platforms report: the discrimination index is
the correlation with the rest of the test, not that of upper and lower 27 %. Variances and
covariances are over S − 1 learners. A figure that is not defined is ``None``: without spread
nothing can be compared.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import ArrayLike, NDArray

Numbers = NDArray[np.float64]

# What differs by less, relative to its size, differs by rounding alone.
_ROUNDING = 1e-12


@dataclass(frozen=True, slots=True)
class ItemFigures:
    """What is known of an item, x being its fraction and y the share of the rest of the test.

    ``facility`` is the mean of x, from 0 to 1, and ``sd`` its standard deviation. The others are in
    percent: ``discrimination_index`` is the correlation of x and y, −100 to 100;
    ``discriminative_efficiency`` is the covariance of x and y as a share of the most it could be,
    were both in the same order; ``effective_weight`` is the item's share in what spreads the
    totals, √cov(mark, total) of that of all items, and ``None`` where that covariance is below 0.
    """

    facility: float | None
    sd: float | None
    discrimination_index: float | None
    discriminative_efficiency: float | None
    effective_weight: float | None


@dataclass(frozen=True, slots=True)
class TestFigures:
    """What is known of the whole, of the totals T of S learners over P items.

    ``mean`` and ``sd`` are in marks. ``skewness`` and ``kurtosis`` are the unbiased ones that
    spreadsheets give as SKEW and KURT; a normal distribution has 0 for both. In percent: ``cic``,
    the coefficient of internal consistency, 100·P/(P−1)·(1 − Σ var(mark)/var T), which is
    Cronbach's α; and ``error_ratio``, 100·√(1 − cic/100), the share of chance in ``sd``.
    ``sem``, the standard error of measurement in marks, is that share of ``sd``.
    """

    __test__ = False

    mean: float | None
    sd: float | None
    skewness: float | None
    kurtosis: float | None
    cic: float | None
    error_ratio: float | None
    sem: float | None


@dataclass(frozen=True, slots=True)
class Analysis:
    """The figures of every item, in the order they were given, and of the whole."""

    items: tuple[ItemFigures, ...]
    test: TestFigures


@dataclass(frozen=True, slots=True)
class Item:
    """How an item was answered: by which learners, with what fraction, for how many marks each."""

    learners: NDArray[np.intp]
    fractions: Numbers
    max_marks: Numbers


def analyse_table(fractions: ArrayLike, max_marks: Sequence[float]) -> Analysis:
    """Analyse a table with a row for each learner and a column for each item, all of them asked."""
    table = np.asarray(fractions, dtype=np.float64).reshape(-1, len(max_marks))
    everyone = np.arange(len(table))
    items = [
        Item(everyone, column, np.full(len(table), max_mark, dtype=np.float64))
        for column, max_mark in zip(table.T, max_marks, strict=True)
    ]
    return analyse(items, len(table))


def analyse(items: Sequence[Item], learners: int) -> Analysis:
    """Analyse items which need not have been asked of everybody; learners count from 0.

    Each item is compared with the rest of the marks that the learner could have. Effective weights
    and what follows from the consistency of items are defined only where all were asked alike.
    Where learners could have different marks, their shares of the most of them stand for totals.
    """
    totals, possible = np.zeros(learners), np.zeros(learners)
    for item in items:
        np.add.at(totals, item.learners, item.fractions * item.max_marks)
        np.add.at(possible, item.learners, item.max_marks)
    is_full = all(len(item.learners) == learners for item in items) and not _spreads(possible)
    weights = _weights(items, totals) if is_full else [None] * len(items)
    figures = [
        _figures_of(item, totals, possible, weight)
        for item, weight in zip(items, weights, strict=True)
    ]
    return Analysis(tuple(figures), _test_figures(items, _alike(totals, possible), is_full))


def _figures_of(
    item: Item, totals: Numbers, possible: Numbers, weight: float | None
) -> ItemFigures:
    x = item.fractions
    rest = possible[item.learners] - item.max_marks
    has_rest = rest > _ROUNDING * possible[item.learners]
    with_rest = item.learners[has_rest]
    marks = x[has_rest] * item.max_marks[has_rest]
    y = (totals[with_rest] - marks) / rest[has_rest]
    discrimination, efficiency = _agreement(x[has_rest], y)
    variance = _variance(x)
    return ItemFigures(
        facility=_mean(x),
        sd=None if variance is None else sqrt(variance),
        discrimination_index=discrimination,
        discriminative_efficiency=efficiency,
        effective_weight=weight,
    )


def _agreement(x: Numbers, y: Numbers) -> tuple[float | None, float | None]:
    """Return the correlation of two, and their covariance as a share of its most, in percent."""
    spread_x, spread_y = _variance(x), _variance(y)
    if not spread_x or not spread_y:
        return None, None
    shared = _covariance(x, y)
    index = 100 * shared / (sqrt(spread_x) * sqrt(spread_y))
    efficiency = 100 * shared / _covariance(np.sort(x), np.sort(y))
    return max(-100.0, min(100.0, index)), min(100.0, efficiency)


def _weights(items: Sequence[Item], totals: Numbers) -> list[float | None]:
    roots = [_root_shared(item, totals) for item in items]
    whole = sum(root for root in roots if root is not None)
    return [None if root is None or not whole else 100 * root / whole for root in roots]


def _root_shared(item: Item, totals: Numbers) -> float | None:
    """Return √cov(mark, total), 0 where they share nothing but rounding, ``None`` below."""
    marks = item.fractions * item.max_marks
    own_totals = totals[item.learners]
    spread, spread_of_totals = _variance(marks), _variance(own_totals)
    if spread is None or spread_of_totals is None:
        return None
    shared = _covariance(marks, own_totals) if spread and spread_of_totals else 0.0
    if abs(shared) <= _ROUNDING * sqrt(spread) * sqrt(spread_of_totals):
        return 0.0
    return sqrt(shared) if shared > 0 else None


def _alike(totals: Numbers, possible: Numbers) -> Numbers:
    """Return the totals as if every learner could have had as many marks as any."""
    if not _spreads(possible):
        return totals
    shares: Numbers = np.divide(totals, possible, out=np.zeros_like(totals), where=possible > 0)
    alike: Numbers = shares * possible.max()
    return alike


def _test_figures(items: Sequence[Item], totals: Numbers, is_full: bool) -> TestFigures:
    variance = _variance(totals)
    sd = None if variance is None else sqrt(variance)
    skewness, kurtosis = _shape(totals)
    chance = _share_of_chance(items, variance) if is_full else None
    ratio = None if chance is None else sqrt(chance)
    return TestFigures(
        mean=_mean(totals),
        sd=sd,
        skewness=skewness,
        kurtosis=kurtosis,
        cic=None if chance is None else 100 * (1 - chance),
        error_ratio=None if ratio is None else 100 * ratio,
        sem=None if ratio is None or sd is None else ratio * sd,
    )


def _share_of_chance(items: Sequence[Item], variance: float | None) -> float | None:
    """Return 1 − α: the share of chance in the variance of the totals."""
    if len(items) < 2 or not variance:
        return None
    alone = sum(_variance(item.fractions * item.max_marks) or 0.0 for item in items)
    chance = 1 - len(items) / (len(items) - 1) * (1 - alone / variance)
    return 0.0 if chance <= _ROUNDING else chance


def _shape(values: Numbers) -> tuple[float | None, float | None]:
    """Return skewness, defined from three values on, and excess kurtosis, from four."""
    n, variance = len(values), _variance(values)
    if n < 3 or not variance:
        return None, None
    z = (values - values.mean()) / sqrt(variance)
    skewness = n / ((n - 1) * (n - 2)) * float((z**3).sum())
    if n < 4:
        return skewness, None
    fourth = n * (n + 1) / ((n - 1) * (n - 2) * (n - 3)) * float((z**4).sum())
    return skewness, fourth - 3 * (n - 1) ** 2 / ((n - 2) * (n - 3))


def _mean(values: Numbers) -> float | None:
    return float(values.mean()) if len(values) else None


def _spreads(values: Numbers) -> bool:
    """Return whether values differ by more than rounding."""
    return len(values) > 0 and bool(np.ptp(values) > _ROUNDING * np.abs(values).max())


def _variance(values: Numbers) -> float | None:
    if len(values) < 2:
        return None
    return float(values.var(ddof=1)) if _spreads(values) else 0.0


def _covariance(x: Numbers, y: Numbers) -> float:
    return float(((x - x.mean()) * (y - y.mean())).sum()) / (len(x) - 1)
