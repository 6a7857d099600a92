"""Marks: the newest change that stands counts, else the answer; what is dropped counts nowhere."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.learning.marks import (
    RegradePolicy,
    Total,
    Worth,
    WorthChange,
    is_by_hand,
    regraded,
    total_of,
    worth_of,
)

REGRADED, LATER, BY_HAND = WorthChange(1.0), WorthChange(0.25), WorthChange(0.5, by_hand=True)
NO_LONGER, DROPPED = WorthChange(None, by_hand=True), WorthChange(None, dropped=True)
BACK = WorthChange(0.5)


@pytest.mark.parametrize(
    ("graded", "changes", "worth", "by_hand"),
    [
        (None, [], Worth(0), False),
        (0.75, [], Worth(0.75), False),
        (0.0, [REGRADED], Worth(1), False),
        (0.0, [REGRADED, LATER], Worth(0.25), False),
        (None, [BY_HAND], Worth(0.5), True),
        (0.0, [REGRADED, BY_HAND], Worth(0.5), True),
        (0.0, [REGRADED, BY_HAND, NO_LONGER], Worth(1), False),
        (0.0, [BY_HAND, REGRADED], Worth(1), False),
        (0.0, [BY_HAND, REGRADED, NO_LONGER], Worth(1), False),
        (0.75, [BY_HAND, NO_LONGER], Worth(0.75), False),
        (0.75, [DROPPED], Worth(0.75, dropped=True), False),
        (0.75, [BY_HAND, DROPPED], Worth(0.5, dropped=True), True),
        (0.75, [DROPPED, BY_HAND], Worth(0.5, dropped=True), True),
        (0.75, [DROPPED, BACK], Worth(0.5), False),
    ],
)
def test_what_a_question_is_worth(
    graded: float | None, changes: list[WorthChange], worth: Worth, by_hand: bool
) -> None:
    assert worth_of(graded, changes) == worth
    assert is_by_hand(changes) is by_hand


def test_an_attempt_is_the_sum_of_what_counts() -> None:
    questions = [(Worth(1 / 3), 1.0), (Worth(1 / 3), 1.0), (Worth(1 / 3), 1.0)]
    assert total_of(questions) == Total(1.0, 3.0)
    assert total_of([*questions, (Worth(1, dropped=True), 4.0)]) == Total(1.0, 3.0)
    assert total_of([(Worth(1, dropped=True), 4.0)]) == Total(0.0, 0)


_changes = st.builds(
    WorthChange, st.none() | st.floats(0, 1), by_hand=st.booleans(), dropped=st.booleans()
)


@given(graded=st.none() | st.floats(0, 1), changes=st.lists(_changes, max_size=8))
def test_a_worth_is_in_range_and_comes_from_somewhere(
    graded: float | None, changes: list[WorthChange]
) -> None:
    found = worth_of(graded, changes).fraction
    assert 0 <= found <= 1
    assert found in {graded or 0.0, *(c.fraction for c in changes if c.fraction is not None)}


ONE, HALF, NONE, OUT = Worth(1), Worth(0.5), Worth(0), Worth(0.5, dropped=True)
NEVER_LOWER, EXACT = RegradePolicy.NEVER_LOWER, RegradePolicy.EXACT
FULL, DROP = RegradePolicy.FULL, RegradePolicy.DROP


@pytest.mark.parametrize(
    ("worth", "by_key", "policy", "change"),
    [
        (NONE, 1.0, EXACT, WorthChange(1.0)),
        (ONE, 0.0, EXACT, WorthChange(0.0)),
        (HALF, 0.5, EXACT, None),
        (HALF, None, EXACT, None),
        (OUT, 0.5, EXACT, WorthChange(0.5)),
        (OUT, None, EXACT, WorthChange(0.5)),
        (NONE, 1.0, NEVER_LOWER, WorthChange(1.0)),
        (ONE, 0.0, NEVER_LOWER, None),
        (HALF, None, NEVER_LOWER, None),
        (OUT, 0.0, NEVER_LOWER, None),
        (NONE, None, FULL, WorthChange(1.0)),
        (ONE, 0.0, FULL, None),
        (OUT, None, FULL, WorthChange(1.0)),
        (NONE, 1.0, DROP, WorthChange(None, dropped=True)),
        (OUT, 1.0, DROP, None),
    ],
)
def test_what_a_regrading_changes(
    worth: Worth, by_key: float | None, policy: RegradePolicy, change: WorthChange | None
) -> None:
    assert regraded(worth, by_key, policy) == change


@pytest.mark.parametrize("policy", [NEVER_LOWER, EXACT])
def test_what_was_marked_by_hand_is_not_graded_by_a_key(policy: RegradePolicy) -> None:
    assert regraded(HALF, 1.0, policy, by_hand=True) is None
    assert regraded(HALF, 1.0, FULL, by_hand=True) == WorthChange(1.0)


@given(
    graded=st.none() | st.floats(0, 1),
    by_key=st.none() | st.floats(0, 1),
    changes=st.lists(_changes, max_size=4),
)
def test_never_lower_takes_nothing(
    graded: float | None, by_key: float | None, changes: list[WorthChange]
) -> None:
    before = worth_of(graded, changes)
    change = regraded(before, by_key, NEVER_LOWER, by_hand=is_by_hand(changes))
    after = worth_of(graded, [*changes, change] if change else changes)
    assert after.fraction >= before.fraction
    assert after.dropped is before.dropped
