"""QTI of any version under the names of 2.x: without namespaces, and no word joined by hyphens."""

from __future__ import annotations

import re
from functools import lru_cache

from lxml import etree

from questions.reading.packed import parse_xml

_NEW = "qti-"  # before each name of 3.0
_HYPHEN = re.compile(r"-([a-z])")
_KEPT = ("data-", "aria-", "xml")


def root_of(content: bytes) -> etree._Element:
    """Return the root of a file, whose names are those of QTI 2.x; raises UnreadableError."""
    root = parse_xml(content)
    for element in root.iter(etree.Element):
        name = local_name(element)
        if name.startswith(_NEW):
            element.tag = _joined(name.removeprefix(_NEW))
            _rename(element)
        else:
            element.tag = name
    return root


def local_name(element: etree._Element) -> str:
    """Return the name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


@lru_cache(maxsize=1000)  # there are some two hundred names, and a file may make up its own
def _joined(name: str) -> str:
    return _HYPHEN.sub(lambda found: found[1].upper(), name)


def _rename(element: etree._Element) -> None:
    for key in map(str, list(element.attrib)):
        if "-" in key and not key.startswith(_KEPT):
            element.set(_joined(key), element.attrib.pop(key))


def text_of(element: etree._Element | None) -> str:
    """Return the bare text in an element, without space around it."""
    return "".join(str(part) for part in element.itertext()).strip() if element is not None else ""


def inner_markup(element: etree._Element) -> str:
    """Return what is inside an element, as HTML."""
    children = (etree.tostring(child, encoding="unicode", method="html") for child in element)
    return escaped(element.text or "") + "".join(children)


def escaped(text: str) -> str:
    """Return a text as HTML."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def replace(element: etree._Element, text: str) -> None:
    """Put a text in the place of an element, of which nothing stays."""
    parent, before = element.getparent(), element.getprevious()
    if parent is None:
        return
    text += element.tail or ""
    if before is not None:
        before.tail = (before.tail or "") + text
    else:
        parent.text = (parent.text or "") + text
    parent.remove(element)
