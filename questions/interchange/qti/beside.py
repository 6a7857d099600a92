"""What travels along in a comment of an item: our question as it is, for when it comes back."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from lxml import etree

from questions.interchange.native import read_object, write_object
from questions.question import Question

_SAID = "recite:"
_TWO_HYPHENS = r"\u002d\u002d"  # which no comment may have as they are
# What no version of QTI has a place for.
_HOMELESS = ("citations", "hints", "score", "statistics")


def comment_of(question: Question) -> etree._Comment:
    """Return the comment that holds a question."""
    written = json.dumps(write_object(question), ensure_ascii=True)
    return etree.Comment(f" {_SAID} {written.replace('--', _TWO_HYPHENS)} ")


def kept_in(item: etree._Element) -> Question | None:
    """Return the question that the comment of an item holds, if it has one."""
    for comment in item.iterchildren(etree.Comment):
        text = (comment.text or "").strip()
        if text.startswith(_SAID):
            return _read(text.removeprefix(_SAID))
    return None


def _read(written: str) -> Question | None:
    try:
        found = read_object(json.loads(written))
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, Question) else None


def is_unchanged(
    item: etree._Element, kept: Question, write: Callable[[Question], etree._Element]
) -> bool:
    """Return whether an item is as ``write`` makes it of the question that its comment holds."""
    try:
        return _bare(item) == _bare(write(kept))
    except ValueError:
        return False


def _bare(item: etree._Element) -> list[Any]:
    """Return what an item says, however its lines are broken."""
    return [
        (etree.QName(element).localname, sorted(element.attrib.items()), *_texts(element))
        for element in item.iter(etree.Element)
    ]


def _texts(element: etree._Element) -> tuple[str, str]:
    return " ".join((element.text or "").split()), " ".join((element.tail or "").split())


def homeless(kept: Question | None) -> dict[str, Any]:
    """Return the fields that an item that was changed elsewhere takes from its comment."""
    if kept is None:
        return {}
    spelt = kept.model_dump(mode="json", exclude_defaults=True)
    return {name: spelt[name] for name in _HOMELESS if name in spelt}
