"""QTI 2.x and 3.0: what items mean, alone and in packages, and that questions come back."""

from __future__ import annotations

import io
import re
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from questions.bank import load_seed, seed_slugs
from questions.holding import KINDS, OF_ANSWERS
from questions.interactions import Answer, Choice, Match, Order, TextEntry
from questions.interchange import FORMATS, Format, Reading
from questions.interchange.qti.versions import SECOND as WRITTEN_SECOND
from questions.interchange.qti.versions import THIRD as WRITTEN_THIRD
from questions.interchange.qti.versions import Version
from questions.interchange.qti.writing import bare_item
from questions.question import Question
from tests.questions.interchange.asked import orders
from tests.questions.interchange.asked import questions as any_questions
from tests.questions.reading.test_hostile_files import LAUGHS, zipped

QTI = FORMATS["qti"]
BOTH = [QTI, FORMATS["qti3"]]
SECOND = "http://www.imsglobal.org/xsd/imsqti_v2p1"
MATCH_CORRECT = "http://www.imsglobal.org/question/qti_v2p1/rptemplates/match_correct"
MAP_RESPONSE = "http://www.imsglobal.org/question/qti_v2p1/rptemplates/map_response"


def item(body: str, declared: str, done: str = MATCH_CORRECT, more: str = "") -> str:
    processing = done if done.startswith("<") else f'<responseProcessing template="{done}"/>'
    return (
        f'<assessmentItem xmlns="{SECOND}" identifier="Q1" title="The first" adaptive="false" '
        f'timeDependent="false">{declared}<itemBody>{body}</itemBody>{processing}{more}'
        "</assessmentItem>"
    )


def response(*right: str, many: str = "single", kind: str = "identifier", mapping: str = "") -> str:
    values = "".join(f"<value>{value}</value>" for value in right)
    correct = f"<correctResponse>{values}</correctResponse>" if right else ""
    return (
        f'<responseDeclaration identifier="R" cardinality="{many}" baseType="{kind}">'
        f"{correct}{mapping}</responseDeclaration>"
    )


def mapped(**shares: float | str) -> str:
    entries = "".join(f'<mapEntry mapKey="{k}" mappedValue="{v}"/>' for k, v in shares.items())
    return f'<mapping defaultValue="0">{entries}</mapping>'


def picked(*texts: str, most: int = 1) -> str:
    options = "".join(
        f'<simpleChoice identifier="{name}">{text}</simpleChoice>'
        for name, text in zip("ABCDE", texts, strict=False)
    )
    return (
        f'<choiceInteraction responseIdentifier="R" shuffle="true" maxChoices="{most}">'
        f"<prompt>Which?</prompt>{options}</choiceInteraction>"
    )


def read(content: str) -> Reading:
    return QTI.read(content.encode())


def only(content: str, *notes: str) -> Question:
    reading = read(content)
    assert len(reading.problems) == len(notes), reading.problems
    for note, problem in zip(notes, reading.problems, strict=True):
        assert note in problem.message
        assert problem.where == "“The first”"
    (question,) = reading.questions
    return question


def test_one_of_several() -> None:
    body = "<p>Of <b>two</b> towns:</p>" + picked("Lyon", "Paris")
    question = only(item(body, response("B")))
    assert (question.id, question.type) == ("q1", "multiple_choice")
    assert question.stem == "Of **two** towns:\n\nWhich?"
    choice = question.interaction
    assert isinstance(choice, Choice) and choice.shuffle
    assert [(o.text, o.fraction) for o in choice.options] == [("Lyon", 0), ("Paris", 1)]


def fractions(question: Question) -> list[float]:
    assert isinstance(question.interaction, Choice)
    return [option.fraction for option in question.interaction.options]


def test_several_of_several_by_mapping() -> None:
    declared = response("A", "B", many="multiple", mapping=mapped(A=1, B=3, C=-2))
    question = only(item(picked("a", "b", "c", most=0), declared, MAP_RESPONSE))
    assert question.type == "multiple_response"
    assert fractions(question) == [0.25, 0.75, -0.5]


def test_several_of_several_all_or_nothing() -> None:
    declared = response("A", "B", many="multiple", mapping=mapped(A=1, B=3))
    content = item(picked("a", "b", "c", most=0), declared, MATCH_CORRECT)
    assert fractions(only(content, "only the whole right answer")) == [0.5, 0.5, -1]


def test_wrong_options_that_cost_nothing_are_told() -> None:
    declared = response(many="multiple", mapping=mapped(A=1, B=1))
    content = item(picked("a", "b", "c", most=0), declared, MAP_RESPONSE)
    assert fractions(only(content, "wrong options cost nothing")) == [0.5, 0.5, -1]


def test_true_or_false() -> None:
    assert only(item(picked("True", "False"), response("A"))).type == "true_false"


TYPED = '<textEntryInteraction responseIdentifier="R"/>'


def typed(question: Question) -> list[Answer]:
    assert isinstance(question.interaction, TextEntry)
    return list(question.interaction.answers)


def test_typed_answers() -> None:
    declared = response("York", kind="string", mapping=mapped(york=0.5, York=1))
    question = only(item(f"<p>Where?</p><p>{TYPED}</p>", declared, MAP_RESPONSE))
    assert (question.type, question.stem) == ("short_answer", "Where?")
    assert typed(question) == [Answer(text="York"), Answer(text="york", fraction=0.5)]


def test_a_gap_in_a_sentence() -> None:
    question = only(item(f"<p>It began in {TYPED}, they say.</p>", response("1992", kind="string")))
    assert (question.type, question.stem) == ("cloze", "It began in ____, they say.")


@pytest.mark.parametrize(
    ("mode", "within"),
    [
        ('toleranceMode="absolute" tolerance="0.5 0.5"', 0.5),
        ('toleranceMode="relative" tolerance="10"', 0.35),
        ('toleranceMode="exact"', None),
    ],
)
def test_numbers_with_a_tolerance(mode: str, within: float | None) -> None:
    done = (
        f"<responseProcessing><responseCondition><responseIf><equal {mode}>"
        '<variable identifier="R"/><baseValue baseType="float">3.5</baseValue></equal>'
        '<setOutcomeValue identifier="SCORE"><baseValue baseType="float">2</baseValue>'
        "</setOutcomeValue></responseIf></responseCondition></responseProcessing>"
    )
    question = only(item(f"<p>How many? {TYPED}</p>", response("3.5", kind="float"), done))
    assert question.type == "numerical"
    assert typed(question) == [Answer(text="3.5", match="number", tolerance=within)]


def test_pairs_and_what_belongs_to_none() -> None:
    def side(**texts: str) -> str:
        found = "".join(
            f'<simpleAssociableChoice identifier="{name}" matchMax="1">{text}'
            "</simpleAssociableChoice>"
            for name, text in texts.items()
        )
        return f"<simpleMatchSet>{found}</simpleMatchSet>"

    sides = side(C="Canada", I="Italy") + side(R="Rome", O="Ottawa", S="Oslo")
    body = f'<matchInteraction responseIdentifier="R"><prompt>Match.</prompt>{sides}'
    declared = response("I R", "C O", many="multiple", kind="directedPair")
    question = only(item(body + "</matchInteraction>", declared))
    assert question.interaction == Match(
        pairs=(("Canada", "Ottawa"), ("Italy", "Rome")), distractors=("Oslo",)
    )


def test_items_in_order() -> None:
    body = picked("c", "a", "b").replace("choiceInteraction", "orderInteraction")
    question = only(item(body, response("B", "C", "A", many="ordered")))
    assert question.interaction == Order(items=("a", "b", "c"))


def test_feedback_by_option_to_all_and_to_others() -> None:
    done = (
        '<responseProcessing><setOutcomeValue identifier="ALL"><baseValue baseType="identifier">'
        "X</baseValue></setOutcomeValue></responseProcessing>"
    )
    told = "".join(
        f'<modalFeedback outcomeIdentifier="{outcome}" identifier="{name}" showHide="show">'
        f"<p>{text}</p></modalFeedback>"
        for outcome, name, text in (("F", "A", "No."), ("ALL", "X", "So it is."), ("G", "Y", "Oh."))
    )
    told += '<modalFeedback outcomeIdentifier="F" identifier="B" showHide="hide">H</modalFeedback>'
    inside = 'Paris <feedbackInline outcomeIdentifier="F" identifier="B">Yes.</feedbackInline>'
    content = item(picked("Lyon", inside), response("B"), done, told)
    question = only(content, "right, wrong or other answers as a whole")
    assert question.explanation == "So it is."
    assert isinstance(question.interaction, Choice)
    assert [(o.text, o.feedback) for o in question.interaction.options] == [
        ("Lyon", "No."),
        ("Paris", "Yes."),
    ]


THIRD = """
<qti-assessment-item xmlns="http://www.imsglobal.org/xsd/imsqtiasi_v3p0" identifier="third"
  title="The first" adaptive="false" time-dependent="false">
 <qti-response-declaration identifier="R" cardinality="single" base-type="identifier">
  <qti-correct-response><qti-value>B</qti-value></qti-correct-response>
 </qti-response-declaration>
 <qti-item-body><p>In this town, {}.</p></qti-item-body>
 <qti-response-processing
  template="https://purl.imsglobal.org/spec/qti/v3p0/rptemplates/match_correct.xml"/>
</qti-assessment-item>
"""


def test_version_3_under_its_own_names() -> None:
    options = "".join(
        f'<qti-inline-choice identifier="{name}">{text}</qti-inline-choice>'
        for name, text in (("A", "it rains"), ("B", "it snows"))
    )
    asked = f'<qti-inline-choice-interaction response-identifier="R">{options}'
    question = only(THIRD.format(f"{asked}</qti-inline-choice-interaction>"))
    assert (question.type, question.stem) == ("multiple_choice", "In this town, ____.")
    assert question.interaction.key() == ["it snows"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (item("<p>Read this.</p>", response("A")), "asks nothing"),
        (item('<extendedTextInteraction responseIdentifier="R"/>', response()), "essay"),
        (item('<hotspotInteraction responseIdentifier="R"/>', response("A")), "on a picture"),
        (item('<riddleInteraction responseIdentifier="R"/>', response("A")), "not known here"),
        (item(f"<p>{TYPED} and {TYPED}</p>", response("x", kind="string")), "2 things at once"),
        (item(picked("a", "b"), response()), "which answer is right"),
        (item(picked("a", "b"), response(mapping=mapped(A=0))), "which answer is right"),
        (item(picked("a", "b"), response(mapping=mapped(A="x"))), "“x” is no number"),
        (item(picked("a", "b"), ""), "which answer is right"),
        (item(picked("a", "<img src='b.png'/>"), response("A")), "no words"),
        (item(picked("a", "b"), '<templateDeclaration identifier="T"/>'), "drawn anew"),
        (f'<assessmentItem xmlns="{SECOND}"/>', "no text"),
        ("<assessmentTest/>", "arranges its questions"),
        ("<quiz/>", "no questions of QTI"),
        ("<quiz>", "damaged"),
        ("", "damaged"),
    ],
)
def test_what_cannot_be_carried_is_told(content: str, said: str) -> None:
    reading = read(content)
    assert reading.questions == ()
    assert said in reading.problems[0].message


def test_what_is_left_out_of_the_text_is_told() -> None:
    body = (
        "<p>See <img src='a.png' alt='a map'/></p><rubricBlock view='scorer'>Be kind.</rubricBlock>"
    )
    question = only(item(body + picked("a", "b"), response("A")), "those who mark it", "a picture")
    assert question.stem == "See [a map]\n\nWhich?"


def package(**files: str) -> bytes:
    return zipped({f"{name}.xml": text for name, text in files.items()})


def test_a_package_is_read_in_the_order_of_its_manifest_with_its_key_words() -> None:
    listed = (
        '<manifest><resources><resource href="b.xml"><metadata><general><keyword><langstring>'
        'cells</langstring></keyword></general></metadata></resource><resource href="a.xml"/>'
        "</resources></manifest>"
    )
    asked = {name: item(picked(name, "x"), response("A")) for name in "abc"}
    reading = QTI.read(
        package(imsmanifest=listed, test="<assessmentTest/>", page="<html/>", **asked)
    )
    assert [question.interaction.key() for question in reading.questions] == [["b"], ["a"], ["c"]]
    assert [question.tags for question in reading.questions] == [("cells",), (), ()]
    assert [str(problem)[:9] for problem in reading.problems] == ["test.xml:"]


def test_a_package_names_the_file_of_what_it_could_not_read() -> None:
    content = package(bad="<assessmentItem", essay=item("<p>x</p>", ""))
    assert [problem.where for problem in QTI.read(content).problems] == [
        "bad.xml",
        "essay.xml, “The first”",
    ]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (zipped({"a.txt": "x"}), "no questions of QTI"),
        (b"PK\x03\x04 and no more", "damaged"),
        (
            zipped({"a.xml": b"<a>" + b" " * 30_000_000 + b"</a>"}),
            "a.xml: It unpacks to more than it may. Split it.",
        ),
        (zipped({f"{n}.xml": "" for n in range(20_001)}), "too many files"),
        (b"x" * (64 * 1024 * 1024 + 1), "over 64 MB"),
    ],
    ids=range(5),
)
def test_a_hostile_file_is_refused(content: bytes, said: str) -> None:
    reading = QTI.read(content)
    assert reading.questions == ()
    assert said in str(reading.problems[0])


def test_entities_do_not_grow_nor_read_files() -> None:
    content = item(picked("&i;", "b"), response("A"))
    outside = '<!DOCTYPE x [<!ENTITY i SYSTEM "file:///etc/passwd">]>'
    for head in (LAUGHS, outside):
        (problem,) = read(head + content).problems
        assert "damaged" in problem.message


def comments_gone(content: bytes) -> bytes:
    return re.sub(rb"<!--.*?-->", b"", content, flags=re.S)


def first_item(content: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read("items/00001.xml")


def test_an_item_that_was_changed_elsewhere_counts_as_it_is_now() -> None:
    bank = load_seed(seed_slugs()[0])[1].questions
    asked = next(q for q in bank if q.type == "multiple_choice")
    content = first_item(QTI.write([asked]).content).decode()
    option = asked.interaction.key()[0]
    (question,) = read(content.replace(f">{option}<", ">Another<")).questions
    assert question.interaction.key() == ["Another"]
    assert question.citations == asked.citations


def test_learners_there_are_told_who_says_so() -> None:
    bank = load_seed(seed_slugs()[0])[1].questions
    claimed = next(q for q in bank if any(c.speaker for c in q.citations))
    told = "".join(str(part) for part in bare_item(claimed).itertext())
    assert claimed.citations[0].quote in told
    assert str(claimed.citations[0].speaker) in told


@pytest.mark.parametrize("form", BOTH, ids=lambda form: form.name)
@pytest.mark.parametrize("slug", seed_slugs())
def test_the_bank_comes_back_as_it_went(slug: str, form: Format) -> None:
    bank = load_seed(slug)[1].questions
    writing = form.write(bank)
    assert writing.problems == ()
    assert list(QTI.read(writing.content).questions) == list(bank)


@pytest.mark.parametrize("version", [WRITTEN_SECOND, WRITTEN_THIRD], ids=lambda v: v.item)
@pytest.mark.parametrize("slug", seed_slugs())
def test_what_others_see_means_the_same(slug: str, version: Version) -> None:
    bank = load_seed(slug)[1].questions
    seen = [q for q in bank if q.type != "flashcard"]
    kinds = {"who_said_it": "multiple_choice"}
    for asked in seen:
        (found,) = QTI.read(etree.tostring(bare_item(asked, version))).questions
        assert (found.id, found.type) == (asked.id, kinds.get(asked.type, asked.type))
        assert found.stem == asked.stem
        assert found.interaction.key() == asked.interaction.key()
        if isinstance(asked.interaction, Choice | Order):
            assert found.interaction == asked.interaction


HTML = {"div", "p", "em", "strong", "code", "ul", "ol", "li", "a", "blockquote"}


def test_version_3_is_written_in_its_own_names() -> None:
    told = KINDS["a choice of one"].model_copy(update={"explanation": "Because *so*."})
    for asked in (*KINDS.values(), *OF_ANSWERS.values(), told):
        for element in bare_item(asked, WRITTEN_THIRD).iter(etree.Element):
            name = etree.QName(element)
            assert name.namespace == "http://www.imsglobal.org/xsd/imsqtiasi_v3p0"
            assert name.localname in HTML or name.localname.startswith("qti-")
            assert all(str(word).islower() for word in (name.localname, *element.attrib))
    manifest = listed_in(FORMATS["qti3"].write([told]).content)
    assert manifest.tag == "{http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1}manifest"
    resource = manifest.find(".//{*}resource")
    assert resource is not None and resource.get("type") == "imsqti_item_xmlv3p0"


def listed_in(content: bytes) -> etree._Element:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return etree.fromstring(archive.read("imsmanifest.xml"))


@pytest.mark.parametrize("form", BOTH, ids=lambda form: form.name)
@given(questions=st.lists(any_questions | orders, min_size=1, max_size=3))
def test_any_questions_come_back_as_they_went(form: Format, questions: list[Question]) -> None:
    writing = form.write(questions)
    assert writing.problems == ()
    reading = QTI.read(writing.content)
    assert reading.problems == ()
    assert list(reading.questions) == questions


def test_what_xml_cannot_hold_is_told() -> None:
    asked = Question(
        type="short_answer", stem="A\x01b", interaction=TextEntry(answers=(Answer(text="x"),))
    )
    writing = QTI.write([asked])
    assert "no XML file can hold" in writing.problems[0].message
    assert QTI.read(writing.content).questions == ()
