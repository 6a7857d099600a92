"""Where the formulas of a text are: what stands in code is no formula, and money is none."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from markdown_it import MarkdownIt

# Read from left to right, so that a backslash that is written twice opens and closes nothing.
_MARKS = re.compile(
    r"\\.|\$+|`+"
    r"|!\[(?:[^\[\]\\]|\\.)*\]\([^()\s]*\)"  # a picture: what is said of it has no formulas
    r"|\]\((?:[a-z][a-z0-9+.-]*:|[/#.])(?:\\.|[^()\s\\])*\)",  # nor has an address
    re.S | re.I,
)
_OPENS = ("\\(", "\\[")
_CLOSES = {"\\(": "\\)", "\\[": "\\]", "$$": "$$"}
_TICKS = re.compile(r"`+")
_EMPTY = re.compile(r"\n[ \t]*(?=\n)")
# Where there may be code of many lines: only the parser knows whether there is.
_MAYBE_CODE = re.compile(
    r"^[ \t>*+\-\d.)]{0,99}(?:```|~~~)|(?:\A|\n[ >\t]*\n)[ >]*(?: {4}|\t)", re.M
)
_blocks = MarkdownIt("commonmark")


@dataclass(frozen=True, slots=True)
class Formula:
    """LaTeX in a text, whether it has a line of its own, and where it stands with its marks."""

    latex: str
    is_displayed: bool
    start: int = 0
    end: int = 0

    def marked(self) -> str:
        """Return it with the marks that every program knows."""
        return f"\\[{self.latex}\\]" if self.is_displayed else f"\\({self.latex}\\)"


@dataclass(frozen=True, slots=True)
class Part:
    """Code in a text, of which the mark is a backtick, or what a mark opens and another closes.

    Where nothing closes it, the mark alone is the part, and there is no ``inside``.
    """

    mark: str
    start: int
    end: int
    inside: str | None


def formulas_in(text: str) -> Iterator[Formula]:
    """Yield the formulas of a text in Markdown; none goes beyond an empty line."""
    if "\\" not in text and "$$" not in text:
        return
    for part in parts_in(text):
        if part.mark in _CLOSES and part.inside and part.inside.strip():
            yield Formula(trimmed(part.inside), part.mark != "\\(", part.start, part.end)


def unclosed_in(text: str) -> str | None:
    """Return the mark with which a formula opens that nothing closes, or ``None``."""
    opened = (part.mark for part in parts_in(text) if part.inside is None)
    return next((mark for mark in opened if mark in _OPENS), None)


def parts_in(
    text: str, marks: re.Pattern[str] = _MARKS, closes: Mapping[str, str] = _CLOSES
) -> Iterator[Part]:
    """Yield what is code in a text, and what stands between the ``marks`` of formulas, in order."""
    if not (found := list(marks.finditer(text))):
        return
    ends = _Ends(text, found)
    blocks, at = _code_of_lines(text)[::-1], 0
    for mark in found:
        if mark.start() < at:
            continue
        while blocks and blocks[-1].end <= mark.start():
            blocks.pop()
        block = blocks[-1] if blocks and blocks[-1].start <= mark.start() else None
        if (part := block or ends.part(mark, closes)) is not None:
            at = part.end
            yield part


class _Ends:
    """Where in a text each mark stands, to find the one that closes another."""

    def __init__(self, text: str, marks: list[re.Match[str]]) -> None:
        self._text = text
        self._empty = [each.start() for each in _EMPTY.finditer(text)]
        self._places: dict[str, list[int]] = defaultdict(list)
        # In code a backslash is one: where it ends is told by backticks alone.
        for each in (*_TICKS.finditer(text), *(m for m in marks if m[0][0] != "`")):
            self._places[each[0]].append(each.start())

    def part(self, mark: re.Match[str], closes: Mapping[str, str]) -> Part | None:
        """Return the part that a mark opens, if it opens any."""
        is_code = mark[0][0] == "`"
        closing = mark[0] if is_code else closes.get(mark[0])
        if closing is None:
            return None
        kind, opened = "`" if is_code else mark[0], mark.end()
        at = _next(self._places[closing], opened)
        if at is None or (_next(self._empty, mark.start()) or at) < at:
            return None if is_code else Part(kind, mark.start(), opened, None)
        return Part(kind, mark.start(), at + len(closing), self._text[opened:at])


def _next(places: list[int], start: int) -> int | None:
    number = bisect_left(places, start)
    return places[number] if number < len(places) else None


def _code_of_lines(text: str) -> list[Part]:
    if not _MAYBE_CODE.search(text):
        return []
    starts = [0, *(each.end() for each in re.finditer(r"\n", text)), len(text)]
    lines = (each.map for each in _blocks.parse(text) if each.type in ("fence", "code_block"))
    return [
        Part("`", start, end, text[start:end])
        for first, last in filter(None, lines)
        for start, end in [(starts[first], starts[min(last, len(starts) - 1)])]
    ]


def replace_formulas(text: str, written: Callable[[Formula], str]) -> str:
    """Return a text in which ``written`` says what stands for each formula."""
    parts, at = [], 0
    for formula in formulas_in(text):
        parts += [text[at : formula.start], written(formula)]
        at = formula.end
    return "".join([*parts, text[at:]]) if parts else text


def without_formulas(text: str) -> str:
    """Return a text without its formulas, a space for each."""
    return replace_formulas(text, lambda _formula: " ")


def holds_marks(latex: str) -> bool:
    """Return whether LaTeX has marks in it that would end it: it is several, or none."""
    return any(mark[0] in (*_OPENS, *_CLOSES.values()) for mark in _MARKS.finditer(latex))


def trimmed(latex: str) -> str:
    """Return LaTeX without the white space around it, but for one that a backslash makes."""
    inside = latex.strip()
    behind = len(inside) - len(inside.rstrip("\\"))
    return f"{inside} " if behind % 2 else inside
