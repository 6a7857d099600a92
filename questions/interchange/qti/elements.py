"""What the writers of both versions share: elements, numbers and names."""

from __future__ import annotations

import hashlib
import json
import re
from typing import Any

from lxml import etree

from questions.interactions import TextEntry
from questions.interchange.native import write_object
from questions.media import readable
from questions.question import Question

_LONGEST_TITLE = 60  # characters: what a list of questions has room for
_NUMBER = re.compile(r"-?\d+(\.\d+)?")


def is_numerical(entry: TextEntry) -> bool:
    """Return whether every answer is a number as any program writes it."""
    return all(a.match == "number" and _NUMBER.fullmatch(a.text) for a in entry.answers)


def root_in(namespace: str, tag: str, **attributes: str) -> etree._Element:
    """Return a new element, whose namespace needs no prefix."""
    names: Any = {None: namespace}
    return etree.Element(f"{{{namespace}}}{tag}", attributes, nsmap=names)


def add(parent: etree._Element, tag: str, text: str = "", **attributes: str) -> etree._Element:
    """Add an element, in the namespace of its parent, and return it."""
    namespace = etree.QName(parent).namespace
    name = f"{{{namespace}}}{tag}" if namespace else tag
    element = etree.SubElement(parent, name, attributes)
    element.text = text or None
    return element


def name_of(question: Question) -> str:
    """Return what an item is called: by its id, or else by what it says."""
    if question.id:
        return question.id if question.id[0].isalpha() else f"q-{question.id}"
    written = json.dumps(write_object(question), sort_keys=True).encode()
    return f"untitled-{hashlib.sha256(written).hexdigest()[:12]}"


def title_of(question: Question) -> str:
    """Return the first words of a question."""
    return " ".join(readable(question.stem).split())[:_LONGEST_TITLE]


def spelt(number: float) -> str:
    """Return a number in decimals: seven digits behind the point at most."""
    return f"{number:.7f}".rstrip("0").rstrip(".")
