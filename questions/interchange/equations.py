"""Formulas on their way: in HTML of other programs, in Markdown of theirs, and in ours."""

from __future__ import annotations

import re
from html import escape, unescape
from typing import Any
from urllib.parse import quote

from questions.formulas.checking import FormulaError
from questions.formulas.converting import to_mathml
from questions.formulas.finding import Formula, replace_formulas
from questions.formulas.markdown import verbatim
from questions.formulas.reading import to_latex

_MATHML = "http://www.w3.org/1998/Math/MathML"
_TEX = re.compile(r"math/tex\b(.*)", re.I)
_SIGNS = re.compile(r"[\\`*_{}\[\]()#+\-.!]")
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+\-.!])|(&(?:amp|lt|gt);)")
_SPELT = re.compile(
    r"\\\\\((?P<inline>(?:\\.|[^\\\n]|\n(?!\s*\n))+?)\\\\\)"
    r"|\\\\\[(?P<displayed>(?:\\.|[^\\\n]|\n(?!\s*\n))+?)\\\\\]"
    r"|(?<!\$)\$\$(?P<dollars>(?:\\.|[^\\$\n]|\n(?!\s*\n))+?)\$\$(?!\$)",
)


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
    return marked(latex, is_displayed=is_displayed) if latex and latex.strip() else None


def marked(latex: str, *, is_displayed: bool) -> str:
    """Return LaTeX as a formula in our Markdown; an empty line would end it."""
    return Formula(re.sub(r"\n\s*\n", "\n", latex.strip()), is_displayed).marked()


def spelt_for_markdown(text: str) -> str:
    """Return a text with its formulas so that other programs’ Markdown leaves them as they are."""

    def spell(formula: Formula) -> str:
        raw = text[formula.start : formula.end]
        around = raw[:2], raw[-2:]
        inside = _SIGNS.sub(r"\\\g<0>", raw[2:-2])
        opened, closed = (each if each == "$$" else f"\\{each}" for each in around)
        return f"{opened}{escape(inside, quote=False)}{closed}"

    return replace_formulas(text, spell)


def of_other_markdown(text: str) -> str:
    """Return other programs’ Markdown with its formulas as ours has them."""

    def meant(found: re.Match[str]) -> str:
        [name] = [name for name, inside in found.groupdict().items() if inside is not None]
        latex = _ESCAPED.sub(lambda sign: sign[1] or unescape(sign[2]), found[name])
        marks = {"inline": ("\\(", "\\)"), "displayed": ("\\[", "\\]"), "dollars": ("$$", "$$")}
        return f"{marks[name][0]}{latex}{marks[name][1]}"

    return _SPELT.sub(meant, text)
