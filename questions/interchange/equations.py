"""Formulas on their way: in HTML of other programs, in Markdown of theirs, and in ours."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from html import escape, unescape
from typing import Any
from urllib.parse import quote

from questions.formulas.checking import FormulaError
from questions.formulas.converting import to_mathml
from questions.formulas.finding import Formula, Part, holds_marks, parts_in, trimmed
from questions.formulas.markdown import verbatim
from questions.formulas.reading import to_latex

_MATHML = "http://www.w3.org/1998/Math/MathML"
_TEX = re.compile(r"math/tex\b(.*)", re.I)
_PREVIEWS = {"MathJax_Preview", "katex-html"}
_DRAWN = {"MathJax", "MathJax_Display", "MathJax_SVG", "MathJax_SVG_Display", "MathJax_CHTML"}
_SIGNS = re.compile(r"[\\`*_{}\[\]()#+\-.!]")
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+\-.!])|(&(?:amp|lt|gt);)")
# Other programs’ Markdown takes a backslash away before formulas are looked for.
_SPELT = re.compile(r"\\\\[()\[\]]|\\.|\$+|`+", re.S)
_CLOSES = {"\\\\(": "\\\\)", "\\\\[": "\\\\]", "$$": "$$"}
# What would be one of those marks there, and is none here.
_LITERAL = re.compile(r"(?<!\\)((?:\\\\)+)([()\[\]])")
_KEPT = re.compile(r"(?<!\\)((?:\\\\)+)&#(40|41|91|93);")


def as_image(formula: Formula) -> str:
    """Return a formula as the picture that Canvas takes for one."""
    said = escape(formula.latex)
    source = f"/equation_images/{quote(quote(formula.latex, safe=''), safe='')}"
    return (
        f'<img class="equation_image" title="{said}" alt="LaTeX: {said}" src="{escape(source)}"'
        f' data-equation-content="{said}" />'
    )


def as_mathml(formula: Formula) -> str:
    """Return a formula as MathML for XML, or its LaTeX where it cannot be read."""
    try:
        made = to_mathml(formula.latex, is_displayed=formula.is_displayed)
    except FormulaError:
        return verbatim(formula)
    made = re.sub(r'(<m(?:row|tr|td)) class="[^"]*"', r"\1", made)
    return made.replace("<math ", f'<math xmlns="{_MATHML}" ', 1)


def is_equation(element: Any) -> bool:
    """Return whether an element of HTML stands for a formula."""
    tag = str(element.tag).rpartition(":")[2]
    if tag == "img":
        named = (element.get("class") or "").split()
        return "equation_image" in named or bool(element.get("data-equation-content"))
    if tag == "script":
        return _TEX.match(element.get("type") or "") is not None
    return tag == "math"


def is_said_again(element: Any) -> bool:
    """Return whether an element draws a formula that stands beside it as LaTeX or MathML."""
    named = set((element.get("class") or "").split())
    if named & _PREVIEWS:
        return True
    after = element.getnext() if named & _DRAWN else None
    return after is not None and isinstance(after.tag, str) and is_equation(after)


def of_element(element: Any) -> str | None:
    """Return what an element of HTML that stands for a formula is in our Markdown."""
    tag = str(element.tag).rpartition(":")[2]
    is_displayed = False
    latex: str | None
    if tag == "img":
        said = element.get("data-equation-content") or element.get("title") or ""
        latex = said or (element.get("alt") or "").removeprefix("LaTeX:")
    elif tag == "math":
        latex = to_latex(element)
        is_displayed = "block" in (element.get("display"), element.get("mode")) or (
            element.get("mode") == "display"
        )
    else:
        latex = "".join(element.itertext())
        is_displayed = bool(element.get("block")) or "display" in (element.get("type") or "")
    if not latex or not latex.strip() or holds_marks(latex):
        return None
    return marked(latex, is_displayed=is_displayed)


def marked(latex: str, *, is_displayed: bool) -> str:
    """Return LaTeX as a formula in our Markdown; an empty line would end it."""
    return Formula(re.sub(r"\n\s*\n", "\n", trimmed(latex)), is_displayed).marked()


def spelt_for_markdown(text: str) -> str:
    """Return a text with its formulas so that other programs’ Markdown leaves them as they are."""

    def spell(part: str) -> str:
        opened, closed = (each if each == "$$" else f"\\{each}" for each in (part[:2], part[-2:]))
        inside = _SIGNS.sub(r"\\\g<0>", part[2:-2])
        return f"{opened}{escape(inside, quote=False)}{closed}"

    def keep(part: str) -> str:
        return _LITERAL.sub(lambda found: f"{found[1]}&#{ord(found[2])};", part)

    return _changed(text, parts_in(text), spell, keep)


def of_other_markdown(text: str) -> str:
    """Return other programs’ Markdown with its formulas as ours has them."""

    def meant(part: str) -> str:
        long = 2 if part.startswith("$$") else 3
        latex = _ESCAPED.sub(lambda sign: sign[1] or unescape(sign[2]), part[long:-long])
        return f"{part[:long][-2:]}{latex}{part[-2:]}"

    def kept(part: str) -> str:
        return _KEPT.sub(lambda found: f"{found[1]}{chr(int(found[2]))}", part)

    return _changed(text, parts_in(text, _SPELT, _CLOSES), meant, kept)


def _changed(
    text: str, parts: Iterable[Part], formula: Callable[[str], str], other: Callable[[str], str]
) -> str:
    """Return a text with its formulas and all else changed, but not what is code."""
    made, at = [], 0
    for part in parts:
        if part.inside is None:
            continue
        written = text[part.start : part.end]
        made.append(other(text[at : part.start]))
        made.append(written if part.mark == "`" or not part.inside.strip() else formula(written))
        at = part.end
    return "".join((*made, other(text[at:])))
