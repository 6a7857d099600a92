from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.learning.class_forecasting import bands, class_recall, recall_on, together
from webapp.learning.scheduling import Memory, State, retrievability

DAY = 739_000
AT = datetime(2024, 1, 1, tzinfo=UTC)


@given(stability=st.floats(0.01, 4000), ago=st.integers(-3, 900))
def test_recall_is_that_of_the_schedule(stability: float, ago: int) -> None:
    memory = Memory(
        stability=stability,
        difficulty=5,
        state=State.REVIEW,
        step=None,
        due_at=AT,
        due_day=DAY,
        last_day=DAY - ago,
        last_at=AT,
        repetitions=3,
        lapses=0,
    )
    assert recall_on(stability, DAY - ago, DAY) == pytest.approx(
        retrievability(memory, DAY), abs=1e-12
    )


def test_recall_is_nine_in_ten_after_as_many_days_as_it_is_stable_for() -> None:
    assert recall_on(10, DAY - 10, DAY) == pytest.approx(0.9, abs=1e-12)
    assert recall_on(10, DAY, DAY) == recall_on(10, DAY + 1, DAY) == 1


def test_a_class_is_expected_to_know_what_its_chances_sum_to() -> None:
    recall = class_recall([(10, DAY - 10), (5, DAY)], DAY, DAY + 5)
    assert recall.met == 2
    assert recall.now == pytest.approx(1.9)
    assert recall.then == pytest.approx(recall_on(10, DAY - 10, DAY + 5) + 0.9)
    assert recall.forgotten == pytest.approx(2 - recall.then)
    both = together([recall, class_recall([], DAY, DAY)])
    assert both == recall


def test_forecasts_are_told_by_bands() -> None:
    forecasts = [(0.95, True), (0.93, False), (0.7, True), (1.0, True), (0.1, False)]
    assert [(band.low, band.answers) for band in bands(forecasts)] == [(0.0, 1), (0.7, 1), (0.9, 3)]
    last = bands(forecasts)[-1]
    assert last.forecast == pytest.approx(0.96)
    assert last.recalled == pytest.approx(2 / 3)
    assert bands([]) == []
