"""Formulas as a line of text, for where none can be shown: titles, lists of choices, letters."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import accumulate
from typing import Literal

from questions.formulas.checking import FormulaError
from questions.formulas.converting import LONGEST_KEPT, NOT, STROKE, signs_of, to_tree
from questions.formulas.elements import PARTS, TOKENS, Tree
from questions.formulas.finding import Formula, replace_formulas
from questions.formulas.reading import OVER, UNDER

_RAISED = str.maketrans("0123456789+-−=()niT′∘", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿⁱᵀ′°")
_LOWERED = str.maketrans("0123456789+-−=()aeinx", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑᵢₙₓ")
_SPACED = frozenset("=≠<>≤≥≈≡→⟹⟺∈∉⊂⊆∪∩+−×÷±")
_ROOTS = {"": "√", "3": "∛", "4": "∜"}
_ROWS = frozenset({"mrow", "mstyle", "mpadded"})
# Beside these a fraction reads as one thing; what divides is none of them.
_BEFORE = (_SPACED - {"÷"}) | frozenset("([{|‖⟨⌊⌈⋅·∗,;:")
_AFTER = (_SPACED - {"÷"}) | frozenset(")]}|‖⟩⌋⌉⋅·∗,;:")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
# Above or below a single letter; over several, as over AB, the accent is named.
_ACCENTS = {
    **{"overline": "\u0305", "vec": "\u20d7", "hat": "\u0302", "tilde": "\u0303"},
    **{"dot": "\u0307", "ddot": "\u0308", "underline": "\u0332"},
}
_CANCELLED = "\u0336"
# What is above or below a line without brackets: 12, x², dy, but not 2x.
_ONE = re.compile(rf"(?:{_NUMBER.pattern}|[^\W\d_]+)[⁰¹²³⁴-⁹⁺⁻⁼⁽⁾ⁿⁱᵀ′°₀-₎ₐₑᵢₙₓ]*|.")


@dataclass(frozen=True, slots=True)
class _Piece:
    """A part of a formula in a line, and what of its neighbours it would take in unbracketed.

    One that is ``raised`` takes in nothing, but cannot have a script.
    """

    text: str
    takes: Literal["none", "raised", "behind", "both"] = "none"

    def between(self, before: str, after: str) -> str:
        """Return its text, in brackets where what is beside it would read as part of it."""
        is_open = self.takes == "both" and before and before[-1] not in _BEFORE
        if self.takes in ("behind", "both") and after and after[0] not in _AFTER:
            is_open = True
        return f"({self.text.strip()})" if is_open else self.text


_Make = Callable[[Tree, Sequence[_Piece]], _Piece]


def told(text: str) -> str:
    """Return a text with its formulas as they can be written in a line."""

    def beside(formula: Formula) -> str:
        line = said(formula)
        around = (
            text[max(formula.start - 1, 0) : formula.start] + text[formula.end : formula.end + 1]
        )
        return f"({line})" if "/" in line and any(map(str.isalnum, around)) else line

    return replace_formulas(text, beside)


def said(formula: Formula) -> str:
    """Return a formula as it can be written in a line, or its LaTeX where it cannot be read."""
    return (_kept if len(formula.latex) <= LONGEST_KEPT else _said)(formula.latex)


def _said(latex: str) -> str:
    try:
        line = _piece(to_tree(latex, is_displayed=False)).text
    except FormulaError:
        line = latex
    return " ".join(line.split()) or latex


_kept = lru_cache(maxsize=4096)(_said)


def _piece(element: Tree) -> _Piece:
    tag = element.tag
    if tag in TOKENS and not element.parts:
        signs = signs_of(element)
        is_name = len(signs) > 1 and (tag == "mi" or (tag == "mo" and signs.isalpha()))
        return _Piece(f" {signs} " if signs in _SPACED or is_name else signs)
    if tag in ("mspace", "mphantom"):
        return _Piece(" ")
    if tag == "mtable":
        return _Piece("; ".join(_piece(part).text.strip() for part in element.parts))
    if tag == "mtr":
        cells = (_piece(part).text.strip() for part in element.parts)
        return _Piece(", ".join(filter(None, cells)))
    if tag in _MADE and (several := len(element.parts) - PARTS[tag]) >= 0:
        base = _row(element.parts[: several + 1])  # several, as brackets around one thing are
        return _MADE[tag](element, [base, *map(_piece, element.parts[several + 1 :])])
    row = _row(element.parts)
    if tag == "menclose" and "strike" in element.get("notation"):
        return _Piece("".join(f"{sign}{_CANCELLED}" for sign in row.text.strip()))
    return _root(row) if tag == "msqrt" else row


def _row(elements: Iterable[Tree]) -> _Piece:
    pieces = list(_struck(_piece(element) for element in _flat(elements)))
    texts = [piece.text.strip() for piece in pieces]
    before = list(accumulate(texts, lambda was, text: text or was, initial=""))
    after = list(accumulate(reversed(texts), lambda was, text: text or was, initial=""))
    sides = zip(pieces, before, after[-2::-1], strict=False)
    line = "".join(piece.between(left, right) for piece, left, right in sides)
    told = [piece for piece in pieces if piece.text.strip()]
    return _Piece(line, told[-1].takes if told else "none")


def _struck(pieces: Iterable[_Piece]) -> Iterator[_Piece]:
    """Yield pieces, a stroke put through the sign that it is before: ``\\not=``."""
    stroke = ""
    for piece in pieces:
        if piece.text == STROKE:
            stroke = NOT
            continue
        sign = piece.text.strip()
        struck = unicodedata.normalize("NFC", f"{sign[:1]}{stroke}{sign[1:]}")
        yield replace(piece, text=piece.text.replace(sign, struck, 1)) if stroke else piece
        stroke = ""


def _flat(elements: Iterable[Tree]) -> Iterator[Tree]:
    """Yield what stands beside one another, however it is grouped."""
    for element in elements:
        if element.tag in _ROWS:
            yield from _flat(element.parts)
        else:
            yield element


def _fraction(element: Tree, parts: Sequence[_Piece]) -> _Piece:
    line = " over " if element.get("linethickness") == "0" else "/"
    return _Piece(line.join(_bracketed(part.text, _ONE) for part in parts), "both")


def _root(inside: _Piece, power: str = "") -> _Piece:
    radicand = _bracketed(inside.text, _NUMBER)
    if power in _ROOTS or _can_shift(power, _RAISED):
        return _Piece(f"{_ROOTS.get(power) or f'{_raised(power)}√'}{radicand}", "behind")
    return _Piece(f"{power}√{radicand}", "both")


def _scripts(*shifts: Callable[[str], str]) -> _Make:
    def scripted(element: Tree, parts: Sequence[_Piece]) -> _Piece:
        base, bare = parts[0], parts[0].text.strip()
        line = bare if base.takes == "none" else f"({bare})"
        line += "".join(shift(part.text) for part, shift in zip(parts[1:], shifts, strict=True))
        around = " " if base.text.startswith(" ") else ""
        if len(shifts) > 1 or element.tag == "munder" or element.parts[0].tag == "mo":
            return _Piece(f"{around}{line} ", "raised")  # a sum, say, over what follows
        is_spelt = line[-2:-1] in ("^", "_") and line[-1].isalnum()
        return _Piece(f"{around}{line}{around}", "behind" if is_spelt else "raised")

    return scripted


def _accented(accents: dict[str, str], otherwise: _Make) -> _Make:
    def accented(element: Tree, parts: Sequence[_Piece]) -> _Piece:
        base, sign = (part.text.strip() for part in parts)
        name = accents.get(sign)
        if name is None or element.parts[-1].tag != "mo":
            return otherwise(element, parts)
        combined = _ACCENTS.get(name)
        is_one = len(base) == 1 and combined
        return _Piece(f"{base}{combined}" if is_one else f" {name}({base})")

    return accented


def _over(element: Tree, parts: Sequence[_Piece]) -> _Piece:
    if element.parts[0].tag == "mo":
        return _scripts(_raised)(element, parts)
    base = parts[0].text.strip()
    if len(base) > 1 and parts[0].takes != "none":
        base = f"({base})"
    around = " " if parts[0].text.startswith(" ") else ""
    return _Piece(f"{around}{base}^({parts[1].text.strip()}){around}", "raised")


def _bracketed(text: str, bare: re.Pattern[str]) -> str:
    """Return a part in brackets, unless it is one sign or what stands ``bare``."""
    inside = text.strip()
    return inside if len(inside) == 1 or bare.fullmatch(inside) else f"({inside})"


def _raised(part: str) -> str:
    return _shifted(part, "^", _RAISED)


def _lowered(part: str) -> str:
    return _shifted(part, "_", _LOWERED)


def _shifted(part: str, mark: str, signs: dict[int, int]) -> str:
    close = "".join(part.split())
    if _can_shift(close, signs):
        return close.translate(signs)
    return f"{mark}{part.strip()}" if len(close) == 1 else f"{mark}({part.strip()})"


def _can_shift(close: str, signs: dict[int, int]) -> bool:
    return bool(close) and all(ord(sign) in signs for sign in close)


_MADE: dict[str, _Make] = {
    "mfrac": _fraction,
    "mroot": lambda _element, parts: _root(parts[0], parts[1].text.strip()),
    "msup": _scripts(_raised),
    "msub": _scripts(_lowered),
    "munder": _accented(UNDER, _scripts(_lowered)),
    "msubsup": _scripts(_lowered, _raised),
    "munderover": _scripts(_lowered, _raised),
    "mover": _accented(OVER, _over),
}
