"""Lists of terms: how they are cut, and that cards come back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questions.interactions import Choice, Option, Recall
from questions.interchange import FORMATS
from questions.interchange.literal import literal
from questions.interchange.plainness import SET_APART, to_plain
from questions.question import Question
from tests.questions.interchange.asked import shown, texts

CARDS = FORMATS["cards"]


@pytest.mark.parametrize(
    "text",
    [
        "der Hund\tthe dog, a pet\ndie Katze\tthe cat; also hers",
        "der Hund;the dog, a pet\ndie Katze;the cat",
        '"der Hund","the dog, a pet"\ndie Katze,the cat',
        "\ufeffder Hund\tthe dog, a pet\r\n\r\ndie Katze\tthe cat\r\n",
    ],
)
def test_each_line_is_a_card(text: str) -> None:
    reading = CARDS.read(text.encode())
    assert reading.problems == ()
    assert [card.stem for card in reading.questions] == ["der Hund", "die Katze"]
    assert reading.questions[0].interaction == Recall(back="the dog, a pet")


@pytest.mark.parametrize("back", [";\n;", "a, b\nc, d\ne, f"])
def test_lines_of_one_card_do_not_count_by_themselves(back: str) -> None:
    card = Question(type="flashcard", stem="Which?", interaction=Recall(back=back))
    assert CARDS.read(CARDS.write([card]).content).questions == (card,)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a\tb\tc\nd\te", "3 parts"),
        ("alone\nd\te", "1 parts"),
        ("a\t \nd\te", "a front and a back"),
        ('d\te\n"a\tb', "quotation mark"),
    ],
)
def test_what_is_no_card_is_told(text: str, said: str) -> None:
    reading = CARDS.read(text.encode())
    assert said in reading.problems[0].message
    assert [card.stem for card in reading.questions] == ["d"]


def cards(pairs: list[tuple[str, str]]) -> list[Question]:
    return [
        Question(type="flashcard", stem=front, interaction=Recall(back=back))
        for front, back in pairs
    ]


@given(st.lists(st.tuples(texts, texts), min_size=1, max_size=5))
def test_cards_come_back(pairs: list[tuple[str, str]]) -> None:
    asked = cards([(literal(front), literal(back)) for front, back in pairs])
    writing = CARDS.write(asked)
    assert writing.problems == ()
    assert list(CARDS.read(writing.content).questions) == asked


marked = st.lists(
    st.sampled_from(
        [*"*_`\\[]()<>&~#!:; \n", "**", "\n\n", "\\(x*y*z\\)", "a", "5", "- ", "http://x"]
    ),
    min_size=1,
    max_size=12,
).map("".join)
said = (texts | marked.map(str.strip)).filter(bool)


@given(said, said)
def test_what_is_markdown_comes_back_by_its_letters_or_is_told(front: str, back: str) -> None:
    writing = CARDS.write(cards([(front, back)]))
    (found,) = CARDS.read(writing.content).questions
    there = [found.stem, *found.interaction.key()]
    alike = [shown(text) for text in there] == [shown(text) for text in (front, back)]
    assert alike == (writing.problems == ())
    again = CARDS.write([found])
    assert again.problems == ()
    assert CARDS.read(again.content).questions == (found,)


@pytest.mark.parametrize(
    ("text", "plain", "is_told"),
    [
        (r"5\*3\*2 \(x*y\)", r"5*3*2 \(x*y\)", False),
        ("**So** `it_is`", "So it_is", True),
        ("[a *town*](https://x.example/b)", "a town (https://x.example/b)", True),
        ("# One", "One", True),
        (r"a\.b &lt;i&gt;", "a.b <i>", False),
        (r"\\(x\\)", r"\(x\)", True),
    ],
)
def test_what_others_see(text: str, plain: str, is_told: bool) -> None:
    writing = CARDS.write(cards([(text, "b")]))
    assert writing.content.decode() == f"{plain}\tb\n"
    assert [problem.message for problem in writing.problems] == [SET_APART] * is_told


def test_another_question_is_a_card_with_its_answer() -> None:
    options = (Option(text="a", fraction=1), Option(text="b", fraction=0))
    asked = Question(type="multiple_choice", stem="Which?", interaction=Choice(options=options))
    writing = CARDS.write([asked])
    assert "options" in writing.problems[0].message
    assert CARDS.read(writing.content).questions[0].interaction == Recall(back="a")


def test_a_formula_over_lines_goes_out_as_it_is() -> None:
    assert to_plain("> **Let** \\[ x\n> 3 \\]\n# End") == "Let \\[x\n> 3\\]\nEnd"
