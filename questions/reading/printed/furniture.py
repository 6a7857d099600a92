"""Running heads and page numbers: what stands at the same place of many pages."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from questions.reading.printed.lines import Line, Page

_OUTER = 0.16  # of the height of a page
_ROWS = 3  # from above and from below
_SAME = 8.0  # points
_GREAT = 1.15  # of the size of the text: a heading
_NUMBER = re.compile(
    r"(?:page|p\.|[-–—\[(|])?\s*(\d{1,4}|[ivxlc]{1,7})\s*(?:(?:of|/)\s*\d{1,4})?\s*[-–—\])|]?",
    re.IGNORECASE,
)
_HEADED = re.compile(r"(\d{1,4})\s.{2,60}|.{2,60}\s(\d{1,4})")
_FEW = 5  # pages, on which twice is often
_OFTEN = 3
_AGREE = 0.6


def body_size(pages: Iterable[Page]) -> float:
    """Return the size of most letters, which is that of the text."""
    sizes: Counter[float] = Counter()
    for page in pages:
        for line in page.lines:
            sizes[round(2 * line.size) / 2] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def take_out(pages: Sequence[Page], size: float) -> None:
    """Take running heads and page numbers out; ``size`` is that of the text.

    Where most pages carry a number that counts on, it becomes their label.
    """
    edges = [_edges(page) for page in pages]
    repeated = _repeated(edges, len(pages), size)
    outer = [_outermost(edge, page, repeated) for page, edge in zip(pages, edges, strict=True)]
    step = _step(pages, outer)
    for page, rows in zip(pages, outer, strict=True):
        gone = set(repeated)
        gone.update(id(line) for row in rows if _is_number(row, page, step) for line in row)
        page.lines = [line for line in page.lines if id(line) not in gone]
    if step and all(page.label == str(page.number + 1) for page in pages):
        for page in pages:
            page.label = str(page.number + step)


def _edges(page: Page) -> list[Line]:
    """Return the lines of the uppermost and lowest rows."""
    if not page.lines:
        return []
    low, high = _OUTER * page.height, (1 - _OUTER) * page.height
    rows = sorted({round(line.y0) for line in page.lines})
    kept = {*rows[:_ROWS], *rows[-_ROWS:]}
    return [
        line
        for line in page.lines
        if round(line.y0) in kept and (line.y1 <= low or line.y0 >= high)
    ]


def _outermost(edge: Sequence[Line], page: Page, repeated: set[int]) -> list[list[Line]]:
    """Return the highest and the lowest row of a page, without what is repeated."""
    if not edge:
        return []
    rows = []
    for at in {min(line.y0 for line in edge), max(line.y0 for line in edge)}:
        row = [line for line in page.lines if abs(line.y0 - at) < _SAME / 2]
        rows.append([line for line in row if id(line) not in repeated])
    return [row for row in rows if row]


def _text(row: Sequence[Line]) -> str:
    return " ".join(line.text for line in sorted(row, key=lambda line: line.x0))


def _printed(row: Sequence[Line]) -> int | None:
    """Return the page number that a row is, or that stands at an end of it."""
    found = _NUMBER.fullmatch(_text(row)) or _HEADED.fullmatch(_text(row))
    number = next(filter(None, found.groups()), "") if found else ""
    return int(number) if number.isdecimal() else None


def _step(pages: Sequence[Page], outer: Sequence[Sequence[Sequence[Line]]]) -> int:
    """Return what the printed numbers are ahead of the places of pages; 0 where they are not."""
    steps = Counter(
        number - page.number
        for page, rows in zip(pages, outer, strict=True)
        for number in {_printed(row) for row in rows}
        if number is not None
    )
    step, count = steps.most_common(1)[0] if steps else (0, 0)
    return step if count >= max(2, _AGREE * len(pages)) and step > 0 else 0


def _is_number(row: Sequence[Line], page: Page, step: int) -> bool:
    is_alone = _NUMBER.fullmatch(_text(row))
    return bool(is_alone or (step and _printed(row) == page.number + step))


def _repeated(edges: Sequence[Sequence[Line]], pages: int, size: float) -> set[int]:
    """Return which lines say the same, but for numbers, at the same place of several pages."""
    alike: dict[str, list[Line]] = defaultdict(list)
    for edge in edges:
        for line in edge:
            if line.size < _GREAT * size:
                alike[re.sub(r"\d+", "#", line.text.casefold())].append(line)
    often = 2 if pages <= _FEW else _OFTEN
    return {
        id(line)
        for lines in alike.values()
        for line in lines
        if len({other.page for other in lines if abs(other.y0 - line.y0) < _SAME}) >= often
    }
