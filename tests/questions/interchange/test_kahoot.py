"""Kahoot’s spreadsheet: where each thing stands, and what it cannot hold."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from questions.interactions import Choice, Option, Recall
from questions.interchange import FORMATS
from questions.question import Question
from tests.questions.interchange.asked import questions as any_questions

KAHOOT = FORMATS["kahoot"]


def asked(*options: tuple[str, float], stem: str = "Which?", multiple: bool = False) -> Question:
    made = tuple(Option(text=text, fraction=share) for text, share in options)
    kind = "multiple_response" if multiple else "multiple_choice"
    return Question(type=kind, stem=stem, interaction=Choice(options=made, multiple=multiple))


def test_questions_begin_in_row_9_below_the_headings() -> None:
    one = asked(("Lyon", 0), ("Paris", 1))
    several = asked(("2", 0.5), ("3", 0.5), ("4", -1), multiple=True)
    writing = KAHOOT.write([one, several])
    assert writing.problems == ()
    sheet = load_workbook(io.BytesIO(writing.content)).active
    head, first, second = ([cell.value for cell in sheet[row]] for row in (8, 9, 10))
    assert head[1] == "Question - max 120 characters"
    assert head[7].startswith("Correct answer(s)")
    assert first == [1, "Which?", "Lyon", "Paris", None, None, 20, "2"]
    assert second == [2, "Which?", "2", "3", "4", None, 20, "1,2"]
    assert KAHOOT.read(writing.content).questions == (one, several)
    assert FORMATS["xlsx"].read(writing.content).questions == (one, several)


def test_its_key_is_of_numbers_whatever_the_answers_say() -> None:
    question = asked(("3", 0), ("2", 0), ("1", 1))
    writing = KAHOOT.write([question])
    assert KAHOOT.read(writing.content).questions == (question,)


def test_rows_that_were_not_filled_in_are_passed_over() -> None:
    content = KAHOOT.write([asked(("Lyon", 0), ("Paris", 1))]).content
    sheet = (book := load_workbook(io.BytesIO(content))).active
    for row in range(10, 14):
        sheet.cell(row, 1, row - 8)
    book.save(out := io.BytesIO())
    reading = KAHOOT.read(out.getvalue())
    assert (len(reading.questions), reading.problems) == (1, ())


@pytest.mark.parametrize(
    ("question", "said"),
    [
        (Question(type="flashcard", stem="Front", interaction=Recall(back="x")), "choices alone"),
        (asked(*[(str(n), float(n == 0)) for n in range(5)]), "4 answers at most"),
        (asked(("a", 1), ("b", 0), stem="x" * 121), "120 characters at most"),
        (asked(("a" * 76, 1), ("b", 0)), "75 characters at most"),
    ],
)
def test_what_kahoot_refuses_is_told(question: Question, said: str) -> None:
    writing = KAHOOT.write([question])
    assert said in writing.problems[0].message
    assert KAHOOT.read(writing.content).questions == ()


def test_what_just_fits_is_written() -> None:
    assert KAHOOT.write([asked(("a" * 75, 1), ("b", 0), stem="x" * 120)]).problems == ()


@given(st.lists(any_questions, max_size=3))
def test_what_is_not_reported_comes_back(questions: list[Question]) -> None:
    whole = [question for question in questions if not KAHOOT.write([question]).problems]
    reading = KAHOOT.read(KAHOOT.write(whole).content)
    assert list(reading.questions) == whole
