"""The main text of a page: the element around what was found, without what stands about it.

What finds the text (trafilatura) loses headings, lists and notes on some pages. So it only tells
where the text is; the element that holds most of it is then read as it stands.
"""

from __future__ import annotations

import re
from collections import Counter

from lxml.etree import _Element

from questions.reading.marked_up import inner, local, one_cell

_AROUND = frozenset("nav header footer aside form dialog menu".split())
_CLASSES = re.compile(
    r"\b(?:nav|menu|breadcrumb|share|social|related|comment|cookie|consent|newsletter|promo|"
    r"advert|ad|banner|sidebar|subscribe|teaser|recommend)(?:s|ed|ing|bar)?\b",
    re.IGNORECASE,
)
_TEXTS = frozenset("p li blockquote td dd pre h1 h2 h3 h4 h5 h6 div".split())
_OTHER = re.compile(r"[\W\d_]+")
_CHILDREN = 100
_FEWEST = 25  # letters: less may stand anywhere
_MOST = 20_000
_GREATER = 0.7  # part of what was found
_LINKED = 0.6  # part of a block's letters that are links, where it is no text


def main_of(tree: _Element, found: _Element | None) -> _Element:
    """Return the element that holds the text ``found``, and nothing that is not text in it."""
    body = tree.find("body")
    main = tree if body is None else body
    held = _held(main, _texts(found) if found is not None else set())
    if held[main]:
        while (child := _greater(main, held)) is not None:
            main = child
    _prune(main, held)
    return main


def _texts(found: _Element) -> set[str]:
    texts = (_letters(element) for element in found.iter() if len(element) < _CHILDREN)
    return {text for text in texts if _FEWEST <= len(text) <= _MOST}


def _letters(element: _Element) -> str:
    """Return the letters of an element: marks of notes are left by one and taken by the other."""
    return _OTHER.sub("", one_cell(element))


def _held(main: _Element, texts: set[str]) -> Counter[_Element]:
    """Count for each element how many of ``texts`` stand in it."""
    held: Counter[_Element] = Counter()
    for element in main.iter():
        if local(element) in _TEXTS and len(element) < _CHILDREN and _letters(element) in texts:
            for outer in (element, *element.iterancestors()):
                held[outer] += 1
    return held


def _greater(main: _Element, held: Counter[_Element]) -> _Element | None:
    """Return the child in which most of the text is, unless that is one paragraph."""
    for child in main:
        if held[child] > max(1, _GREATER * held[main]):
            return child
    return None


def _prune(main: _Element, held: Counter[_Element]) -> None:
    for element in list(main.iter()):
        parent = element.getparent()
        if element is main or parent is None or held[element]:
            continue
        if local(element) in _AROUND or _is_beside(element):
            _remove(element, parent)


def _remove(element: _Element, parent: _Element) -> None:
    """Take an element out and leave the text that follows it."""
    before = element.getprevious()
    if before is None:
        parent.text = (parent.text or "") + (element.tail or "")
    else:
        before.tail = (before.tail or "") + (element.tail or "")
    parent.remove(element)


def _is_beside(element: _Element) -> bool:
    """Return whether an element is a block of links, or calls itself something beside the text."""
    named = f"{element.get('class', '')} {element.get('id', '')} {element.get('role', '')}"
    if _CLASSES.search(named.replace("_", " ")):
        return True
    if local(element) not in {"ul", "div", "section", "p"}:
        return False
    linked = sum(len(inner(link)) for link in element.iter("a"))
    return linked > 0 and linked > _LINKED * len(inner(element).strip())
