"""Columns: in which order the lines of a page are read."""

from __future__ import annotations

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


def _edge(lines: Sequence[Line]) -> float | None:
    """Return where the right one of two columns begins, if there are two."""
    best, found = 0, None
    for edge in sorted({round(line.x0, 1) for line in lines}):
        left = [line for line in lines if line.x1 <= edge - _GUTTER]
        right = [line for line in lines if line.x0 >= edge - _SLACK]
        beside = _beside(left, right)
        if beside > best and _is_column(left) and _is_column(right):
            best, found = beside, edge
    return found if best >= _FEWEST else None


def _beside(left: Sequence[Line], right: Sequence[Line]) -> int:
    """Return how many lines of the shorter side have one beside them."""
    if min(len(left), len(right)) < _FEWEST:
        return 0
    top = min(max(line.y1 for line in side) for side in (left, right))
    foot = max(min(line.y0 for line in side) for side in (left, right))
    return min(sum(foot <= line.y1 and line.y0 <= top for line in side) for side in (left, right))


def _is_column(lines: Sequence[Line]) -> bool:
    width = max(line.x1 for line in lines) - min(line.x0 for line in lines)
    is_filled = median(line.x1 - line.x0 for line in lines) >= _FILLED * width
    return is_filled and median(len(line.text) for line in lines) >= _LETTERS
