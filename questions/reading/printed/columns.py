"""Columns: in which order the lines of a page are read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from statistics import median

from questions.reading.printed.lines import Line

_FEWEST = 4  # lines beside each other
_FILLED = 0.55  # of a column is filled by half of its lines: cells of a table fill less
_LETTERS = 15  # in half of the lines at least
_GUTTER = 4.0  # points
_SLACK = 1.0


def columns(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """Yield the columns of a page as they are read, each a list of lines from top to bottom.

    What runs over both of two columns is read between what is above and what is below it.
    """
    lines = sorted(lines, key=lambda line: (-line.y0, line.x0))
    edge = _edge(lines)
    if edge is None:
        if lines:
            yield lines
        return
    left: list[Line] = []
    right: list[Line] = []
    across: list[Line] = []
    for line in lines:
        is_right = line.x0 >= edge - _SLACK
        if is_right or line.x1 <= edge:
            yield from _flushed(across)
            (right if is_right else left).append(line)
        else:
            yield from _both(left, right)
            across.append(line)
    yield from _flushed(across)
    yield from _both(left, right)


def _flushed(lines: list[Line]) -> Iterator[list[Line]]:
    if lines:
        yield list(lines)
        lines.clear()


def _both(left: list[Line], right: list[Line]) -> Iterator[list[Line]]:
    for side in (left, right):
        lines = list(side)
        side.clear()
        yield from columns(lines)


def _edge(lines: Sequence[Line], *, deep: bool = True) -> float | None:
    """Return where the right one of two columns begins, if there are two."""
    best, found = 0, None
    for edge in _starts(lines):
        left = [line for line in lines if line.x1 <= edge - _GUTTER]
        right = [line for line in lines if line.x0 >= edge - _SLACK]
        beside = _beside(left, right)
        if beside > best and all(_is_column(side, deep=deep) for side in (left, right)):
            best, found = beside, edge
    return found if best >= _FEWEST else None


def _starts(lines: Sequence[Line]) -> list[float]:
    """Return where several lines begin."""
    starts = Counter(round(line.x0) for line in lines)
    return sorted(start for start, count in starts.items() if count >= _FEWEST)


def _beside(left: Sequence[Line], right: Sequence[Line]) -> int:
    """Return how many lines of the shorter side have one beside them."""
    if min(len(left), len(right)) < _FEWEST:
        return 0
    top = min(max(line.y1 for line in side) for side in (left, right))
    foot = max(min(line.y0 for line in side) for side in (left, right))
    return min(sum(foot <= line.y1 and line.y0 <= top for line in side) for side in (left, right))


def _is_column(lines: Sequence[Line], *, deep: bool) -> bool:
    """Return whether lines fill a column, or two of them."""
    rows = list(_rows(lines))
    width = max(line.x1 for line in lines) - min(line.x0 for line in lines)
    filled = median(max(line.x1 for line in row) - min(line.x0 for line in row) for row in rows)
    letters = median(sum(len(line.text) for line in row) for row in rows)
    is_one = filled >= _FILLED * width and letters >= _LETTERS
    return is_one or (deep and _edge(lines, deep=False) is not None)


def _rows(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """Yield what stands on one baseline: a line set to a width may be torn between words."""
    row: list[Line] = []
    for line in lines:
        if row and abs(row[0].y0 - line.y0) > 0.4 * line.size:
            yield row
            row = []
        row.append(line)
    if row:
        yield row
