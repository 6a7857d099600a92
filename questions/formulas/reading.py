"""MathML that others wrote, into LaTeX: what school and study need; the rest is not guessed."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any, Protocol

from latex2mathml import commands
from latex2mathml.symbols_parser import convert_symbol

from questions.formulas.checking import DEEPEST
from questions.formulas.finding import holds_marks, trimmed

_SIGNS = {
    **{"−": "-", "⁢": "", "⁡": "", "⁣": "", "\xa0": " ", "′": "'"},
    **{sign: f"\\{sign}" for sign in "#$%&_{}"},
    **{"\\": "\\backslash ", "^": "\\hat{}", "~": "\\sim "},
}
_IN_WORDS = {**{sign: f"\\{sign}" for sign in "#$%&_{}"}, "\\": "\\textbackslash "}
_NAMED = (
    *("alpha", "beta", "gamma", "delta", "epsilon", "varepsilon", "zeta", "eta", "theta", "iota"),
    *("kappa", "lambda", "mu", "nu", "xi", "pi", "rho", "sigma", "tau", "upsilon", "phi", "chi"),
    *("varphi", "psi", "omega", "Gamma", "Delta", "Theta", "Lambda", "Xi", "Pi", "Sigma", "Phi"),
    *("Psi", "Omega", "sum", "prod", "int", "oint", "infty", "partial", "nabla", "pm", "mp"),
    *("times", "cdot", "div", "leq", "geq", "neq", "approx", "equiv", "sim", "propto", "in"),
    *("notin", "subset", "subseteq", "supset", "cup", "cap", "emptyset", "forall", "exists"),
    *("to", "leftarrow", "Rightarrow", "Leftrightarrow", "leftrightarrow", "angle", "perp"),
    *("parallel", "therefore", "ldots", "cdots", "wedge", "vee", "neg", "circ", "degree", "ell"),
    *("hbar", "langle", "rangle", "rightleftharpoons", "triangle"),
)
OVER = {
    **{"¯": "overline", "‾": "overline", "―": "overline", "→": "vec", "⃗": "vec", "^": "hat"},
    **{"ˆ": "hat", "~": "tilde", "˜": "tilde", "˙": "dot", "¨": "ddot", "⏞": "overbrace"},
}
_LIMITS = (*commands.LIMIT, *("\\limsup", "\\liminf", "\\det", "\\gcd", "\\Pr"))
_FUNCTIONS = frozenset((*commands.FUNCTIONS, *_LIMITS))
UNDER = {"_": "underline", "―": "underline", "⏟": "underbrace"}
_STYLES = {"bold": "mathbf", "double-struck": "mathbb", "script": "mathcal", "fraktur": "mathfrak"}


_AROUND = re.compile(r"\$\$?([^$]+)\$\$?|\\[(\[]((?:[^\\]|\\[^()\[\]])*)\\[)\]]", re.S)


class Element(Protocol):
    """An element of a tree as lxml has it."""

    tag: Any
    text: str | None

    def get(self, key: str) -> str | None:
        """Return an attribute."""


class UnknownError(ValueError):
    """There is something in it that is not known here."""


def to_latex(math: Any) -> str | None:
    """Return an element ``math`` as LaTeX: its annotation, or else what its parts say."""
    for element in math.iter():
        said = (element.get("encoding") or "") if isinstance(element.tag, str) else ""
        if said.lower() in ("application/x-tex", "tex", "latex", "application/x-latex"):
            latex = _bare(element.text or "")
            if latex.strip() and not holds_marks(latex):
                return latex
    try:
        latex = re.sub(r" +", " ", _row(list(math), 0)).strip()
    except UnknownError:
        return None
    return latex or None


def _bare(latex: str) -> str:
    """Return LaTeX without the marks that some put around it; where there are more, it stays."""
    found = _AROUND.fullmatch(trimmed(latex))
    return trimmed(found[1] or found[2]) if found else trimmed(latex)


def _name(element: Any) -> str:
    """Return the name of an element without the prefix or the address of its kind."""
    tag = element.tag if isinstance(element.tag, str) else ""
    return re.sub(r"^(?:\{.*\}|.*:)", "", tag).lower()


def _row(elements: Sequence[Any], depth: int) -> str:
    return "".join(_latex(element, depth) for element in elements)


def _latex(element: Any, depth: int) -> str:
    name = _name(element)
    if depth > DEEPEST:
        raise UnknownError
    if name in ("mi", "mn", "mo", "mtext", "ms") and not len(element):
        return _token(name, element)
    made = _MADE.get(name)
    if made is None:
        raise UnknownError
    return made(element, depth + 1)


def _token(name: str, element: Any) -> str:
    text = " ".join((element.text or "").split())
    if name in ("mtext", "ms"):
        plain = (element.text or "").strip("\n").replace("\xa0", " ")
        return in_words(plain) if plain else ""
    style = _STYLES.get(element.get("mathvariant") or "")
    if style:
        return f"\\{style}{{{text}}}"
    return signs_of_text(text, is_one=name == "mi")


def in_words(plain: str) -> str:
    """Return words of a formula as LaTeX."""
    return f"\\text{{{''.join(_IN_WORDS.get(sign, sign) for sign in plain)}}}"


def signs_of_text(text: str, *, is_one: bool = False) -> str:
    """Return a text of a formula as LaTeX; a word is upright where it ``is_one`` name."""
    if len(text) > 1 and text.replace(" ", "").isalpha():
        if (command := f"\\{text.replace(' ', '')}") in _FUNCTIONS:
            return f"{command} "
        if is_one:
            return f"\\mathrm{{{text}}}"
    return "".join(_sign(sign) for sign in text)


def _sign(sign: str) -> str:
    if sign in _SIGNS:
        return _SIGNS[sign]
    named = _names().get(sign)
    return f"\\{named} " if named else sign


@cache
def _names() -> dict[str, str]:
    found = {name: convert_symbol(f"\\{name}") for name in _NAMED}
    return {chr(int(code, 16)): name for name, code in found.items() if code}


def _within(element: Any, depth: int) -> str:
    return _row([part for part in element if isinstance(part.tag, str)], depth)


def _parts(element: Any, count: int, depth: int) -> list[str]:
    parts = [_latex(part, depth) for part in element if isinstance(part.tag, str)]
    if len(parts) != count:
        raise UnknownError
    return parts


def _fraction(element: Any, depth: int) -> str:
    above, below = _parts(element, 2, depth)
    if re.fullmatch(r"0\D*", element.get("linethickness") or ""):
        return f"{{{above.strip()} \\atop {below.strip()}}}"
    return f"\\frac{{{above.strip()}}}{{{below.strip()}}}"


def _root(element: Any, depth: int) -> str:
    inside, power = _parts(element, 2, depth)
    return f"\\sqrt[{power.strip()}]{{{inside.strip()}}}"


def _scripts(*marks: str) -> Callable[[Any, int], str]:
    def scripts(element: Any, depth: int) -> str:
        base, *others = _parts(element, 1 + len(marks), depth)
        said = "".join(f"{m}{{{o.strip()}}}" for m, o in zip(marks, others, strict=True))
        return f"{based(base)}{said}".replace("^{'}", "'")

    return scripts


def based(base: str) -> str:
    """Return what has a script, in braces where it is more than one thing."""
    bare = base.strip()
    is_one = len(bare) <= 1 or bare.isalnum() or re.fullmatch(r"\\[a-zA-Z]+(?:\{\w*\})?", bare)
    return bare if is_one else f"{{{bare}}}"


def _placed(signs: dict[str, str], mark: str) -> Callable[[Any, int], str]:
    def placed(element: Any, depth: int) -> str:
        parts = [part for part in element if isinstance(part.tag, str)]
        over = (parts[-1].text or "").strip() if len(parts) == 2 and not len(parts[-1]) else ""
        if over in signs and _name(parts[-1]) == "mo":
            return f"\\{signs[over]}{{{_latex(parts[0], depth).strip()}}}"
        base, other = _parts(element, 2, depth)
        if base.strip() in ("\\sum", "\\prod", "\\int", *_LIMITS):
            return f"{base.strip()}{mark}{{{other.strip()}}}"
        command = "overset" if mark == "^" else "underset"
        return f"\\{command}{{{other.strip()}}}{{{base.strip()}}}"

    return placed


def _fenced(element: Any, depth: int) -> str:
    opened, closed = (
        "." if not (sign := _given(element, name, otherwise)) else _sign(sign)
        for name, otherwise in (("open", "("), ("close", ")"))
    )
    between = "".join(map(_sign, _given(element, "separators", ",")[:1]))
    parts = [_latex(part, depth).strip() for part in element if isinstance(part.tag, str)]
    return f"\\left{opened}{between.join(parts)}\\right{closed}"


def _given(element: Any, name: str, otherwise: str) -> str:
    said = element.get(name)
    return otherwise if said is None else str(said).strip()


def _table(element: Any, depth: int) -> str:
    rows = [row for row in element if _name(row) == "mtr"]
    if not rows:
        raise UnknownError
    lines = [" & ".join(_within(cell, depth).strip() for cell in row) for row in rows]
    return "\\begin{matrix}" + " \\\\ ".join(lines) + "\\end{matrix}"


def _spaced(_element: Any, _depth: int) -> str:
    return " "


def _meant(element: Any, depth: int) -> str:
    parts = [part for part in element if isinstance(part.tag, str)]
    return _latex(parts[0], depth) if parts else ""


def _boxed(element: Any, depth: int) -> str:
    if (element.get("notation") or "").strip() != "box":
        raise UnknownError
    return f"\\boxed{{{_within(element, depth).strip()}}}"


def _rooted(element: Any, depth: int) -> str:
    return f"\\sqrt{{{_within(element, depth).strip()}}}"


def _grouped(element: Any, depth: int) -> str:
    return _within(element, depth)


_MADE: dict[str, Callable[[Any, int], str]] = {
    **dict.fromkeys(("mrow", "mstyle", "mpadded", "math"), _grouped),
    "semantics": _meant,
    "mfrac": _fraction,
    "msqrt": _rooted,
    "mroot": _root,
    "msup": _scripts("^"),
    "msub": _scripts("_"),
    "msubsup": _scripts("_", "^"),
    "munderover": _scripts("_", "^"),
    "mover": _placed(OVER, "^"),
    "munder": _placed(UNDER, "_"),
    "mfenced": _fenced,
    "mtable": _table,
    "mspace": _spaced,
    "menclose": _boxed,
}
