"""Formulas as drawings: MathML is set as it is in a book, where what sets it is installed.

What it would leave out, show as an empty box or take too long over is not drawn at all.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from html import escape
from html.parser import HTMLParser
from importlib.util import find_spec
from itertools import pairwise
from typing import Any

from questions.formulas.elements import ATTRIBUTES, ELEMENTS, TOKENS, Tree
from webapp.typesetting.paths import painted

_SIZE = 24  # of the font: signs of signs get no smaller than three tenths of it
_INK = "0.067 g 0.067 G"  # that of the text of pages.css
# Signs, each as often as it is laid out: the library lays a row out twice, and so what is in
# rows inside one another twice as often with each. A third of a second, as measured.
_MOST_WORK = 3_000
# Ems: a page is no higher, and what is wider would be shrunk to where nobody can read it.
_LARGEST = 60
_ROWS = frozenset({"math", "mrow", "mtd", "mpadded", "mphantom", "mstyle"})
_ROWS_OF_SEVERAL = frozenset({"msqrt", "menclose"})
_NOT_KNOWN = frozenset({"mmultiscripts", "mprescripts", "semantics", "annotation", "math"})
_ENCLOSED = {"boxed": "box", "struck": "updiagonalstrike"}
_SIDES = {"to-left": "left", "to-right": "right"}
_NEVER_SEEN = {ord(sign): None for sign in "\u2061\u2062\u2063\u2064\u200b"}
_BETWEEN = frozenset("∧∨∩∪∖⋅∘⊕⊗")  # about which the library puts no space
_SPACE = {"lspace": "0.17em", "rspace": "0.17em"}
_COLUMNS, _ROW_GAP = "0.6em", "0.35em"  # as wide as on the screen


class NotDrawnError(ValueError):
    """A formula cannot be drawn as it is meant."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """A formula as a PDF file draws it, and its size in ems; ``depth`` is what is below the line.

    What sets the pages takes it for a picture: that is what it asks of one.
    """

    operators: bytes
    width: float
    height: float
    depth: float

    def get_intrinsic_size(self, _resolution: object, font_size: float) -> tuple[float, ...]:
        """Return how wide and high it is, and the one by the other."""
        return self.width * font_size, self.height * font_size, self.width / self.height

    def draw(self, stream: Any, width: float, height: float, _style: object) -> None:
        """Draw it on a page, as wide and high as is said."""
        stream.transform(a=width / self.width / _SIZE, d=height / self.height / _SIZE)
        stream.stream.append(self.operators)


def can_draw() -> bool:
    """Return whether there is what draws formulas."""
    return find_spec("ziamath") is not None


def draw(mathml: str) -> Drawing:
    """Return a formula drawn; raises NotDrawnError."""
    reader = _MathReader()
    reader.feed(mathml)
    reader.close()
    tree = reader.root
    if _work(tree) > _MOST_WORK:
        raise NotDrawnError("It takes too long.")
    inside = "".join(map(_written, tree.parts))
    try:
        return _drawn(f"<math{_attributes(tree)}>{inside}</math>", tree.said())
    except NotDrawnError:
        raise
    # The library raises whatever its parts do: ValueError, IndexError, KeyError, AttributeError.
    except Exception as error:
        raise NotDrawnError(f"{type(error).__name__}: {error}") from error


def _drawn(mathml: str, signs: str) -> Drawing:
    from ziamath.config import config
    from ziamath.zmath import Math

    config.svg2 = False  # each sign as a path of its own
    config.precision = 2  # digits of a part of an em
    formula = Math(mathml, size=_SIZE, margin=0)
    if not all(formula.font.glyphindex(sign) for sign in signs.translate(_NEVER_SEEN)):
        raise NotDrawnError("It has a sign that the font does not have.")
    box = formula.node.bbox
    width, height = box.xmax - box.xmin, box.ymax - box.ymin
    if not (0 < width < _LARGEST * _SIZE and 0 < height < _LARGEST * _SIZE):
        raise NotDrawnError("It has no size.")
    start = f"{_INK} 1 0 0 1 {-box.xmin:.3f} {box.ymax:.3f} cm ".encode()
    ems = (side / _SIZE for side in (width, height, -box.ymin))
    return Drawing(start + painted(formula.svgxml()), *ems)


class _MathReader(HTMLParser):
    """Reads MathML as a page has it: what is drawn of it."""

    def __init__(self) -> None:
        super().__init__()
        self.root = Tree("math", "", {}, [])
        self._open = [self.root]
        self._is_beside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take up an element."""
        self._is_beside = self._is_beside or tag == "annotation"
        attributes = {name: value or "" for name, value in attrs}
        if tag == "math":
            self.root.attributes = attributes
        elif tag != "semantics" and not self._is_beside:
            element = Tree(tag, "", attributes, [])
            self._open[-1].parts.append(element)
            self._open.append(element)

    def handle_endtag(self, tag: str) -> None:
        """Close an element; a row around one part alone is that part."""
        if tag == "annotation":
            self._is_beside = False
        elif tag not in ("math", "semantics"):
            element = self._open.pop()
            if tag == "mrow" and not element.attributes and _is_alone(element, self._open[-1]):
                self._open[-1].parts[-1:] = element.parts

    def handle_data(self, data: str) -> None:
        """Take up what an element says."""
        if not self._is_beside and self._open[-1].tag in TOKENS:
            self._open[-1].text += data


def _is_alone(row: Tree, around: Tree) -> bool:
    if around.tag == "math":
        return True
    return len(row.parts) == 1 and row.parts[0].tag != "mo"


def _work(element: Tree) -> int:
    inside = sum(map(_work, element.parts))
    several = element.tag in _ROWS_OF_SEVERAL and len(element.parts) > 1
    is_row = several or element.tag in _ROWS
    return 1 + len(element.text) + (2 if is_row else 1) * inside


def _written(element: Tree) -> str:
    """Return an element as the library reads it; raises NotDrawnError for what it cannot do."""
    tag, names = element.tag, element.get("class").split()
    if tag not in ELEMENTS or tag in _NOT_KNOWN or {"ruled", "barred"} & {*names}:
        raise NotDrawnError(f"{tag} {names} is not drawn.")
    if tag in TOKENS:
        return f"<{tag}{_attributes(element)}>{_signs(element.text)}</{tag}>"
    if tag == "mspace" or not (element.parts or tag in ("mtr", "mtable")):
        return f"<mspace{_attributes(element)}/>"
    inside = "".join(map(_written, element.parts))
    notation = next((_ENCLOSED[name] for name in names if name in _ENCLOSED), None)
    if notation is not None:
        return f'<menclose notation="{notation}"><mrow>{inside}</mrow></menclose>'
    shown = "mrow" if tag == "mstyle" else tag  # which the library takes out by its letters
    return f"<{shown}{_attributes(element)}>{inside}</{shown}>"


def _signs(text: str) -> str:
    """Return signs by their numbers: the library looks for some in what is to be read."""
    seen = text.translate(_NEVER_SEEN)
    if len(seen) > 1 and any(map(unicodedata.combining, seen)):
        raise NotDrawnError("A sign is put on another one.")
    return "".join(f"&#{ord(sign)};" for sign in seen)


def _attributes(element: Tree) -> str:
    kept = {name: value for name, value in element.attributes.items() if name in ATTRIBUTES}
    is_word = len(element.text) > 1 and element.text.isalpha()
    if element.tag == "mo" and (is_word or element.text in _BETWEEN):
        kept = _SPACE | kept
    for name in element.get("class").split():
        if name in _SIDES:
            kept["columnalign"] = _SIDES[name]
    if element.tag == "mtable":
        kept |= {"columnspacing": _gaps(element), "rowspacing": _ROW_GAP}
    return "".join(f' {name}="{escape(value)}"' for name, value in kept.items())


def _gaps(table: Tree) -> str:
    """Return how far apart columns are: not at all where equations meet at a sign."""
    if not table.get("displaystyle"):
        return _COLUMNS
    first = [cell.get("class") for cell in table.parts[0].parts] if table.parts else []
    pairs = pairwise(first)
    gaps = ["0em" if pair == ("to-right", "to-left") else _COLUMNS for pair in pairs]
    return " ".join(gaps) or _COLUMNS
