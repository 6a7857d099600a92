"""Word files: its own numbers, what is set apart as right, changes, tables; and what returns."""

from __future__ import annotations

import io
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questions.bank import load_seed, seed_slugs
from questions.interactions import Choice, Match, Order, TextEntry
from questions.interchange import FORMATS, Reading
from questions.interchange.written.reading import NONE_FOUND
from questions.question import Question
from questions.receiving import receive
from tests.questions.interchange.asked import orders
from tests.questions.interchange.asked import questions as any_questions
from tests.questions.interchange.test_files_in_packages import members, packed
from tests.questions.reading.test_hostile_files import zipped

WORD = FORMATS["docx"]
SPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SOFFICE = shutil.which("soffice")
HAS_WRITER = bool(SOFFICE) and Path("/usr/lib/libreoffice/program/libswlo.so").exists()


def level(depth: int, form: str, text: str) -> str:
    return (
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


NUMBERING = (
    f'<w:numbering xmlns:w="{SPACE}"><w:abstractNum w:abstractNumId="7">'
    f"{level(0, 'decimal', '%1.')}{level(1, 'upperLetter', '%2)')}{level(2, 'lowerRoman', '%3.')}"
    '</w:abstractNum><w:abstractNum w:abstractNumId="8">'
    f"{level(0, 'bullet', 'o')}{level(1, 'bullet', ' ')}</w:abstractNum>"
    '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="8"/></w:num>'
    '<w:num w:numId="3"><w:abstractNumId w:val="7"/><w:lvlOverride w:ilvl="0">'
    '<w:startOverride w:val="1"/></w:lvlOverride></w:num></w:numbering>'
)
STYLES = (
    f'<w:styles xmlns:w="{SPACE}"><w:style w:styleId="Right"><w:basedOn w:val="Strong"/></w:style>'
    '<w:style w:styleId="Strong"><w:rPr><w:b/></w:rPr></w:style>'
    '<w:style w:styleId="Listed"><w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr>'
    "</w:pPr></w:style></w:styles>"
)


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def par(inside: str, depth: int | None = None, number: int = 1, style: str = "") -> str:
    inside = inside if inside.startswith("<") else run(inside)
    listed = f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr>'
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{named}{listed if depth is not None else ''}</w:pPr>{inside}</w:p>"


def table(*rows: tuple[str, ...]) -> str:
    cells = ("".join(f"<w:tc>{par(cell)}</w:tc>" for cell in row) for row in rows)
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


def document(*parts: str) -> bytes:
    space = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
    body = f'<w:document xmlns:w="{SPACE}" {space}><w:body>{"".join(parts)}</w:body></w:document>'
    return zipped(
        {"word/document.xml": body, "word/numbering.xml": NUMBERING, "word/styles.xml": STYLES}
    )


def read(*parts: str) -> Reading:
    return WORD.read(document(*parts))


def only(*parts: str) -> Question:
    reading = read(*parts)
    assert reading.problems == ()
    (question,) = reading.questions
    return question


def options_of(question: Question) -> list[tuple[str, float]]:
    assert isinstance(question.interaction, Choice)
    return [(option.text, option.fraction) for option in question.interaction.options]


RIGHT = [("Lyon", 0.0), ("Paris", 1.0), ("Nice", 0.0)]


def test_numbers_and_letters_that_word_gives() -> None:
    asked = [par("Which?", 0), par("Lyon", 1), par("Paris", 1), par("Nice", 1), par("Answer: B")]
    reading = read(*asked, *asked, *asked)
    assert reading.problems == ()
    assert [options_of(question) for question in reading.questions] == [RIGHT] * 3
    key = table(("1", "B"), ("2.", "C"), ("3", "A, C"))
    reading = read(*asked[:4], *asked[:4], *asked[:4], par("Answer Key"), key)
    assert [question.interaction.key() for question in reading.questions] == [
        ["Paris"],
        ["Nice"],
        ["Lyon", "Nice"],
    ]
    assert reading.problems == ()


def test_a_list_that_begins_anew_and_one_set_by_its_style() -> None:
    asked = [par("Which?", 0), par("x", style="Listed"), par("y", style="Listed"), par("Ans: A")]
    again = [par("And which?", 0, 3), *asked[1:]]
    key = [par("Key:"), par("2. B")]
    assert [q.stem for q in read(*asked, *again).questions] == ["Which?", "And which?"]
    reading = read(*asked, *again, *key)
    assert "no question is numbered so" in reading.problems[0].message, "both are numbered 1"


def test_bullets_are_options() -> None:
    asked = [par("1. Which?"), *(par(t, 0, 2) for t in ("Lyon", "Paris", "Nice"))]
    assert options_of(only(*asked, par("Answer: Paris", 1, 2))) == RIGHT


@pytest.mark.parametrize(
    "properties",
    [
        "<w:b/>",
        '<w:u w:val="single"/>',
        '<w:highlight w:val="yellow"/>',
        '<w:color w:val="FF0000"/>',
        '<w:shd w:fill="FFFF00"/>',
        '<w:rStyle w:val="Right"/>',
    ],
)
def test_the_option_that_is_set_apart_is_right(properties: str) -> None:
    right = run("Paris", properties)
    listed = [par("Which?", 0), par("Lyon", 1), par(right, 1), par("Nice", 1)]
    assert options_of(only(*listed)) == RIGHT
    lettered = [par("1. Which?"), par("a) Lyon"), par(f"{run('b) ')}{right}"), par("c) Nice")]
    assert options_of(only(*lettered)) == RIGHT
    plain = '<w:b w:val="0"/><w:u w:val="none"/><w:color w:val="000000"/>'
    assert options_of(only(*lettered[:3], par(run("c) Nice", plain)))) == RIGHT


def test_where_all_are_set_alike_none_is_right() -> None:
    bold = "<w:b/>"
    asked = [par(run("1. Which?", bold)), *(par(run(t, bold), 1) for t in ("Lyon", "Paris"))]
    assert "No option is marked" in read(*asked).problems[0].message
    both = [*asked[:2], par(run("Paris", f'{bold}<w:highlight w:val="green"/>'), 1)]
    assert only(*both).interaction.key() == ["Paris"]
    unlike = [par("1. Which?"), par(run("x", bold), 1), par(run("y", '<w:u w:val="single"/>'), 1)]
    assert "Its key is not one" in read(*unlike).problems[0].message


def test_words_set_apart_stay_so() -> None:
    stem = f"{run('1. Which is ')}{run('not', '<w:b/>')}{run(' ')}{run('here', '<w:i/>')}{run('?')}"
    gone = run(" Or there?", "<w:strike/>")
    question = only(par(stem + gone), par("Answer: x"))
    assert question.stem == "Which is **not** *here*? ~~Or there?~~"


def test_what_was_deleted_or_hidden_is_not_there() -> None:
    changed = (
        f"{run('1. Which')}<w:del><w:r><w:delText>xx</w:delText></w:r></w:del>"
        f"<w:moveFrom>{run('y')}</w:moveFrom><w:ins>{run(' town')}</w:ins>"
        f"{run(' hidden', '<w:vanish/>')}{run('?')}"
    )
    assert only(par(changed), par("Answer: x")).stem == "Which town?"


def test_lines_inside_a_paragraph() -> None:
    broken = "<w:r><w:t>1. Which</w:t><w:br/><w:t>of these?</w:t><w:br/><w:t>a) Lyon</w:t></w:r>"
    question = only(par(broken), par("b) Paris *"), par("c) Nice"))
    assert (question.stem, options_of(question)) == ("Which\nof these?", RIGHT)


@pytest.mark.parametrize(
    ("element", "said"),
    [
        ("<w:drawing/>", "a picture"),
        ("<w:pict/>", "a picture"),
        ("<w:object/>", "an embedded object"),
        ("<w:footnoteReference/>", "a footnote"),
    ],
)
def test_what_is_left_out_is_told_with_its_paragraph(element: str, said: str) -> None:
    picture = par(f"{run('1. Who is it?')}<w:r>{element}</w:r>")
    reading = read(picture, par("Answer: Grant"))
    assert len(reading.questions) == 1
    assert [problem.where for problem in reading.problems] == ["paragraph 1"]
    assert said in reading.problems[0].message


def test_a_formula_is_told() -> None:
    reading = read(par(f"{run('1. How much is ')}<m:oMath/>"), par("Answer: 5"))
    assert "a formula was left out" in reading.problems[0].message


def test_a_formula_of_words_own_is_read() -> None:
    linear = '<m:fPr><m:type m:val="lin"/></m:fPr>'
    one, two = (f"<m:r><m:t>{number}</m:t></m:r>" for number in "12")
    half = f"<m:f>{linear}<m:num>{one}</m:num><m:den>{two}</m:den></m:f>"
    raised = f"<m:sSup><m:e><m:r><m:t>α</m:t></m:r></m:e><m:sup>{half}</m:sup></m:sSup>"
    asked = par(f"{run('1. What is ')}<m:oMath>{raised}</m:oMath>{run('?')}")
    assert only(asked, par("Answer: 5")).stem == "What is \\(\\alpha^{\\frac{1}{2}}\\)?"


def test_tables_that_hold_questions_and_those_that_hold_something_else() -> None:
    laid_out = table(("1.", "Which?"), ("a)", "Lyon"), ("*b)", "Paris"), ("c)", "Nice"))
    assert options_of(only(laid_out)) == RIGHT
    beside = [par("1. Which?"), table(("a) Lyon", "*b) Paris", "c) Nice"))]
    assert options_of(only(*beside)) == RIGHT
    reading = read(par("1. Who?"), table(("Year", "Name"), ("1862", "Grant")), par("Answer: x"))
    assert reading.questions[0].stem == "Who?\n\nYear | Name\n\n1862 | Grant"
    assert [problem.where for problem in reading.problems] == ["paragraph 2", "paragraph 4"]


def test_a_text_is_to_be_uploaded_as_a_document() -> None:
    reading = read(par("A report."), par(run("It was so.") + "<w:r><w:drawing/></w:r>"))
    assert [problem.message for problem in reading.problems] == [NONE_FOUND]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"1. Who?\nAnswer: x", "no Word file"),
        (zipped({"a.txt": "x"}), "no Word file"),
        (zipped({"word/document.xml": "<a>"}), "damaged"),
        (zipped({"word/document.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}), "damaged"),
        (zipped({"word/document.xml": " " * 10**8}), "unpacks to more"),
        (document(par("1. x"))[:300], "damaged"),
    ],
)
def test_what_does_harm_or_is_broken_is_told(content: bytes, said: str) -> None:
    reading = WORD.read(content)
    assert reading.questions == ()
    assert [said in problem.message for problem in reading.problems] == [True]


def test_macros_and_files_inside_are_passed_over() -> None:
    content = io.BytesIO(document(par("1. Who?"), par("Answer: Grant")))
    with zipfile.ZipFile(content, "a") as archive:
        archive.writestr("word/vbaProject.bin", b"\0" * 1000)
        archive.writestr("word/embeddings/../../../x.xml", "<a>")
    assert len(WORD.read(content.getvalue()).questions) == 1


def test_elements_inside_one_another_without_end() -> None:
    deep = "<w:smartTag>" * 200 + run("1. x") + "</w:smartTag>" * 200
    tables = "<w:tbl><w:tr><w:tc>" * 60 + par("2. y") + "</w:tc></w:tr></w:tbl>" * 60
    assert read(f"<w:p>{deep}</w:p>", tables).questions == ()


@pytest.mark.parametrize("slug", seed_slugs())
def test_the_bank_comes_back_as_it_went(slug: str) -> None:
    bank = load_seed(slug)[1].questions
    writing = WORD.write(bank)
    assert writing.problems == ()
    reading = WORD.read(writing.content)
    assert (reading.questions, reading.problems) == (bank, ())
    assert writing.content == WORD.write(bank).content


@given(st.lists(any_questions | orders, min_size=1, max_size=3))
def test_any_questions_come_back_as_they_went(questions: list[Question]) -> None:
    writing = WORD.write(questions)
    assert writing.problems == ()
    reading = WORD.read(writing.content)
    assert (list(reading.questions), reading.problems) == (questions, ())


def test_what_somebody_changed_in_word_is_still_a_list() -> None:
    """What is kept beside a question counts no more then: its lines say it all."""
    pairs = Match(pairs=(("a", "r"), ("b", "s")), distractors=("t",))
    asked = [
        Question(type="ordering", stem="Put so:", interaction=Order(items=("one", "two"))),
        Question(type="matching", stem="Put so:", interaction=pairs),
    ]
    files = members(WORD.write(asked).content)
    files["word/document.xml"] = files["word/document.xml"].replace(b"Put so:", b"Put them so:")
    reading = WORD.read(packed(files))
    assert reading.problems == ()
    assert [each.interaction for each in reading.questions] == [each.interaction for each in asked]


def test_a_character_that_word_cannot_hold_is_told() -> None:
    entry = TextEntry.model_validate({"answers": [{"text": "x"}]})
    asked = Question(type="short_answer", stem="a\x00b", interaction=entry)
    assert "no Word file can hold" in WORD.write([asked]).problems[0].message


def test_what_is_right_is_seen_in_word_and_what_we_keep_is_not() -> None:
    bank = load_seed("azernews-2023-01-20")[1].questions[:1]
    with zipfile.ZipFile(io.BytesIO(WORD.write(bank).content)) as archive:
        written = archive.read("word/document.xml").decode()
        styles = archive.read("word/styles.xml").decode()
    assert written.count("<w:b/>") == 1
    last = written.rpartition("<w:p>")[2]
    assert 'w:val="Kept"' in last and "recite" in last
    assert "<w:vanish/>" in styles.rpartition('w:styleId="Kept"')[2]


STYLE_KEPT = (
    Path(__file__).parents[3] / "questions/interchange/written/word_writing.py"
).read_text()


@pytest.mark.slow
@pytest.mark.skipif(not HAS_WRITER, reason="LibreOffice Writer is not installed")
def test_what_libreoffice_saves_again_comes_back_whole(tmp_path: Path) -> None:
    bank = load_seed("azernews-2023-01-20")[1].questions
    (tmp_path / "a.docx").write_bytes(WORD.write(bank).content)
    for made, end in (("a.docx", "odt"), ("a.odt", "docx:MS Word 2007 XML")):
        subprocess.run(
            [
                *(str(SOFFICE), f"-env:UserInstallation=file://{tmp_path}/lo", "--headless"),
                *("--convert-to", end, "--outdir", str(tmp_path), str(tmp_path / made)),
            ],
            check=True,
            capture_output=True,
            timeout=120,
        )
    reading = WORD.read((tmp_path / "a.docx").read_bytes())
    assert (reading.questions, reading.problems) == (bank, ())


def test_a_word_file_is_known_by_what_is_in_it_and_read_in_a_process_of_its_own() -> None:
    content = document(par("1. Who?"), par("Answer: Grant"))
    for name in ("test.docx", "upload.bin", "test.zip"):
        received = receive(name, content)
        assert (received.format, len(received.reading.questions)) == ("docx", 1)
    told = receive("report.docx", document(par("It was so.")))
    assert [problem.message for problem in told.reading.problems] == [NONE_FOUND]
