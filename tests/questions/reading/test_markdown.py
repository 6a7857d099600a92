from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questions.documents import Document, PassageKind
from questions.reading import markdown, plain, read

FRAGMENTS = [
    *(
        "# ",
        "## ",
        "Talks began",
        " in 1994",
        ". ",
        "? ",
        "**",
        "_",
        "~~",
        "`",
        "```\n",
        "\n",
        "\n\n",
    ),
    *(
        "- ",
        "  - ",
        "1. ",
        "> ",
        "    ",
        "| a | b |\n",
        "|--|--|\n",
        "---\n",
        "===\n",
        "a: b\n",
        ":\n\n",
    ),
    *(
        "[",
        "](",
        ")",
        "![",
        "[^1]",
        "[^1]: ",
        "[a]: b\n",
        "<",
        "</b>",
        "<script>",
        "<!--",
        "&nbsp;",
    ),
    *("\\", "\0", "\ud800", "\r\n", "\t", "\u2028", "\ufeff", "http://[", "<http://a]>", "“", "é"),
]
sources = st.text(st.characters(), max_size=200) | st.lists(
    st.sampled_from(FRAGMENTS), max_size=40
).map("".join)

ARTICLE = """\
---
title: Bridges
tags: [roads]
---
# The **Bridge** over the Kura

Baku, 20 January 2023

The [bridge](https://example.org "Bridge") was *opened* in 1994.[^1] It cost `5`
million&nbsp;euros. ![A picture](bridge.png)It is ~~not~~ long.[^1]

## What was __agreed__

The parties agreed on three things:

1. Trade
2. Transport
   of goods:
   - by rail
   - by road
3. The road shall be opened by the end of 2024. It will be free.

> War is over. We won.
>
> - It is *done* at last.

| Year | Winner |
|------|--------|
| 1994 | **Brazil** |
| 1998 |        |

```python
print("It is code. It is not prose.")
```

<div class="note">Some <b>HTML</b> is here.</div>

<script>alert("It is. So.")</script>

A line of <b>bold</b>.<br>Another <script>var x = 1.</script>line.

[^1]: A note stands here.
"""


def shown(document: Document) -> list[tuple[str, str]]:
    return [(p.kind.value, p.span.of(document.text)) for p in document.passages]


def test_an_article_is_told_apart() -> None:
    assert shown(markdown.read(ARTICLE)) == [
        ("title", "The Bridge over the Kura"),
        ("dateline", "Baku, 20 January 2023"),
        ("sentence", "The bridge was opened in 1994."),
        ("sentence", "It cost 5 million euros."),
        ("sentence", "It is long."),
        ("heading", "What was agreed"),
        ("sentence", "The parties agreed on three things:"),
        ("item", "Trade"),
        ("item", "Transport of goods:"),
        ("item", "by rail"),
        ("item", "by road"),
        ("sentence", "The road shall be opened by the end of 2024."),
        ("sentence", "It will be free."),
        ("quotation", "War is over."),
        ("quotation", "We won."),
        ("quotation", "It is done at last."),
        ("row", "Year | Winner"),
        ("row", "1994 | Brazil"),
        ("row", "1998 |"),
        ("code", 'print("It is code. It is not prose.")'),
        ("sentence", "Some HTML is here."),
        ("sentence", "A line of bold."),
        ("sentence", "Another line."),
        ("sentence", "A note stands here."),
    ]


def test_the_text_is_plain_and_each_item_and_row_has_a_line() -> None:
    text = markdown.read(ARTICLE).text
    assert text.startswith("The Bridge over the Kura\n\nBaku, 20 January 2023\n\nThe bridge was")
    assert "1. Trade\n2. Transport of goods:\n  - by rail\n  - by road\n3. The road" in text
    assert "Year | Winner\n1994 | Brazil\n1998 |\n\n" in text
    assert not re.search(r"[*_`#<>\[\]]|\n{3}", text)


def test_a_list_keeps_what_introduces_it() -> None:
    document = markdown.read(ARTICLE)
    [listing] = document.lists
    assert listing.introduction is not None
    assert listing.introduction.span.of(document.text) == "The parties agreed on three things:"
    assert [item.of(document.text) for item in listing.items] == [
        "Trade",
        "Transport of goods:",
        "The road shall be opened by the end of 2024. It will be free.",
    ]


def test_the_plain_text_reads_much_the_same_again() -> None:
    source = "# A\n\nIt was so.\n\nThese are:\n\n- one\n- two\n\n| a | b |\n|--|--|\n| c | d |\n"
    document = markdown.read(source)
    assert shown(plain.read(document.text)) == shown(document)


@pytest.mark.parametrize("source", ["", " \n", "---\n", "<!-- nothing -->", "![a](b)", "[a]: b\n"])
def test_what_says_nothing_has_no_passages(source: str) -> None:
    assert markdown.read(source) == Document("", ())


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.md", "It is so."),
        ("A.MARKDOWN", "It is so."),
        ("a.txt", "It is *so*."),
        ("md", "It is *so*."),
    ],
)
def test_a_name_says_how_to_read(name: str, text: str) -> None:
    assert read("It is *so*.", name).text == text
    assert read("It is *so*.").text == "It is *so*."


@given(sources)
def test_passages_are_true_whatever_the_source(source: str) -> None:
    document = markdown.read(source)
    text = document.text
    for before, after in pairwise(document.passages):
        assert before.span.end <= after.span.start
        assert before.paragraph <= after.paragraph
    left = list(text)
    for passage in document.passages:
        span = passage.span
        assert 0 <= span.start < span.end <= len(text)
        assert span.of(text) == span.of(text).strip()
        left[span.start : span.end] = " " * (span.end - span.start)
    assert re.fullmatch(r"(?:\s*(?:-|\d+\.)?\s*\n?)*", "".join(left))
    numbers = [p.number for p in document.passages if p.kind is PassageKind.SENTENCE]
    assert numbers == list(range(1, len(numbers) + 1))


@given(sources)
def test_no_half_of_a_character_is_left(source: str) -> None:
    markdown.read(source).text.encode("utf-8")


@pytest.mark.parametrize(
    "piece",
    [
        *(
            "> ",
            "> a\n",
            "[",
            "[a](",
            "![",
            "*a ",
            "**a_b",
            "`",
            "- ",
            "- a\n",
            "1. a\n",
            "|a|b|\n|-|-|\n",
        ),
        *(
            "<",
            "<a ",
            "<!--",
            "<script>",
            "[a]: b\n",
            "[a\n",
            "&amp;",
            "\\",
            "a\n=\n",
            "<div>\n\n",
            "[^1] ",
        ),
        *("- a\n> b\n1. c\n\n", "    a\n", "\t", "a: b\n", "word ", "a"),
    ],
)
def test_whatever_is_repeated_is_read(piece: str) -> None:
    markdown.read(piece * (20_000 // len(piece)))


@pytest.mark.parametrize("mark", ["> ", "- ", "1. ", "  - ", "*", "[", "("])
def test_whatever_is_nested_is_read(mark: str) -> None:
    nested = "".join(f"{mark * depth}It is so.\n\n" for depth in range(300))
    passages = markdown.read(nested).passages
    assert len(passages) >= 30
