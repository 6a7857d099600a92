"""Courses as Canvas gives them out: banks, and quizzes that stand there twice."""

from __future__ import annotations

from questions.interchange import FORMATS, Reading
from tests.questions.interchange.test_canvas import SPACE, equal, item, picked, when
from tests.questions.reading.test_hostile_files import zipped

WHICH = picked("a", "b")


def asked(name: str, stem: str, copied: str = "", more: str = "") -> str:
    """Return a question, which may say of which one in a bank it is a copy."""
    made = item(WHICH, when(equal("A")), stem=stem, kind="multiple_choice_question", more=more)
    field = (
        "<qtimetadatafield><fieldlabel>assessment_question_identifierref</fieldlabel>"
        f"<fieldentry>{copied}</fieldentry></qtimetadatafield></qtimetadata>"
    )
    made = made.replace("</qtimetadata>", field) if copied else made
    return made.replace('ident="Q1"', f'ident="{name}"')


def bank(*items: str) -> str:
    inside = f'<objectbank ident="g1">{"".join(items)}</objectbank>'
    return f'<questestinterop xmlns="{SPACE}">{inside}</questestinterop>'


def quiz(*items: str) -> str:
    inside = f'<assessment ident="g2"><section ident="s">{"".join(items)}</section></assessment>'
    return f'<questestinterop xmlns="{SPACE}">{inside}</questestinterop>'


def course(whole: str, *banked: str) -> Reading:
    """Return what is read of a course with a quiz, and with a bank where one is given."""
    files: dict[str, bytes | str] = {
        "imsmanifest.xml": "<manifest/>",
        "g2/assessment_qti.xml": quiz(asked("other", "For others?")),
        "non_cc_assessments/g2.xml.qti": whole,
    }
    if banked:  # the first of all names, and read before what copies it
        files["non_cc_assessments/z1.xml.qti"] = bank(*banked)
    return FORMATS["canvas"].read(zipped(files))


def stems(reading: Reading) -> list[str]:
    return [question.stem for question in reading.questions]


def test_a_quiz_is_read_as_canvas_has_it() -> None:
    reading = course(quiz(asked("x", "One?"), asked("y", "Two?")))
    assert (stems(reading), reading.problems) == (["One?", "Two?"], ())


def test_a_quiz_that_canvas_has_without_questions_is_read_as_others_do() -> None:
    reading = course(quiz())
    assert (stems(reading), reading.problems) == (["For others?"], ())


def test_what_is_damaged_is_told_and_the_other_is_read() -> None:
    reading = course(quiz(asked("x", "One?"))[:-3])
    assert stems(reading) == ["For others?"]
    (said,) = map(str, reading.problems)
    assert said.startswith("non_cc_assessments/g2.xml.qti: It is damaged")


def test_a_bank_is_read_and_copies_of_its_questions_are_not() -> None:
    whole = quiz(
        asked("x", "One?", copied="b1"),
        asked("y", "Two, other words?", copied="b2"),
        asked("z", "Three?", copied="b9"),
    )
    reading = course(whole, asked("b1", "One?"), asked("b2", "Two?"))
    assert stems(reading) == ["One?", "Two?", "Two, other words?", "Three?"]
    assert [str(problem) for problem in reading.problems] == [
        "1 question of a quiz is one of its question banks: each was read once"
    ]


def test_what_is_told_beside_makes_another_question() -> None:
    told = '<itemfeedback ident="A_fb"><flow_mat/></itemfeedback>'
    whole = quiz(asked("x", "One?", copied="b1", more=told), asked("y", "One?", copied="b1"))
    reading = course(whole, asked("b1", "One?"))
    assert [question.id for question in reading.questions] == ["b1", "x"]


def test_comments_in_a_question_are_passed_over() -> None:
    aside = "<!-- a --><?b c?>"
    whole = quiz(asked("x", "One?", copied="b1", more="<!-- other -->"))
    reading = course(whole, asked("b1", "One?", more=aside))
    assert (stems(reading), len(reading.problems)) == (["One?"], 1)


def test_two_quizzes_may_copy_the_same() -> None:
    whole = quiz(asked("x", "One?", copied="b1"), asked("y", "One?", copied="b1"))
    (said,) = course(whole, asked("b1", "One?")).problems
    assert (
        said.message == "2 questions of quizzes are those of its question banks: each was read once"
    )
