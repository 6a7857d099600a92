"""Lines: the letters of a page that stand on one baseline, with their size and place."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from pdfminer.layout import LTChar, LTFigure, LTImage, LTPage, LTTextLine

RAISED = 0xE000  # added to a letter that stands above its line: a note's number, or an exponent
_LIGATURES = {0xFB00 + at: letters for at, letters in enumerate("ff fi fl ffi ffl st st".split())}
_ACCENTS = {"´": "\u0301", "¨": "\u0308", "ˆ": "\u0302", "˜": "\u0303", "ˇ": "\u030c"}
_ACCENT = re.compile("([´¨ˆ˜ˇ])([A-Za-zı])")
_SPACES = re.compile(r"\s+")
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u200b\u2060\ufeff\ue000-\uefff]")
_UNKNOWN = re.compile(r"\(cid:\d+\)")
_SMALL = 0.8  # of the size of the line
_UP = 0.15
_NEAR = 0.7  # of the size: letters no further apart belong to one line
_WORD = 0.15
_FEW = 3  # lines: with fewer, what stands in figures is the page


@dataclass(slots=True)
class Line:
    """A line of text with its corners, in points from the lower left of the page."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    size: float
    is_bold: bool = False
    page: int = 0


@dataclass(slots=True)
class Page:
    """What stands on a page; ``label`` is what a reader calls it."""

    lines: list[Line]
    height: float
    label: str
    has_picture: bool = False
    letters: int = 0
    unknown: int = 0
    number: int = field(default=0)


def page_of(layout: LTPage, number: int) -> Page:
    """Return what stands on a page that was laid out."""
    lines: list[Line] = []
    inside: list[Line] = []
    has_picture = False
    for thing, is_inside in _things(layout, False):
        if isinstance(thing, LTImage):
            has_picture = True
        elif (line := _line(thing, number)) is not None:
            (inside if is_inside else lines).append(line)
    lines = inside if len(lines) < _FEW and len(inside) > len(lines) else lines
    unknown = sum(len(_UNKNOWN.findall(line.text)) for line in lines)
    for line in lines:
        line.text = _UNKNOWN.sub("\ufffd", line.text)
    letters = sum(character.isalnum() for line in lines for character in line.text)
    joined = _joined(lines)
    return Page(joined, layout.height, str(number + 1), has_picture, letters, unknown, number)


def _things(layout: Iterable[Any], is_inside: bool) -> Iterator[tuple[Any, bool]]:
    """Yield the lines and pictures of a page, and whether they stand in a figure."""
    for thing in layout:
        if isinstance(thing, LTTextLine | LTImage):
            yield thing, is_inside
        elif isinstance(thing, LTFigure):
            yield from _things(thing, True)
        elif hasattr(thing, "__iter__"):
            yield from _things(thing, is_inside)


def _line(found: LTTextLine, page: int) -> Line | None:
    letters = [letter for letter in found if isinstance(letter, LTChar)]
    seen = [letter for letter in letters if letter.get_text().strip()]
    if not seen or 2 * sum(letter.upright for letter in seen) < len(seen):
        return None  # turned: a stamp in the margin
    [(size, _)] = Counter(round(letter.size, 1) for letter in seen).most_common(1)
    floor = min(letter.y0 for letter in seen if letter.size > _SMALL * size)
    text = "".join(_letter(letter, size, floor) for letter in found)
    text = _SPACES.sub(" ", unicodedata.normalize("NFC", _accented(text))).strip()
    bold = sum("bold" in letter.fontname.lower() for letter in seen)
    corners = found.x0, floor, found.x1, max(letter.y1 for letter in seen)
    return Line(text, *corners, size, 2 * bold > len(seen), page) if text else None


def _accented(text: str) -> str:
    """Put accents that old fonts draw before a letter on it."""
    return _ACCENT.sub(lambda found: found[2].replace("ı", "i") + _ACCENTS[found[1]], text)


def _letter(letter: Any, size: float, floor: float) -> str:
    text = letter.get_text()
    if not isinstance(letter, LTChar):
        return str(text)
    text = _UNSEEN.sub("", text.translate(_LIGATURES))
    if letter.size < _SMALL * size and letter.y0 > floor + _UP * size and len(text) == 1:
        return chr(RAISED + ord(text)) if ord(text) < 0xFFF and not text.isspace() else text
    return text


def _joined(lines: Iterable[Line]) -> list[Line]:
    """Join the pieces of lines that were drawn apart."""
    joined: list[Line] = []
    for line in sorted(lines, key=lambda line: (-round(line.y0), line.x0)):
        before = joined[-1] if joined else None
        if before is None or not _goes_on(before, line):
            joined.append(line)
            continue
        gap = " " if line.x0 - before.x1 > _WORD * before.size else ""
        before.text += gap + line.text
        before.x1 = max(before.x1, line.x1)
        before.is_bold = before.is_bold and line.is_bold
    return joined


def _goes_on(before: Line, line: Line) -> bool:
    size = before.size
    on_baseline = abs(before.y0 - line.y0) < 0.3 * size
    return on_baseline and -0.3 * size < line.x0 - before.x1 < _NEAR * size
