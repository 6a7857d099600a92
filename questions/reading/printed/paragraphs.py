"""Paragraphs: what lines of a column belong together, and what they are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from questions.documents import PassageKind
from questions.reading.parts import Part
from questions.reading.printed.columns import columns
from questions.reading.printed.joining import join, plain_marks, settle
from questions.reading.printed.lines import Line, Page

_GREAT = 1.12  # of the size of the text: a heading
_SMALL = 0.93
_LONGEST_HEADING = 160
_SPACE = 1.3  # of the usual distance between lines
_INDENT = 0.7  # of the size
_ALIGNED = 2.0  # points
_EVEN, _FAR = 0.3, 3.0  # of the size
_SHORT = 0.25  # of the width is free after the last line of a paragraph
_STOPPED = re.compile(r"[.!?:…][\"'”’)\]]*$")
# A sign of a font that does not say which it is stands for a bullet at the head of a line.
_BULLET = re.compile(r"(?:[•‣◦▪●■·\uf0b7\ufffd]\s*|[–—*o-]\s+)(?=\S)")
_LONE = re.compile(r"[•‣◦▪●■–—*·o\uf0b7\ufffd-]|\(?\d{1,2}[.)]|\(?[a-z]\)")
_NUMBERED = re.compile(r"(\(?\d{1,2}[.)]|\(?[a-z]\))\s+(?=\S)")
_NOTE = re.compile(r"(?:[\ue000-\uefff]+|\d{1,3}(?=[\s.)])|[*∗†‡§¶]|\[\d{1,3}\])[.)]?\s*(?=\S)")
_RAISED_FIRST = re.compile(r"[\ue021-\ue060]+\s*(?=[^\W\d_])")
_DATE = re.compile(r"^\W*(?:\d{1,2} [A-Z]\w+|[A-Z]\w+ \d{1,2}),? \d{4}\W*$|^\d{4}-\d\d-\d\d$")
_CELLS = " | "


@dataclass
class Block:
    """Lines that make one part."""

    kind: PassageKind | None
    lines: list[Line] = field(default_factory=list)
    mark: str = ""
    is_note: bool = False

    @property
    def is_open(self) -> bool:
        """Whether the next column or page may carry it on."""
        is_text = self.kind in {PassageKind.SENTENCE, PassageKind.ITEM}
        return is_text and not _STOPPED.search(settle(self.lines[-1].text))


def parts_of(pages: Sequence[Page], size: float, words: frozenset[str]) -> list[Part]:
    """Return the parts of all pages, notes last; ``size`` is that of the text."""
    blocks: list[Block] = []
    notes: list[Block] = []
    for page in pages:
        for column in columns(page.lines):
            lines = [line for row in _rows(column) for line in row]
            text, below = _notes_below(lines, size)
            notes += below
            _add(blocks, _blocks(text, size))
    labels = {page.number: page.label for page in pages}
    return [_part(block, labels, words) for block in (*blocks, *notes)]


def _add(blocks: list[Block], found: Iterable[Block]) -> None:
    """Add the blocks of a column; the first may carry on the last of the column before."""
    for place, block in enumerate(found):
        last = blocks[-1] if blocks else None
        if place == 0 and last and last.is_open and block.kind is PassageKind.SENTENCE:
            last.lines += block.lines
        else:
            blocks.append(block)


def _notes_below(column: list[Line], size: float) -> tuple[list[Line], list[Block]]:
    """Part what stands small below the text, from the first line that a note's mark begins."""
    start = _first_note(column, size)
    notes: list[Block] = []
    for line in column[start:]:
        if found := _NOTE.match(line.text):
            notes.append(Block(PassageKind.ITEM, [], is_note=True))
            line.text = line.text[found.end() :]
        notes[-1].lines.append(line)
    return column[:start], notes


def _first_note(column: Sequence[Line], size: float) -> int:
    """Return the place of the first note of a column, or of its end."""
    small = len(column)
    while small and column[small - 1].size <= _SMALL * size:
        small -= 1
    for place, line in enumerate(column):
        is_small = small and place >= small and _NOTE.match(line.text)
        if is_small or (place and _RAISED_FIRST.match(line.text) and _is_below(column, place)):
            return place
    return len(column)


def _is_below(column: Sequence[Line], place: int) -> bool:
    """Return whether more than the usual distance is above a line."""
    above, line = column[place - 1], column[place]
    return above.y0 - line.y0 > 1.6 * line.size or line.size <= _SMALL * above.size


def _blocks(column: Sequence[Line], size: float) -> Iterator[Block]:
    rows = list(_rows(column))
    lines = [row[0] for row in rows if len(row) == 1]
    frame = _Frame.of(lines, size)
    block: Block | None = None
    for place, row in enumerate(rows):
        beside = [*rows[max(0, place - 1) : place], *rows[place + 1 : place + 2]]
        found = _begun(row, block, frame, is_table=any(_is_aligned(row, other) for other in beside))
        if found is None and block is not None:
            block.lines.append(row[0])
            continue
        if block is not None:
            yield block
        block = found
    if block is not None:
        yield block


@dataclass(frozen=True, slots=True)
class _Frame:
    """What is usual in a column: its sides, the size of its text, how far lines are apart."""

    left: float
    right: float
    size: float
    pitch: float

    @classmethod
    def of(cls, lines: Sequence[Line], size: float) -> _Frame:
        """Return the frame of some lines."""
        steps = [a.y0 - b.y0 for a, b in pairwise(lines) if a.y0 > b.y0]
        near = [step for step in steps if step < 3 * size]
        left = min((line.x0 for line in lines), default=0.0)
        right = max((line.x1 for line in lines), default=0.0)
        return cls(left, right, size, median(near) if near else 1.2 * size)


def _rows(column: Sequence[Line]) -> Iterator[list[Line]]:
    """Yield lines, those on one baseline together from left to right."""
    row: list[Line] = []
    for line in column:
        if row and abs(row[0].y0 - line.y0) > 0.4 * max(line.size, row[0].size):
            yield _one(row)
            row = []
        row.append(line)
    if row:
        yield _one(row)


def _is_aligned(row: Sequence[Line], other: Sequence[Line]) -> bool:
    """Return whether two rows are of a table: some of their cells begin below each other."""
    if _is_torn(row) or _is_torn(other):
        return False
    places = [line.x0 for line in other[1:]]
    return any(abs(line.x0 - place) < _ALIGNED for line in row[1:] for place in places)


def _is_torn(row: Sequence[Line]) -> bool:
    """Return whether a row is a line set to a width, whose words stand equally far apart."""
    gaps = [after.x0 - before.x1 for before, after in pairwise(row)]
    size = max(line.size for line in row)
    is_even = len(gaps) > 1 and max(gaps) - min(gaps) < _EVEN * size
    return bool(gaps) and (max(gaps) < size or (is_even and max(gaps) < _FAR * size))


def _one(row: list[Line]) -> list[Line]:
    """Put a mark that stands apart before its item."""
    row.sort(key=lambda line: line.x0)
    if len(row) == 2 and _LONE.fullmatch(row[0].text):
        row[1].text = f"{row[0].text} {row[1].text}"
        row[1].x0 = row[0].x0
        return row[1:]
    return row


def _begun(row: list[Line], block: Block | None, frame: _Frame, *, is_table: bool) -> Block | None:
    """Return the block that begins with a row, or ``None`` where it carries on the last."""
    if is_table:
        return Block(PassageKind.ROW, row)
    line = row[0]
    for more in row[1:]:
        line.text += f" {more.text}"
        line.x1 = more.x1
    if mark := _BULLET.match(line.text):
        return _item(line, mark, "-")
    if _DATE.search(line.text):
        return Block(None, [line])
    if _is_heading(line, frame):
        return None if _carries_heading(line, block) else Block(PassageKind.HEADING, [line])
    if mark := _NUMBERED.match(line.text):
        return _item(line, mark, mark[1])
    if block is None or _is_apart(line, block, frame):
        return Block(PassageKind.SENTENCE, [line])
    return None


def _item(line: Line, mark: re.Match[str], shown: str) -> Block:
    line.text = line.text[mark.end() :]
    return Block(PassageKind.ITEM, [line], mark=f"{shown} ")


def _is_heading(line: Line, frame: _Frame) -> bool:
    if len(line.text) > _LONGEST_HEADING or not any(c.isalpha() for c in line.text):
        return False
    is_great = line.size >= _GREAT * frame.size
    return is_great or (line.is_bold and not _STOPPED.search(line.text))


def _carries_heading(line: Line, block: Block | None) -> bool:
    if block is None or block.kind is not PassageKind.HEADING:
        return False
    last = block.lines[-1]
    is_alike = abs(last.size - line.size) < 0.5 and last.is_bold == line.is_bold
    return is_alike and last.y0 - line.y0 < 1.6 * line.size and len(block.lines) < 4


def _is_apart(line: Line, block: Block, frame: _Frame) -> bool:
    """Return whether a line begins a paragraph of its own."""
    last = block.lines[-1]
    if block.kind not in {PassageKind.SENTENCE, PassageKind.ITEM}:
        return True
    if abs(last.size - line.size) > (1 - _SMALL) * frame.size:
        return True
    if last.y0 - line.y0 > _SPACE * frame.pitch:
        return True
    if block.kind is PassageKind.ITEM:
        return line.x0 <= block.lines[0].x0 - _INDENT * line.size
    if not _STOPPED.search(settle(last.text)):
        return False  # it goes on, however its lines hang
    above = block.lines[-1 if len(block.lines) > 1 else 0]
    is_indented = line.x0 > above.x0 + _INDENT * line.size
    return is_indented or frame.right - last.x1 > _SHORT * (frame.right - frame.left)


def _part(block: Block, labels: dict[int, str], words: frozenset[str]) -> Part:
    if block.kind is PassageKind.ROW:
        text = _CELLS.join(settle(plain_marks(line.text)) for line in block.lines)
        return Part(block.kind, text, pages=((0, labels[block.lines[0].page]),))
    text = ""
    pages: list[tuple[int, str]] = []
    for line in block.lines:
        settled = settle(text[-40:] + line.text)[len(text[-40:]) :]
        whole = join(text, settled, words) if text else settled
        if not pages or pages[-1][1] != labels[line.page]:
            pages.append((len(whole) - len(settled), labels[line.page]))
        text = whole
    kind = block.kind
    depth = 1 if kind is PassageKind.ITEM and not block.is_note else 0
    return Part(kind, text, depth, block.mark, tuple(pages), block.is_note)
