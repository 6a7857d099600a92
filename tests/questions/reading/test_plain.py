from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questions.bank import seeds
from questions.documents import Document, PassageKind
from questions.reading.plain import read

FRAGMENTS = [
    *("Mr. ", "U.S. ", "Talks began", " in 1994", ". ", "? ", "…", ".” ", "(", "\"'", " He said"),
    *("\n", "\n\n", "\n \t\n", "\r\n\r\n", "# ", "20 January 2023", "2023-01-20", " ", "\ufeff"),
    *(
        "- one",
        "\n- ",
        "\n2. ",
        "1. ",
        "(a) ",
        "\n| a | b |",
        "\n|--|--|",
        "> ",
        "a\tb",
        "\n====",
        ":",
    ),
    *("BAKU, Azerbaijan — ", "<b>", "</p>", "<script>", "</script>", "\0", "\ud800", "\ufffd"),
    *("J. ", "...", "!) ", "é", "«", "\u2028", "\x0b", "\x1c\n\n", "x" * 101),
]
texts = st.text(st.characters(), max_size=200) | st.lists(
    st.sampled_from(FRAGMENTS), max_size=30
).map("".join)

MARKS = re.compile(
    r"\s*(?:[-*•·‣◦▪–>]|\(?\d{1,3}[.)]|\(?[a-z]\)|[\s|+:=_─━│┼├┤┌┐└┘┬┴~-]+)?\s*"
)  # of items and quotations, rules of tables, lines below headings


def spoken(text: str) -> list[str]:
    """The passages of ``text``, verbatim."""
    return [passage.span.of(text) for passage in read(text).passages]


def kinds(text: str) -> list[str]:
    return [passage.kind.value for passage in read(text).passages]


@given(texts)
def test_the_text_is_kept(text: str) -> None:
    assert read(text).text == text


@given(texts)
def test_passages_are_in_order_and_never_overlap(text: str) -> None:
    passages = read(text).passages
    for before, after in pairwise(passages):
        assert before.span.end <= after.span.start
        assert before.paragraph <= after.paragraph
    assert [passage.paragraph for passage in passages[:1]] in ([], [0])


@given(texts)
def test_passages_cover_everything_but_white_space(text: str) -> None:
    left = list(text)
    for passage in read(text).passages:
        left[passage.span.start : passage.span.end] = " " * (passage.span.end - passage.span.start)
    for line in "".join(left).split("\n"):
        assert MARKS.fullmatch(line)


@given(texts)
def test_a_passage_begins_and_ends_with_something_and_stays_in_its_block(text: str) -> None:
    for quote in spoken(text):
        assert quote
        assert quote == quote.strip()
        assert not re.search(r"\n[^\S\n]*\n", quote)


@given(texts)
def test_sentences_are_numbered_from_one_and_nothing_else_is(text: str) -> None:
    passages = read(text).passages
    numbers = [p.number for p in passages if p.kind is PassageKind.SENTENCE]
    assert numbers == list(range(1, len(numbers) + 1))
    assert all(p.number == 0 for p in passages if p.kind is not PassageKind.SENTENCE)


@given(texts)
def test_headings_have_their_paragraph_to_themselves_and_one_is_the_title(text: str) -> None:
    passages = read(text).passages
    for passage in passages:
        if passage.kind in {PassageKind.TITLE, PassageKind.HEADING}:
            assert [p.paragraph for p in passages].count(passage.paragraph) == 1
    found = [p.kind for p in passages if p.kind in {PassageKind.TITLE, PassageKind.SENTENCE}]
    assert PassageKind.TITLE not in found[1:]


@given(texts)
def test_lists_are_made_of_what_was_read(text: str) -> None:
    document = read(text)
    for listing in document.lists:
        for item in listing.items:
            inside = [p for p in document.passages if p.span.overlaps(item.start, item.end)]
            assert inside[0].span.start == item.start
            assert inside[-1].span.end == item.end
        if listing.introduction:
            assert listing.introduction.span.of(text).endswith(":")
            assert listing.introduction.span.end <= listing.items[0].start


@pytest.mark.parametrize("text", ["", " ", "\n\n \n", "\t\r\n"])
def test_a_blank_text_has_no_passages(text: str) -> None:
    assert read(text) == Document(text, ())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (" date 2023-01-20\n\nThey met.", ["dateline", "sentence"]),
        ("Baku, 20 January 2023 15:47\n\nThey met.", ["dateline", "sentence"]),
        ("January 20, 2023\n\nThey met.", ["dateline", "sentence"]),
        ("They met on 2023-01-20.\n\nIt ended.", ["sentence", "sentence"]),
        ("They met.\n\n20 January 2023", ["sentence", "heading"]),
        (
            "Dahl moves on Oslo.\n\nROME - Ada Byron met Dahl on Saturday.",
            ["sentence", "dateline", "sentence"],
        ),
        ("They met.\n“A NEW BRIDGE”\nIn May they met.", ["sentence", "heading", "sentence"]),
        ("The talks\n\nThey met.", ["title", "sentence"]),
        ("# The talks.\n\nThey met.", ["title", "sentence"]),
        ("The talks\nin Baku\n\nThey met.", ["sentence", "sentence"]),
        ("They met:\n\n“It ended.”", ["sentence", "sentence"]),
        ("x" * 100 + "\n\n" + "x" * 101, ["title", "sentence"]),
    ],
)
def test_datelines_and_headings_are_told_from_sentences(text: str, expected: list[str]) -> None:
    assert kinds(text) == expected


def test_a_quotation_of_nothing_is_nothing() -> None:
    assert [(p.kind.value, p.paragraph) for p in read(">\n\nIt is.").passages] == [("sentence", 0)]


def test_blocks_are_parted_by_blank_lines_however_they_are_ended() -> None:
    text = "One.\r\n\r\nTwo.\n \t\n\n\nThree.\n\n"
    assert spoken(text) == ["One.", "Two.", "Three."]
    assert [passage.paragraph for passage in read(text).passages] == [0, 1, 2]


def test_the_seed_has_a_dateline_and_sixteen_sentences() -> None:
    text = (seeds() / "azernews-2023-01-20.txt").read_bytes().decode()
    passages = read(text).passages
    assert [p.kind.value for p in passages] == ["dateline"] + ["sentence"] * 16
    assert passages[0].span.of(text) == "date 2023-01-20 20 January 2023 15:47 (UTC+04:00)"
    quotes = spoken(text)
    assert quotes[4].startswith("Refuting the information about the alleged `blockade'")
    assert quotes[8].endswith("including energy security, education, etc.")
    assert quotes[16].endswith("a pre-commissioning school, in DEEP.")


@pytest.mark.parametrize(
    "piece",
    [
        *(
            ".",
            "…” ",
            "Mr. A ",
            ". (",
            '."',
            "\n ",
            " ",
            "(",
            "J. ",
            "a.b. C\n\n",
            "\r\n",
            "# \n\n",
        ),
        *(
            "# a\n",
            "- ",
            "- a\n",
            "1. a\n\n",
            "| a |\n",
            "a\tb\n",
            "> a\n",
            "<script>",
            "<a ",
            "</a",
        ),
        *(
            "<!--",
            "A ",
            ".[1]",
            "?! ",
            "-",
            "a  ",
            "BAKU — ",
            "U.S. ",
            "\n\n\n",
            "。",
            "- a\n> b\n\n",
        ),
    ],
)
def test_whatever_is_repeated_is_read(piece: str) -> None:
    text = piece * (100_000 // len(piece))
    passages = read(text).passages
    assert all(before.span.end <= after.span.start for before, after in pairwise(passages))


def test_a_megabyte_is_read() -> None:
    sentence = "Mr. Bayramov met J. Colomina in Baku in 2023, e.g. on “energy security”. "
    text = (sentence * 20 + "\n\n") * 700
    assert len(text) > 1_000_000
    assert [passage.number for passage in read(text).passages] == list(range(1, 14_001))


ARTICLE = """\
The Bridge

WARSAW, Poland — The government said so. It was right.

The parties agreed on:
- Trade
- Transport,
  by rail
    - by ship
- The road shall be opened by 2024.

+----+-----+
| Y  | W   |
+====+=====+
| 94 | B   |
+----+-----+

Year   Winner
1994   Brazil

1. Introduction

It is here. A <b>bold</b> word is not.

1. One thing

2. Another

> He said.

<script>
 var a = 1. Foo is bar.

Blank it is.
</script>

Heading
=======
After it.

The ferry leaves at seven,
  The lamps are lit below;
A gull that hung in heaven
"""


def test_an_article_is_told_apart() -> None:
    document = read(ARTICLE)
    assert [(p.kind.value, p.span.of(ARTICLE)) for p in document.passages] == [
        ("title", "The Bridge"),
        ("dateline", "WARSAW, Poland —"),
        ("sentence", "The government said so."),
        ("sentence", "It was right."),
        ("sentence", "The parties agreed on:"),
        ("item", "Trade"),
        ("item", "Transport,\n  by rail"),
        ("item", "by ship"),
        ("sentence", "The road shall be opened by 2024."),
        ("row", "| Y  | W   |"),
        ("row", "| 94 | B   |"),
        ("row", "Year   Winner"),
        ("row", "1994   Brazil"),
        ("heading", "1. Introduction"),
        ("sentence", "It is here."),
        ("code", "A <b>bold</b> word is not."),
        ("item", "One thing"),
        ("item", "Another"),
        ("quotation", "He said."),
        ("code", "<script>\n var a = 1."),
        ("code", "Foo is bar."),
        ("code", "Blank it is.\n</script>"),
        ("heading", "Heading"),
        ("sentence", "After it."),
        ("line", "The ferry leaves at seven,"),
        ("line", "The lamps are lit below;"),
        ("line", "A gull that hung in heaven"),
    ]
    introduced, numbered = document.lists
    assert introduced.introduction is not None
    assert introduced.introduction.span.of(ARTICLE) == "The parties agreed on:"
    assert [item.of(ARTICLE) for item in introduced.items] == [
        "Trade",
        "Transport,\n  by rail",
        "The road shall be opened by 2024.",
    ]
    assert numbered.introduction is None


@pytest.mark.parametrize(
    ("opening", "dateline"),
    [
        ("WARSAW, Poland — It", "WARSAW, Poland —"),
        ("BAKU (Reuters) - It", "BAKU (Reuters) -"),
        ("Paris (AFP) – It", "Paris (AFP) –"),
        ("LONDON, Jan. 20 (Reuters) -- It", "LONDON, Jan. 20 (Reuters) --"),
        ("Baku, 20 January 2023 – It", "Baku, 20 January 2023 –"),
        ("The talks - It", None),
        ("Poland — It", None),
        ("WARSAW and others — It", None),
        ("WARSAW-It", None),
    ],
)
def test_a_dateline_may_open_the_first_sentence(opening: str, dateline: str | None) -> None:
    text = f"{opening} was so, and so it was said by all of them.\n\n{opening} was so."
    found = [p.span.of(text) for p in read(text).passages if p.kind is PassageKind.DATELINE]
    assert found == ([dateline] if dateline else [])
