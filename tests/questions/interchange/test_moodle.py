"""Moodle XML: what each element means, and that questions come back as they went."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from questions.bank import load_seed, seed_slugs
from questions.interactions import Choice, Match, Order, TextEntry
from questions.interchange import FORMATS, Reading
from questions.question import Question
from tests.questions.interchange.asked import orders
from tests.questions.interchange.asked import questions as any_questions

MOODLE = FORMATS["moodle"]


def read(*elements: str) -> Reading:
    return MOODLE.read(f"<?xml version='1.0'?><quiz>{''.join(elements)}</quiz>".encode())


def asked(kind: str, inside: str, stem: str = "<p>Who <b>said</b> it?</p>") -> str:
    return (
        f'<question type="{kind}"><name><text>Q 1</text></name>'
        f'<questiontext format="html"><text><![CDATA[{stem}]]></text></questiontext>'
        f"<generalfeedback><text>Because.</text></generalfeedback>{inside}</question>"
    )


def answer(text: str, share: str, feedback: str = "", more: str = "") -> str:
    told = f'<feedback format="html"><text>{feedback}</text></feedback>'
    return f'<answer fraction="{share}"><text>{text}</text>{told}{more}</answer>'


def only(element: str) -> Question:
    reading = read(element)
    assert reading.problems == ()
    (question,) = reading.questions
    return question


def test_one_of_several() -> None:
    inside = "<single>true</single><shuffleanswers>0</shuffleanswers>"
    inside += answer("A &amp;lt; B", "100", "Yes.") + answer("B", "0") + answer("C", "-33.33333")
    question = only(asked("multichoice", inside))
    assert (question.type, question.stem) == ("multiple_choice", "Who **said** it?")
    assert question.explanation == "Because."
    choice = question.interaction
    assert isinstance(choice, Choice) and not choice.shuffle
    assert [(o.text, o.fraction, o.feedback) for o in choice.options] == [
        ("A < B", 1, "Yes."),
        ("B", 0, ""),
        ("C", -0.3333333, ""),
    ]


def test_several_of_several() -> None:
    inside = "<single>false</single>" + answer("A", "50") + answer("B", "50") + answer("C", "0")
    reading = read(asked("multichoice", inside))
    choice = reading.questions[0].interaction
    assert isinstance(choice, Choice) and choice.multiple
    assert choice.options[2].fraction == -1
    assert "costs 100 %" in reading.problems[0].message
    assert reading.problems[0].where == "question 1 (“Q 1”)"


def test_true_or_false_in_one_order() -> None:
    question = only(asked("truefalse", answer("false", "100", "Well seen.") + answer("true", "0")))
    choice = question.interaction
    assert isinstance(choice, Choice)
    assert [(o.text, o.fraction) for o in choice.options] == [("True", 0), ("False", 1)]


def typed(question: Question) -> list[tuple[Any, ...]]:
    assert isinstance(question.interaction, TextEntry)
    return [(a.text, a.fraction, a.tolerance) for a in question.interaction.answers]


def test_typed_answers_and_numbers() -> None:
    inside = answer("Grant", "100") + answer(r"5\*", "50")
    assert typed(only(asked("shortanswer", inside))) == [("Grant", 1, None), ("5*", 0.5, None)]
    inside = answer("3.5", "100", more="<tolerance>0.25</tolerance>")
    assert typed(only(asked("numerical", inside))) == [("3.5", 1, 0.25)]


def test_a_line_to_write_on_is_a_gap() -> None:
    question = only(asked("shortanswer", answer("1992", "100"), "It began in ________."))
    assert (question.type, question.stem) == ("cloze", "It began in ____.")


def test_pairs_and_what_belongs_to_none() -> None:
    pair = "<subquestion><text>{}</text><answer><text>{}</text></answer></subquestion>"
    inside = (
        pair.format("Canada", "Ottawa") + pair.format("Italy", "Rome") + pair.format("", "Oslo")
    )
    assert only(asked("matching", inside)).interaction == Match(
        pairs=(("Canada", "Ottawa"), ("Italy", "Rome")), distractors=("Oslo",)
    )


def test_items_in_order() -> None:
    inside = answer("second", "2") + answer("first", "1") + answer("third", "3")
    question = only(asked("ordering", inside))
    assert question.interaction == Order(items=("first", "second", "third"))


def test_ids_tags_and_categories() -> None:
    category = "<question type='category'><category><text>$course$/top/Cells/Walls</text>"
    category += "</category></question>"
    tags = "<idnumber>Q 7</idnumber><tags><tag><text>mine</text></tag></tags>"
    true = answer("true", "100") + answer("false", "0")
    reading = read(category, asked("truefalse", true), asked("truefalse", true + tags))
    assert [question.id for question in reading.questions] == [None, "q-7"]
    assert [question.tags for question in reading.questions] == [
        ("Cells::Walls",),
        ("Cells::Walls", "mine"),
    ]


@pytest.mark.parametrize(
    ("kind", "inside", "said"),
    [
        ("essay", "", "for a person to mark"),
        ("description", "", "asks nothing"),
        ("cloze", "", "Several gaps"),
        ("stack", "", "“stack” is not known"),
        ("multichoice", answer("A", "half"), "“half” is no percentage"),
        ("multichoice", answer("A", "100") + answer("B", "50"), "right in part"),
        ("numerical", answer("3", "100", more="<tolerance>x</tolerance>"), "right within"),
        ("shortanswer", answer("*", "100"), "takes anything for its star"),
        ("truefalse", "<recite>{</recite>", "not whole"),
    ],
)
def test_what_cannot_be_carried_is_told(kind: str, inside: str, said: str) -> None:
    reading = read(
        asked(kind, inside), asked("truefalse", answer("true", "100") + answer("false", "0"))
    )
    assert said in " ".join(str(problem) for problem in reading.problems)
    assert len(reading.questions) == 1, "the other is read"


@pytest.mark.parametrize(
    ("inside", "said"),
    [
        ("<hint><text>Think.</text></hint>" * 5, "over 4 hints"),
        ("<defaultgrade>2.5000000</defaultgrade>", "its mark, 2.5,"),
        (f"<tags><tag><text>{'Deep ' * 9}</text></tag></tags>", "is too long"),
        ("<incorrectfeedback><text>Shame.</text></incorrectfeedback>", "every right"),
        ("<usecase>1</usecase>", "capital letters"),
        (answer("G*t", "50"), "“G*t”"),
    ],
)
def test_what_is_left_out_is_told(inside: str, said: str) -> None:
    reading = read(asked("shortanswer", answer("Grant", "100") + inside))
    assert len(reading.questions) == 1
    assert said in reading.problems[0].message


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "not XML"),
        (b"<quiz>", "not XML"),
        (b"<questestinterop/>", "<questestinterop>"),
        (b"\xff\xfe\x00", "not XML"),
    ],
)
def test_another_file_is_refused(content: bytes, said: str) -> None:
    assert said in MOODLE.read(content).problems[0].message


def test_an_entity_reads_no_file_and_grows_no_text() -> None:
    bomb = '<!DOCTYPE quiz [<!ENTITY a "ha"><!ENTITY b "&a;&a;"><!ENTITY f SYSTEM "file:///etc/passwd">]>'
    element = asked("truefalse", answer("true", "100") + answer("false", "0"))
    stem = element.replace("<![CDATA[<p>Who <b>said</b> it?</p>]]>", "X&b;&f;")
    reading = MOODLE.read(f"{bomb}<quiz>{stem}</quiz>".encode())
    assert all("root:" not in question.stem for question in reading.questions)
    assert all("haha" not in question.stem for question in reading.questions)


def test_learners_there_are_told_who_says_so() -> None:
    bank = load_seed(seed_slugs()[0])[1].questions
    claimed = next(q for q in bank if any(c.speaker for c in q.citations))
    root = etree.fromstring(MOODLE.write([claimed]).content)
    told = root.findtext("question/generalfeedback/text")
    assert told is not None and claimed.citations[0].quote in told
    assert str(claimed.citations[0].speaker) in told


def test_hints_are_moodles_own() -> None:
    hints = "<hint format='html'><text>&lt;b>Think.&lt;/b></text></hint>"
    hints += "<hint><text>Or ask.</text></hint>"
    question = only(asked("shortanswer", answer("Grant", "100") + hints))
    assert question.hints == ("**Think.**", "Or ask.")
    root = etree.fromstring(MOODLE.write([question]).content)
    assert [hint.findtext("text") for hint in root.iter("hint")] == list(question.hints)


def test_an_explanation_that_was_changed_there_is_kept() -> None:
    bank = load_seed(seed_slugs()[0])[1].questions
    content = MOODLE.write(bank[:1]).content.decode()
    before = bank[0].explanation[:20]
    (question,) = MOODLE.read(content.replace(f"<text>{before}", "<text>NEW", 1).encode()).questions
    assert question.explanation.startswith("NEW")
    assert question.citations == bank[0].citations


@pytest.mark.parametrize("slug", seed_slugs())
def test_the_bank_comes_back_as_it_went(slug: str) -> None:
    bank = load_seed(slug)[1].questions
    writing = MOODLE.write(bank)
    assert writing.problems == ()
    assert list(MOODLE.read(writing.content).questions) == list(bank)


@given(st.lists(any_questions | orders, max_size=3))
def test_any_questions_come_back_as_they_went(questions: list[Question]) -> None:
    writing = MOODLE.write(questions)
    assert writing.problems == ()
    reading = MOODLE.read(writing.content)
    assert reading.problems == ()
    assert list(reading.questions) == questions


def test_entities_of_entities_are_refused_where_a_value_has_them() -> None:
    declared = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 20}">' for n in range(1, 8))
    content = f'<!DOCTYPE quiz [<!ENTITY a0 "ha">{declared}]><quiz x="&a7;"></quiz>'
    [problem] = MOODLE.read(content.encode()).problems
    assert "This is not XML" in problem.message
