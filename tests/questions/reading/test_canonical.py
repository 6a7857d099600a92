from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questions.documents import Span
from questions.reading import read
from questions.reading.canonical import canonical, placed, places

TEXT = "A title\n\nFirst sentence\nhere. Second one.\n\n- an item\n- another\n\nThe end is near.\n"
ENDS = ("\n", "\r\n", "\r")
FORMS = list(product(ENDS, ("", "\ufeff")))


def form_of(text: str, end: str, mark: str = "") -> str:
    return mark + text.replace("\n", end)


@pytest.mark.parametrize(("end", "mark"), FORMS)
def test_one_text_has_one_canonical_form(end: str, mark: str) -> None:
    assert canonical(form_of(TEXT, end, mark)) == TEXT


def test_line_ends_may_be_mixed() -> None:
    assert canonical("a\r\nb\rc\nd\r\r\n\ne") == "a\nb\nc\nd\n\n\ne"
    assert canonical("a\ufeffb") == "a\ufeffb"


@given(st.text(alphabet="a\r\n\ufeff", max_size=12))
def test_places_say_where_each_character_stands(text: str) -> None:
    whole, found = canonical(text), places(text)
    assert len(found) == len(whole) + 1 and found[-1] == len(text)
    for place, character in zip(found, whole, strict=False):
        assert canonical(text[place]) == character or text[place] == "\ufeff"


@pytest.mark.parametrize(("end", "mark"), FORMS)
def test_it_falls_into_the_same_passages_with_offsets_into_the_file(end: str, mark: str) -> None:
    text = form_of(TEXT, end, mark)
    plain, found = read(TEXT), read(text)
    assert found.text == text
    assert [(p.kind, p.number, p.paragraph) for p in found.passages] == [
        (p.kind, p.number, p.paragraph) for p in plain.passages
    ]
    assert [canonical(p.span.of(text)) for p in found.passages] == [
        p.span.of(TEXT) for p in plain.passages
    ]
    assert [[canonical(s.of(text)) for s in one.items] for one in found.lists] == [
        [s.of(TEXT) for s in one.items] for one in plain.lists
    ]


@pytest.mark.parametrize(("end", "mark"), FORMS)
def test_markdown_is_the_same_however_its_lines_end(end: str, mark: str) -> None:
    assert read(form_of(TEXT, end, mark), "file.md") == read(TEXT, "file.md")


@pytest.mark.parametrize("quote", ["First sentence\nhere.", "Second one.", "The end is near."])
@pytest.mark.parametrize("cited", ENDS)
@pytest.mark.parametrize("kept", FORMS)
def test_what_is_cited_in_one_form_is_found_in_another(
    quote: str, cited: str, kept: tuple[str, str]
) -> None:
    there, here = form_of(TEXT, cited), form_of(TEXT, *kept)
    spelt = form_of(quote, cited)
    span = placed(there.index(spelt), spelt, here)
    assert span is not None and canonical(span.of(here)) == quote


def test_of_several_the_one_meant_is_taken() -> None:
    text = "One day.\nOne day.\n\nOne day.\nOne day."
    wanted = [at for at in range(len(text)) if text.startswith("One", at)]
    other = form_of(text, "\r\n")
    for at in wanted:
        start = at + text.count("\n", 0, at)
        assert placed(start, "One day.", text) == Span(at, at + 8)
        assert placed(at, "One day.", other) == Span(start, start + 8)


def test_a_line_end_at_the_very_beginning_counts_as_any() -> None:
    text = "\nOne day. One day."
    assert placed(1, "One day.", text.replace("\n", "\r\n")) == Span(2, 10)
    assert placed(2, "One day.", text) == Span(1, 9)


@pytest.mark.parametrize(
    ("start", "quote"), [(0, "Nothing"), (1, "A title"), (10, "First"), (70, "A title"), (0, "")]
)
def test_what_stands_elsewhere_or_nowhere_is_not_found(start: int, quote: str) -> None:
    assert placed(start, quote or "absent", TEXT) is None


def test_where_it_stands_exactly_nothing_else_is_meant() -> None:
    assert placed(4, "x", "\n\nx x") == Span(4, 5)
