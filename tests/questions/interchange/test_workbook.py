"""Workbooks: what cells of other programs mean, what is refused, and that questions come back."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from questions.bank import load_seed, seed_slugs
from questions.interactions import Match, Recall, TextEntry
from questions.interchange import FORMATS
from questions.interchange.table import rows
from questions.question import Question
from tests.questions.interchange.asked import orders
from tests.questions.interchange.asked import questions as any_questions
from tests.questions.reading.test_hostile_files import LAUGHS, zipped

XLSX = FORMATS["xlsx"]
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def book(**sheets: list[list[Any]]) -> bytes:
    made = Workbook()
    made.remove(made.active)
    for title, table in sheets.items():
        sheet = made.create_sheet(title)
        for row in table:
            sheet.append(row)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def only(*table: list[Any]) -> Question:
    reading = XLSX.read(book(Sheet=list(table)))
    assert reading.problems == ()
    (question,) = reading.questions
    return question


def test_cells_that_are_no_texts() -> None:
    head = ["question", "answer"]
    assert only(head, ["How many?", 3.0]).interaction.key() == ["3"]
    assert only(head, ["How much?", 0.1]).interaction.key() == ["0.1"]
    assert only(head, ["So?", True]).type == "true_false"
    assert only(head, ["When?", date(1992, 3, 1)]).interaction.key() == ["1992-03-01"]
    assert only(
        head, ["When?", datetime.fromisoformat("1992-03-01T12:00:00")]
    ).interaction.key() == ["1992-03-01T12:00:00"]
    rich = CellRichText("The ", TextBlock(InlineFont(b=True), "North"))
    assert only(head, ["Where?", rich]).interaction.key() == ["The North"]


def test_only_some_forms_of_numbers_are_dates() -> None:
    made = Workbook()
    forms = {'0.00 "days"': "3", "[Red]0": "3", "d. mmm yyyy": "1900-01-02", "0%": "3"}
    made.active.append(["question", "answer"])
    for place, form in enumerate(forms, 2):
        made.active.append([f"Of {place}?", 3])
        made.active.cell(place, 2).number_format = form
    out = io.BytesIO()
    made.save(out)
    found = [question.interaction.key()[0] for question in XLSX.read(out.getvalue()).questions]
    assert found == list(forms.values())


def test_days_are_counted_from_1904_where_the_book_says_so() -> None:
    made = Workbook()
    made.epoch = CALENDAR_MAC_1904
    made.active.append(["question", "answer"])
    made.active.append(["When?", date(1992, 3, 1)])
    out = io.BytesIO()
    made.save(out)
    (question,) = XLSX.read(out.getvalue()).questions
    assert question.interaction.key() == ["1992-03-01"]


def test_a_formula_counts_as_what_it_came_to_and_is_not_worked_out() -> None:
    content = book(Sheet=[["question", "answer"], ["Sum?", "=1+1"]])
    (problem,) = XLSX.read(content).problems
    assert "no answer" in problem.message


def test_headings_below_a_title_and_every_sheet() -> None:
    title: list[list[Any]] = [["My questions"], []]
    head = [["Question", "A", "B", "Correct answer"]]
    asked = [["Which?", "Lyon", "Paris", "B"]]
    reading = XLSX.read(
        book(One=[*title, *head, *asked], Two=[*head, *asked], Empty=[], Notes=[["x"]])
    )
    assert [question.interaction.key() for question in reading.questions] == [["Paris"]] * 2
    (problem,) = reading.problems
    assert problem.where == "sheet “Notes”, row 1"
    assert "must name the columns" in problem.message


def test_a_gap_of_a_million_rows_costs_nothing() -> None:
    made = Workbook()
    made.active.append(["question", "answer"])
    made.active["A1048576"] = "Who?"
    made.active["XFD1048576"] = "far out"
    out = io.BytesIO()
    made.save(out)
    (problem,) = XLSX.read(out.getvalue()).problems
    assert problem.where == "row 1048576"


def test_too_many_rows_are_refused_as_a_whole() -> None:
    assert rows.MOST == 50_000
    base = book(Sheet=[["x"]])
    for many in (50_000, 50_001):
        filled = "".join(
            f'<row><c t="inlineStr"><is><t>{n**3}</t></is></c></row>' for n in range(many)
        )
        sheet = f'<worksheet xmlns="{MAIN}"><sheetData>{filled}</sheetData></worksheet>'
        (problem,) = XLSX.read(zipped({"xl/worksheets/sheet1.xml": sheet}, base)).problems
        assert ("over 50,000 rows" in problem.message) == (many > 50_000)
    lines = "question,answer\n" + "Who?,I\n" * 50_000
    assert "over 50,000 rows" in str(FORMATS["csv"].read(lines.encode()).problems[0])


def test_a_bomb_is_not_unpacked() -> None:
    row = b'<row><c t="inlineStr"><is><t>x</t></is></c></row>' * 2_000_000
    sheet = f'<worksheet xmlns="{MAIN}"><sheetData>'.encode() + row + b"</sheetData></worksheet>"
    content = zipped({"xl/worksheets/sheet1.xml": sheet}, book(Sheet=[["x"]]))
    reading = XLSX.read(content)
    assert reading.questions == ()
    assert "unpacks to more" in reading.problems[0].message


@pytest.mark.parametrize("member", ["xl/worksheets/sheet1.xml", "xl/workbook.xml"])
def test_entities_do_not_grow_nor_read_files(member: str) -> None:
    content = book(Sheet=[["question", "answer"], ["Who?", "I"]])
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        text = archive.read(member).decode()
    text = text.partition("?>")[2] if text.startswith("<?") else text
    text = text.replace(">Who?<", ">&i;<").replace('name="Sheet"', 'name="&i;"')
    reading = XLSX.read(zipped({member: LAUGHS + text}, content))
    assert all("haha" not in str(each) for each in (*reading.questions, *reading.problems))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "damaged"),
        (b"question,answer\nWho?,I", "damaged"),
        (zipped({"a.txt": "x"}), "damaged"),
        (zipped({"xl/workbook.xml": "<x"}), "damaged"),
        (book(Sheet=[]), "nothing in this workbook"),
        (book(**{f"S{n}": [["x"]] for n in range(51)}), "over 50 sheets"),
        (b"x" * (32 * 1024 * 1024 + 1), "over 32 MB"),
    ],
    ids=range(7),
)
def test_what_is_no_workbook_is_told(content: bytes, said: str) -> None:
    reading = XLSX.read(content)
    assert reading.questions == ()
    assert said in reading.problems[0].message


@pytest.mark.parametrize("text", ["=1+1", "@x", "-5 or so", "+1", "'tis", '=HYPERLINK("http://x")'])
def test_no_cell_is_a_formula_and_all_come_back(text: str) -> None:
    card = Question(type="flashcard", stem=text, interaction=Recall(back=text))
    content = XLSX.write([card]).content
    sheet = load_workbook(io.BytesIO(content)).active
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}
    assert not any(cell.value.startswith(("=", "+", "-", "@")) for cell in cells)
    assert all(cell.hyperlink is None for cell in cells)
    assert XLSX.read(content).questions == (card,)


@pytest.mark.parametrize("slug", seed_slugs())
def test_a_workbook_holds_what_a_csv_file_holds(slug: str) -> None:
    bank = load_seed(slug)[1].questions
    whole, text = XLSX.write(bank), FORMATS["csv"].write(bank)
    assert whole.problems == text.problems
    assert XLSX.read(whole.content) == FORMATS["csv"].read(text.content)


@given(st.lists(any_questions | orders, max_size=3))
def test_what_is_not_reported_comes_back(questions: list[Question]) -> None:
    whole = [question for question in questions if not XLSX.write([question]).problems]
    reading = XLSX.read(XLSX.write(whole).content)
    assert reading.problems == ()
    assert list(reading.questions) == whole


def test_no_cell_needs_its_space_kept() -> None:
    match = Match(pairs=(("a", "1"), ("b", "2")), distractors=("3",))
    asked = Question(type="matching", stem="Match.", interaction=match)
    content = XLSX.write([asked]).content
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert b"xml:space" not in archive.read("xl/sharedStrings.xml")
    assert XLSX.read(content).questions == (asked,)


def test_texts_and_pairs_stand_as_in_csv() -> None:
    pairs = (("a", "1"), ("b", "2"))
    asked = Question(type="matching", stem="Match.", interaction=Match(pairs=pairs))
    typed = Question(
        type="short_answer",
        stem="Who?",
        interaction=TextEntry.model_validate({"answers": [{"text": "Grant"}, {"text": "Lee"}]}),
    )
    sheet = load_workbook(io.BytesIO(XLSX.write([asked, typed]).content)).active
    assert [cell.value for cell in sheet[2]][3:5] == ["a = 1", "b = 2"]
    assert "Grant | Lee" in [cell.value for cell in sheet[3]]
