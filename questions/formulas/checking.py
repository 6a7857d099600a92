"""What of a formula is refused before it is converted: too long, too deep, no mathematics."""

from __future__ import annotations

import re

from questions.lengths import FORMULA

DEEPEST = 30  # braces and environments inside one another: no formula that is read needs so many
_COMMAND = re.compile(r"\\(?:[a-zA-Z]+|.|$)", re.S)
_NO_TEXT = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_GROUPS = re.compile(r"\\\\|\\[{}]|\\(begin|end)\s*\{([^{}]*)\}|([{}])")
_COMMENT = re.compile(r"(?<!\\)(?:\\\\)*%")
# These define, point elsewhere or dress: what a formula says needs none of them.
_REFUSED = frozenset(
    {
        *("newcommand", "renewcommand", "providecommand", "def", "gdef", "edef", "let"),
        *("newenvironment", "renewenvironment", "DeclareMathOperator", "require", "usepackage"),
        *("href", "url", "style", "class", "cssId", "includegraphics", "input", "include"),
        *("write", "catcode", "csname", "unicode", "verb", "color", "textcolor", "colorbox"),
        *("fcolorbox", "rule", "raise", "lower", "moveleft", "moveright", "hskip", "hspace"),
        *("kern", "mkern", "mskip", "mspace", "genfrac", "mathchoice"),
    }
)
_MATRICES = frozenset({"matrix", "pmatrix", "bmatrix", "Bmatrix", "vmatrix", "Vmatrix"})
# Those that are laid out alike: what differs between them are numbers behind the lines.
_ALIKE = {
    **dict.fromkeys(("align", "align*", "aligned", "alignedat", "eqnarray", "eqnarray*"), "split"),
    **dict.fromkeys(("gather", "gather*", "gathered", "multline", "multline*"), "matrix"),
    **dict.fromkeys(("equation", "equation*", "displaymath", "math"), ""),
    **dict.fromkeys(("dcases", "cases"), "cases"),
    **{f"{name}*": name for name in _MATRICES},
    **{name: name for name in (*_MATRICES, "smallmatrix", "array", "split", "align*")},
}
_ENVIRONMENT = re.compile(r"\\(begin|end)\s*\{([^{}]*)\}(?:(?<=\{alignedat\})\{\d+\})?")
_UPRIGHT = re.compile(r"\\mathrm\s*\{")  # in which single letters would be leaning
_FIRST_LINE = re.compile(r"(\\begin\{array\}\s*\{[^{}]*\})\s*\\hline")


class FormulaError(ValueError):
    """A formula cannot be read; the text says why, to follow a colon."""


def check(latex: str) -> None:
    """Raise FormulaError for what would be read too long, or as nothing that was meant."""
    if len(latex) > FORMULA:
        raise FormulaError(f"it is longer than {FORMULA} characters")
    if _NO_TEXT.search(latex):
        raise FormulaError("it has a character that cannot be shown")
    if "____" in latex:
        raise FormulaError("the gap cannot stand inside a formula: end the formula before it")
    for command in _COMMAND.findall(latex):
        if command[1:] in _REFUSED:
            raise FormulaError(f"{command} is not known here")
        if command == "\\":
            raise FormulaError("nothing stands behind its last backslash")
    if _COMMENT.search(latex):
        raise FormulaError("what follows a % is not shown: write \\%")
    _check_groups(latex)


def respelt(latex: str) -> str:
    """Return LaTeX with the environments that are known, each of them one part of what it is in."""

    def one(found: re.Match[str]) -> str:
        name = _ALIKE.get(found[2])
        if name is None:
            raise FormulaError(f"\\begin{{{found[2]}}} is not known here")
        is_begin = found[1] == "begin"
        inside = f"\\{found[1]}{{{name}}}" if name else ""
        return f"{{{inside}" if is_begin else f"{inside}}}"

    upright = _UPRIGHT.sub(r"{\\rm ", latex)
    return _FIRST_LINE.sub(r"\1", _ENVIRONMENT.sub(one, upright))


def _check_groups(latex: str) -> None:
    open_groups: list[tuple[str, int]] = []
    for found in _GROUPS.finditer(latex):
        if found[3] == "{":
            open_groups.append(("{", found.start()))
        elif found[1] == "begin":
            open_groups.append((found[2], found.start()))
        elif found[3] or found[1]:
            _close(latex, open_groups, found[2] if found[1] else "{")
        if len(open_groups) > DEEPEST:
            raise FormulaError("too much of it stands inside something else")
    if open_groups:
        _refuse_open(latex, *open_groups[-1])


def _close(latex: str, open_groups: list[tuple[str, int]], closed: str) -> None:
    if not open_groups:
        raise FormulaError(
            "a brace is closed that was not opened"
            if closed == "{"
            else f"\\end{{{closed}}} has no \\begin{{{closed}}}"
        )
    opened, at = open_groups.pop()
    if opened != closed:
        _refuse_open(latex, opened, at)


def _refuse_open(latex: str, opened: str, at: int) -> None:
    if opened != "{":
        raise FormulaError(f"\\begin{{{opened}}} has no \\end{{{opened}}}")
    before = re.search(r"(?:\\[a-zA-Z]+\*?|[\^_])?\s*\Z", latex[:at])
    part = latex[before.start() if before else at : at + 12].strip()
    raise FormulaError(f"“{part}” has no closing brace")
