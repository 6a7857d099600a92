"""What MathML there may be of a formula, and letters in a style, which have signs of their own."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache


@dataclass(slots=True)
class Tree:
    """An element of a formula, as the library has it."""

    tag: str
    text: str
    attributes: dict[str, str]
    parts: list[Tree]

    def get(self, name: str) -> str:
        """Return the value of an attribute, or nothing."""
        return self.attributes.get(name, "")

    def said(self) -> str:
        """Return all the text in it."""
        return self.text + "".join(part.said() for part in self.parts)


TOKENS = frozenset({"mi", "mn", "mo", "mtext", "ms"})
# How many parts each has, where that is fixed: with more or fewer, browsers show an error.
PARTS = {
    **dict.fromkeys(("msup", "msub", "mover", "munder", "mfrac", "mroot"), 2),
    **dict.fromkeys(("msubsup", "munderover"), 3),
}
SCRIPTS = frozenset({"msup", "msub", "mover", "munder", "msubsup", "munderover"})
ELEMENTS = (
    TOKENS
    | PARTS.keys()
    | {
        *("math", "semantics", "annotation", "mrow", "msqrt", "mtable", "mtr", "mtd", "mspace"),
        *("mstyle", "mpadded", "mphantom", "mmultiscripts", "mprescripts"),
    }
)
# Around or through what it encloses: browsers know no element for that, so that it is drawn.
ENCLOSURES = {
    "box": "boxed",
    "updiagonalstrike": "struck",
    "downdiagonalstrike": "struck",
    "updiagonalstrike downdiagonalstrike": "struck",
    "horizontalstrike": "struck",
}
CLASSES = {
    "mrow": {"boxed", "struck"},
    "mtr": {"ruled"},
    "mtd": {"to-left", "to-right", "barred"},
}
_TRUTH = re.compile(r"true|false")
_LENGTH = re.compile(r"[+-]?\d{0,2}(?:\.\d{1,4})?(?:em|ex|px|pt|mu)?")  # at most 99 of anything
# By which values each may have.
ATTRIBUTES = {
    "display": re.compile(r"block|inline"),
    "accent": _TRUTH,
    "accentunder": _TRUTH,
    "displaystyle": _TRUTH,
    "fence": _TRUTH,
    "form": re.compile(r"prefix|infix|postfix"),
    "largeop": _TRUTH,
    "mathvariant": re.compile(r"normal"),
    "movablelimits": _TRUTH,
    "separator": _TRUTH,
    "stretchy": _TRUTH,
    "symmetric": _TRUTH,
    "scriptlevel": re.compile(r"[+-]?\d"),
    "linethickness": _LENGTH,
    "lspace": _LENGTH,
    "rspace": _LENGTH,
    "minsize": _LENGTH,
    "maxsize": _LENGTH,
    "width": _LENGTH,
    "height": _LENGTH,
    "depth": _LENGTH,
    "voffset": _LENGTH,
}
ENTITY = re.compile(r"&#x([0-9a-fA-F]{1,6});")
_STYLES = {
    "bold": "BOLD",
    "italic": "ITALIC",
    "bold-italic": "BOLD ITALIC",
    "double-struck": "DOUBLE-STRUCK",
    "script": "SCRIPT",
    "bold-script": "BOLD SCRIPT",
    "fraktur": "FRAKTUR",
    "bold-fraktur": "BOLD FRAKTUR",
    "sans-serif": "SANS-SERIF",
    "bold-sans-serif": "SANS-SERIF BOLD",
    "monospace": "MONOSPACE",
}


def styled(text: str, variant: str) -> str:
    """Return letters and digits as the signs that they are in a style, where there are any."""
    style = _STYLES.get(variant)
    return "".join(_styled(sign, style) for sign in text) if style else text


@cache
def _styled(sign: str, style: str) -> str:
    if not (sign.isascii() and sign.isalnum()):
        return sign
    kind = "CAPITAL" if sign.isupper() else "SMALL"
    name = f"{kind} {sign.upper()}" if sign.isalpha() else unicodedata.name(sign)
    # Those that were signs before there were styles have names without.
    older = {"FRAKTUR": "BLACK-LETTER"}.get(style, style)
    for full in (f"MATHEMATICAL {style} {name}", f"{older} {name}"):
        try:
            return unicodedata.lookup(full)
        except KeyError:
            continue
    return "ℎ" if (style, sign) == ("ITALIC", "h") else sign
