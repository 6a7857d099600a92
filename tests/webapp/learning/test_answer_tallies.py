"""Answers counted by thirds of the class."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from questions.interactions import (
    Answer,
    Choice,
    Interaction,
    Match,
    Option,
    Order,
    Recall,
    TextEntry,
)
from questions.responses import Chosen, Entered, Matched, Ordered, Recalled, Response
from webapp.learning.answer_tallies import GivenByThird, tally, thirds_of


def counts(interaction: Interaction, *responses: Response) -> dict[str, int]:
    given = [GivenByThird(response, 0.0, [0, 0, 1]) for response in responses]
    return {found.text: found.count for found in tally(interaction, given)}


def test_thirds_of_a_class() -> None:
    assert thirds_of([0.1, 0.9, 0.5]) == [0, 2, 1]
    assert thirds_of([]) == []
    assert thirds_of([0.5]) == [1]
    assert thirds_of([0.0, 0.0, 0.0, 0.0, 0.0, 1.0]) == [1, 1, 1, 1, 1, 2]


@given(st.lists(st.integers(0, 9)))
def test_equal_shares_are_together_and_better_ones_are_never_below(shares: list[int]) -> None:
    found = thirds_of([share / 9 for share in shares])
    pairs = sorted(zip(shares, found, strict=True))
    assert [third for _share, third in pairs] == sorted(found)
    assert len(set(pairs)) == len(set(shares))
    if len(set(shares)) == len(shares) and len(shares) % 3 == 0:
        assert set(Counter(found).values()) <= {len(shares) // 3}


def test_options_that_were_picked() -> None:
    options = (Option(text="a", fraction=1), Option(text="b", fraction=0))
    choice = Choice(options=options)
    picked = [Chosen(options=(0,)), Chosen(options=(1,)), Chosen(options=(1, 1, 9))]
    assert counts(choice, *picked) == {"a": 1, "b": 2}
    assert [found.is_right for found in tally(choice, [])] == [True, False]
    assert counts(choice, Entered(text="a")) == {"a": 0, "b": 0}


def test_pairs_and_places_that_are_right() -> None:
    match = Match(pairs=(("1", "one"), ("2", "two")))
    assert counts(match, Matched(rights=("one", None)), Matched(rights=("one", "two"))) == {
        "1 → one": 2,
        "2 → two": 1,
    }
    order = Order(items=("first", "second", "third"))
    assert counts(order, Ordered(items=(0, 2, 1))) == {"first": 1, "second": 0, "third": 0}


def test_a_card_has_no_answers() -> None:
    assert counts(Recall(back="x"), Recalled(rating=3)) == {}


def test_what_was_typed_is_folded_but_right_and_wrong_are_apart() -> None:
    entry = TextEntry(answers=(Answer(text="Baku"),))
    given = [
        GivenByThird(Entered(text="baku"), 1.0, [0, 0, 2]),
        GivenByThird(Entered(text="Baku"), 1.0, [0, 1, 0]),
        GivenByThird(Entered(text="Bakú"), 0.0, [1, 0, 0]),
        GivenByThird(Entered(text="?!"), 0.0, [1, 0, 0]),
        GivenByThird(Entered(text="  "), 0.0, [1, 0, 0]),
        GivenByThird(Chosen(options=(0,)), 0.0, [1, 0, 0]),
    ]
    found = [(each.text, each.thirds, each.is_right) for each in tally(entry, given)]
    assert found == [
        ("baku", [0, 1, 2], True),
        ("?!", [1, 0, 0], False),
        ("Bakú", [1, 0, 0], False),
    ]
