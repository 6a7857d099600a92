"""H5P: what each content type means, what is refused, and that questions come back."""

from __future__ import annotations

import io
import json
import re
import zipfile
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questions.bank import load_seed, seed_slugs
from questions.interactions import Answer, Choice, Match, Option, Order, Recall, TextEntry
from questions.interchange import FORMATS, Reading
from questions.question import Question
from questions.receiving import receive
from tests.questions.interchange.asked import orders
from tests.questions.interchange.asked import questions as any_questions
from tests.questions.reading.test_hostile_files import zipped

H5P = FORMATS["h5p"]
CHOICE: dict[str, Any] = {
    "question": "<p>Which is <strong>big</strong>?</p>",
    "answers": [
        {"text": "<div>Lyon</div>", "correct": False, "tipsAndFeedback": {"chosenFeedback": "No."}},
        {"text": "<div>Paris</div>\n", "correct": True},
    ],
    "overallFeedback": [{"from": 0, "to": 100, "feedback": "So it is."}],
}


def package(library: str, params: object) -> bytes:
    about = {"title": "A test", "mainLibrary": library}
    return zipped({"h5p.json": json.dumps(about), "content/content.json": json.dumps(params)})


def read(library: str, params: object) -> Reading:
    return H5P.read(package(library, params))


def only(library: str, params: object, *notes: str) -> Question:
    reading = read(library, params)
    assert len(reading.problems) == len(notes), reading.problems
    for note, problem in zip(notes, reading.problems, strict=True):
        assert note in problem.message
    (question,) = reading.questions
    return question


def test_one_of_several() -> None:
    question = only("H5P.MultiChoice", CHOICE)
    assert (question.type, question.stem) == ("multiple_choice", "Which is **big**?")
    assert question.interaction == Choice(
        options=(Option(text="Lyon", fraction=0, feedback="No."), Option(text="Paris", fraction=1))
    )
    assert question.explanation == "So it is."


def test_several_of_several_a_wrong_one_costing_what_a_right_one_gives() -> None:
    answers = [{"text": text, "correct": text != "c"} for text in "abc"]
    question = only("H5P.MultiChoice", {"question": "Which?", "answers": answers})
    assert isinstance(question.interaction, Choice) and question.interaction.multiple
    assert [option.fraction for option in question.interaction.options] == [0.5, 0.5, -0.5]


def test_true_or_false() -> None:
    params = {"question": "So?", "correct": "false", "behaviour": {"feedbackOnWrong": "No."}}
    question = only("H5P.TrueFalse", params)
    assert (question.type, question.interaction.key()) == ("true_false", ["False"])
    assert isinstance(question.interaction, Choice)
    assert [option.feedback for option in question.interaction.options] == ["No.", ""]


def test_blanks() -> None:
    params = {"text": "Fill in.", "questions": ["<p>It began in *May/the spring:A month*.</p>"]}
    question = only("H5P.Blanks", params, "tips")
    assert (question.type, question.stem) == ("cloze", "Fill in.\n\nIt began in ____.")
    assert question.interaction == TextEntry(
        answers=(Answer(text="May"), Answer(text="the spring"))
    )
    reading = read("H5P.Blanks", {"questions": ["<p>*a* and *b*</p>", "<p>Only *c*</p>"]})
    assert [each.stem for each in reading.questions] == ["Only ____"]
    assert "Several gaps" in reading.problems[0].message


def test_words_to_drag() -> None:
    params = {
        "taskDescription": "Drag.",
        "textField": "The capital of Italy is *Rome:A city*.\nIn *Oslo* it snows.\n",
        "distractors": "*Bern* *Paris*",
    }
    question = only("H5P.DragText", params, "tips")
    assert question.interaction == Match(
        pairs=(("The capital of Italy is", "Rome"), ("In ____ it snows.", "Oslo")),
        distractors=("Bern", "Paris"),
    )


def test_cards_and_single_choices() -> None:
    cards = {"dialogs": [{"text": "<p>Front</p>", "answer": "<p>Back</p>"}]}
    assert only("H5P.Dialogcards", cards).interaction == Recall(back="Back")
    flash = only("H5P.Flashcards", {"cards": [{"text": "Who?", "answer": "Grant"}]})
    assert (flash.type, flash.interaction.key()) == ("short_answer", ["Grant"])
    choices = {"choices": [{"question": "Which?", "answers": ["right", "wrong"]}]}
    assert only("H5P.SingleChoiceSet", choices).interaction.key() == ["right"]


def part(library: str, params: object, title: str = "") -> dict[str, Any]:
    return {"library": f"{library} 1.16", "params": params, "metadata": {"title": title}}


def test_what_lies_in_sets_columns_and_books_is_found_and_the_rest_named() -> None:
    parts = [
        part("H5P.MultiChoice", CHOICE, "The first"),
        part("H5P.Essay", {"taskDescription": "Why?"}, "A long one"),
        part("H5P.MarkTheWords", {"textField": "*a* b"}, "Words"),
    ]
    column = {"content": [{"content": part("H5P.QuestionSet", {"questions": parts})}]}
    reading = read("H5P.InteractiveBook", {"chapters": [part("H5P.Column", column)]})
    assert len(reading.questions) == 1
    assert [str(problem) for problem in reading.problems] == [
        "question 2 (“A long one”): An essay is for a person to mark. It was left out.",
        "question 3 (“Words”): H5P’s content type “H5P.MarkTheWords” is not asked here. "
        "It was left out.",
    ]


@pytest.mark.parametrize(
    ("library", "params", "said"),
    [
        ("H5P.MultiChoice", {}, "No answer is right"),
        ("H5P.MultiChoice", {**CHOICE, "question": 5}, "stem"),
        ("H5P.MultiChoice", {**CHOICE, "question": '<img src="x" alt="">'}, "stem"),
        ("H5P.TrueFalse", {"question": "So?", "correct": "maybe"}, "true or false"),
        ("H5P.Blanks", {"questions": ["no gap"]}, "no gap"),
        ("H5P.DragText", {"textField": "*a* *b*"}, "Several gaps"),
        ("H5P.DragText", {"textField": "one *a*"}, "pairs"),
        ("H5P.QuestionSet", {"questions": []}, "“H5P.QuestionSet” is not asked"),
        ("H5P.Dialogcards", {"dialogs": "none"}, "no questions"),
        ("H5P.SingleChoiceSet", {"choices": [{"question": "x", "answers": {}}]}, "options"),
    ],
)
def test_what_cannot_be_carried_is_told(library: str, params: object, said: str) -> None:
    reading = read(library, params)
    assert reading.questions == ()
    assert any(said in problem.message for problem in reading.problems), reading.problems


def test_pictures_and_what_is_said_by_score_are_told() -> None:
    media = {"media": {"type": part("H5P.Image", {"file": {"path": "a.png"}})}}
    scored = {"overallFeedback": [{"from": 0, "to": 50, "feedback": "Hm."}]}
    only("H5P.MultiChoice", {**CHOICE, **media, **scored}, "by score", "a picture")
    counted = [{"from": 0, "to": 100, "feedback": "You got @score of @total."}]
    assert not only("H5P.MultiChoice", {**CHOICE, "overallFeedback": counted}, "score").explanation


def test_what_stands_above_several_texts_with_gaps_is_told() -> None:
    params = {"text": "<p>Fill in.</p>", "questions": ["Only *c*.", "Or *d*."]}
    assert [str(problem) for problem in read("H5P.Blanks", params).problems] == [
        f"question {n}: what stands above all its gaps was left out: “Fill in.”" for n in (1, 2)
    ]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"nothing", "damaged"),
        (zipped({"a": "b"}), "no H5P package"),
        (zipped({"h5p.json": "{}", "content/content.json": "[1]"}), "damaged"),
        (zipped({"h5p.json": "{}", "content/content.json": "[" * 100_000}), "damaged"),
        (zipped({"h5p.json": "{}", "content/content.json": " " * 10**8}), "unpacks to more"),
    ],
)
def test_what_does_harm_or_is_broken_is_told(content: bytes, said: str) -> None:
    reading = H5P.read(content)
    assert reading.questions == ()
    assert said in reading.problems[0].message


def test_contents_inside_one_another_without_end() -> None:
    deep: dict[str, Any] = {"questions": [part("H5P.MultiChoice", CHOICE)]}
    for _each in range(60):
        deep = {"content": [part("H5P.Column", deep)]}
    assert read("H5P.Column", deep).questions == ()


def test_html_that_does_harm_is_no_part_of_a_text() -> None:
    stem = '<p onclick="x()">Which<script>alert(1)</script>?</p><a href="javascript:x">here</a>'
    question = only("H5P.MultiChoice", {**CHOICE, "question": stem})
    assert question.stem == "Which?\n\nhere"


@pytest.mark.parametrize("slug", seed_slugs())
def test_the_bank_comes_back_but_for_what_has_no_place(slug: str) -> None:
    bank = load_seed(slug)[1].questions
    writing = H5P.write(bank)
    carried = [asked for asked in bank if not isinstance(asked.interaction, Order)]
    assert len(writing.problems) == len(bank) - len(carried)
    reading = H5P.read(writing.content)
    # Cards come after the questions, as they are content of another type.
    assert sorted(reading.questions, key=repr) == sorted(carried, key=repr)
    assert reading.problems == ()


@pytest.mark.parametrize("slug", seed_slugs())
def test_what_others_see_means_the_same(slug: str) -> None:
    for asked in load_seed(slug)[1].questions:
        if asked.type in ("ordering", "flashcard"):
            continue
        main, params = opened(H5P.write([asked]).content)
        del params["questions"][0]["params"]["recite"]
        (found,) = read(main, params).questions
        assert found.stem == asked.stem
        assert found.interaction.key() == asked.interaction.key()
        assert all(bare(cited.quote) in bare(found.explanation) for cited in asked.citations)


def bare(text: str) -> str:
    """Return a text without space, and the signs that Markdown has for code and for signs."""
    return re.sub(r"[\s`\\]", "", text)


def opened(content: bytes) -> tuple[str, dict[str, Any]]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        about = json.loads(archive.read("h5p.json"))
        return about["mainLibrary"], json.loads(archive.read("content/content.json"))


def test_a_question_that_was_changed_counts_and_what_has_no_place_stays() -> None:
    asked = load_seed("azernews-2023-01-20")[1].questions[0]
    main, params = opened(H5P.write([asked]).content)
    params["questions"][0]["params"]["question"] = "<p>Changed?</p>"
    (found,) = read(main, params).questions
    assert (found.stem, found.id) == ("Changed?", asked.id)
    assert (found.citations, found.tags) == (asked.citations, asked.tags)


def test_what_shows_the_content_is_named() -> None:
    card = Question(type="flashcard", stem="Front", interaction=Recall(back="Back"))
    typed = Question(
        type="short_answer", stem="Who?", interaction=TextEntry(answers=(Answer(text="x"),))
    )
    for questions, main, used in (
        ([card], "H5P.Dialogcards", ["H5P.Dialogcards"]),
        ([typed], "H5P.QuestionSet", ["H5P.Blanks", "H5P.QuestionSet"]),
        (
            [typed, card],
            "H5P.Column",
            ["H5P.Blanks", "H5P.Column", "H5P.Dialogcards", "H5P.QuestionSet"],
        ),
    ):
        content = H5P.write(questions).content
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            assert archive.namelist() == ["h5p.json", "content/content.json"]
            about = json.loads(archive.read("h5p.json"))
        assert about["mainLibrary"] == main
        assert [each["machineName"] for each in about["preloadedDependencies"]] == used


@pytest.mark.parametrize("answer", ["a/b", "a*b", "a:b"])
def test_an_answer_that_means_something_else_there_is_told(answer: str) -> None:
    entry = TextEntry(answers=(Answer(text=answer),))
    asked = Question(type="short_answer", stem="Who?", interaction=entry)
    assert "a meaning" in H5P.write([asked]).problems[0].message


@given(st.lists(any_questions | orders, min_size=1, max_size=3))
def test_any_questions_come_back_as_they_went(questions: list[Question]) -> None:
    writing = H5P.write(questions)
    left_out = {int(problem.where.split()[1]) - 1 for problem in writing.problems}
    carried = [asked for n, asked in enumerate(questions) if n not in left_out]
    reading = H5P.read(writing.content)
    assert sorted(reading.questions, key=repr) == sorted(carried, key=repr)
    assert reading.problems == () or not carried


def test_a_package_is_known_by_what_is_in_it_and_read_in_a_process_of_its_own() -> None:
    received = receive("a.zip", package("H5P.MultiChoice", CHOICE))
    assert (received.format, len(received.reading.questions)) == ("h5p", 1)
