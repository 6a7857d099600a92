"""Blackboard’s text files: what each kind of line means, and that questions come back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questions.bank import load_seed, seed_slugs
from questions.interactions import Answer, Choice, Match, Order, Recall, TextEntry
from questions.interchange import FORMATS
from questions.question import Question
from tests.questions.interchange.asked import orders
from tests.questions.interchange.asked import questions as any_questions

BLACKBOARD = FORMATS["blackboard"]


def only(line: str) -> Question:
    reading = BLACKBOARD.read(line.encode())
    assert reading.problems == ()
    (question,) = reading.questions
    return question


def test_one_of_several() -> None:
    question = only("MC\tWhich is <b>big</b>?\tLyon\tincorrect\tParis\tCorrect")
    assert question.stem == "Which is **big**?"
    assert question.interaction.key() == ["Paris"]


def test_several_of_several() -> None:
    reading = BLACKBOARD.read(b"MA\tWhich?\t2\tcorrect\t3\tcorrect\t4\tincorrect")
    choice = reading.questions[0].interaction
    assert isinstance(choice, Choice)
    assert [option.fraction for option in choice.options] == [0.5, 0.5, -1]
    assert "wrong options cost nothing" in reading.problems[0].message


def test_the_other_kinds() -> None:
    assert only("tf\tSo?\tfalse").interaction.key() == ["False"]
    assert only("FIB\tWho?\tGrant\tU. S. Grant").interaction == TextEntry(
        answers=(Answer(text="Grant"), Answer(text="U. S. Grant"))
    )
    assert only("FIB\tIt began in _____.\t1992").type == "cloze"
    assert only("NUM\tHow many?\t3.5\t0,5").interaction == TextEntry(
        answers=(Answer(text="3.5", match="number", tolerance=0.5),)
    )
    assert only("ORD\tSort.\ta\tb\tc").interaction == Order(items=("a", "b", "c"))
    assert only("MAT\tMatch.\ta\t1\tb\t2\t\t3").interaction == Match(
        pairs=(("a", "1"), ("b", "2")), distractors=("3",)
    )


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("ESS\tWhy?", "for a person to mark"),
        ("FIB_PLUS\tIs [a] or [b]?\ta\tx\t\tb\ty", "Several gaps"),
        ("HOT\tWhere?", "“HOT” is not known"),
        ("What is this?", "begins with its kind"),
        ("MC\tWhich?\tLyon\tParis", "“correct” or “incorrect”"),
        ("MC\tWhich?\tLyon", "“correct” or “incorrect”"),
        ("MC\tWhich?\tLyon\tcorrect\tParis\tcorrect", "wholly right"),
        ("TF\tSo?", "neither"),
        ("NUM\tHow many?\tmany", "not a number"),
        ("NUM\tHow many?\t3\tx", "tolerance"),
        ("FIB", "stem"),
        ("MC", "options"),
    ],
)
def test_what_is_not_asked_here_is_told_with_its_line(line: str, said: str) -> None:
    reading = BLACKBOARD.read(f"TF\tSo?\ttrue\n\n{line}".encode())
    assert len(reading.questions) == 1, "the other is read"
    assert reading.problems[0].where == "line 3"
    assert said in " ".join(problem.message for problem in reading.problems)


def test_a_million_lines_are_refused() -> None:
    (problem,) = BLACKBOARD.read(b"x\n" * 1_000_000).problems
    assert "over 50,000 lines" in problem.message


def test_what_has_no_place_is_told() -> None:
    card = Question(type="flashcard", stem="Front", interaction=Recall(back="x"))
    assert "cards" in BLACKBOARD.write([card]).problems[0].message
    bank = load_seed(seed_slugs()[0])[1].questions
    said = " ".join(problem.message for problem in BLACKBOARD.write(bank[:1]).problems)
    assert all(what in said for what in ("its citations", "its id", "its tags", "its explanation"))


@given(st.lists(any_questions | orders, max_size=3))
def test_what_is_not_reported_comes_back(questions: list[Question]) -> None:
    whole = [question for question in questions if not BLACKBOARD.write([question]).problems]
    assert list(BLACKBOARD.read(BLACKBOARD.write(whole).content).questions) == whole


@given(
    orders.map(lambda asked: Question(type="ordering", stem="Sort.", interaction=asked.interaction))
)
def test_what_has_a_place_comes_back(asked: Question) -> None:
    writing = BLACKBOARD.write([asked])
    whole = BLACKBOARD.read(writing.content).questions == (asked,)
    assert whole == (writing.problems == ())
