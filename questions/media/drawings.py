"""SVG: drawn anew from the elements and attributes that draw, and from nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterable

from lxml import etree
from lxml.etree import _Element

from questions.reading.packed import parse_xml
from questions.reading.unreadable import Cause, UnreadableError

_SVG = "http://www.w3.org/2000/svg"
_XLINK = "{http://www.w3.org/1999/xlink}href"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_SHAPES = frozenset("path rect circle ellipse line polyline polygon text use".split())
_ELEMENTS = _SHAPES | frozenset(
    "svg g a defs symbol tspan textPath title desc style linearGradient radialGradient stop "
    "clipPath mask pattern marker switch".split()
)
_ATTRIBUTES = frozenset(
    "id class style x y x1 y1 x2 y2 cx cy r rx ry fx fy fr dx dy d points width height viewBox "
    "preserveAspectRatio transform rotate version offset pathLength textLength lengthAdjust "
    "startOffset gradientUnits gradientTransform spreadMethod patternUnits patternContentUnits "
    "patternTransform clipPathUnits maskUnits maskContentUnits markerUnits markerWidth "
    "markerHeight refX refY orient role aria-label fill fill-opacity fill-rule stroke "
    "stroke-width stroke-linecap stroke-linejoin stroke-miterlimit stroke-dasharray "
    "stroke-dashoffset stroke-opacity color opacity display visibility overflow clip-path "
    "clip-rule mask marker-start marker-mid marker-end stop-color stop-opacity font-family "
    "font-size font-style font-weight font-variant font-stretch text-anchor text-decoration "
    "dominant-baseline alignment-baseline baseline-shift letter-spacing word-spacing "
    "writing-mode direction unicode-bidi paint-order vector-effect shape-rendering "
    "text-rendering color-interpolation mix-blend-mode isolation".split()
)
# What of a style, or of the value of an attribute, could load something or hide that it does.
_REACHES = re.compile(r"@|\\|<|expression|javascript|url\s*\(\s*(?!['\"]?#)|image|src\s*\(", re.I)
_MEANT = re.compile(r"url\s*\(\s*['\"]?#([^'\")\s]+)", re.I)
_RULE = re.compile(r"([^{}]*)\{([^{}]*)\}")
_CLASS = re.compile(r"\.([\w-]+)")
_MOST_ELEMENTS = 50_000  # plain choices: a map has some thousands
_DEEPEST = 100
_UNITS = {
    "": 1.0,
    "px": 1.0,
    "pt": 4 / 3,
    "pc": 16.0,
    "in": 96.0,
    "cm": 96 / 2.54,
    "mm": 9.6 / 2.54,
}
_LENGTH = re.compile(r"\s*(\d{0,9}\.?\d{1,9})\s*([a-z]*)\s*")
_MOST_SIDE = 100_000  # pixels; a plain choice


def clean_drawing(content: bytes) -> bytes:
    """Return a drawing that can do nothing but be looked at; raises UnreadableError."""
    source = parse_xml(content)
    if _name(source) != "svg":
        raise UnreadableError("is a text and no drawing. Add a picture or a sound.", Cause.KIND)
    if sum(1 for _ in source.iter()) > _MOST_ELEMENTS:
        raise _too_much()
    root = etree.fromstring(f'<svg xmlns="{_SVG}"/>')
    _copy(source, root, 0)
    if not any(_name(element) in _SHAPES for element in root.iter()):
        raise UnreadableError(
            "has nothing in it that we can draw safely. Save it as PNG and add that.", Cause.KIND
        )
    _count_uses(root)
    return etree.tostring(root, encoding="utf-8")


def size_of_drawing(content: bytes) -> tuple[int, int] | None:
    """Return how wide and how high a drawing wants to be, or ``None`` where it does not say."""
    root = parse_xml(content)
    wide, high = _pixels(root.get("width")), _pixels(root.get("height"))
    box = re.split(r"[\s,]+", (root.get("viewBox") or "").strip())
    if len(box) == 4:
        wide_in, high_in = _pixels(box[2]), _pixels(box[3])
        if wide_in and high_in:
            if wide and not high:
                high = wide * high_in / wide_in
            elif high and not wide:
                wide = high * wide_in / high_in
            elif not wide:
                wide, high = wide_in, high_in
    if not wide or not high or max(wide, high) > _MOST_SIDE:
        return None
    return max(1, round(wide)), max(1, round(high))


def _pixels(said: str | None) -> float:
    match = _LENGTH.fullmatch(said or "")
    return float(match[1]) * _UNITS.get(match[2], 0) if match else 0


def _name(element: _Element) -> str:
    """Return the name of an element that SVG knows, or nothing."""
    tag = element.tag
    if not isinstance(tag, str):  # a remark
        return ""
    return tag.removeprefix(f"{{{_SVG}}}")


def _copy(source: _Element, copy: _Element, depth: int) -> None:
    if depth > _DEEPEST:
        raise _too_much()
    for key, value in source.attrib.items():
        _copy_attribute(copy, str(key), str(value))
    copy.text = source.text
    last: _Element | None = None
    for child in source:
        name = _name(child)
        if name in _ELEMENTS and not (name == "style" and _reaches(child)):
            last = etree.SubElement(copy, f"{{{_SVG}}}{'g' if name == 'a' else name}")
            _copy(child, last, depth + 1)
            last.tail = child.tail
        elif last is None:
            copy.text = (copy.text or "") + (child.tail or "") or None
        else:
            last.tail = (last.tail or "") + (child.tail or "") or None


def _copy_attribute(copy: _Element, key: str, value: str) -> None:
    if key in {"href", _XLINK}:
        if value.startswith("#"):
            copy.set("href", value)
    elif key == _SPACE or (key in _ATTRIBUTES and not _REACHES.search(value)):
        copy.set(key, value)


def _reaches(style: _Element) -> bool:
    return len(style) > 0 or _REACHES.search(style.text or "") is not None


def _count_uses(root: _Element) -> None:
    """Refuse what would draw without end: parts that use parts that use parts."""
    by_id = {element.get("id"): element for element in root.iter() if element.get("id")}
    styled, counts = _styled(root), dict[_Element, int]()

    def count(element: _Element, within: frozenset[_Element]) -> int:
        if element in within or len(within) > _DEEPEST:
            raise _too_much()
        if element not in counts:
            parts = _parts(element, by_id, styled)
            counts[element] = 1 + sum(count(part, within | {element}) for part in parts)
            if counts[element] > _MOST_ELEMENTS:
                raise _too_much()
        return counts[element]

    count(root, frozenset())


def _parts(
    element: _Element, by_id: dict[str | None, _Element], styled: dict[str, list[str]]
) -> Iterable[_Element]:
    """Yield what is drawn for an element: what is in it, what it uses, what fills it."""
    yield from element
    names = [] if _name(element) != "use" else [(element.get("href") or "")[1:]]
    names += [name for value in element.attrib.values() for name in _MEANT.findall(str(value))]
    for group in ("", *(element.get("class") or "").split()):
        names += styled.get(group, [])
    yield from (by_id[name] for name in names if name in by_id)


def _styled(root: _Element) -> dict[str, list[str]]:
    """Return the parts that styles have things filled with, by class; "" is any element."""
    found: dict[str, list[str]] = {}
    for style in root.iter(f"{{{_SVG}}}style"):
        for selector, said in _RULE.findall(style.text or ""):
            if names := _MEANT.findall(said):
                for group in _CLASS.findall(selector) or [""]:
                    found.setdefault(group, []).extend(names)
    return found


def _too_much() -> UnreadableError:
    return UnreadableError("draws too much. Save it as PNG and add that.", Cause.SIZE)
