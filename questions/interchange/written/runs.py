"""The text of a paragraph in Word, piece by piece, and how each piece is set."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from lxml import etree
from lxml.etree import _Element

from questions.interchange.written.numbering import W, value
from questions.interchange.written.objects import DRAWING, LOST, address_in, lost_in
from questions.interchange.written.office_math import to_latex
from questions.interchange.written.showing import has_picture

_OFF = {"0", "false", "off", "none"}
_PLAIN_COLOURS = {"", "auto", "000000"}
_PLAIN_GROUNDS = {"", "auto", "FFFFFF", "none"}
_GONE = {f"{W}del", f"{W}moveFrom", f"{W}pPr", f"{W}rPr"}
_SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_DEEPEST = 50  # elements inside one another


@dataclass(frozen=True, slots=True)
class Piece:
    """Some text that is set alike; a drawing; what was left out there; or where a link leads."""

    text: str
    marks: frozenset[str] = frozenset()
    is_hidden: bool = False
    lost: str = ""
    drawing: _Element | None = None
    link: str = ""  # an address, or the name of a relation


_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_FORMULAS = ("oMath", "oMathPara")


class How(NamedTuple):
    """How a run is set, and whether it is hidden."""

    marks: frozenset[str]
    is_hidden: bool


class Styles:
    """How the styles of a document set text, each with what it is based on."""

    def __init__(self, root: _Element | None) -> None:
        self._styles: dict[str, _Element] = {}
        self._chains: dict[str, tuple[_Element, ...]] = {}
        self._plain: dict[str, How] = {}
        self._settings: dict[tuple[str, str], tuple[_Element, ...]] = {}
        if root is not None:
            for style in root.iterfind(f"{W}style"):
                self._styles[style.get(f"{W}styleId", "")] = style

    def chain(self, name: str) -> tuple[_Element, ...]:
        """Return a style, what it is based on, and so on."""
        if name not in self._chains:
            found: dict[str, _Element] = {}
            each = name
            while each not in found and each in self._styles:
                found[each] = self._styles[each]
                each = value(found[each], "basedOn")
            self._chains[name] = tuple(found.values())
        return self._chains[name]

    def settings(self, paragraph: _Element, name: str) -> Iterator[_Element]:
        """Yield the settings of that name of a paragraph: its own, then those of its styles."""
        properties = paragraph.find(f"{W}pPr")
        if properties is None:
            return
        if (own := properties.find(f"{W}{name}")) is not None:
            yield own
        style = value(properties, "pStyle"), name
        if style not in self._settings:
            found = (each.find(f"{W}pPr/{W}{name}") for each in self.chain(style[0]))
            self._settings[style] = tuple(each for each in found if each is not None)
        yield from self._settings[style]

    def how(self, style: str, own: _Element | None) -> How:
        """Return how a run is set in a paragraph of a style, by its ``own`` settings first."""
        if own is not None:
            return self._how(style, own)
        if style not in self._plain:
            self._plain[style] = self._how(style, None)
        return self._plain[style]

    def _how(self, style: str, own: _Element | None) -> How:
        found = [own] if own is not None else []
        for name in (value(own, "rStyle") if own is not None else "", style):
            for each in self.chain(name):
                found += each.findall(f"{W}rPr")
        return How(frozenset(_marks(found)), _is_on(found, "vanish"))


def style_of(paragraph: _Element) -> str:
    """Return the name of a paragraph's style."""
    properties = paragraph.find(f"{W}pPr")
    return value(properties, "pStyle") if properties is not None else ""


def pieces_of(paragraph: _Element, styles: Styles) -> list[Piece]:
    """Return the pieces of a paragraph, as they stand once changes are accepted."""
    return list(_inside(paragraph, style_of(paragraph), styles, 0))


def _inside(element: _Element, style: str, styles: Styles, depth: int) -> Iterator[Piece]:
    for child in element if depth < _DEEPEST else ():
        if child.tag in _GONE or not isinstance(child.tag, str):
            continue
        name = etree.QName(child).localname
        if name in _FORMULAS and (latex := to_latex(child)):
            yield Piece(f"\\({latex}\\)")
        elif name in LOST or name == "AlternateContent":
            yield _drawn_or_lost(child, name, styles.how(style, None))
        elif child.tag == f"{W}r":
            yield from _run(child, styles.how(style, child.find(f"{W}rPr")))
        elif child.tag != f"{W}p":
            yield from _inside(child, style, styles, depth + 1)
            yield Piece("", link=child.get(_RELATION) or address_in(child.get(f"{W}instr", "")))


def _run(run: _Element, how: How) -> Iterator[Piece]:
    for child in run:
        name = etree.QName(child).localname if isinstance(child.tag, str) else ""
        if name == "t":
            yield Piece(child.text or "", *how)
        elif name in _SIGNS and child.get(f"{W}type") not in ("page", "column"):
            yield Piece(_SIGNS[name], *how)
        elif name == "instrText":
            yield Piece("", link=address_in(child.text or ""))
        elif name in LOST or name == "AlternateContent":
            yield _drawn_or_lost(child, name, how)


def _drawn_or_lost(element: _Element, name: str, how: How) -> Piece:
    lost = lost_in(element, name)
    if LOST.get(name, DRAWING) == DRAWING and has_picture(element):
        lost = "" if lost == DRAWING else lost  # what is played when one presses the picture
        return Piece("", is_hidden=how.is_hidden, lost=lost, drawing=element)
    return Piece("", is_hidden=how.is_hidden, lost=lost)


def _marks(settings: list[_Element]) -> Iterator[str]:
    if _is_on(settings, "b"):
        yield "bold"
    if _is_on(settings, "i"):
        yield "italic"
    if _is_on(settings, "strike") or _is_on(settings, "dstrike"):
        yield "struck"
    if _is_on(settings, "u"):
        yield "underlined"
    if _value(settings, "highlight") not in ("", "none") or _ground(settings):
        yield "highlighted"
    if _value(settings, "color") not in _PLAIN_COLOURS:
        yield "coloured"


def _ground(settings: list[_Element]) -> bool:
    found = next((s for each in settings if (s := each.find(f"{W}shd")) is not None), None)
    return found is not None and found.get(f"{W}fill", "") not in _PLAIN_GROUNDS


def _is_on(settings: list[_Element], name: str) -> bool:
    for each in settings:
        if (found := each.find(f"{W}{name}")) is not None:
            return found.get(f"{W}val", "true") not in _OFF
    return False


def _value(settings: list[_Element], name: str) -> str:
    return next((said for each in settings if (said := value(each, name))), "")
