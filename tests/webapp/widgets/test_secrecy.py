"""What is shown before an answer must not depend on what the answer is."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questions.bank import load_seed, seed_slugs
from questions.interactions import (
    Answer,
    Choice,
    Interaction,
    Match,
    Order,
    Recall,
    TextEntry,
)
from questions.question import Question
from tests.questions.strategies import (
    choices,
    distinct,
    interactions,
    matches,
    orders,
    text_entries,
    visible,
)
from tests.webapp.widgets.browsing import draw
from webapp import widgets

BANK = [question for slug in seed_slugs() for question in load_seed(slug)[1].questions]
seeds = st.text(max_size=8)


def shown(interaction: Interaction, arrangement: list[int]) -> object:
    page = widgets.show(interaction, arrangement)
    return page.template, page.values, draw(page)


@given(choices(), st.data(), seeds)
def test_a_choice_shows_the_same_whichever_option_is_right(
    asked: Choice, data: st.DataObject, seed: str
) -> None:
    given = [(option.fraction, option.feedback) for option in asked.options]
    other = Choice(
        multiple=asked.multiple,
        shuffle=asked.shuffle,
        options=tuple(
            option.model_copy(update={"fraction": fraction, "feedback": feedback})
            for option, (fraction, feedback) in zip(
                asked.options, data.draw(st.permutations(given)), strict=True
            )
        ),
    )
    arrangement = widgets.arrange(asked, seed)
    assert widgets.arrange(other, seed) == arrangement
    assert shown(asked, arrangement) == shown(other, arrangement)


@given(choices(), seeds)
def test_a_choice_shows_neither_fractions_nor_feedback_nor_stored_places(
    asked: Choice, seed: str
) -> None:
    values = widgets.show(asked, widgets.arrange(asked, seed)).values
    assert set(values) == {"multiple", "options"}
    for place, option in enumerate(values["options"]):
        assert set(option) == {"value", "letter", "text", "picked"}
        assert (option["value"], option["picked"]) == (str(place), False)
    assert sorted(option["text"] for option in values["options"]) == sorted(
        option.text for option in asked.options
    )


@given(orders, st.data())
def test_an_order_shows_the_same_whichever_order_is_right(
    asked: Order, data: st.DataObject
) -> None:
    arrangement = data.draw(st.permutations(range(len(asked.items))))
    other = Order(items=tuple(data.draw(st.permutations(asked.items))))
    same = [other.items.index(asked.items[index]) for index in arrangement]
    assert shown(asked, arrangement) == shown(other, same)


@given(orders, seeds)
def test_an_order_goes_by_the_places_it_is_shown_in(asked: Order, seed: str) -> None:
    arrangement = widgets.arrange(asked, seed)
    rows = widgets.show(asked, arrangement).values["rows"]
    assert [row["name"] for row in rows] == [f"place-{n}" for n in range(len(rows))]
    assert [row["place"] for row in rows] == list(range(1, len(rows) + 1))
    assert all(set(row) == {"name", "text", "place"} for row in rows)
    assert [row["text"] for row in rows] == [asked.items[index] for index in arrangement]
    if len(rows) > 2:
        assert [row["text"] for row in rows] != list(asked.items)


def test_two_items_are_shown_either_way_round() -> None:
    asked = Order(items=("first", "second"))
    seen = {tuple(widgets.arrange(asked, str(seed))) for seed in range(50)}
    assert seen == {(0, 1), (1, 0)}


@given(matches(), st.data())
def test_a_match_shows_the_same_however_it_is_paired(asked: Match, data: st.DataObject) -> None:
    rights = data.draw(st.permutations([right for _left, right in asked.pairs]))
    lefts = [left for left, _right in asked.pairs]
    other = Match(pairs=tuple(zip(lefts, rights, strict=True)), distractors=asked.distractors)
    assert shown(asked, []) == shown(other, [])


@given(matches())
def test_a_match_does_not_tell_distractors_from_answers(asked: Match) -> None:
    values = widgets.show(asked, []).values
    assert set(values) == {"rows", "choices"}
    assert all(set(row) == {"name", "left", "picked"} for row in values["rows"])
    assert all(row["picked"] is None for row in values["rows"])
    every = {right for _left, right in asked.pairs} | set(asked.distractors)
    assert sorted(values["choices"]) == sorted(every)


@given(text_entries(), visible)
def test_a_text_entry_shows_the_same_whatever_is_accepted(asked: TextEntry, text: str) -> None:
    other = TextEntry(answers=(Answer(text=text),))
    if all(answer.match == "number" for answer in asked.answers):
        other = TextEntry(answers=(Answer(text="7", match="number", tolerance=1),))
    assert shown(asked, []) == shown(other, [])


@given(visible, visible)
def test_a_recall_shows_nothing_of_its_back(back: str, other: str) -> None:
    assert shown(Recall(back=back), []) == shown(Recall(back=other), [])
    assert widgets.show(Recall(back=back), []).values == {}


@given(distinct, st.integers(0, 7), seeds)
def test_how_options_are_shuffled_does_not_depend_on_what_they_say(
    options: list[str], at: int, seed: str
) -> None:
    asked = Order(items=tuple(options))
    other = Order(items=tuple(f"{at} {text}" for text in options))
    assert widgets.arrange(asked, seed) == widgets.arrange(other, seed)


@given(interactions, seeds)
def test_an_arrangement_is_settled_by_its_seed(asked: Interaction, seed: str) -> None:
    arrangement = widgets.arrange(asked, seed)
    assert arrangement == widgets.arrange(asked, seed)
    assert sorted(arrangement) == list(range(len(arrangement)))


@pytest.mark.parametrize("question", BANK, ids=lambda each: str(each.id))
def test_no_question_of_the_bank_shows_its_key(question: Question) -> None:
    asked = question.interaction
    page = widgets.show(asked, widgets.arrange(asked, "seed"))
    told = json.dumps(page.values, ensure_ascii=False) + draw(page).replace('"1000"', "")
    if isinstance(asked, TextEntry):
        assert not any(answer.text.casefold() in told.casefold() for answer in asked.answers)
    if isinstance(asked, Recall):
        assert asked.back not in told
    if isinstance(asked, Choice):
        assert not any(option.feedback in told for option in asked.options if option.feedback)
    assert question.explanation not in told
    assert "fraction" not in told
