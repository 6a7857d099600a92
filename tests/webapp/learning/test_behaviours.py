"""What an answer counts by how sure of it one was."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.learning.behaviours import PLAIN, Behaviour, GradedAnswer, worth_of_answers
from webapp.learning.confidence import SCHEME, Confidence, share_for
from webapp.learning.marks import NOTHING, Worth

CERTAIN, FAIRLY, GUESS = Confidence
SURE = Behaviour(asks_confidence=True)
fractions = st.floats(0, 1)


def test_the_scheme_is_the_published_one() -> None:
    assert dict(SCHEME) == {CERTAIN: (3, -6), FAIRLY: (2, -2), GUESS: (1, 0)}


@pytest.mark.parametrize(
    ("confidence", "right", "half", "wrong"),
    [
        (CERTAIN, 1, -0.5, -2),
        (FAIRLY, 2 / 3, 0, -2 / 3),
        (GUESS, 1 / 3, 1 / 6, 0),
        (None, 1 / 3, 1 / 6, 0),
    ],
)
def test_what_an_answer_counts(
    confidence: Confidence | None, right: float, half: float, wrong: float
) -> None:
    found = [share_for(fraction, confidence) for fraction in (1, 0.5, 0)]
    assert found == pytest.approx([right, half, wrong], abs=1e-12)


@given(chance=fractions)
def test_it_is_best_to_say_how_sure_one_is(chance: float) -> None:
    expected = {
        sure: chance * share_for(1, sure) + (1 - chance) * share_for(0, sure) for sure in Confidence
    }
    best = CERTAIN if chance > 0.8 else FAIRLY if chance > 2 / 3 else GUESS
    assert expected[best] >= max(expected.values()) - 1e-9


@given(one=fractions, other=fractions, sure=st.sampled_from(Confidence))
def test_a_better_answer_never_counts_less(one: float, other: float, sure: Confidence) -> None:
    low, high = sorted((one, other))
    assert -2 <= share_for(low, sure) <= share_for(high, sure) <= 1


def test_the_last_answer_counts_as_its_quiz_asks() -> None:
    answers = [GradedAnswer(0.0, CERTAIN), GradedAnswer(1.0, GUESS)]
    assert worth_of_answers([], SURE) == NOTHING
    assert worth_of_answers(answers, PLAIN) == Worth(1.0)
    assert worth_of_answers(answers, SURE) == Worth(1.0, counted=1 / 3)
    assert worth_of_answers(answers[:1], SURE) == Worth(0.0, counted=-2.0)
    assert worth_of_answers([GradedAnswer(1.0, CERTAIN)], SURE) == Worth(1.0)
