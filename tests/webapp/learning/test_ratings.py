"""Ratings: wrong is again whatever the learner thought, right is good or hard."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.learning.ratings import corrected_rating, is_leech, rating_for, recalled
from webapp.learning.scheduling import Rating


@pytest.mark.parametrize(
    ("fraction", "unsure", "rating"),
    [
        (1.0, False, Rating.GOOD),
        (1.0, True, Rating.HARD),
        (1.25, False, Rating.GOOD),
        (sum([0.1] * 10), False, Rating.GOOD),
        (3 * 0.3333333, False, Rating.GOOD),
        (1 - 1e-6, False, Rating.GOOD),
        (1 - 2e-6, False, Rating.AGAIN),
        (0.9999, False, Rating.AGAIN),
        (0.5, False, Rating.AGAIN),
        (0.5, True, Rating.AGAIN),
        (0.0, False, Rating.AGAIN),
    ],
)
def test_rating_of_an_answer(fraction: float, unsure: bool, rating: Rating) -> None:
    assert rating_for(fraction, unsure) is rating


@given(fraction=st.floats(max_value=0.999), unsure=st.booleans())
def test_wrong_is_never_hard(fraction: float, unsure: bool) -> None:
    assert rating_for(fraction, unsure) is Rating.AGAIN


def test_all_but_again_is_recalled() -> None:
    assert [rating for rating in Rating if not recalled(rating)] == [Rating.AGAIN]


def test_a_leech_at_eight_lapses_and_every_four_after() -> None:
    assert [lapses for lapses in range(22) if is_leech(lapses)] == [8, 12, 16, 20]


@pytest.mark.parametrize(
    ("rating", "fraction", "unsure", "corrected"),
    [
        (Rating.AGAIN, 1.0, False, Rating.GOOD),
        (Rating.AGAIN, 1.0, True, Rating.HARD),
        (Rating.AGAIN, 0.5, False, Rating.AGAIN),
        (Rating.EASY, 1.0, False, Rating.EASY),
        (Rating.EASY, 0.5, False, Rating.AGAIN),
    ],
)
def test_a_corrected_answer_is_judged_anew_only_where_it_turned(
    rating: Rating, fraction: float, unsure: bool, corrected: Rating
) -> None:
    assert corrected_rating(rating, fraction, unsure=unsure) is corrected
