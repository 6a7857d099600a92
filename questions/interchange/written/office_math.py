"""Word's own formulas into LaTeX: fractions, roots, scripts, sums; what is rarer is not guessed."""

from __future__ import annotations

from collections.abc import Callable

from lxml import etree
from lxml.etree import _Element

from questions.formulas.reading import OVER, UnknownError, based, in_words, signs_of_text

_DEEPEST = 30  # parts inside one another
_LARGE = {"∑": "\\sum", "∏": "\\prod", "∫": "\\int", "∬": "\\iint", "∮": "\\oint", "": "\\int"}


def to_latex(element: _Element) -> str | None:
    """Return what an element ``oMath`` or ``oMathPara`` says, if all of it is known."""
    try:
        return _inside(element, 0).strip() or None
    except UnknownError:
        return None


def _inside(element: _Element | None, depth: int) -> str:
    if depth > _DEEPEST:
        raise UnknownError
    return "".join(_latex(child, depth + 1) for child in (element if element is not None else ()))


def _latex(element: _Element, depth: int) -> str:
    name = etree.QName(element).localname if isinstance(element.tag, str) else ""
    if not name or name.endswith("Pr") or name in ("bookmarkStart", "bookmarkEnd", "proofErr"):
        return ""
    made = _MADE.get(name)
    if made is None:
        raise UnknownError
    return made(element, depth)


def _part(element: _Element, name: str, depth: int) -> str:
    return _inside(element.find(f"{{*}}{name}"), depth).strip()


def _setting(element: _Element, name: str, otherwise: str = "") -> str:
    found = element.find(f"{{*}}{etree.QName(element).localname}Pr/{{*}}{name}")
    if found is None:
        return otherwise
    values = [value for key, value in found.attrib.items() if str(key).endswith("val")]
    return str(values[0]) if values else "1"


def _run(element: _Element, _depth: int) -> str:
    text = "".join(found.text or "" for found in element.iterfind("{*}t"))
    is_text = element.find("{*}rPr/{*}nor") is not None
    return in_words(text) if is_text and text.strip() else signs_of_text(text)


def _fraction(element: _Element, depth: int) -> str:
    above, below = _part(element, "num", depth), _part(element, "den", depth)
    kind = _setting(element, "type", "bar")
    if kind == "noBar":
        return f"{{{above} \\atop {below}}}"
    return f"\\frac{{{above}}}{{{below}}}"


def _root(element: _Element, depth: int) -> str:
    power = _part(element, "deg", depth)
    return f"\\sqrt{f'[{power}]' if power else ''}{{{_part(element, 'e', depth)}}}"


def _scripts(*parts: tuple[str, str]) -> Callable[[_Element, int], str]:
    def scripts(element: _Element, depth: int) -> str:
        said = "".join(f"{mark}{{{_part(element, name, depth)}}}" for mark, name in parts)
        return based(_part(element, "e", depth)) + said

    return scripts


def _brackets(element: _Element, depth: int) -> str:
    opened, closed = _setting(element, "begChr", "("), _setting(element, "endChr", ")")
    if len(opened) > 1 or len(closed) > 1:
        raise UnknownError
    between = signs_of_text(_setting(element, "sepChr", "|"))
    parts = [_inside(part, depth).strip() for part in element.iterfind("{*}e")]
    left, right = signs_of_text(opened) or ".", signs_of_text(closed) or "."
    return f"\\left{left}{between.join(parts)}\\right{right}"


def _sum(element: _Element, depth: int) -> str:
    sign = _LARGE.get(_setting(element, "chr"))
    if sign is None:
        raise UnknownError
    below, above = _part(element, "sub", depth), _part(element, "sup", depth)
    limits = (f"_{{{below}}}" if below else "") + (f"^{{{above}}}" if above else "")
    return f"{sign}{limits} {_part(element, 'e', depth)}"


def _function(element: _Element, depth: int) -> str:
    return f"{_part(element, 'fName', depth)} {_part(element, 'e', depth)}"


def _accent(element: _Element, depth: int) -> str:
    command = OVER.get(_setting(element, "chr", "^").replace("\u0302", "^"))
    if command is None:
        raise UnknownError
    return f"\\{command}{{{_part(element, 'e', depth)}}}"


def _bar(element: _Element, depth: int) -> str:
    command = "overline" if _setting(element, "pos", "bot") == "top" else "underline"
    return f"\\{command}{{{_part(element, 'e', depth)}}}"


def _limit(element: _Element, depth: int) -> str:
    return f"{_part(element, 'e', depth)}_{{{_part(element, 'lim', depth)}}}"


def _matrix(element: _Element, depth: int) -> str:
    rows = [
        " & ".join(_inside(cell, depth).strip() for cell in row.iterfind("{*}e"))
        for row in element.iterfind("{*}mr")
    ]
    return "\\begin{matrix}" + " \\\\ ".join(rows) + "\\end{matrix}"


_MADE: dict[str, Callable[[_Element, int], str]] = {
    **dict.fromkeys(("oMath", "e", "box"), _inside),
    "r": _run,
    "f": _fraction,
    "rad": _root,
    "sSup": _scripts(("^", "sup")),
    "sSub": _scripts(("_", "sub")),
    "sSubSup": _scripts(("_", "sub"), ("^", "sup")),
    "d": _brackets,
    "nary": _sum,
    "func": _function,
    "acc": _accent,
    "bar": _bar,
    "limLow": _limit,
    "m": _matrix,
}
