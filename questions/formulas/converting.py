"""LaTeX into MathML: by a library that runs nothing, and within bounds.

Its tree is written out here, piece by piece, so that only what is listed can come of a formula.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from html import escape
from typing import Any

from latex2mathml import exceptions
from latex2mathml.converter import Converter

from questions.formulas.checking import DEEPEST, HELD, FormulaError, check, respelt
from questions.formulas.elements import (
    ATTRIBUTES,
    ELEMENTS,
    ENCLOSURES,
    ENTITY,
    PARTS,
    SCRIPTS,
    TOKENS,
    Tree,
    styled,
)
from questions.formulas.finding import Formula

_MOST = 3000  # elements: three for each letter of the longest formula
LONGEST_KEPT = (
    200  # characters: nearly every formula; with what is made of them, some 20 MB at most
)
NOT = "\u0338"  # the stroke through the sign before it
STROKE = "\u29f8"  # which stands before a sign that it is put through
_MISSING = "something is missing at its end"
_REASONS = {
    exceptions.DenominatorNotFoundError: "nothing stands below a fraction",
    exceptions.NumeratorNotFoundError: "nothing stands above a fraction",
    exceptions.ExtraLeftOrMissingRightError: (
        "\\left, \\middle and \\right do not belong to one another"
    ),
    exceptions.MissingSuperScriptOrSubscriptError: "nothing stands behind a ^ or a _",
    exceptions.DoubleSubscriptsError: "two subscripts side by side: put braces around one",
    exceptions.DoubleSuperscriptsError: "two superscripts side by side: put braces around one",
    exceptions.MissingEndError: "a \\begin has no \\end",
    exceptions.NoAvailableTokensError: _MISSING,
    exceptions.LimitsMustFollowMathOperatorError: "\\limits stands behind no sign such as \\sum",
    exceptions.InvalidAlignmentError: "columns are told by l, c and r",
}
_UNREADABLE = "a part of it is missing, or does not belong there"


def to_mathml(latex: str, *, is_displayed: bool = False) -> str:
    """Return LaTeX as MathML, with itself as the annotation; raises FormulaError."""
    return (_kept if len(latex) <= LONGEST_KEPT else _made)(latex, is_displayed)


def _made(latex: str, is_displayed: bool) -> str:
    shown = _written(to_tree(latex, is_displayed=is_displayed))
    display = "block" if is_displayed else "inline"
    said = escape(latex, quote=False)
    return (
        f'<math display="{display}" alttext="{escape(latex)}"><semantics>{shown}'
        f'<annotation encoding="application/x-tex">{said}</annotation></semantics></math>'
    )


_kept = lru_cache(maxsize=4096)(_made)


def to_tree(latex: str, *, is_displayed: bool) -> Tree:
    """Return LaTeX as the library's own tree; raises FormulaError."""
    check(latex)
    try:
        found = Converter(display="block" if is_displayed else "inline").convert_to_element(
            respelt(latex)
        )
    except FormulaError:
        raise
    # The library raises whatever its parts do: StopIteration, IndexError, KeyError, AttributeError.
    except Exception as error:
        raise FormulaError(_REASONS.get(type(error), _UNREADABLE)) from None
    if sum(1 for _each in found.iter()) > _MOST:
        raise FormulaError("it has too many parts: make two formulas of it")
    return _taken(found[0], 0)


def _taken(element: Any, depth: int) -> Tree:
    if depth > 4 * DEEPEST:
        raise FormulaError("too much of it stands inside something else")
    parts = [_taken(part, depth + 1) for part in element]
    return Tree(element.tag, element.text or "", dict(element.attrib), parts)


def problem_of(formula: Formula) -> str | None:
    """Return why a formula cannot be read, if it cannot."""
    try:
        to_mathml(formula.latex, is_displayed=formula.is_displayed)
    except FormulaError as error:
        return str(error)
    return None


def signs_of(element: Tree) -> str:
    """Return what a token says, in the signs of its style; raises FormulaError for a command."""
    text = ENTITY.sub(_sign, element.text).translate(HELD)
    if element.tag != "mtext" and re.match(r"\\[a-zA-Z]", text):
        name = re.sub(r"^\\(begin|end)?\{?|\}$", "", text)
        raise FormulaError(f"\\{name} is not known here")
    variant = element.get("mathvariant")
    return styled(text, variant) if variant else text


def _written(element: Tree) -> str:
    """Return an element as HTML: what is not listed loses its tag or its attribute."""
    tag = element.tag
    if tag == "menclose":
        return _row(element, ENCLOSURES.get(element.get("notation"), ""))
    if tag in TOKENS and not element.parts:
        return f"<{tag}{_attributes(element)}>{escape(signs_of(element), quote=False)}</{tag}>"
    if tag in TOKENS:  # an operator made of letters
        return _row(element)
    if tag not in ELEMENTS:
        raise FormulaError(_UNREADABLE)
    if tag == "mover":
        _fit(element)
    inside = "".join(_in_number(tag, list(_parts(element))))
    return f"<{tag}{_attributes(element)}>{inside}</{tag}>"


def _row(element: Tree, name: str = "") -> str:
    inside = "".join(_parts(element))
    return f'<mrow class="{name}">{inside}</mrow>' if name else f"<mrow>{inside}</mrow>"


def _parts(element: Tree) -> Iterator[str]:
    """Yield what is inside, a stroke put through the sign that it is before."""
    is_struck = False
    rules = _rules(element)
    for number, child in enumerate(element.parts):
        if _is_stroke(child):
            is_struck = True
            continue
        if number in rules:
            child.attributes["class"] = rules[number]
        written = _written(child)
        yield _struck(written) if is_struck else written
        is_struck = False


def _in_number(tag: str, parts: list[str]) -> list[str]:
    """Return as many parts as an element has: what has a script may be several, as in brackets."""
    wanted = PARTS.get(tag, len(parts))
    if len(parts) < wanted:
        raise FormulaError(_MISSING)
    if len(parts) == wanted:
        return parts
    if tag not in SCRIPTS:
        raise FormulaError("put braces around what stands in a fraction or root")
    several = len(parts) - wanted + 1
    return ["<mrow>", *parts[:several], "</mrow>", *parts[several:]]


def _fit(element: Tree) -> None:
    """Have the arrow over a single letter be no longer than it."""
    if not element.parts:
        return
    letters, over = ENTITY.sub("x", element.parts[0].said()), element.parts[-1].attributes
    if len(letters) == 1 and over.get("stretchy") == "true":
        over["stretchy"] = "false"


def _is_stroke(element: Tree) -> bool:
    return element.tag == "mpadded" and ENTITY.sub(_sign, element.said()) == STROKE


def _struck(written: str) -> str:
    def strike(found: re.Match[str]) -> str:
        return unicodedata.normalize("NFC", f"{found[1]}{NOT}{found[2]}")

    return re.sub(r"((?:&\w+;|[^<>&])+)(</m[ion]>)", strike, written, count=1)


def _rules(element: Tree) -> dict[int, str]:
    """Return which rows of a table have a line below, or which cells of a row one behind."""
    if element.tag == "mtable":
        columns = element.get("columnlines")
        for row in element.parts if columns else ():
            row.attributes["columnlines"] = columns
        return _solid(element.get("rowlines"), len(element.parts), "ruled")
    if element.tag == "mtr":
        return _solid(element.get("columnlines"), len(element.parts), "barred")
    return {}


def _solid(lines: str | None, count: int, name: str) -> dict[int, str]:
    lined = (lines or "").split()[: count - 1]
    return {number: name for number, line in enumerate(lined) if line != "none"}


def _sign(entity: re.Match[str]) -> str:
    code = int(entity[1], 16)
    return chr(code) if code and not 0xD800 <= code <= 0xDFFF and code <= 0x10FFFF else "\ufffd"


def _attributes(element: Tree) -> str:
    kept = {
        name: value
        for name, value in element.attributes.items()
        if name in ATTRIBUTES and ATTRIBUTES[name].fullmatch(value)
    }
    side = element.get("columnalign")
    names = [element.get("class"), f"to-{side}" if side in ("left", "right") else None]
    if any(names):
        kept["class"] = " ".join(filter(None, names))
    return "".join(f' {name}="{escape(value)}"' for name, value in kept.items())
