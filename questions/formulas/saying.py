"""Formulas as a line of text, for where none can be shown: titles, lists of choices, letters."""

from __future__ import annotations

from functools import lru_cache

from questions.formulas.checking import FormulaError
from questions.formulas.converting import signs_of, to_tree
from questions.formulas.elements import TOKENS, Tree
from questions.formulas.finding import Formula, replace_formulas

_RAISED = str.maketrans("0123456789+-−=()niT′∘", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿⁱᵀ′°")
_LOWERED = str.maketrans("0123456789+-−=()aeinx", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑᵢₙₓ")
_SPACED = frozenset("=≠<>≤≥≈≡→⟹⟺∈∉⊂⊆∪∩+−×÷±")
_ROOTS = {"3": "∛", "4": "∜"}


def told(text: str) -> str:
    """Return a text with its formulas as they can be written in a line."""
    return replace_formulas(text, said)


def said(formula: Formula) -> str:
    """Return a formula as it can be written in a line, or its LaTeX where it cannot be read."""
    return _said(formula.latex)


@lru_cache(maxsize=4096)
def _said(latex: str) -> str:
    try:
        line = _line(to_tree(latex, is_displayed=False))
    except FormulaError:
        line = latex
    return " ".join(line.split())


def _line(element: Tree) -> str:
    tag = element.tag
    if tag in TOKENS and not element.parts:
        signs = signs_of(element)
        return f" {signs} " if signs in _SPACED or (tag == "mi" and len(signs) > 1) else signs
    parts = [_line(child) for child in element.parts]
    if tag == "mspace" or tag == "mphantom":
        return " "
    if tag == "mtable":
        return "; ".join(part.strip() for part in parts)
    if tag == "mtr":
        return ", ".join(filter(None, (part.strip() for part in parts)))
    return _joined(tag, parts)


def _joined(tag: str, parts: list[str]) -> str:
    if tag == "mfrac" and len(parts) == 2:
        return f"{_grouped(parts[0])}/{_grouped(parts[1])}"
    if tag == "msqrt":
        return f"√{_grouped(''.join(parts))}"
    if tag == "mroot" and len(parts) == 2:
        return f"{_ROOTS.get(parts[1].strip(), f'{parts[1]}√')}{_grouped(parts[0])}"
    if tag in ("msup", "msub") and len(parts) > 1:
        raised = tag == "msup"
        return "".join(parts[:-1]) + (_raised(parts[-1]) if raised else _lowered(parts[-1]))
    if tag in ("msubsup", "munderover") and len(parts) > 2:
        return "".join(parts[:-2]) + _lowered(parts[-2]) + _raised(parts[-1]) + " "
    if tag == "munder" and len(parts) > 1:
        return "".join(parts[:-1]) + _lowered(parts[-1]) + " "
    return "".join(parts)


def _grouped(part: str) -> str:
    text = part.strip()
    return text if len(text) == 1 or text.isalnum() else f"({text})"


def _raised(part: str) -> str:
    return _shifted(part, "^", _RAISED)


def _lowered(part: str) -> str:
    return _shifted(part, "_", _LOWERED)


def _shifted(part: str, mark: str, signs: dict[int, int]) -> str:
    close = "".join(part.split())
    if close and all(ord(sign) in signs for sign in close):
        return close.translate(signs)
    return f"{mark}{_grouped(part)}"
