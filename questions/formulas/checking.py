"""What of a formula is refused before it is converted: too long, too deep, no mathematics."""

from __future__ import annotations

import re

from questions.lengths import FORMULA

DEEPEST = 30  # braces and environments inside one another: no formula that is read needs so many
_COMMAND = re.compile(r"\\(?:[a-zA-Z]+|.|$)", re.S)
_NO_TEXT = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
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
_EVEN = r"(?<!\\)(?P<before>(?:\\\\)*)"  # backslashes, before which no command begins
_ENVIRONMENT = re.compile(
    _EVEN + r"\\(?P<edge>begin|end)\s*\{(?P<name>[^{}]*)\}(?:(?<=\{alignedat\})\{\d+\})?"
)
# Words: signs that are escaped there travel as ones that no text has, and braces group nothing.
_TEXT = re.compile(
    _EVEN + r"(?P<command>\\(?:text(?:bf|it|md|normal|rm|sf|tt|up)?|mbox)\s*)"
    r"\{(?P<inside>(?:\\.|[^{}\\]|\{(?:\\.|[^{}\\])*\})*)\}",
    re.S,
)
_IN_TEXT = re.compile(
    r"\\textbackslash(?:\{\}|\s*)|\\(?P<sign>[#$%&_{} ])|(?P<other>\\.)|[{}]", re.S
)
_DOLLARS = re.compile(r"(?<!\\)\$((?:\\.|[^$\\])*)\$", re.S)
_HELD = {sign: chr(0xFDD0 + number) for number, sign in enumerate("#$%&_{} \\")}
HELD = {ord(held): sign for sign, held in _HELD.items()}
_UPRIGHT = re.compile(_EVEN + r"\\mathrm\s*\{")  # in which single letters would be leaning
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
        name = _ALIKE.get(found["name"])
        if name is None:
            raise FormulaError(f"\\begin{{{found['name']}}} is not known here")
        inside = f"\\{found['edge']}{{{name}}}" if name else ""
        is_begin = found["edge"] == "begin"
        return found["before"] + (f"{{{inside}" if is_begin else f"{inside}}}")

    upright = _UPRIGHT.sub(r"\g<before>{\\rm ", _TEXT.sub(_worded, latex))
    return _FIRST_LINE.sub(r"\1", _ENVIRONMENT.sub(one, upright))


def _worded(found: re.Match[str]) -> str:
    """Return words with what is escaped held, and the formulas between them beside them."""
    parts = [
        part if number % 2 else f"{found['command']}{{{_IN_TEXT.sub(_held, part)}}}"
        for number, part in enumerate(_DOLLARS.split(found["inside"]))
        if part
    ]
    several = "".join(parts)
    return f"{found['before']}{{{several}}}" if len(parts) != 1 else f"{found['before']}{several}"


def _held(found: re.Match[str]) -> str:
    if found["other"]:
        return found["other"]
    if found["sign"]:
        return _HELD[found["sign"]]
    return _HELD["\\"] if found[0].startswith("\\") else ""


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
