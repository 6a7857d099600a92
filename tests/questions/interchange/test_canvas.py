"""QTI 1.2: what its conditions mean, and what Canvas gets; questions come back."""

from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from questions.bank import load_seed, seed_slugs
from questions.interactions import Answer, Choice, Match, Order, TextEntry
from questions.interchange import FORMATS, Reading
from questions.interchange.qti.first_writing import bare_first
from questions.question import Question
from tests.questions.interchange.asked import orders
from tests.questions.interchange.asked import questions as any_questions
from tests.questions.reading.test_hostile_files import zipped

CANVAS = FORMATS["canvas"]
SPACE = "http://www.imsglobal.org/xsd/ims_qtiasiv1p2"


def text(said: str, kind: str = "text/html") -> str:
    return f'<material><mattext texttype="{kind}">{said}</mattext></material>'


def labels(*texts: str) -> str:
    made = "".join(
        f'<response_label ident="{name}">{text(said)}</response_label>'
        for name, said in zip("ABCDE", texts, strict=False)
    )
    return f'<render_choice shuffle="Yes">{made}</render_choice>'


def picked(*texts: str, many: str = "Single", name: str = "R", left: str = "") -> str:
    inside = f"{left}{labels(*texts)}"
    return f'<response_lid ident="{name}" rcardinality="{many}">{inside}</response_lid>'


TYPED = '<response_str ident="R"><render_fib/></response_str>'


def equal(value: str, name: str = "R") -> str:
    return f'<varequal respident="{name}">{value}</varequal>'


def when(looked_for: str, score: str = "100", action: str = "Set", says: str = "") -> str:
    worth = f'<setvar action="{action}" varname="SCORE">{score}</setvar>' if score else ""
    told = f'<displayfeedback linkrefid="{says}"/>' if says else ""
    return f"<respcondition><conditionvar>{looked_for}</conditionvar>{worth}{told}</respcondition>"


def item(asked: str, *conditions: str, more: str = "", stem: str = "Which?", kind: str = "") -> str:
    field = (
        "<itemmetadata><qtimetadata><qtimetadatafield><fieldlabel>question_type</fieldlabel>"
        f"<fieldentry>{kind}</fieldentry></qtimetadatafield></qtimetadata></itemmetadata>"
    )
    return (
        f'<item ident="Q1" title="The first">{field if kind else ""}'
        f"<presentation>{text(stem)}{asked}</presentation>"
        f"<resprocessing>{''.join(conditions)}</resprocessing>{more}</item>"
    )


def read(*items: str) -> Reading:
    inside = f'<assessment ident="a"><section ident="s">{"".join(items)}</section></assessment>'
    return CANVAS.read(f'<questestinterop xmlns="{SPACE}">{inside}</questestinterop>'.encode())


def only(content: str, *notes: str) -> Question:
    reading = read(content)
    assert len(reading.problems) == len(notes), reading.problems
    for note, problem in zip(notes, reading.problems, strict=True):
        assert note in problem.message
        assert problem.where == "“The first”"
    (question,) = reading.questions
    return question


def fractions(question: Question) -> list[float]:
    assert isinstance(question.interaction, Choice)
    return [option.fraction for option in question.interaction.options]


def test_one_of_several() -> None:
    stem = "&lt;p&gt;Which is &lt;b&gt;big&lt;/b&gt;?&lt;/p&gt;"
    question = only(item(picked("Lyon", "Paris"), when(equal("B")), stem=stem))
    assert (question.id, question.type) == ("q1", "multiple_choice")
    assert question.stem == "Which is **big**?"
    assert fractions(question) == [0, 1]
    assert isinstance(question.interaction, Choice) and question.interaction.shuffle


def test_plain_text_is_no_markup() -> None:
    content = item(picked("x", "y"), when(equal("A"))).replace(
        text("x"), text("a &lt;b&gt; c", "text/plain")
    )
    assert only(content).interaction.key() == ["a <b> c"]


def test_several_of_several_together() -> None:
    both = f"<and>{equal('A')}{equal('B')}<not>{equal('C')}</not></and>"
    content = item(picked("a", "b", "c", many="Multiple"), when(both))
    assert fractions(only(content, "only the whole right answer")) == [0.5, 0.5, -1]


def test_several_of_several_each_for_itself() -> None:
    each = [when(equal(n), s, "Add") for n, s in (("A", "25"), ("B", "75"), ("C", "-50"))]
    question = only(item(picked("a", "b", "c", many="Multiple"), *each))
    assert fractions(question) == [0.25, 0.75, -0.5]


def test_true_or_false() -> None:
    assert only(item(picked("True", "False"), when(equal("A")))).type == "true_false"


def typed(question: Question) -> list[Answer]:
    assert isinstance(question.interaction, TextEntry)
    return list(question.interaction.answers)


def test_typed_answers() -> None:
    either = f"<or>{equal('York')}{equal('Old York')}</or>"
    question = only(item(TYPED, when(either), when(equal("Leeds"), "50")))
    assert question.type == "short_answer"
    assert [(a.text, a.fraction) for a in typed(question)] == [
        ("York", 1),
        ("Old York", 1),
        ("Leeds", 0.5),
    ]


def test_a_line_to_write_on_is_a_gap() -> None:
    question = only(item(TYPED, when(equal("1992")), stem="It began in ______."))
    assert (question.type, question.stem) == ("cloze", "It began in ____.")


@pytest.mark.parametrize(
    ("looked_for", "number", "within"),
    [
        ("<or>{0}<and><vargte>3</vargte><varlte>4</varlte></and></or>", "3.5", 0.5),
        ("<vargte>3</vargte><varlte>5</varlte>", "4", 1),
        ("{0}<vargte>3.5</vargte><varlte>3.5</varlte>", "3.5", None),
    ],
)
def test_numbers_within_limits(looked_for: str, number: str, within: float | None) -> None:
    question = only(item(TYPED, when(looked_for.format(equal("3.5")))))
    assert question.type == "numerical"
    assert typed(question) == [Answer(text=number, match="number", tolerance=within)]


def test_pairs_and_what_belongs_to_none() -> None:
    sides = [
        picked("Rome", "Ottawa", "Oslo", name=name, left=text(left))
        for name, left in (("R1", "Canada"), ("R2", "Italy"))
    ]
    found = [when(equal(v, n), "50", "Add") for n, v in (("R1", "B"), ("R2", "A"))]
    question = only(item("".join(sides), *found, stem="Match."))
    assert question.stem == "Match."
    assert question.interaction == Match(
        pairs=(("Canada", "Ottawa"), ("Italy", "Rome")), distractors=("Oslo",)
    )


def test_items_in_order() -> None:
    looked_for = "".join(equal(name) for name in "BCA")
    question = only(item(picked("c", "a", "b", many="Ordered"), when(looked_for)))
    assert question.interaction == Order(items=("a", "b", "c"))


def told(name: str, said: str) -> str:
    return f'<itemfeedback ident="{name}"><flow_mat>{text(said)}</flow_mat></itemfeedback>'


def test_feedback_by_option_to_all_and_to_others() -> None:
    more = told("general_fb", "So it is.") + told("A_fb", "No.") + told("correct_fb", "Yes!")
    content = item(
        picked("Lyon", "Paris"),
        when("<other/>", "", says="general_fb"),
        when(equal("A"), "", says="A_fb"),
        when(equal("B")),
        more=more,
    )
    question = only(content, "right, wrong or other answers as a whole")
    assert question.explanation == "So it is."
    assert isinstance(question.interaction, Choice)
    assert [option.feedback for option in question.interaction.options] == ["No.", ""]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ('<item ident="x"/>', "no text"),
        (item(""), "asks nothing"),
        (item(TYPED, kind="essay_question"), "for a person to mark"),
        (item(TYPED, kind="calculated_question"), "drawn anew"),
        (item(TYPED + TYPED, when(equal("x"))), "Several gaps"),
        (item(picked("a", "b") + picked("c", "d", name="S"), when(equal("A"))), "which answer"),
        (item(TYPED), "which answer is right"),
        (item(picked("a", "b")), "which answer is right"),
        (item(picked("a", "b"), when(equal("A"), "much")), "“much” is no number"),
        (item(TYPED, when("<vargte>x</vargte>")), "no number"),
        (item('<response_xy ident="R"/>', when(equal("A"))), "on a picture"),
        (item(picked("a", "b", many="Ordered"), when(equal("A"))), "in the order"),
        (item(picked("a", "b"), when(equal("A")), when(equal("B"))), "wholly right"),
    ],
)
def test_what_cannot_be_carried_is_told(content: str, said: str) -> None:
    reading = read(content, item(picked("a", "b"), when(equal("A"))))
    assert len(reading.questions) == 1, "the other is read"
    assert said in reading.problems[0].message


def test_conditions_inside_one_another_without_end() -> None:
    deep = "<and>" * 200 + equal("A") + "</and>" * 200
    assert read(item(picked("a", "b"), when(deep))).questions == ()


def test_a_quiz_is_found_in_a_package_by_any_of_its_formats() -> None:
    quiz = f'<questestinterop xmlns="{SPACE}">{item(picked("a", "b"), when(equal("A")))}'
    listed = '<manifest><organizations><item identifier="x"/></organizations></manifest>'
    content = zipped({"q/q.xml": f"{quiz}</questestinterop>", "imsmanifest.xml": listed})
    for form in ("canvas", "qti"):
        reading = FORMATS[form].read(content)
        assert (len(reading.questions), reading.problems) == (1, ())


def test_what_canvas_gets() -> None:
    choice = Choice.model_validate(
        {
            "multiple": True,
            "options": [{"text": t, "fraction": f} for t, f in (("a", 0.5), ("b", 0.5), ("c", -1))],
        }
    )
    asked = Question(type="multiple_response", stem="Which?", interaction=choice)
    content = CANVAS.write([asked]).content
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.namelist() == ["imsmanifest.xml", "quiz/quiz.xml"]
        root = etree.fromstring(archive.read("quiz/quiz.xml"))
    entries = [entry.text for entry in root.iter("{*}fieldentry")]
    assert entries == ["multiple_answers_question", "1"]
    looked_for = [e.text for e in root.iterfind(".//{*}and/{*}varequal")]
    refused = [e.text for e in root.iterfind(".//{*}and/{*}not/{*}varequal")]
    idents = [label.get("ident") for label in root.iter("{*}response_label")]
    assert (looked_for, refused) == (idents[:2], idents[2:])


def test_items_in_order_have_no_place() -> None:
    asked = Question(type="ordering", stem="Sort.", interaction=Order(items=("a", "b")))
    writing = CANVAS.write([asked])
    assert "put in order" in writing.problems[0].message
    assert CANVAS.read(writing.content).questions == ()


@pytest.mark.parametrize("slug", seed_slugs())
def test_the_bank_comes_back_but_for_what_has_no_place(slug: str) -> None:
    bank = load_seed(slug)[1].questions
    writing = CANVAS.write(bank)
    carried = [q for q in bank if not isinstance(q.interaction, Order)]
    assert len(writing.problems) == len(bank) - len(carried)
    assert list(CANVAS.read(writing.content).questions) == carried


@pytest.mark.parametrize("slug", seed_slugs())
def test_what_others_see_means_the_same(slug: str) -> None:
    bank = load_seed(slug)[1].questions
    for asked in bank:
        if asked.type in ("flashcard", "ordering"):
            continue
        root = etree.Element("questestinterop")
        root.append(bare_first(asked))
        (found,) = CANVAS.read(etree.tostring(root)).questions
        assert (found.id, found.stem) == (asked.id, asked.stem)
        assert found.interaction.key() == asked.interaction.key()
        if isinstance(asked.interaction, Choice) and not asked.interaction.multiple:
            assert found.interaction == asked.interaction


@given(st.lists(any_questions | orders, min_size=1, max_size=3))
def test_any_questions_come_back_as_they_went(questions: list[Question]) -> None:
    writing = CANVAS.write(questions)
    carried = [q for q in questions if not isinstance(q.interaction, Order)]
    assert len(writing.problems) == len(questions) - len(carried)
    assert list(CANVAS.read(writing.content).questions) == carried
