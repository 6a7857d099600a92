"""Parts: what a reader found, in reading order, and how they are laid out as one text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from questions.documents import Document, PassageKind, Span
from questions.reading.anchors import Anchor, AnchorUnit
from questions.reading.passages import PassageMaker

_TOGETHER = {PassageKind.ITEM, PassageKind.ROW}


@dataclass(slots=True)
class Part:
    """A block or item: its text, and how deep its list is where it is in one.

    Of kind ``None`` is a block that nothing marks as anything, where headings are not marked; a
    ``SENTENCE`` is a paragraph where they are. ``pages`` has where in the text pages begin, and
    their labels. A note stands apart from what it belongs to and is not asked about.
    """

    kind: PassageKind | None
    text: str
    depth: int = 0
    mark: str = ""
    pages: tuple[tuple[int, str], ...] = ()
    is_note: bool = False


_Placed = tuple[Part, Span]


def lay_out(parts: Iterable[Part], most: int | None = None) -> Document:
    """Put the parts one below the other, and gather their passages."""
    placed, text = _place(parts)
    maker = PassageMaker(text, most)
    for run in _runs(placed):
        _make(maker, run)
    return maker.document()


def page_anchors(parts: Iterable[Part]) -> tuple[Anchor, ...]:
    """Return where pages begin in the text that the same parts are laid out as."""
    placed, _ = _place(parts)
    anchors: list[Anchor] = []
    for part, span in placed:
        for offset, label in part.pages:
            if not anchors or anchors[-1].label != label:
                anchors.append(Anchor(AnchorUnit.PAGE, label, span.start + offset))
    return tuple(anchors)


def _place(parts: Iterable[Part]) -> tuple[list[_Placed], str]:
    pieces: list[str] = []
    placed: list[_Placed] = []
    at = 0
    for part in parts:
        before = placed[-1][0] if placed else None
        gap = _gap(before, part) + "  " * (part.depth - 1) + part.mark
        pieces += [gap, part.text]
        at += len(gap)
        placed.append((part, Span(at, at + len(part.text))))
        at += len(part.text)
    return placed, "".join(pieces)


def _gap(before: Part | None, part: Part) -> str:
    if before is None:
        return ""
    is_close = before.kind is part.kind and part.kind in _TOGETHER
    return "\n" if is_close and before.is_note == part.is_note else "\n\n"


def _runs(placed: Iterable[_Placed]) -> Iterator[list[_Placed]]:
    """Yield items that follow each other together, and rows; everything else alone."""
    run: list[_Placed] = []
    for part, span in placed:
        if run and not _belongs(run[0][0], part):
            yield run
            run = []
        run.append((part, span))
    if run:
        yield run


def _belongs(first: Part, part: Part) -> bool:
    return part.kind is first.kind and part.kind in _TOGETHER and part.is_note == first.is_note


def _make(maker: PassageMaker, run: Sequence[_Placed]) -> None:
    kind, spans = run[0][0].kind, [span for _, span in run]
    match kind:
        case _ if run[0][0].is_note:
            maker.each(PassageKind.ITEM, spans)
        case None:
            maker.block(spans[0])
        case PassageKind.SENTENCE:
            maker.block(spans[0], marked=True)
        case PassageKind.HEADING:
            maker.heading(spans[0])
        case PassageKind.ITEM:
            least = min(part.depth for part, _ in run)
            maker.items(spans, [span for part, span in run if part.depth == least and part.mark])
        case PassageKind.QUOTATION:
            maker.sentences(kind, spans[0])
        case _:
            maker.each(kind, spans)
