from __future__ import annotations

import dataclasses
import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questions.documents import Document, Passage, PassageKind, Span, digest


def test_a_span_is_of_a_text() -> None:
    assert Span(4, 8).of("the talks") == "talk"


@pytest.mark.parametrize(
    ("start", "end", "overlap"),
    [(0, 4, False), (0, 5, True), (5, 6, True), (7, 9, True), (8, 9, False), (0, 99, True)],
)
def test_spans_overlap_when_they_share_a_character(start: int, end: int, overlap: bool) -> None:
    assert Span(4, 8).overlaps(start, end) is overlap


@given(st.integers(0, 9), st.integers(1, 9), st.integers(0, 9), st.integers(1, 9))
def test_overlapping_is_mutual(start: int, length: int, other: int, reach: int) -> None:
    one, two = Span(start, start + length), Span(other, other + reach)
    shared = set(range(one.start, one.end)) & set(range(two.start, two.end))
    assert one.overlaps(two.start, two.end) is two.overlaps(one.start, one.end) is bool(shared)


def test_a_revision_is_known_by_the_digest_of_its_utf8() -> None:
    text = "Azerbaijan’s “talks”"
    expected = hashlib.sha256(text.encode("utf-8")).hexdigest()
    assert digest(text) == Document(text, ()).sha256 == expected
    assert digest(text + " ") != expected


def test_a_document_does_not_change() -> None:
    passage = Passage(PassageKind.SENTENCE, 1, 0, Span(0, 1))
    document = Document("A", (passage,))
    for value, name in ((document, "text"), (passage, "number"), (passage.span, "start")):
        with pytest.raises(dataclasses.FrozenInstanceError):
            setattr(value, name, 1)
