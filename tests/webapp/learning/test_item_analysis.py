"""Figures of items and tests: closed forms, another computation, and what must not matter."""

from __future__ import annotations

from math import isclose, sqrt
from pathlib import Path
from statistics import correlation, covariance, fmean, stdev, variance
from xml.etree import ElementTree
from zipfile import ZipFile

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.learning.item_analysis import Analysis, Item, analyse, analyse_table

Table = list[list[float]]

# Five learners, three items. By hand: totals 3, 2, 1, 1, 0; var T = 1.3; items have variances
# .3, .3 and .2, so that α = 3/2·(1 − .8/1.3) = 15/26.
FIVE: Table = [[1, 1, 1], [1, 1, 0], [1, 0, 0], [0, 1, 0], [0, 0, 0]]


def close(found: float | None, expected: float | None) -> bool:
    if found is None or expected is None:
        return found is expected
    return isclose(found, expected, rel_tol=1e-9, abs_tol=1e-9)


def test_a_small_table_by_hand() -> None:
    found = analyse_table(FIVE, [1, 1, 1])
    first, second, third = found.items
    assert alike(Analysis((first,), found.test), Analysis((second,), found.test))
    assert close(first.facility, 0.6) and close(third.facility, 0.2)
    assert close(first.sd, sqrt(0.3)) and close(third.sd, sqrt(0.2))
    # The rests of the first are 2, 1, 0, 1, 0: covariance .15 of at most .4, variance .7.
    assert close(first.discrimination_index, 100 * 0.15 / sqrt(0.3 * 0.7))
    assert close(first.discriminative_efficiency, 37.5)
    assert close(third.discrimination_index, 100 * 0.2 / sqrt(0.2 * 0.7))
    shares = [sqrt(0.45), sqrt(0.45), sqrt(0.4)]
    assert close(first.effective_weight, 100 * shares[0] / sum(shares))
    assert close(third.effective_weight, 100 * shares[2] / sum(shares))
    assert close(found.test.mean, 1.4) and close(found.test.sd, sqrt(1.3))
    assert close(found.test.cic, 100 * 15 / 26)
    assert close(found.test.error_ratio, 100 * sqrt(11 / 26))
    assert close(found.test.sem, sqrt(11 / 26) * sqrt(1.3))


def test_efficiency_is_whole_where_both_are_in_the_same_order() -> None:
    found = analyse_table([[1.0, 1.0], [1.0, 1.0], [0.0, 0.5], [0.0, 0.0]], [1, 1])
    assert all(close(item.discriminative_efficiency, 100) for item in found.items)
    upside_down = analyse_table([[0, 1], [0, 1], [1, 0], [1, 0]], [1, 1])
    assert all(close(item.discrimination_index, -100) for item in upside_down.items)
    assert all(close(item.discriminative_efficiency, -100) for item in upside_down.items)


def test_parallel_items_leave_nothing_to_chance() -> None:
    """Rounding would be a root away from a standard error of a millionth."""
    found = analyse_table([[0.1] * 3, [0.3] * 3, [0.7] * 3, [0.9] * 3], [1, 1, 1])
    assert close(found.test.cic, 100)
    assert found.test.error_ratio == 0
    assert found.test.sem == 0


def test_unrelated_items_are_all_chance() -> None:
    found = analyse_table([[1, 1], [1, 0], [0, 1], [0, 0]], [1, 1])
    assert close(found.test.cic, 0) and close(found.test.error_ratio, 100)
    assert close(found.test.sem, found.test.sd)
    assert all(close(item.discrimination_index, 0) for item in found.items)


@pytest.mark.parametrize("table", [[], [[0.5, 0.5]]])
def test_too_few_learners_have_no_spread(table: Table) -> None:
    found = analyse_table(table, [1, 1])
    assert found.test.mean == (1 if table else None)
    assert found.items[0].facility == (0.5 if table else None)
    assert found.test.sd is found.test.cic is found.test.sem is found.test.skewness is None
    for item in found.items:
        assert item.sd is item.discrimination_index is item.effective_weight is None
        assert item.discriminative_efficiency is None


def test_one_item_has_no_rest() -> None:
    found = analyse_table([[0], [1], [1], [0]], [1])
    assert found.items[0].discrimination_index is None
    assert found.items[0].discriminative_efficiency is None
    assert close(found.items[0].effective_weight, 100)
    assert found.test.cic is found.test.error_ratio is found.test.sem is None
    assert close(found.test.sd, sqrt(1 / 3))


def test_what_everybody_gets_alike_tells_nothing() -> None:
    """A mean of equal floats need not equal them: 0.1 must leave no spread of its own."""
    found = analyse_table([[0.1, x, 0.3] for x in (0.0, 1.0, 1.0, 0.0, 1.0)], [1, 1, 1])
    constant = found.items[0]
    assert constant.sd == 0
    assert constant.discrimination_index is None and constant.discriminative_efficiency is None
    assert constant.effective_weight == 0
    assert close(found.items[1].effective_weight, 100)
    assert found.items[1].discrimination_index is None, "its rest is the same for all"


def test_equal_totals_spread_nothing_but_rounding() -> None:
    found = analyse_table([[0.1, 0.2], [0.2, 0.1], [0.3, 0.0]], [1, 1])
    assert found.test.sd == 0
    assert found.test.cic is found.test.skewness is found.test.kurtosis is None
    assert [item.effective_weight for item in found.items] == [None, None]


def test_an_item_against_the_total_has_no_weight() -> None:
    found = analyse_table([[1, 0, 0], [0, 1, 1], [0, 1, 1], [1, 0, 0]], [1, 1, 1])
    assert found.items[0].effective_weight is None
    assert close(found.items[1].effective_weight, 50)


@pytest.mark.parametrize(
    ("totals", "skewness", "kurtosis"),
    [
        ([0, 0, 1], sqrt(3), None),
        ([0, 1, 2], 0, None),
        ([0, 0, 0, 1], 2, 4),
        # As the functions SKEW and KURT of spreadsheets are documented with.
        ([0.3, 0.4, 0.5, 0.2, 0.3, 0.4, 0.5, 0.6, 0.4, 0.7], 0.359543071406797, -0.151799637208416),
    ],
)
def test_shape(totals: list[float], skewness: float, kurtosis: float | None) -> None:
    found = analyse_table([[total, 0] for total in totals], [1, 1]).test
    assert close(found.skewness, skewness)
    assert close(found.kurtosis, kurtosis)


def test_marks_weigh() -> None:
    found = analyse_table([[1, 0], [0, 1], [1, 1]], [3, 1])
    assert close(found.test.mean, 8 / 3)
    assert found.items[0].facility == found.items[1].facility, "whatever they are worth"


def columns(cells: list[tuple[int, int, float]], items: int, marks: list[float]) -> list[Item]:
    """Return items from triples of learner, item and fraction."""
    chosen = [[cell for cell in cells if cell[1] == n] for n in range(items)]
    return [
        Item(
            np.array([learner for learner, _n, _x in column], dtype=np.intp),
            np.array([x for _learner, _n, x in column], dtype=np.float64),
            np.full(len(column), marks[n], dtype=np.float64),
        )
        for n, column in enumerate(chosen)
    ]


def test_learners_who_were_asked_other_questions() -> None:
    """Each question is compared with the rest of what its own learners could have."""
    cells = [
        (0, 0, 1),
        (0, 1, 1),
        (1, 0, 0),
        (1, 1, 0),
        (2, 0, 1),
        (2, 2, 0.5),
        (3, 2, 0),
        (3, 1, 1),
    ]
    found = analyse(columns(cells, 3, [1, 1, 2]), 4)
    assert close(found.items[0].facility, 2 / 3)
    assert close(found.items[0].discrimination_index, 100 * correlation([1, 0, 1], [1, 0, 0.5]))
    assert [item.effective_weight for item in found.items] == [None] * 3
    assert found.test.cic is found.test.sem is None
    assert close(found.test.mean, 3 * fmean([1, 0, 2 / 3, 1 / 3]))


def test_in_which_order_the_answers_to_a_question_come_does_not_matter() -> None:
    cells = [(who, n, float(x)) for who, row in enumerate(FIVE) for n, x in enumerate(row)]
    mixed = analyse(columns(cells[::-1][7:] + cells[::-1][:7], 3, [1, 1, 1]), 5)
    assert alike(mixed, analyse_table(FIVE, [1, 1, 1]))


def test_a_learner_without_other_questions_says_nothing_of_one() -> None:
    cells = [(0, 0, 1.0), (1, 0, 0.0), (1, 1, 0.0), (2, 0, 1.0), (2, 1, 1.0), (3, 1, 0.5)]
    found = analyse(columns(cells, 2, [1, 1]), 5)
    assert close(found.items[0].discrimination_index, 100)
    assert close(found.items[1].discrimination_index, 100)
    assert close(found.test.mean, 2 * fmean([1, 0, 1, 0.5, 0])), "asked nothing is nothing"


def independent(table: Table, marks: list[float]) -> dict[str, list[float | None]]:
    """Compute the figures anew from the standard library, cell by cell."""
    found: dict[str, list[float | None]] = {"index": [], "efficiency": [], "weight": []}
    totals = [sum(x * m for x, m in zip(row, marks, strict=True)) for row in table]
    roots = []
    for n, mark in enumerate(marks):
        x = [row[n] * mark for row in table]
        y = [total - own for total, own in zip(totals, x, strict=True)]
        found["index"].append(100 * covariance(x, y) / sqrt(variance(x) * variance(y)))
        most = covariance(sorted(x), sorted(y))
        found["efficiency"].append(100 * covariance(x, y) / most)
        roots.append(covariance(x, totals))
    whole = sum(sqrt(shared) for shared in roots if shared >= 0)
    found["weight"] = [100 * sqrt(shared) / whole if shared >= 0 else None for shared in roots]
    p, v = len(marks), [variance([row[n] * m for row in table]) for n, m in enumerate(marks)]
    cic = 100 * p / (p - 1) * (1 - sum(v) / variance(totals))
    ratio = 100 * sqrt(1 - cic / 100)
    found["test"] = [fmean(totals), stdev(totals), cic, ratio, ratio * stdev(totals) / 100]
    return found


def test_an_independent_computation_agrees() -> None:
    chance = np.random.default_rng(20261127)
    ability = chance.normal(size=60)
    hardness = np.linspace(-2, 2, 9)
    right = (ability[:, None] + chance.normal(size=(60, 9)) > hardness).astype(float)
    right[:, 4] = np.round(chance.random(60), 2)
    right[:, 8] = 1 - right[:, 2]  # one with its key the wrong way round
    marks = [1, 1, 2, 0.5, 3, 1, 1, 1, 2]
    found, expected = analyse_table(right, marks), independent(right.tolist(), marks)
    for n, item in enumerate(found.items):
        assert close(item.discrimination_index, expected["index"][n])
        assert close(item.discriminative_efficiency, expected["efficiency"][n])
        assert close(item.effective_weight, expected["weight"][n])
    test = found.test
    pairs = zip(
        (test.mean, test.sd, test.cic, test.error_ratio, test.sem), expected["test"], strict=True
    )
    assert all(close(mine, theirs) for mine, theirs in pairs)
    assert found.items[8].discrimination_index is not None
    assert found.items[8].discrimination_index < 0


def spreadsheet() -> list[list[float]]:
    """Return the numbers of a sheet, row by row.

    It has the marks of 24 learners in columns A to D, and below them formulas of its own: a row of
    figures for each column, then one for the totals. What they come to is what LibreOffice found.
    """
    with ZipFile(Path(__file__).with_name("spreadsheet.ods")) as archive:
        root = ElementTree.fromstring(archive.read("content.xml"))
    office, table = (
        f"{{urn:oasis:names:tc:opendocument:xmlns:{name}:1.0}}" for name in ("office", "table")
    )
    found = []
    for row in root.iter(f"{table}table-row"):
        cells: list[float] = []
        for cell in row.iter(f"{table}table-cell"):
            if (value := cell.get(f"{office}value")) is not None:
                cells += [float(value)] * int(cell.get(f"{table}number-columns-repeated", 1))
        found += [cells] if cells else []
    return found


def test_a_spreadsheet_comes_to_the_same() -> None:
    rows = spreadsheet()
    marks, of_items, of_test = [row[:4] for row in rows[:24]], rows[24:28], rows[28]
    found = analyse_table(marks, [1, 1, 1, 1])
    assert len(rows) == 29 and len(of_test) == 7
    for item, theirs in zip(found.items, of_items, strict=True):
        assert all(close(*pair) for pair in zip(figures(item), theirs, strict=True))
    assert all(close(*pair) for pair in zip(figures(found.test), of_test, strict=True))


FRACTIONS = st.sampled_from([0, 0.1, 0.25, 1 / 3, 0.5, 2 / 3, 0.7, 1])


@st.composite
def tables(draw: st.DrawFn) -> Table:
    items = draw(st.integers(1, 5))
    row = st.lists(FRACTIONS, min_size=items, max_size=items)
    return draw(st.lists(row, min_size=1, max_size=9))


def alike(one: Analysis, other: Analysis) -> bool:
    ours = [value for item in (*one.items, one.test) for value in figures(item)]
    theirs = [value for item in (*other.items, other.test) for value in figures(item)]
    return all(close(mine, their) for mine, their in zip(ours, theirs, strict=True))


def figures(of: object) -> list[float | None]:
    return [getattr(of, name) for name in of.__slots__]  # type: ignore[attr-defined]


@given(tables(), st.randoms(use_true_random=False))
def test_the_order_of_learners_and_items_does_not_matter(table: Table, chance: object) -> None:
    places = list(range(len(table[0])))
    chance.shuffle(places)  # type: ignore[attr-defined]
    rows = list(table)
    chance.shuffle(rows)  # type: ignore[attr-defined]
    marks = [1.0 + n for n in range(len(places))]
    plain = analyse_table(table, marks)
    mixed = analyse_table([[row[n] for n in places] for row in rows], [marks[n] for n in places])
    back = [mixed.items[places.index(n)] for n in range(len(places))]
    assert alike(plain, Analysis(tuple(back), mixed.test))


@given(tables(), st.sampled_from([1e-6, 0.5, 3, 1e6]))
def test_marks_ten_times_as_high_change_marks_alone(table: Table, by: float) -> None:
    items = len(table[0])
    plain, scaled = analyse_table(table, [1.0] * items), analyse_table(table, [by] * items)
    assert all(
        close(mine, theirs)
        for one, other in zip(plain.items, scaled.items, strict=True)
        for mine, theirs in zip(figures(one), figures(other), strict=True)
    )
    for name in ("skewness", "kurtosis", "cic", "error_ratio"):
        assert close(getattr(plain.test, name), getattr(scaled.test, name))
    for name in ("mean", "sd", "sem"):
        mine, theirs = getattr(plain.test, name), getattr(scaled.test, name)
        assert close(mine, None if theirs is None else theirs / by)


@given(tables(), FRACTIONS)
def test_an_item_that_all_get_alike_changes_no_other(table: Table, fraction: float) -> None:
    items = len(table[0])
    plain = analyse_table(table, [1.0] * items)
    more = analyse_table([[*row, fraction] for row in table], [1.0] * (items + 1))
    constant = more.items[-1]
    assert constant.discrimination_index is constant.discriminative_efficiency is None
    assert not constant.sd and not constant.effective_weight
    for one, other in zip(plain.items, more.items, strict=False):
        assert close(one.facility, other.facility) and close(one.sd, other.sd)
        assert close(one.effective_weight, other.effective_weight)
        assert close(one.discrimination_index, other.discrimination_index)
    assert close(plain.test.sd, more.test.sd)


@given(tables())
def test_figures_stay_within_their_bounds(table: Table) -> None:
    found = analyse_table(table, [1.0] * len(table[0]))
    for item in found.items:
        assert item.facility is not None and -1e-9 <= item.facility <= 1 + 1e-9
        assert item.discrimination_index is None or abs(item.discrimination_index) <= 100
        assert item.discriminative_efficiency is None or item.discriminative_efficiency <= 100
    weights = [item.effective_weight for item in found.items if item.effective_weight is not None]
    assert not weights or close(sum(weights), 100)
    assert found.test.cic is None or found.test.cic <= 100
