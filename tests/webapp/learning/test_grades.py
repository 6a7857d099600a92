"""Grades: what several attempts come to, whichever of them count."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.learning.grades import Grade, GradingMethod, Marked, counting, grade_of

SOME = [Marked(4, 10), Marked(9, 10), Marked(6, 12)]
marks = st.integers(1, 100).flatmap(
    lambda most: st.integers(0, most).map(lambda mark: Marked(mark, most))
)


@pytest.mark.parametrize(
    ("method", "mark", "most"),
    [
        (GradingMethod.HIGHEST, 9, 10),
        (GradingMethod.FIRST, 4, 10),
        (GradingMethod.LAST, 6, 12),
        (GradingMethod.AVERAGE, 7.2, 12),
    ],
)
def test_which_attempts_count(method: GradingMethod, mark: float, most: float) -> None:
    grade = grade_of(SOME, method)
    assert grade is not None
    assert (grade.mark, grade.max_mark, grade.attempts) == (mark, most, 3)


@pytest.mark.parametrize(
    ("method", "places"),
    [
        (GradingMethod.HIGHEST, [1]),
        (GradingMethod.FIRST, [0]),
        (GradingMethod.LAST, [2]),
        (GradingMethod.AVERAGE, [0, 1, 2]),
    ],
)
def test_the_places_of_those_that_count(method: GradingMethod, places: list[int]) -> None:
    assert list(counting(SOME, method)) == places
    assert list(counting([], method)) == []


@pytest.mark.parametrize("method", GradingMethod)
def test_without_an_attempt_there_is_no_grade(method: GradingMethod) -> None:
    assert grade_of([], method) is None


def test_of_equally_good_ones_the_earliest_is_the_highest() -> None:
    grade = grade_of([Marked(1, 2), Marked(2, 4)], GradingMethod.HIGHEST)
    assert grade is not None and (grade.mark, grade.max_mark) == (1, 2)


def test_nothing_to_be_had_is_nothing() -> None:
    assert grade_of([Marked(0, 0)], GradingMethod.AVERAGE) == Grade(0, 0, 1)


@given(st.lists(marks, min_size=1), st.sampled_from(GradingMethod))
def test_a_grade_lies_between_the_worst_and_the_best(
    made: list[Marked], method: GradingMethod
) -> None:
    grade = grade_of(made, method)
    assert grade is not None and grade.attempts == len(made)
    shares = [attempt.share for attempt in made]
    assert min(shares) - 1e-12 <= grade.fraction <= max(shares) + 1e-12


@given(st.lists(marks, min_size=1))
def test_an_average_is_exact(made: list[Marked]) -> None:
    grade = grade_of(made, GradingMethod.AVERAGE)
    exact = sum(Fraction(int(a.mark), int(a.max_mark)) for a in made) / len(made)
    assert grade is not None and abs(grade.fraction - float(exact)) < 1e-12


@given(marks, st.sampled_from(GradingMethod))
def test_one_attempt_is_its_own_grade(made: Marked, method: GradingMethod) -> None:
    grade = grade_of([made], method)
    assert grade is not None and (grade.mark, grade.max_mark) == (made.mark, made.max_mark)


@pytest.mark.parametrize(
    ("fraction", "pass_mark", "passed"),
    [
        (0.6, 0.6, True),
        (0.59, 0.6, False),
        (2 / 3, 0.6666667, True),
        (1.0, 1.0, True),
        (0.0, None, None),
    ],
)
def test_what_passes(fraction: float, pass_mark: float | None, passed: bool | None) -> None:
    assert Grade(fraction, 10, 1).passes(pass_mark) is passed
