from __future__ import annotations

from random import Random

import pytest

from questions.option_order import shuffled, why_poor

LAST = (
    "All of the above",
    "all of the above.",
    "ALL THE ABOVE",
    "None of these",
    "None of the above",
    "None of the above is correct",
    "none of the other options",
    "Neither of these",
    "Both of these",
    "Any of the above",
    "All of these answers are correct",
    "All are correct",
    "None are true",
    "More than one of the above",
    "No answer is right",
    "There is no correct answer",
    "None",
    "All of them",
    "All the above-mentioned",
    "None of the options listed",
    "All of the above apply",
    "None apply",
    "All three",
    "All four of them",
    "All three of the above",
    "Only one of the above",
    "At least two of these",
    "All of the aforementioned",
    "None of the previous answers",
    "Neither statement is true",
    "No correct answer",
    "All of these are true statements",
    "None of the rest",
    "All but one of these",
)
BY_LETTER = (
    "Both A and B",
    "A and B",
    "a and c",
    "A, B and C",
    "Neither A nor B",
    "B or C only",
    "Options A and D",
    "Both (a) and (b)",
    "Answers 1 and 3",
    "Only A and C are correct",
    "Both A & B",
    "A. and B.",
    "A and/or B",
    "A as well as C",
    "A and B, but not C",
    "Only A",
    "C only",
    "Both option A and option B",
    "All except A",
    "All of the above but C",
    "Both the first and the second",
    "Neither the first nor the last",
)
OTHERS = (
    "All of Poland",
    "None of the countries joined it",
    "Both countries",
    "Neither country signed it",
    "Vitamins A and B",
    "All people are equal",
    "Nothing was decided",
    "The above-ground tests",
    "1 and 2",
    "Some of the time",
    "One of these days",
    "A",
    "Two statements",
    "Some others",
    "No answer",
    "One of the first",
    "Vitamin A only",
    "The first and the second",
    "All three countries",
    "A, B, C",
)


@pytest.mark.parametrize("text", LAST)
def test_what_speaks_of_the_others_stays_at_the_end(text: str) -> None:
    orders = [shuffled(["Oslo", text, "Rome", "Bern"], Random(seed)) for seed in range(40)]
    assert {order[-1] for order in orders} == {1}
    assert {tuple(sorted(order)) for order in orders} == {(0, 1, 2, 3)}
    assert len({tuple(order) for order in orders}) == 6


@pytest.mark.parametrize("text", BY_LETTER)
def test_where_letters_are_named_nothing_moves(text: str) -> None:
    for seed in range(20):
        assert shuffled(["Oslo", "Rome", text, "Bern"], Random(seed)) == [0, 1, 2, 3]


@pytest.mark.parametrize("text", OTHERS)
def test_an_answer_of_its_own_is_shuffled(text: str) -> None:
    lasts = {shuffled(["Oslo", text, "Rome"], Random(seed))[-1] for seed in range(40)}
    assert lasts == {0, 1, 2}
    assert why_poor(text) is None


def test_several_of_them_keep_their_order() -> None:
    options = ["None of the above", "Oslo", "All of the above", "Rome"]
    assert {tuple(shuffled(options, Random(seed))[2:]) for seed in range(20)} == {(0, 2)}


def test_the_draw_is_as_it_was_where_none_speaks_of_others() -> None:
    for seed in map(str, range(20)):
        order = [0, 1, 2, 3]
        Random(seed).shuffle(order)
        assert shuffled(["a fox", "an owl", "a cat", "a dog"], Random(seed)) == order


def test_says_why_they_are_poor() -> None:
    assert "letters" in (why_poor("Both A and B") or "")
    assert "work it out" in (why_poor("All of the above") or "")
