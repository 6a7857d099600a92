"""Aiken: what it means, what it refuses, and that choices come back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questions.interactions import Choice, Option, Recall
from questions.interchange import FORMATS
from questions.interchange.literal import literal
from questions.interchange.plainness import SET_APART
from questions.question import Question
from tests.questions.interchange.asked import lists, shown

AIKEN = FORMATS["aiken"]
CAPITAL = "What is the capital\nof France?\nA. Lyon\nB) Paris\nC. Nice, on the sea\nANSWER: B\n"


def test_a_choice_of_one() -> None:
    reading = AIKEN.read(b"\xef\xbb\xbf" + CAPITAL.replace("\n", "\r\n").encode())
    assert reading.problems == ()
    (question,) = reading.questions
    assert question.stem == "What is the capital\nof France?"
    assert isinstance(question.interaction, Choice)
    assert question.interaction.key() == ["Paris"]
    assert [option.text for option in question.interaction.options][2] == "Nice, on the sea"


@pytest.mark.parametrize(
    ("text", "said", "where"),
    [
        ("Who?\nA. x\nB. y\n", "no line “ANSWER: A”", "line 1"),
        ("Who?\nA. x\nB. y\nANSWER: C\n", "no option is C", "line 1"),
        ("Who?\nA. x\nmore\nB. y\nANSWER: A\n", "Line 3 is neither", "line 1"),
        ("Who?\nA. x\nANSWER: A\n", "options", "line 1"),
    ],
)
def test_what_is_no_aiken_is_told(text: str, said: str, where: str) -> None:
    reading = AIKEN.read(f"{text}\n{CAPITAL}".encode())
    assert said in reading.problems[0].message
    assert reading.problems[0].where == where
    assert [q.interaction.key() for q in reading.questions][-1] == ["Paris"]


def choice(stem: str, found: list[str], right: int) -> Question:
    options = tuple(Option(text=t, fraction=float(n == right)) for n, t in enumerate(found))
    return Question(type="multiple_choice", stem=stem, interaction=Choice(options=options))


@given(lists.filter(lambda found: not any("\n" in text for text in found)), st.data())
def test_choices_come_back(found: list[str], data: st.DataObject) -> None:
    right = data.draw(st.integers(0, len(found) - 1))
    question = choice("Which?", [literal(text) for text in found], right)
    writing = AIKEN.write([question])
    assert writing.problems == ()
    assert AIKEN.read(writing.content).questions == (question,)


@given(lists.filter(lambda found: not any("\n" in text for text in found)))
def test_what_is_markdown_comes_back_by_its_letters_or_is_told(found: list[str]) -> None:
    writing = AIKEN.write([choice("Which?", found, 0)])
    for back in AIKEN.read(writing.content).questions:
        assert isinstance(back.interaction, Choice)
        there = [option.text for option in back.interaction.options]
        alike = [shown(text) for text in there] == [shown(text) for text in found]
        assert alike or SET_APART in [problem.message for problem in writing.problems]
        assert AIKEN.read(AIKEN.write([back]).content).questions == (back,)


def test_what_has_no_place_is_told() -> None:
    options = (Option(text="a", fraction=1, feedback="yes"), Option(text="b", fraction=-0.5))
    kept = Question(
        id="x",
        type="multiple_choice",
        stem="Which?",
        interaction=Choice(options=options),
        explanation="So.",
    )
    card = Question(type="flashcard", stem="Front", interaction=Recall(back="Back"))
    told = [str(problem) for problem in AIKEN.write([kept, card]).problems]
    assert [line.split(":")[0] for line in told] == ["question 1"] * 4 + ["question 2"]
    hard = Question(
        type="multiple_choice", stem="Pick:\nA. this", interaction=Choice(options=options)
    )
    assert "looks like an option" in AIKEN.write([hard]).problems[0].message
    alike = AIKEN.write([choice("Which?", ["**a**", "a"], 0)])
    assert (alike.content, "would be the same" in alike.problems[0].message) == (b"", True)
    (gap,) = AIKEN.write([choice("So:\n\nWhich?", ["a", "b"], 0)]).problems
    assert "empty lines" in gap.message
