"""Where a reader finds a passage."""

from __future__ import annotations

import pytest

from questions.documents import Span
from questions.reading.anchors import Anchor, AnchorUnit, anchors_of, say

PAGES = [
    Anchor(AnchorUnit.PAGE, label, start) for label, start in [("ix", 0), ("x", 10), ("1", 20)]
]
TIDES = Anchor(AnchorUnit.SECTION, "Tides", 10)


@pytest.mark.parametrize(
    ("span", "said"),
    [
        (Span(0, 10), "p. ix"),
        (Span(9, 11), "pp. ix–x"),
        (Span(0, 30), "pp. ix–1"),
        (Span(25, 30), "p. 1"),
        (Span(10, 10), "p. x"),
    ],
)
def test_a_passage_may_run_over_pages(span: Span, said: str) -> None:
    assert say(anchors_of(span, PAGES)) == said


def test_what_comes_before_the_first_section_is_in_none() -> None:
    assert say(anchors_of(Span(0, 5), [TIDES])) == ""
    assert say(anchors_of(Span(12, 15), [TIDES])) == "section Tides"
