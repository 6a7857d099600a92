"""Tables: which headings are known, what a row means, and that questions come back."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questions.bank import load_seed, seed_slugs
from questions.interactions import Choice, Match, Option, Order, Recall, TextEntry
from questions.interchange import FORMATS
from questions.question import Question
from tests.questions.interchange.asked import orders
from tests.questions.interchange.asked import questions as any_questions

CSV = FORMATS["csv"]


def only(*lines: str) -> Question:
    reading = CSV.read("\n".join(lines).encode())
    assert reading.problems == ()
    (question,) = reading.questions
    return question


@pytest.mark.parametrize(
    "lines",
    [
        ("question,option 1,option 2,answer", "Which?,Lyon,Paris,B"),
        ("Question;A;B;Correct answer", "Which?;Lyon;Paris;2"),
        ("Prompt\tChoice A\tChoice B\tKey", "Which?\tLyon\tParis\tparis"),
        (
            "Question - max 120 characters,Answer 1 - max 75 characters,"
            "Answer 2 - max 75 characters,Time limit (sec),Correct answer(s)",
            "Which?,Lyon,Paris,20,2",
        ),
        ("Question_Text,Choice 1,Choice_2,Correct Choice", "Which?,Lyon,Paris,2"),
        ("Type;Question;A;B;CorrectAnswer", "Multiple Choice;Which?;Lyon;Paris;B"),
        ("sep=;", "question;option 1;option 2;answer", "Which?;Lyon;Paris;b"),
    ],
)
def test_headings_of_many_programs(lines: tuple[str, ...]) -> None:
    question = only(*lines)
    assert (question.type, question.stem) == ("multiple_choice", "Which?")
    assert question.interaction.key() == ["Paris"]


def test_several_right_options() -> None:
    question = only("question,a,b,c,answer", 'Which?,2,3,4,"A, B"')
    choice = question.interaction
    assert isinstance(choice, Choice) and choice.multiple
    assert [option.fraction for option in choice.options] == [0.5, 0.5, -1]


def test_what_the_cells_of_a_row_mean() -> None:
    head = "type,question,option 1,option 2,option 3,answer"
    assert only(head, ",Who?,,,,Grant | U. S. Grant").interaction == TextEntry.model_validate(
        {"answers": [{"text": "Grant"}, {"text": "U. S. Grant"}]}
    )
    assert only(head, ",How many?,,,,3.5 ± 0.5").type == "numerical"
    assert only(head, ",So?,,,,TRUE").type == "true_false"
    assert only(head, "flashcard,Hund,,,,dog").interaction == Recall(back="dog")
    assert only(head, ",Match.,a = 1,b = 2, = 3,").interaction == Match(
        pairs=(("a", "1"), ("b", "2")), distractors=("3",)
    )
    assert only(head, "ordering,Sort.,a,b,c,").interaction == Order(items=("a", "b", "c"))


def test_headings_of_cards_make_cards() -> None:
    assert only("Front,Back", "Hund,dog").interaction == Recall(back="dog")
    assert only("Term,Definition", "Hund,3").type == "flashcard"
    assert only("type,Front,Back", "True/False,Hunde bellen.,true").type == "true_false"


def test_columns_and_types_that_mean_nothing_here_are_told_once() -> None:
    head = "No.,Question,A,B,Answer,Type,Image,Feedback,Rationale"
    rows = [
        "1,Which?,x,y,A,pick one,a.png,Yes.,Because.",
        "2,Which?,x,y,B,essay,b.png,,",
        "3,,,,,,,,",
    ]
    reading = CSV.read("\n".join([head, *rows]).encode())
    assert [each.interaction.key() for each in reading.questions] == [["x"]]
    assert [problem.message for problem in reading.problems] == [
        "what stands in these columns was left out: “No.”, “Image”, “Rationale”",
        "“pick one”: no types here, so that the cells of their rows say what is asked",
        "An essay is for a person to mark. It was left out.",
    ]


@pytest.mark.parametrize(
    ("text", "where", "said"),
    [
        ("", "", "empty"),
        ("a,b\n1,2", "row 1", "must name the columns"),
        ("question,answer\nWho?,", "row 2", "no answer"),
        ("question,a,b,answer\nWho?,x,y,C", "row 2", "not there"),
        ("question,a,b,answer\nWho?,x,y,zebra", "row 2", "none of the options"),
        ('question,answer\nWho?,"x', "row 2", "quotation mark"),
    ],
)
def test_what_is_no_question_is_told_with_its_row(text: str, where: str, said: str) -> None:
    reading = CSV.read(text.encode())
    assert reading.questions == ()
    assert reading.problems[0].where == where
    assert said in reading.problems[0].message


def test_any_encoding_of_a_spreadsheet() -> None:
    text = "question,answer\nWas ist schön?,Österreich"
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "cp1252"):
        (question,) = CSV.read(text.encode(encoding)).questions
        assert question.interaction.key() == ["Österreich"]


@pytest.mark.parametrize("text", ["=1+1", "@x", "-5 or so", "+1", "'tis"])
def test_no_cell_is_run_and_all_come_back(text: str) -> None:
    card = Question(type="flashcard", stem=text, interaction=Recall(back=text))
    content = CSV.write([card]).content
    cells = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))[1]
    assert not any(cell.startswith(("=", "+", "-", "@")) for cell in cells)
    assert CSV.read(content).questions == (card,)


@pytest.mark.parametrize("slug", seed_slugs())
def test_what_is_not_reported_of_the_bank_comes_back(slug: str) -> None:
    bank = load_seed(slug)[1].questions
    whole = [question for question in bank if not CSV.write([question]).problems]
    assert len(whole) > len(bank) // 4
    assert list(CSV.read(CSV.write(whole).content).questions) == whole


@given(st.lists(any_questions | orders, max_size=3))
def test_what_is_not_reported_comes_back(questions: list[Question]) -> None:
    whole = [question for question in questions if not CSV.write([question]).problems]
    reading = CSV.read(CSV.write(whole).content)
    assert reading.problems == ()
    assert list(reading.questions) == whole


@pytest.mark.parametrize("left", ["=a", "a=b", "a = b", "a ="])
def test_a_sign_between_halves_is_told_or_kept(left: str) -> None:
    pairs = ((left, "x = y"), ("other", "z"))
    asked = Question(type="matching", stem="Match.", interaction=Match(pairs=pairs))
    writing = CSV.write([asked])
    assert writing.problems or CSV.read(writing.content).questions == (asked,)
    assert bool(writing.problems) == (left in ("=a", "a = b", "a ="))


@pytest.mark.parametrize("name", ["csv", "aiken"])
def test_options_that_stay_in_order_are_told(name: str) -> None:
    options = (Option(text="a", fraction=1), Option(text="b", fraction=0))
    choice = Choice(options=options, shuffle=False)
    asked = Question(type="multiple_choice", stem="Which?", interaction=choice)
    assert "in order" in FORMATS[name].write([asked]).problems[0].message
