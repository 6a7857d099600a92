"""GIFT: what each spelling means, and that questions come back as they went."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questions.bank import load_seed, seed_slugs
from questions.interactions import Choice, Match, Option, Order, Recall, TextEntry
from questions.interchange import FORMATS, Reading
from questions.interchange.markup import from_html
from questions.question import Question
from tests.questions.interchange.asked import questions as any_questions

GIFT = FORMATS["gift"]


def read(text: str) -> Reading:
    return GIFT.read(text.encode())


def only(text: str) -> Question:
    reading = read(text)
    assert reading.problems == ()
    (question,) = reading.questions
    return question


def options(question: Question) -> list[tuple[str, float, str]]:
    assert isinstance(question.interaction, Choice)
    return [(o.text, round(o.fraction, 4), o.feedback) for o in question.interaction.options]


def answers(question: Question) -> list[tuple[Any, ...]]:
    assert isinstance(question.interaction, TextEntry)
    return [(a.text, round(a.fraction, 4), a.tolerance) for a in question.interaction.answers]


def test_one_of_several() -> None:
    question = only(
        "::Q1::[markdown] Who wrote *Persuasion*? {~Brontë#No. =Jane Austen#Yes! ~%-50%Eliot}"
    )
    assert (question.type, question.stem) == ("multiple_choice", "Who wrote *Persuasion*?")
    assert options(question) == [
        ("Brontë", 0, "No."),
        ("Jane Austen", 1, "Yes!"),
        ("Eliot", -0.5, ""),
    ]


def test_several_of_several() -> None:
    question = only("Which are primes? {\n~%50%2\n~%50%3\n~%-100%4 # two times two\n}")
    assert question.type == "multiple_response"
    assert options(question) == [("2", 0.5, ""), ("3", 0.5, ""), ("4", -1, "two times two")]


def test_wrong_options_that_cost_nothing_are_told_and_cost_something() -> None:
    reading = read("Which? {~%50%a ~%50%b ~c ~d}")
    assert options(reading.questions[0])[2:] == [("c", -0.5, ""), ("d", -0.5, "")]
    assert "each costs 50 %" in reading.problems[0].message


@pytest.mark.parametrize(
    ("block", "is_true", "feedback"),
    [
        ("T", True, ["", ""]),
        ("FALSE", False, ["", ""]),
        ("true # never", True, ["", "never"]),
        ("F#It is not.#Well seen.", False, ["It is not.", "Well seen."]),
    ],
)
def test_true_or_false(block: str, is_true: bool, feedback: list[str]) -> None:
    question = only(f"The sun rises in the east. {{{block}}}")
    assert question.type == "true_false"
    assert [(text, told) for text, _share, told in options(question)] == [
        ("True", feedback[0]),
        ("False", feedback[1]),
    ]
    assert [share for _text, share, _told in options(question)] == [float(is_true), 1 - is_true]


@pytest.mark.parametrize(
    ("block", "expected"),
    [
        ("=Grant", [("Grant", 1, None)]),
        ("=Grant =%50%U. S. Grant#close", [("Grant", 1, None), ("U. S. Grant", 0.5, None)]),
        ("Grant", [("Grant", 1, None)]),
        ("=True", [("True", 1, None)]),
        ("#1822:5", [("1822", 1, 5)]),
        ("#3.14", [("3.14", 1, None)]),
        ("#3.141..3.142", [("3.1415", 1, 0.0005)]),
        ("#-5..5", [("0", 1, 5)]),
        ("#=1822:0 =%50%1822:2 # nearly", [("1822", 1, 0), ("1822", 0.5, 2)]),
    ],
)
def test_typed_answers(block: str, expected: list[tuple[Any, ...]]) -> None:
    question = only(f"Who is buried there, and when? {{{block}}}")
    assert answers(question) == expected
    assert question.type == ("numerical" if block.startswith("#") else "short_answer")


def test_what_is_said_to_any_other_number_is_left_out() -> None:
    reading = read("From 1 to 5? {#=3:2 ~#Completely wrong}")
    assert answers(reading.questions[0]) == [("3", 1, 2)]
    assert "any other answer" in reading.problems[0].message


def test_pairs_and_what_belongs_to_none() -> None:
    question = only("Match. {=Canada -> Ottawa =Italy->Rome = -> Oslo}")
    assert question.interaction == Match(
        pairs=(("Canada", "Ottawa"), ("Italy", "Rome")), distractors=("Oslo",)
    )


def test_a_missing_word_is_a_gap() -> None:
    question = only("Mahatma Gandhi was born on {=2 October =October 2} in Porbandar.")
    assert question.type == "cloze"
    assert question.stem == "Mahatma Gandhi was born on ____ in Porbandar."
    chosen = only("He costs {~lots =$5 ~nothing} a day.")
    assert (chosen.type, chosen.stem) == ("multiple_choice", "He costs ____ a day.")


def test_signs_behind_a_backslash_are_text() -> None:
    question = only(r"Is \{x \= 1\} a set\:\: yes? {~a\~b\#c =\\frac\{1\}\{2\}\nnext}")
    assert question.stem == "Is {x = 1} a set:: yes?"
    assert options(question)[0][0] == "a~b#c"
    assert options(question)[1][0] == "\\frac{1}{2}\nnext"


def test_a_slash_pair_is_a_comment_only_where_a_line_begins() -> None:
    question = only("// a comment\nSee http://example.org/ {=yes // not a comment\n//gone\n}")
    assert question.stem == "See http://example.org/"
    assert answers(question) == [("yes // not a comment", 1, None)]


def test_ids_tags_and_categories() -> None:
    text = "$CATEGORY: $course$/top/Biology/Cells\n\n// [id:Q 12] [tag:a\\]b] [tag:c]\nX? {T}"
    text += "\n\nY? {F}"
    first, second = read(text).questions
    assert (first.id, first.tags) == ("q-12", ("Biology::Cells", "a]b", "c"))
    assert (second.id, second.tags) == (None, ("Biology::Cells",))


def test_a_category_is_a_tag_beside_others_and_a_long_one_is_cut() -> None:
    reading = read(f"$CATEGORY: $course$/top/{'Deep sea/' * 6}\n\n// [tag:mine]\nSo? {{T}}")
    (question,) = reading.questions
    assert question.tags == ("Deep sea::Deep sea::Deep sea::Deep sea", "mine")
    assert "is too long" in reading.problems[0].message


def test_a_right_option_may_have_both_signs() -> None:
    assert options(only("Which? {~Lyon ~=Paris#Yes. ~Nice}")) == [
        ("Lyon", 0, ""),
        ("Paris", 1, "Yes."),
        ("Nice", 0, ""),
    ]
    assert "wholly right" in read("Which? {~=Lyon ~=Paris}").problems[0].message


@pytest.mark.parametrize("text", ["A {=b} and {=d}.", "A {1:MC:~=b~c} is.", "A {:SA:=b}."])
def test_several_gaps_in_one_text_are_told(text: str) -> None:
    reading = read(text)
    assert reading.questions == ()
    assert "Several gaps" in reading.problems[0].message


def test_feedback_for_all_is_the_explanation() -> None:
    question = only("Two and two? {=4#right ~5 #### Count them \\# by hand.}")
    assert question.explanation == "Count them # by hand."
    assert options(question)[0] == ("4", 1, "right")


def test_html_becomes_markdown_and_what_is_lost_is_told() -> None:
    stem = '[html]<p>Is <b>this</b>&nbsp;H<sub>2</sub>O?<img src\\="x" alt\\="a drop"></p>'
    reading = read(stem + " {=<i>yes</i> ~no}")
    assert reading.questions[0].stem == "Is **this** H₂O?[a drop]"
    assert options(reading.questions[0])[0][0] == "*yes*"
    assert [problem.message for problem in reading.problems] == ["a picture was left out"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Only a text.", "asks nothing"),
        ("Write an essay. {}", "essay"),
        ("Open {=a\n\n=b}", "no } after them"),
        ("How many? {#many:few}", "few"),
        ("Who? {~a ~b}", "add up to 1"),
        ("Who? {=*}", "answers"),
        ("Who? {=a ~%50%b ~c}", "right in part"),
        ("Who? {=a =b ~c}", "Several options are wholly right"),
        ("// recite: {broken\nX? {T}", "not whole"),
    ],
)
def test_what_cannot_be_carried_is_told_with_its_line(text: str, said: str) -> None:
    reading = read(f"\n{text}")
    assert said in " ".join(str(problem) for problem in reading.problems)
    assert reading.problems[0].where == "line 2"


def test_the_others_are_read_beside_one_that_is_not() -> None:
    reading = read("A? {T}\r\n\r\nessay {}\r\n\r\nB? {F}\r\n")
    assert [question.stem for question in reading.questions] == ["A?", "B?"]
    assert len(reading.problems) == 1


def test_options_of_true_or_false_stay_in_order() -> None:
    assert only("X? {T}").interaction.shuffle is False  # type: ignore[union-attr]


@pytest.mark.parametrize("slug", seed_slugs())
def test_the_bank_comes_back_but_for_what_has_no_place(slug: str) -> None:
    bank = load_seed(slug)[1].questions
    writing = GIFT.write(bank)
    carried = [q for q in bank if not isinstance(q.interaction, Order)]
    assert len(writing.problems) == len(bank) - len(carried)
    assert list(GIFT.read(writing.content).questions) == carried


@given(st.lists(any_questions, max_size=3))
def test_any_questions_come_back_as_they_went(questions: list[Question]) -> None:
    writing = GIFT.write(questions)
    assert writing.problems == ()
    reading = GIFT.read(writing.content)
    assert reading.problems == ()
    assert list(reading.questions) == questions


def test_backslashes_in_feedback_are_taken_off_once() -> None:
    options = (Option(text="a", fraction=1, feedback=r"\n"), Option(text="b", fraction=0))
    asked = Question(type="multiple_choice", stem="Which?", interaction=Choice(options=options))
    assert GIFT.read(GIFT.write([asked]).content).questions == (asked,)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("a &lt; b &amp; c", "a < b & c"),
        ("<p>one</p><p>two<br>three</p>", "one\n\ntwo\nthree"),
        ("<ul><li>a</li><li><b>b</b></li></ul>", "- a\n\n- **b**"),
        ("<ol><li>a</li><li>b</li></ol>", "1. a\n\n2. b"),
        ('<a href="https://example.org/x">here</a>', "[here](https://example.org/x)"),
        ('<a href="javascript:alert(1)">here</a>', "here"),
        ("<script>alert(1)</script>safe", "safe"),
        ("5 < 6 and <b>bold", "5 < 6 and **bold**"),
        ("<div>" * 2000 + "deep", ""),
    ],
)
def test_html_is_turned_by_what_is_known(written: str, expected: str) -> None:
    assert from_html(written)[0] == expected


@pytest.mark.parametrize(
    ("stem", "back"),
    [
        (r"A $$\nu_{1} \neq \nabla$$ B", r"\(\not x\)"),  # no line break
        (r"Is \\(x\\) or `\\(a\\)` a formula?", r"`\(b\)` and \(c\)"),
    ],
)
def test_only_formulas_come_back_as_formulas(stem: str, back: str) -> None:
    asked = Question(type="flashcard", stem=stem, interaction=Recall(back=back))
    (read,) = GIFT.read(GIFT.write([asked]).content).questions
    assert (read.stem, read.interaction) == (asked.stem, asked.interaction)


def test_a_formula_by_hand_and_one_for_moodles_markdown() -> None:
    assert only(r"Is \(a \neq \nu\)?\nSay. {T}").stem == "Is \\(a \\neq \\nu\\)?\nSay."
    assert only(r"[markdown]Is \\\\(a\_1 &lt; b\\\\)? {T}").stem == r"Is \(a_1 < b\)?"
    asked = Question(type="flashcard", stem=r"Is \(a_1\)?", interaction=Recall(back="b"))
    assert r"Is \\\\(a\\_1\\\\)?" in FORMATS["gift"].write([asked]).content.decode()
