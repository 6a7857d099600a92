"""Where the formulas of a text are: what stands in code is no formula, and money is none."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

# Read from left to right, so that a backslash that is written twice opens and closes nothing.
_MARKS = re.compile(
    r"\\.|\$+|`+|\n[ \t]*(?=\n)"
    r"|!\[(?:[^\[\]\\]|\\.)*\]\([^()\s]*\)",  # a picture: what is said of it has no formulas
    re.S,
)
_OPENS = ("\\(", "\\[")
_CLOSES = {"\\(": "\\)", "\\[": "\\]", "$$": "$$"}
_FENCE = 3  # so many backticks begin code of many lines


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


def formulas_in(text: str) -> Iterator[Formula]:
    """Yield the formulas of a text in Markdown; none goes beyond an empty line."""
    if "\\" not in text and "$$" not in text:
        return
    marks = list(_MARKS.finditer(text))
    closers = _closers(marks)
    at = 0
    while at < len(marks):
        opened, closed = marks[at], closers[at]
        if closed is None:
            at += 1
            continue
        if opened[0] in _CLOSES:
            latex = text[opened.end() : marks[closed].start()]
            if latex.strip():
                is_displayed = opened[0] != "\\("
                yield Formula(_trimmed(latex), is_displayed, opened.start(), marks[closed].end())
        at = closed + 1


def unclosed_in(text: str) -> str | None:
    """Return the mark with which a formula opens that nothing closes, or ``None``."""
    rest = list(_MARKS.finditer(replace_formulas(text, lambda _formula: "")))
    closers, at = _closers(rest), 0
    while at < len(rest):
        if rest[at][0] in _OPENS:
            return rest[at][0]
        at = (closers[at] or at) + 1
    return None


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


def _closers(marks: list[re.Match[str]]) -> list[int | None]:
    """Return for each mark the number of the one that closes what it opens, if one does."""
    closers: list[int | None] = [None] * len(marks)
    coming: dict[str, int] = {}
    for number in range(len(marks) - 1, -1, -1):
        mark = marks[number][0]
        if mark[0] == "\n":  # an empty line ends all but code of many lines
            coming = {ticks: at for ticks, at in coming.items() if ticks.startswith("`" * _FENCE)}
            continue
        closers[number] = coming.get(mark if mark[0] == "`" else _CLOSES.get(mark, ""))
        coming[mark] = number
    return closers


def _trimmed(latex: str) -> str:
    """Return LaTeX without the white space around it, but for one that a backslash makes."""
    inside = latex.strip()
    behind = len(inside) - len(inside.rstrip("\\"))
    return f"{inside} " if behind % 2 else inside
