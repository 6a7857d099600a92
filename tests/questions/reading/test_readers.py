"""Real files, each made by another program from one text of ours, give that text."""

from __future__ import annotations

import importlib
import io
from functools import cache
from pathlib import Path

import pypdf
import pytest
from pypdf.constants import PageLabelStyle

from questions.documents import PassageKind
from questions.reading import child, pdf
from questions.reading.files import ReadDocument, read_file

FILES = Path(__file__).parent / "files"
TOLD = {PassageKind.SENTENCE, PassageKind.HEADING, PassageKind.ROW, PassageKind.TITLE}
EXPECTED = [
    tuple(line.split("\t"))
    for line in (FILES / "harbour.tsv").read_text(encoding="utf-8").splitlines()
]
NOTE = "The books were printed by the county in 1911."
MARKED_UP = [
    "by-hand.epub",
    "libreoffice.docx",
    "libreoffice.epub",
    "libreoffice.html",
    "news.html",
    "old.htm",
    "pandoc.docx",
    "pandoc.epub",
    "pandoc.html",
    "python-docx.docx",
]


@cache
def opened(name: str) -> ReadDocument:
    """Read a file, once for all that is asked of it: each time takes a process."""
    return read_file(name, (FILES / name).read_bytes())


def passages(found: ReadDocument) -> list[tuple[str, str]]:
    return [
        (str(passage.kind), passage.span.of(found.document.text))
        for passage in found.document.passages
        if passage.kind in TOLD
    ]


@pytest.mark.parametrize("name", MARKED_UP)
def test_a_file_gives_its_text(name: str) -> None:
    found = opened(name)
    expected = list(EXPECTED)
    if name == "libreoffice.epub":  # which leaves out the head of a table
        expected.remove(("row", "Year | Cargo | Tonnes"))
    assert passages(found) == expected
    assert found.origin.title == "The Harbour of Saltmere"
    assert found.origin.author == "Nora Quill"
    assert found.origin.language == "en"


@pytest.mark.parametrize("name", sorted(set(MARKED_UP) - {"old.htm", "python-docx.docx"}))
def test_a_note_stands_last_and_is_not_asked_about(name: str) -> None:
    found = opened(name)
    last = found.document.passages[-1]
    assert (last.kind, last.span.of(found.document.text)) == (PassageKind.ITEM, NOTE)


@pytest.mark.parametrize("name", sorted(set(MARKED_UP) - {"by-hand.epub"}))
def test_a_passage_has_its_section(name: str) -> None:
    found = opened(name)
    where = {
        passage.span.of(found.document.text)[:12]: found.place_of(passage.span)
        for passage in found.document.passages
    }
    assert where["The range of"] == "section Tides"
    assert where["On the night"] == "section The storm of 1953"
    assert where["It took nine"] == ""


def test_pages_that_a_book_names_are_its_anchors() -> None:
    found = opened("by-hand.epub")
    places = [found.place_of(passage.span) for passage in found.document.passages]
    assert (places[1], places[-1]) == ("p. 7", "p. 8")
    assert found.origin.publisher == "Saltmere Press"


def test_a_page_says_where_it_is_from() -> None:
    origin = opened("news.html").origin
    assert origin.publisher == "Brenton Courier"
    assert origin.published == "2024-03-05T10:30+04:00"


def test_what_a_page_has_around_its_text_is_no_text() -> None:
    text = opened("news.html").document.text
    for around in ("agree", "Weather", "Read next", "Comments", "rights", "Share", "var shown"):
        assert around not in text


def test_what_is_hidden_or_deleted_is_not_read() -> None:
    text = opened("python-docx.docx").document.text
    assert "painted" not in text
    assert "Saltmere Papers" not in text  # a running head


def test_text_is_canonical_unless_it_is_wanted_unchanged() -> None:
    content = "A line.\r\n\r\nAnother line.\r\n".encode("utf-8-sig")
    assert read_file("a.txt", content).document.text == "A line.\n\nAnother line.\n"
    kept = read_file("a.txt", content, unchanged=True).document
    assert kept.text == "A line.\r\n\r\nAnother line.\r\n"
    assert [passage.span.of(kept.text) for passage in kept.passages] == ["A line.", "Another line."]


@pytest.mark.parametrize(
    ("text", "title", "author", "published", "publisher"),
    [
        ("Tides\n\nBy Ann Lee\n\n5 March 2024 10:30 (UTC+04:00)\n\nIt is so.", "Tides", "Ann Lee",
         "2024-03-05T10:30+04:00", ""),
        ("# Tides\n\nBAKU (Reuters) — It is so on March 5, 2024.", "Tides", "", "", "Reuters"),
        ("Tides\n\nMarch 5, 2024\n\nIt is so.", "Tides", "", "2024-03-05", ""),
        ("It is so. By now it is.", "", "", "", ""),
    ],
)  # fmt: skip
def test_the_first_lines_say_where_a_text_is_from(
    text: str, title: str, author: str, published: str, publisher: str
) -> None:
    origin = read_file("a.txt", text.encode()).origin
    assert (origin.title, origin.author) == (title, author)
    assert (origin.published, origin.publisher) == (published, publisher)


def test_the_head_of_markdown_says_where_it_is_from() -> None:
    text = '---\ntitle: "Tides"\nauthor: Ann Lee\ndate: 2024-03-05\nlang: en-GB\n---\n\nIt is so.\n'
    origin = read_file("a.md", text.encode()).origin
    assert (origin.title, origin.author) == ("Tides", "Ann Lee")
    assert (origin.published, origin.language) == ("2024-03-05", "en")


# What a program does not draw cannot be read: the columns of a table without rules, or the marks
# of a list. What is printed is told by its place and size alone.
PRINTED = ["chromium.pdf", "libreoffice.pdf", "reportlab.pdf", "tex.pdf", "weasyprint.pdf"]


def sentences(found: ReadDocument) -> list[str]:
    return [text for kind, text in passages(found) if kind == PassageKind.SENTENCE]


@pytest.mark.parametrize("name", PRINTED)
def test_printed_pages_give_their_sentences_in_order(name: str) -> None:
    found = opened(name)
    expected = [text for kind, text in EXPECTED if kind == PassageKind.SENTENCE]
    assert sentences(found) == expected * (3 if name == "reportlab.pdf" else 1)
    assert found.origin.title == "The Harbour of Saltmere"


@pytest.mark.parametrize("name", PRINTED)
def test_printed_pages_give_their_headings(name: str) -> None:
    told = [text for kind, text in passages(opened(name)) if kind in {"heading", "title"}]
    parts = ["Tides", "Trade", "The storm of 1953"]
    assert told == ["The Harbour of Saltmere", *parts * (3 if name == "reportlab.pdf" else 1)]


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [
        ("chromium.pdf", "p. 1", "p. 2"),
        ("libreoffice.pdf", "p. 1", "p. 2"),
        ("reportlab.pdf", "p. 1", "p. 2"),
        ("tex.pdf", "p. 41", "p. 42"),  # as is printed on them
        ("weasyprint.pdf", "p. 1", "p. 2"),
    ],
)
def test_a_passage_has_its_page(name: str, first: str, last: str) -> None:
    found = opened(name)
    asked = [p for p in found.document.passages if p.kind is PassageKind.SENTENCE]
    assert (found.place_of(asked[0].span), found.place_of(asked[-1].span)) == (first, last)


@pytest.mark.parametrize("name", ["libreoffice.pdf", "tex.pdf", "weasyprint.pdf"])
def test_a_footnote_is_told_from_the_text(name: str) -> None:
    found = opened(name)
    last = found.document.passages[-1]
    assert (last.kind, last.span.of(found.document.text)) == (PassageKind.ITEM, NOTE)
    assert found.place_of(last.span) in {"p. 1", "p. 41"}


@pytest.mark.parametrize("name", PRINTED)
def test_running_heads_and_numbers_are_no_text(name: str) -> None:
    text = opened(name).document.text
    assert "Papers" not in text
    assert not any(line.strip().isdecimal() for line in text.splitlines())


def test_a_table_is_rows() -> None:
    rows = [text for kind, text in passages(opened("libreoffice.pdf")) if kind == "row"]
    head = "Year | Cargo | Tonnes"
    assert rows == [
        head,
        "1902 | Coal | 410,000",
        "1973 | Fish | 3,100",
        head,
        "2019 | Fish | 8,000",
    ]


@pytest.mark.parametrize("name", [*MARKED_UP, *PRINTED])
def test_a_reader_finds_the_same_in_any_process(name: str) -> None:
    found = opened(name)
    content = (FILES / name).read_bytes()
    answer = child.answer(importlib.import_module(found.kind.reader), content)
    for _, text, *_rest in answer["parts"]:
        assert text in found.document.text


def test_pages_have_the_labels_that_the_file_gives_them() -> None:
    writer = pypdf.PdfWriter(FILES / "reportlab.pdf")
    writer.set_page_label(0, 0, style=PageLabelStyle.LOWERCASE_ROMAN, start=4)
    writer.set_page_label(1, 1, style=PageLabelStyle.DECIMAL, prefix="A-", start=1)
    out = io.BytesIO()
    writer.write(out)
    found = read_file("a.pdf", out.getvalue())
    asked = [p for p in found.document.passages if p.kind is PassageKind.SENTENCE]
    assert [found.place_of(asked[0].span), found.place_of(asked[-1].span)] == ["p. iv", "p. A-1"]


def test_what_one_library_cannot_open_the_other_may() -> None:
    parts, _ = pdf._plainly((FILES / "libreoffice.pdf").read_bytes(), ValueError())
    text = "\n".join(part.text for part in parts)
    assert all(
        text.count(said) for kind, said in EXPECTED if kind == "sentence" and "“" not in said
    )


@pytest.mark.parametrize(("name", "listed"), [("narrow.pdf", 3), ("three-columns.pdf", 0)])
def test_columns_are_read_one_after_another(name: str, listed: int) -> None:
    expected = [text for kind, text in EXPECTED if kind == PassageKind.SENTENCE]
    first = expected.index("Three bodies share the work:") + 1
    expected[first : first + 3] = expected[first : first + listed]
    said = [text.replace('"', "”") for text in sentences(opened(name))]
    assert said == [text.replace("“", "”") if listed == 0 else text for text in expected] * 2


def test_marks_of_a_page_are_kept_apart() -> None:
    page = """<!doctype html><article><h1>Tides</h1><p>On <s>Monday</s> Tuesday the harbour fell
    dry, and all the ships lay in the mud <del>he said</del> until the evening.</p>
    <ul><li>Low<ul><li>lower</li></ul></li><li>High</li></ul><p hidden>Nobody sees this.</p>
    <pre>x = 1\ny = 2</pre><blockquote><p>Tides wait for nobody.</p></blockquote></article>"""
    found = read_file("a.html", page.encode())
    said = [(str(p.kind), p.span.of(found.document.text)) for p in found.document.passages]
    dry = "On Tuesday the harbour fell dry, and all the ships lay in the mud until the evening."
    assert said == [
        ("title", "Tides"),
        ("sentence", dry),
        ("item", "Low"),
        ("item", "lower"),
        ("item", "High"),
        ("code", "x = 1\ny = 2"),
        ("quotation", "Tides wait for nobody."),
    ]
    [listing] = found.document.lists
    assert [item.of(found.document.text) for item in listing.items] == ["Low", "High"]


def test_a_page_whose_paragraphs_all_have_notes_is_read() -> None:
    note = '<sup class="reference"><a href="#n">[1]</a></sup>'
    said = [f"In the year {year} the harbour of the town was built anew by its county." for year in
            (1902, 1911, 1923, 1935)]  # fmt: skip
    page = (
        "<!doctype html><header><h1>The Courier</h1></header><div id=content><h1>Tides</h1>"
        + "".join(f"<h2>Part {text[12:16]}</h2><p>{text}{note}</p>" for text in said)
        + "</div><div class=box><p>Subscribe to our letters about harbours today.</p></div>"
    )
    found = read_file("a.html", page.encode())
    assert sentences(found) == said
    assert found.origin.title == "Tides"
    assert [text for kind, text in passages(found) if kind == "heading"] == [
        f"Part {year}" for year in (1902, 1911, 1923, 1935)
    ]
