from __future__ import annotations

import json
from itertools import permutations
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from questions.interactions import (
    Answer,
    Choice,
    Grading,
    Interaction,
    Match,
    Option,
    Order,
    Recall,
    TextEntry,
    grade,
    load_interaction,
)
from questions.responses import Chosen, Entered, Matched, Ordered, Recalled, Response, load_response
from tests.questions.strategies import choices, interactions, key_of, matches, orders, responses_to

ONE = Choice(
    options=(
        Option(text="1994", fraction=1, feedback="Yes."),
        Option(text="1992", fraction=0.5, feedback="That was the council."),
        Option(text="1997", fraction=-0.5),
    )
)
SEVERAL = Choice(
    multiple=True,
    options=(
        Option(text="a", fraction=0.5, feedback="A."),
        Option(text="b", fraction=0.5),
        Option(text="c", fraction=-0.75, feedback="C."),
        Option(text="d", fraction=0),
    ),
)
ENTRY = TextEntry(
    answers=(
        Answer(text="half right", fraction=0.5, feedback="Nearly."),
        Answer(text="evacuation", feedback="Yes."),
        Answer(text="vacation", fraction=-1, feedback="No."),
        Answer(text="1,994", match="number", tolerance=0.5),
        Answer(text="2023-01-20", match="date", fraction=0.25),
    )
)
MATCH = Match(pairs=(("PfP", "1994"), ("DEEP", "2008"), ("PARP", "1997")), distractors=("2018",))
ORDER = Order(items=("first", "second", "third", "fourth"))
EXAMPLES: list[Interaction] = [ONE, SEVERAL, ENTRY, MATCH, ORDER, Recall(back="Back")]


@given(st.data())
def test_no_response_is_worth_less_than_nothing_or_more_than_all(data: st.DataObject) -> None:
    interaction = data.draw(interactions)
    assert 0 <= grade(interaction, data.draw(responses_to(interaction))).fraction <= 1


@given(interactions)
def test_the_key_is_fully_right(interaction: Interaction) -> None:
    assert grade(interaction, key_of(interaction)).fraction == 1
    assert all(interaction.key())


@given(st.data())
def test_everything_comes_back_from_json_as_it_went(data: st.DataObject) -> None:
    interaction = data.draw(interactions)
    response = data.draw(responses_to(interaction))
    assert load_interaction(json.loads(interaction.model_dump_json())) == interaction
    assert load_response(json.loads(response.model_dump_json())) == response
    spelt = json.loads(json.dumps(interaction.model_dump(mode="json")))
    assert load_interaction(spelt) == interaction


def test_every_interaction_has_a_response_of_its_kind_and_a_key() -> None:
    shapes = get_args(get_args(Interaction)[0])
    answers = get_args(get_args(Response)[0])
    kinds = [shape.model_fields["kind"].default for shape in shapes]
    assert sorted(kinds) == sorted(a.model_fields["kind"].default for a in answers)
    assert {type(example) for example in EXAMPLES} == set(shapes)
    assert {type(key_of(example)) for example in EXAMPLES} == set(answers)


@pytest.mark.parametrize("interaction", EXAMPLES, ids=lambda each: each.kind)
@pytest.mark.parametrize("other", EXAMPLES, ids=lambda each: each.kind)
def test_a_response_answers_its_own_kind_and_no_other(
    interaction: Interaction, other: Interaction
) -> None:
    response = key_of(other)
    if interaction.kind == other.kind:
        assert grade(interaction, response).fraction >= 0
        return
    with pytest.raises(ValueError, match=f"{response.kind} response .* a {interaction.kind}$"):
        grade(interaction, response)


@pytest.mark.parametrize("interaction", EXAMPLES, ids=lambda each: each.kind)
def test_an_interaction_does_not_change_and_takes_no_unknown_fields(
    interaction: Interaction,
) -> None:
    with pytest.raises(ValidationError, match="frozen"):
        interaction.kind = "choice"  # type: ignore[misc]
    with pytest.raises(ValidationError, match="Extra inputs"):
        load_interaction({**interaction.model_dump(), "hint": ""})


# Choice


@pytest.mark.parametrize(
    ("interaction", "picked", "fraction", "feedback"),
    [
        (ONE, (0,), 1, "Yes."),
        (ONE, (1,), 0.5, "That was the council."),
        (ONE, (2,), 0, ""),
        (ONE, (), 0, ""),
        (ONE, (0, 0), 1, "Yes."),
        (ONE, (0, 1), 0, ""),
        (ONE, (0, 99, -1), 1, "Yes."),
        (SEVERAL, (0, 1), 1, "A."),
        (SEVERAL, (1, 1), 0.5, ""),
        (SEVERAL, (2, 0), 0, "A.\n\nC."),
        (SEVERAL, (0, 1, 2), 0.25, "A.\n\nC."),
        (SEVERAL, (0, 1, 3), 1, "A."),
        (SEVERAL, (0, 1, 2, 3), 0.25, "A.\n\nC."),
        (SEVERAL, (), 0, ""),
    ],
)
def test_a_choice_adds_up_what_is_picked(
    interaction: Choice, picked: tuple[int, ...], fraction: float, feedback: str
) -> None:
    grading = interaction.grade(Chosen(options=picked))
    assert (grading.fraction, grading.feedback, grading.rule) == (fraction, feedback, None)


@given(choices(multiple=False), st.sets(st.integers(0, 1), min_size=2))
def test_several_where_one_is_asked_for_are_worth_nothing(one: Choice, picked: set[int]) -> None:
    assert one.grade(Chosen(options=tuple(picked))).fraction == 0


@pytest.mark.parametrize("share", [0.33, 0.3333, 0.33001, 0.3334, 0.3366])
def test_thirds_that_were_rounded_add_up_to_a_whole(share: float) -> None:
    right = [Option(text=str(n), fraction=share) for n in range(3)]
    wrong = Option(text="wrong", fraction=-1)
    if abs(3 * share - 1) > 0.01:
        with pytest.raises(ValidationError, match="add up to 1"):
            Choice(multiple=True, options=(*right, wrong))
        return
    asked = Choice(multiple=True, options=(*right, wrong))
    assert asked.grade(Chosen(options=(0, 1, 2))).fraction == 1
    assert asked.grade(Chosen(options=(0, 1))).fraction == pytest.approx(2 / 3, abs=0.01)


# Text entry


@pytest.mark.parametrize(
    ("entered", "fraction", "rule", "feedback"),
    [
        ("evacuation", 1, "exact", "Yes."),
        (" The EVACUATION ", 1, "normalised", "Yes."),
        ("evacuatoin", 1, "typo", "Yes."),
        ("half right", 0.5, "exact", "Nearly."),
        ("half rigth", 0.5, "typo", "Nearly."),
        ("vacation", 0, "exact", "No."),
        ("vacatoin", 0, None, ""),
        ("1994.5", 1, "number", ""),
        ("1995", 0, None, ""),
        ("20 January 2023", 0.25, "date", ""),
        ("nothing like it", 0, None, ""),
        ("", 0, None, ""),
    ],
)
def test_a_text_entry_takes_the_best_answer_that_matches(
    entered: str, fraction: float, rule: str | None, feedback: str
) -> None:
    grading = ENTRY.grade(Entered(text=entered))
    assert (grading.fraction, grading.rule, grading.feedback) == (fraction, rule, feedback)


def test_a_slip_is_forgiven_only_where_slips_are() -> None:
    strict = ENTRY.model_copy(update={"typos": False})
    assert strict.grade(Entered(text="evacuatoin")).fraction == 0


def test_of_two_answers_the_better_one_is_taken() -> None:
    asked = TextEntry(answers=(Answer(text="Kabul", fraction=0.5), Answer(text="kabul")))
    assert asked.grade(Entered(text="Kabul")).fraction == 1
    assert asked.key() == ["kabul"]


def test_a_word_of_another_answer_is_no_slip() -> None:
    key, other = Answer(text="Marie Skavronska"), Answer(text="Skabronska House", fraction=0.5)
    entered = Entered(text="Marie Skabronska")
    assert grade(TextEntry(answers=(key,)), entered).fraction == 1
    assert grade(TextEntry(answers=(key, other)), entered).fraction == 0


def test_a_slip_into_a_wrong_answer_is_not_told_of() -> None:
    wrong = Answer(text="Marie Skavronska", fraction=0, feedback="She was an empress.")
    asked = TextEntry(answers=(Answer(text="Marie Curie"), wrong))
    assert grade(asked, Entered(text="Marie Skavronska")).feedback == "She was an empress."
    assert grade(asked, Entered(text="Marie Skabronska")) == Grading(fraction=0)


def test_a_number_without_a_tolerance_must_be_met() -> None:
    asked = TextEntry(answers=(Answer(text="5", match="number"),))
    assert asked.grade(Entered(text="5,0")).fraction == 1
    assert asked.grade(Entered(text="5.0001")).fraction == 0
    assert asked.grade(Entered(text="9e999999")).fraction == 0


def test_what_counts_in_a_text_counts_in_its_slips() -> None:
    asked = TextEntry(answers=(Answer(text="cafés"),), significant=("accents",))
    assert asked.grade(Entered(text="cafes")).fraction == 0
    assert asked.grade(Entered(text="cafés!")).fraction == 1


# Match


@pytest.mark.parametrize(
    ("rights", "fraction"),
    [
        (("1994", "2008", "1997"), 1),
        (("1994", "2008", None), 2 / 3),
        (("1994",), 1 / 3),
        (("2008", "1994", "1997"), 1 / 3),
        (("2018", "2018", "2018"), 0),
        ((), 0),
        (("1994", "2008", "1997", "more"), 1),
        ((None, "1994", "2008", "1997"), 0),
    ],
)
def test_a_match_is_worth_its_share_of_right_pairs(
    rights: tuple[str | None, ...], fraction: float
) -> None:
    assert MATCH.grade(Matched(rights=rights)).fraction == pytest.approx(fraction)


@given(st.data())
def test_only_the_pairs_themselves_are_a_full_match(data: st.DataObject) -> None:
    asked = data.draw(matches())
    places = st.sampled_from(asked.choices())
    rights = tuple(data.draw(places) for _pair in asked.pairs)
    full = rights == tuple(right for _left, right in asked.pairs)
    assert (asked.grade(Matched(rights=rights)).fraction == 1) is full


def test_what_there_is_to_pick_from_is_each_text_once_by_the_alphabet() -> None:
    asked = Match(pairs=(("a", "Zebra"), ("b", "apple"), ("c", "Zebra")), distractors=("Mango",))
    assert asked.choices() == ["apple", "Mango", "Zebra"]
    assert asked.key() == ["a → Zebra", "b → apple", "c → Zebra"]


# Order


def test_an_order_is_worth_its_share_of_neighbours() -> None:
    worth = {items: ORDER.grade(Ordered(items=items)).fraction for items in permutations(range(4))}
    assert worth[0, 1, 2, 3] == 1
    assert [items for items, fraction in worth.items() if fraction == 1] == [(0, 1, 2, 3)]
    assert worth[1, 2, 3, 0] == pytest.approx(2 / 3)
    assert worth[2, 3, 0, 1] == pytest.approx(2 / 3)
    assert worth[0, 1, 3, 2] == pytest.approx(1 / 3)
    assert worth[3, 2, 1, 0] == 0


@pytest.mark.parametrize(
    "items", [(), (0,), (0, 1, 2), (0, 1, 2, 2), (0, 1, 2, 4), (0, 1, 2, 3, 4), (1, 2, 3, 4)]
)
def test_what_is_no_order_of_the_items_is_worth_nothing(items: tuple[int, ...]) -> None:
    assert ORDER.grade(Ordered(items=items)).fraction == 0


@given(orders, st.randoms())
def test_only_the_right_order_is_full(asked: Order, chance: object) -> None:
    items = list(range(len(asked.items)))
    chance.shuffle(items)  # type: ignore[attr-defined]
    fraction = asked.grade(Ordered(items=tuple(items))).fraction
    assert (fraction == 1) is (items == sorted(items))


# Recall


def test_a_text_has_500_characters_and_a_sum_four_places() -> None:
    assert Recall(back="x" * 500).back
    with pytest.raises(ValidationError):
        Answer(text="x" * 501)
    assert Answer(text="x" * 500).text
    one = Choice(
        multiple=True,
        options=(Option(text="a", fraction=0.12344), Option(text="b", fraction=0.87656)),
    )
    assert one.grade(Chosen(options=(0,))).fraction == 0.1234


@pytest.mark.parametrize(("rating", "fraction"), [(1, 0), (2, 1), (3, 1), (4, 1)])
def test_recalled_at_all_is_recalled(rating: int, fraction: float) -> None:
    assert Recall(back="Back").grade(Recalled(rating=rating)).fraction == fraction


# What is refused


def options(*fractions: float) -> list[dict[str, object]]:
    return [{"text": str(n), "fraction": fraction} for n, fraction in enumerate(fractions)]


@pytest.mark.parametrize(
    ("stored", "message"),
    [
        ({"kind": "choice", "options": options(1)}, "at least 2"),
        ({"kind": "choice", "options": options(1, *[0] * 20)}, "at most 20"),
        ({"kind": "choice", "options": options(0.9, 0)}, "one option must be fully right"),
        ({"kind": "choice", "options": options(1, -1.5)}, "greater than or equal to -1"),
        ({"kind": "choice", "options": options(1, float("nan"))}, "less than or equal to 1"),
        ({"kind": "choice", "multiple": True, "options": options(1, 1)}, "must add up to 1"),
        ({"kind": "choice", "multiple": True, "options": options(0, 0)}, "must add up to 1"),
        (
            {
                "kind": "choice",
                "options": [{"text": "A  b", "fraction": 1}, {"text": " a B", "fraction": 0}],
            },
            "two options are the same: “a b”",
        ),
        ({"kind": "text_entry", "answers": []}, "at least 1"),
        (
            {"kind": "text_entry", "answers": [{"text": "a", "fraction": 0.9}]},
            "one accepted answer must be fully right",
        ),
        (
            {"kind": "text_entry", "answers": [{"text": "ten", "match": "number"}]},
            "“ten” is not a number",
        ),
        (
            {"kind": "text_entry", "answers": [{"text": "soon", "match": "date"}]},
            "“soon” is not a date",
        ),
        (
            {"kind": "text_entry", "answers": [{"text": "a", "tolerance": 1}]},
            "only a number can have a tolerance",
        ),
        (
            {
                "kind": "text_entry",
                "answers": [{"text": "1", "match": "number", "tolerance": float("inf")}],
            },
            "finite number",
        ),
        ({"kind": "text_entry", "answers": [{"text": ""}]}, "at least 1 character"),
        ({"kind": "match", "pairs": [["a", "b"]]}, "at least 2"),
        (
            {"kind": "match", "pairs": [["a", "b"], ["A ", "c"]]},
            "two left-hand texts are the same: “a”",
        ),
        (
            {"kind": "match", "pairs": [["a", "b"], ["c", "d"]], "distractors": ["d"]},
            "“d” is both an answer and a distractor",
        ),
        (
            {"kind": "match", "pairs": [["a", "B"], ["c", "d"]], "distractors": ["b "]},
            "two right-hand texts are the same: “b”",
        ),
        ({"kind": "order", "items": ["a"]}, "at least 2"),
        ({"kind": "order", "items": ["a", "A"]}, "two items are the same: “a”"),
        ({"kind": "recall", "back": ""}, "at least 1 character"),
        ({"kind": "drawing"}, "does not match any of the expected tags"),
        ({"items": ["a", "b"]}, "Unable to extract tag"),
        ("order", "valid dictionary"),
    ],
)
def test_what_cannot_be_asked_is_refused(stored: object, message: str) -> None:
    with pytest.raises(ValidationError) as refused:
        load_interaction(stored)
    assert message in str(refused.value)


@pytest.mark.parametrize(
    "stored",
    [
        {"kind": "recall", "rating": 0},
        {"kind": "recall", "rating": 5},
        {"kind": "text_entry", "text": "x" * 1001},
        {"kind": "choice", "options": list(range(21))},
        {"kind": "match", "rights": [None] * 21},
        {"kind": "order", "items": "ab"},
        {"kind": "guess"},
        None,
    ],
)
def test_what_is_no_response_is_refused(stored: object) -> None:
    with pytest.raises(ValidationError):
        load_response(stored)
