"""Anchors: where in a text its pages and sections begin, so that a citation can say "p. 14"."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from questions.documents import Document, PassageKind, Span


class AnchorUnit(StrEnum):
    """What begins at an anchor."""

    PAGE = "page"
    SECTION = "section"


@dataclass(frozen=True, slots=True)
class Anchor:
    """From ``start`` on the text is of this page or section, up to the next anchor.

    The label of a page is what is printed on it where the file says so, such as "xii".
    """

    unit: AnchorUnit
    label: str
    start: int

    def __str__(self) -> str:
        return f"p. {self.label}" if self.unit is AnchorUnit.PAGE else f"section {self.label}"


def anchors_of(span: Span, anchors: Sequence[Anchor]) -> tuple[Anchor, ...]:
    """Return the anchors whose part of the text ``span`` lies in: several where it runs over."""
    first = bisect_right(anchors, span.start, key=lambda anchor: anchor.start) - 1
    last = bisect_right(anchors, max(span.start, span.end - 1), key=lambda anchor: anchor.start)
    return tuple(anchors[max(0, first) : last])


def say(anchors: Sequence[Anchor]) -> str:
    """Return "p. 14", "pp. 14–15" or "section Tides"; nothing where there is no anchor."""
    if not anchors:
        return ""
    first, last = anchors[0], anchors[-1]
    if first.unit is AnchorUnit.PAGE and first.label != last.label:
        return f"pp. {first.label}–{last.label}"
    return str(first)


def section_anchors(document: Document, title: str) -> Iterator[Anchor]:
    """Yield where sections begin, by their headings; what stands under ``title`` is in none."""
    for passage in document.passages:
        if passage.kind in {PassageKind.HEADING, PassageKind.TITLE}:
            label = " ".join(passage.span.of(document.text).split())
            if label.casefold() != title.casefold():
                yield Anchor(AnchorUnit.SECTION, label, passage.span.start)
