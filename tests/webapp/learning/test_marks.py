"""Marks: the newest change that stands counts, else the answer; what is dropped counts nowhere."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.learning.marks import (
    NOTHING,
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
BACK, TOOK = WorthChange(0.5), WorthChange(0.0, counted=-2.0)
SURE = Worth(0.75, counted=0.25)


@pytest.mark.parametrize(
    ("answered", "changes", "worth", "by_hand"),
    [
        (NOTHING, [], Worth(0), False),
        (SURE, [], SURE, False),
        (NOTHING, [REGRADED], Worth(1), False),
        (SURE, [REGRADED, LATER], Worth(0.25), False),
        (SURE, [BY_HAND], Worth(0.5), True),
        (NOTHING, [REGRADED, BY_HAND], Worth(0.5), True),
        (SURE, [REGRADED, BY_HAND, NO_LONGER], Worth(1), False),
        (NOTHING, [BY_HAND, REGRADED], Worth(1), False),
        (NOTHING, [BY_HAND, REGRADED, NO_LONGER], Worth(1), False),
        (SURE, [BY_HAND, NO_LONGER], SURE, False),
        (SURE, [DROPPED], Worth(0.75, dropped=True, counted=0.25), False),
        (SURE, [BY_HAND, DROPPED], Worth(0.5, dropped=True), True),
        (SURE, [DROPPED, BY_HAND], Worth(0.5, dropped=True), True),
        (SURE, [DROPPED, BACK], Worth(0.5), False),
        (NOTHING, [TOOK], Worth(0, counted=-2), False),
    ],
)
def test_what_a_question_is_worth(
    answered: Worth, changes: list[WorthChange], worth: Worth, by_hand: bool
) -> None:
    assert worth_of(answered, changes) == worth
    assert is_by_hand(changes) is by_hand


def test_an_attempt_is_the_sum_of_what_counts() -> None:
    questions = [(Worth(1 / 3), 1.0), (Worth(1 / 3), 1.0), (Worth(1 / 3), 1.0)]
    assert total_of(questions) == Total(1.0, 3.0)
    assert total_of([*questions, (Worth(1, dropped=True), 4.0)]) == Total(1.0, 3.0)
    assert total_of([(Worth(1, dropped=True), 4.0)]) == Total(0.0, 0)


def test_what_takes_marks_away_leaves_no_less_than_none() -> None:
    certain_and_wrong = (Worth(0, counted=-2), 1.0)
    assert total_of([(Worth(1), 3.0), certain_and_wrong]) == Total(1.0, 4.0)
    assert total_of([(Worth(1), 1.0), certain_and_wrong]) == Total(0.0, 2.0)
    assert total_of([(Worth(0, dropped=True, counted=-2), 1.0), (Worth(1), 1.0)]).mark == 1.0


_shares = st.none() | st.floats(-2, 1)
_answered = st.builds(Worth.of, st.floats(0, 1), st.floats(-2, 1))
_changes = st.builds(
    WorthChange,
    st.none() | st.floats(0, 1),
    by_hand=st.booleans(),
    dropped=st.booleans(),
    counted=_shares,
)


@given(answered=_answered, changes=st.lists(_changes, max_size=8))
def test_a_worth_is_in_range_and_comes_from_somewhere(
    answered: Worth, changes: list[WorthChange]
) -> None:
    found = worth_of(answered, changes)
    assert 0 <= found.fraction <= 1 and -2 <= found.counts <= 1
    assert found[::2] in {answered[::2], *((c.fraction, c.counted) for c in changes)}


ONE, HALF, NONE, OUT = Worth(1), Worth(0.5), Worth(0), Worth(0.5, dropped=True)
GUESSED, TAKEN = Worth(1.0, counted=1 / 3), Worth(0.0, counted=-2.0)
NEVER_LOWER, EXACT = RegradePolicy.NEVER_LOWER, RegradePolicy.EXACT
FULL, DROP = RegradePolicy.FULL, RegradePolicy.DROP


@pytest.mark.parametrize(
    ("worth", "by_key", "policy", "change"),
    [
        (NONE, ONE, EXACT, WorthChange(1.0)),
        (ONE, NONE, EXACT, WorthChange(0.0)),
        (HALF, HALF, EXACT, None),
        (HALF, None, EXACT, None),
        (OUT, HALF, EXACT, WorthChange(0.5)),
        (OUT, None, EXACT, WorthChange(0.5)),
        (NONE, ONE, NEVER_LOWER, WorthChange(1.0)),
        (TAKEN, GUESSED, NEVER_LOWER, WorthChange(1.0, counted=1 / 3)),
        (GUESSED, TAKEN, NEVER_LOWER, None),
        (GUESSED, TAKEN, EXACT, WorthChange(0.0, counted=-2.0)),
        (TAKEN, None, EXACT, None),
        (TAKEN, TAKEN, FULL, WorthChange(1.0)),
        (ONE, NONE, NEVER_LOWER, None),
        (HALF, None, NEVER_LOWER, None),
        (OUT, NONE, NEVER_LOWER, None),
        (NONE, None, FULL, WorthChange(1.0)),
        (ONE, NONE, FULL, None),
        (OUT, None, FULL, WorthChange(1.0)),
        (NONE, ONE, DROP, WorthChange(None, dropped=True)),
        (OUT, ONE, DROP, None),
    ],
)
def test_what_a_regrading_changes(
    worth: Worth, by_key: Worth | None, policy: RegradePolicy, change: WorthChange | None
) -> None:
    assert regraded(worth, by_key, policy) == change


@pytest.mark.parametrize("policy", [NEVER_LOWER, EXACT])
def test_what_was_marked_by_hand_is_not_graded_by_a_key(policy: RegradePolicy) -> None:
    assert regraded(HALF, ONE, policy, by_hand=True) is None
    assert regraded(HALF, ONE, FULL, by_hand=True) == WorthChange(1.0)


@given(answered=_answered, by_key=st.none() | _answered, changes=st.lists(_changes, max_size=4))
def test_never_lower_takes_nothing(
    answered: Worth, by_key: Worth | None, changes: list[WorthChange]
) -> None:
    before = worth_of(answered, changes)
    change = regraded(before, by_key, NEVER_LOWER, by_hand=is_by_hand(changes))
    after = worth_of(answered, [*changes, change] if change else changes)
    assert after.fraction >= before.fraction and after.counts >= before.counts
    assert after.dropped is before.dropped
