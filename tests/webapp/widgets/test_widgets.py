from __future__ import annotations

from html import unescape
from typing import Any, cast, get_args

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from questions.interactions import (
    Answer,
    Choice,
    Interaction,
    Match,
    Option,
    Order,
    Recall,
    TextEntry,
    in_a_line,
)
from questions.responses import Chosen, Entered, Matched, Ordered, Recalled, Response
from tests.questions.strategies import interactions, key_of, responses_to
from tests.webapp.widgets.browsing import draw, sent
from webapp import widgets
from webapp.widgets import Fields, Unreadable
from webapp.widgets.shown import Line

ONE = Choice(
    options=(
        Option(text="1994", fraction=1),
        Option(text="1992", fraction=0),
        Option(text="1997", fraction=0),
    )
)
SEVERAL = Choice(
    multiple=True,
    shuffle=False,
    options=(
        Option(text="mines", fraction=0.5),
        Option(text="visits", fraction=-1),
        Option(text="peace", fraction=0.5),
    ),
)
ENTRY = TextEntry(answers=(Answer(text="Kabul"), Answer(text="kabul airport", fraction=0.5)))
MATCH = Match(pairs=(("PfP", "1994"), ("DEEP", "2008")), distractors=("2018",))
ORDER = Order(items=("first", "second", "third"))
RECALL = Recall(back="In 1992")
EXAMPLES: list[Interaction] = [ONE, SEVERAL, ENTRY, MATCH, ORDER, RECALL]
SHOWN = [2, 0, 1]


def form(**fields: str | list[str]) -> Fields:
    return MultiDict({name.replace("_", "-"): value for name, value in fields.items()})


def by_kind(value: Any) -> str:
    return str(value.kind)


# Every interaction


def test_every_interaction_has_its_widget_and_template(bare_app: Flask) -> None:
    shapes = get_args(get_args(Interaction)[0])
    assert {type(example) for example in EXAMPLES} == set(shapes)
    for example in EXAMPLES:
        page = widgets.show(example, widgets.arrange(example, "seed"))
        assert page.template == f"widgets/{example.kind}.html"
        assert bare_app.jinja_env.get_template(page.template)
        assert widgets.say(example, None).key == tuple(example.key())


@pytest.mark.parametrize("function", ["show", "read", "say"])
def test_what_is_no_interaction_is_noticed(function: str) -> None:
    stranger = cast(Interaction, object())
    given: dict[str, list[Any]] = {"show": [[]], "read": [[], form()], "say": [None]}
    with pytest.raises(AssertionError, match="unreachable"):
        getattr(widgets, function)(stranger, *given[function])


@given(st.data())
def test_what_is_shown_filled_in_is_sent_back_as_it_was(data: st.DataObject) -> None:
    asked = data.draw(interactions.filter(lambda each: not isinstance(each, Recall)))
    arrangement = widgets.arrange(asked, data.draw(st.text(max_size=4)))
    key = key_of(asked)
    fields = sent(draw(widgets.show(asked, arrangement, key)))
    expected = Entered(text=key.text.strip()) if isinstance(key, Entered) else key
    if expected == Entered(text=""):
        assert widgets.read(asked, arrangement, fields) is None
    elif not isinstance(expected, Entered) or expected.text.isprintable():
        assert widgets.read(asked, arrangement, fields) == expected


@given(interactions, st.text(max_size=4))
def test_what_is_shown_untouched_is_no_answer_or_the_order_shown(
    asked: Interaction, seed: str
) -> None:
    if isinstance(asked, Recall):
        return
    arrangement = widgets.arrange(asked, seed)
    fields = sent(draw(widgets.show(asked, arrangement)))
    untouched = Ordered(items=tuple(arrangement)) if isinstance(asked, Order) else None
    assert widgets.read(asked, arrangement, fields) == untouched


@given(st.data())
def test_any_form_is_read_or_said_to_be_unreadable(data: st.DataObject) -> None:
    asked = data.draw(interactions)
    arrangement = widgets.arrange(asked, "seed")
    names = ["choice", "text", "rating", *[f"{p}-{n}" for p in ("pair", "place") for n in range(8)]]
    values = st.text(max_size=5) | st.integers(-2, 9).map(str)
    fields: Fields = MultiDict(
        data.draw(st.lists(st.tuples(st.sampled_from(names), values), max_size=20))
    )
    try:
        response = widgets.read(asked, arrangement, fields)
    except Unreadable as problem:
        assert str(problem).endswith(".")
    else:
        assert response is None or response.kind == asked.kind


@given(st.data())
def test_any_response_can_be_said_and_shown(data: st.DataObject) -> None:
    asked = data.draw(interactions)
    response = data.draw(st.none() | responses_to(asked) | responses_to(data.draw(interactions)))
    said = widgets.say(asked, response)
    dates = isinstance(asked, TextEntry) and "date" in {a.match for a in asked.answers}
    if not dates:
        assert said.key == tuple(asked.key())
    draw(widgets.show(asked, widgets.arrange(asked, "seed"), response))


@given(interactions)
def test_the_key_is_said_to_be_right(asked: Interaction) -> None:
    said = widgets.say(asked, key_of(asked))
    assert all(line.right in (True, None) for line in said.given)


@pytest.mark.parametrize("asked", EXAMPLES, ids=by_kind)
@pytest.mark.parametrize("other", EXAMPLES, ids=by_kind)
def test_a_response_of_another_shape_is_as_none(asked: Interaction, other: Interaction) -> None:
    if asked.kind == other.kind:
        return
    response, arrangement = key_of(other), widgets.arrange(asked, "seed")
    assert widgets.say(asked, response) == widgets.say(asked, None)
    assert widgets.show(asked, arrangement, response) == widgets.show(asked, arrangement)


# Choice


def test_options_go_by_letter_in_the_order_shown() -> None:
    page = widgets.show(ONE, SHOWN, Chosen(options=(0,)))
    assert page.values["options"] == [
        {"value": "0", "letter": "A", "text": "1997", "picked": False},
        {"value": "1", "letter": "B", "text": "1994", "picked": True},
        {"value": "2", "letter": "C", "text": "1992", "picked": False},
    ]
    assert page.values["multiple"] is False
    assert 'type="radio"' in draw(page)
    assert 'type="checkbox"' in draw(widgets.show(SEVERAL, [0, 1, 2]))


def test_options_with_a_natural_order_keep_it() -> None:
    assert all(widgets.arrange(SEVERAL, str(seed)) == [0, 1, 2] for seed in range(20))
    assert len({tuple(widgets.arrange(ONE, str(seed))) for seed in range(60)}) == 6


@pytest.mark.parametrize(
    ("asked", "picked", "options"),
    [
        (ONE, ["1"], (0,)),
        (ONE, ["0"], (2,)),
        (SEVERAL, ["1", "0"], (0, 2)),
        (SEVERAL, ["1", "1"], (0,)),
    ],
)
def test_the_places_picked_are_read_as_options(
    asked: Choice, picked: list[str], options: tuple[int, ...]
) -> None:
    assert widgets.read(asked, SHOWN, form(choice=picked)) == Chosen(options=options)


def test_picking_nothing_is_no_answer() -> None:
    assert widgets.read(ONE, SHOWN, form()) is None


@pytest.mark.parametrize("place", ["3", "-1", "", "x", "٣", "²", "01", "9" * 5000])
def test_a_place_that_is_not_shown_is_refused(place: str) -> None:
    with pytest.raises(Unreadable, match="not one of these"):
        widgets.read(ONE, SHOWN, form(choice=place))


def test_two_where_one_is_asked_for_are_refused() -> None:
    with pytest.raises(Unreadable, match="one option only"):
        widgets.read(ONE, SHOWN, form(choice=["0", "1"]))


def test_options_picked_are_said_each_right_or_not() -> None:
    said = widgets.say(SEVERAL, Chosen(options=(0, 1, 9, -1)))
    assert said.given == (Line("mines", True), Line("visits", False))
    assert said.key == ("mines", "peace")


# Text entry


@pytest.mark.parametrize(
    ("typed", "response"),
    [
        ("Kabul", Entered(text="Kabul")),
        ("  Kabul\t", Entered(text="Kabul")),
        ("Ka\0bul", Entered(text="Kabul")),
        ("x" * 1000, Entered(text="x" * 1000)),
        ("", None),
        (" \n\0", None),
    ],
)
def test_a_line_is_read_without_what_surrounds_it(typed: str, response: Response | None) -> None:
    assert widgets.read(ENTRY, [], form(text=typed)) == response


def test_a_line_that_is_missing_is_no_answer() -> None:
    assert widgets.read(ENTRY, [], form()) is None


def test_a_line_too_long_is_refused() -> None:
    with pytest.raises(Unreadable, match="too long"):
        widgets.read(ENTRY, [], form(text="x" * 1001))


def test_numbers_alone_get_the_keyboard_for_numbers() -> None:
    number, word = Answer(text="5", match="number"), Answer(text="five")
    assert 'inputmode="decimal"' in draw(widgets.show(TextEntry(answers=(number,)), []))
    assert "inputmode" not in draw(widgets.show(TextEntry(answers=(number, word)), []))


def test_what_was_typed_is_kept_and_escaped() -> None:
    page = widgets.show(ENTRY, [], Entered(text='"><b>'))
    assert "<b>" not in draw(page)
    assert sent(draw(page))["text"] == '"><b>'
    said = widgets.say(ENTRY, Entered(text="Ganja"))
    assert (said.given, said.key) == ((Line("Ganja"),), ("Kabul",))


@pytest.mark.parametrize("name", ["inline", "line", "markdown", "plain"])
def test_what_is_typed_is_nobodys_markdown(bare_app: Flask, name: str) -> None:
    typed = r"5*3*2 \\(x\\) \(y\) <b> __init__"
    entry = TextEntry(answers=(Answer(text=typed),))
    said = widgets.say(entry, Entered(text=typed))
    render = bare_app.jinja_env.filters[name]
    render(typed)  # as Markdown first: what is kept of that is not what is shown
    for text in (said.given[0].text, *said.key, in_a_line(entry.key(), " · ")):
        shown = bare_app.jinja_env.from_string(f"{{{{ text|{name} }}}}").render(text=text)
        assert unescape(shown) == typed


# Match


@pytest.mark.parametrize(
    ("picked", "rights"),
    [
        (["1994", "2008"], ("1994", "2008")),
        (["2018", ""], ("2018", None)),
        (["", "2008"], (None, "2008")),
    ],
)
def test_what_is_picked_is_read_pair_by_pair(
    picked: list[str], rights: tuple[str | None, ...]
) -> None:
    fields = form(pair_0=picked[0], pair_1=picked[1])
    assert widgets.read(MATCH, [], fields) == Matched(rights=rights)


@pytest.mark.parametrize("fields", [form(), form(pair_0="", pair_1=" "), form(pair_9="1994")])
def test_picking_nothing_anywhere_is_no_answer(fields: Fields) -> None:
    assert widgets.read(MATCH, [], fields) is None


def test_what_is_not_in_the_list_is_refused() -> None:
    with pytest.raises(Unreadable, match="not in the list"):
        widgets.read(MATCH, [], form(pair_0="1994", pair_1="1999"))


def test_formulas_that_read_alike_are_told_apart_as_they_are_written() -> None:
    pairs = (("one", r"\(\boxed{x}\)"), ("other", r"\(x\)"), ("half", r"\(\frac12\)"))
    page = draw(widgets.show(Match(pairs=pairs), [], Matched(rights=(pairs[0][1], None, None))))
    assert r">\(\boxed{x}\)</option>" in page and r">\(x\)</option>" in page
    assert ">1/2</option>" in page
    assert sent(page)["pair-0"] == pairs[0][1]


def test_white_space_that_a_browser_collapses_is_found_again() -> None:
    asked = Match(pairs=(("a", " two  words\n"), ("b", "other")))
    response = Matched(rights=(" two  words\n", None))
    fields = sent(draw(widgets.show(asked, [], response)))
    assert fields["pair-0"] == "two words"
    assert widgets.read(asked, [], fields) == response


def test_pairs_are_said_each_right_or_not() -> None:
    said = widgets.say(MATCH, Matched(rights=("2008", None)))
    assert said.given == (Line("PfP → 2008", False), Line("DEEP → …", False))
    assert said.key == ("PfP → 1994", "DEEP → 2008")
    assert widgets.say(MATCH, Matched(rights=("1994",))).given == (Line("PfP → 1994", True),)


def test_a_short_response_leaves_the_rest_unpicked() -> None:
    rows = widgets.show(MATCH, [], Matched(rights=("1994",))).values["rows"]
    assert [row["picked"] for row in rows] == ["1994", None]


# Order


def test_places_are_read_as_an_order_of_the_items() -> None:
    # Shown: third, first, second.
    fields = form(place_0="3", place_1="1", place_2="2")
    assert widgets.read(ORDER, SHOWN, fields) == Ordered(items=(0, 1, 2))


def test_ten_places_and_more_are_read_as_numbers() -> None:
    asked = Order(items=tuple(str(n) for n in range(12)))
    arrangement = list(reversed(range(12)))
    fields: Fields = MultiDict({f"place-{n}": str(12 - n) for n in range(12)})
    assert widgets.read(asked, arrangement, fields) == Ordered(items=tuple(range(12)))


@pytest.mark.parametrize("places", [["1", "1", "2"], ["1", "2", ""], ["0", "1", "2"], ["1"], []])
def test_places_that_are_shared_or_missing_are_refused(places: list[str]) -> None:
    fields: Fields = MultiDict({f"place-{n}": place for n, place in enumerate(places)})
    with pytest.raises(Unreadable, match="from 1 to 3"):
        widgets.read(ORDER, SHOWN, fields)


def test_an_order_given_is_shown_again() -> None:
    rows = widgets.show(ORDER, SHOWN, Ordered(items=(0, 2, 1))).values["rows"]
    assert rows == [
        {"name": "place-1", "text": "first", "place": 1},
        {"name": "place-0", "text": "third", "place": 2},
        {"name": "place-2", "text": "second", "place": 3},
    ]


@pytest.mark.parametrize("items", [(), (0, 1), (0, 1, 1), (0, 1, 3)])
def test_what_is_no_order_of_the_items_is_not_shown(items: tuple[int, ...]) -> None:
    assert widgets.show(ORDER, SHOWN, Ordered(items=items)) == widgets.show(ORDER, SHOWN)


def test_items_are_said_each_in_its_place_or_not() -> None:
    said = widgets.say(ORDER, Ordered(items=(0, 2, 1)))
    assert said.given == (Line("first", True), Line("third", False), Line("second", False))
    assert said.key == ("first", "second", "third")
    assert widgets.say(ORDER, Ordered(items=(7, -1))).given == ()


# Recall


@pytest.mark.parametrize("rating", [1, 2, 3, 4])
def test_a_rating_is_read(rating: int) -> None:
    assert widgets.read(RECALL, [], form(rating=str(rating))) == Recalled(rating=rating)


@pytest.mark.parametrize("fields", [form(), form(rating="0"), form(rating="5"), form(rating="x")])
def test_anything_else_is_no_rating(fields: Fields) -> None:
    with pytest.raises(Unreadable, match="how well"):
        widgets.read(RECALL, [], fields)


def test_the_back_is_said_and_never_shown() -> None:
    assert widgets.say(RECALL, None).key == ("In 1992",)
    assert draw(widgets.show(RECALL, [], Recalled(rating=3))).strip() == ""


def test_a_day_is_said_as_a_person_would() -> None:
    entry = TextEntry(answers=(Answer(text="2023-01-20", match="date"),))
    assert widgets.say(entry, None).key == ("20 January 2023",)


def test_what_speaks_of_all_options_is_shown_last() -> None:
    texts = ("All of the above", "Oslo", "Rome", "Bern")
    shape = Choice(options=tuple(Option(text=t, fraction=float(t == texts[0])) for t in texts))
    arranged = [widgets.arrange(shape, str(seed)) for seed in range(20)]
    assert {order[-1] for order in arranged} == {0}
    assert len({tuple(order) for order in arranged}) > 1
