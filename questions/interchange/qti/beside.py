"""What travels along in a comment of an item: our question as it is, for when it comes back."""

from __future__ import annotations

import hashlib
import json
import re
from typing import Any

from lxml import etree

from questions.interchange.native import read_object, write_object
from questions.interchange.qti.trees import local_name
from questions.question import Question

_SAID = re.compile(r"recite ([0-9a-f]{64}): ")
_TWO_HYPHENS = r"\u002d\u002d"  # which no comment may have as they are
# What no version of QTI has a place for.
_HOMELESS = ("citations", "hints", "score", "statistics")


def keep_in(item: etree._Element, question: Question) -> None:
    """Put a question into a comment of its item, with what tells whether the item was changed."""
    written = json.dumps(write_object(question), ensure_ascii=True)
    kept = written.replace("--", _TWO_HYPHENS)
    item.insert(0, etree.Comment(f" recite {_digest(item)}: {kept} "))


def kept_in(item: etree._Element) -> tuple[Question | None, bool]:
    """Return the question that the comment of an item holds, and whether that still says so."""
    for comment in item.iterchildren(etree.Comment):
        text = (comment.text or "").strip()
        if said := _SAID.match(text):
            return _read(text[said.end() :]), said[1] == _digest(item)
    return None, False


def _read(written: str) -> Question | None:
    try:
        found = read_object(json.loads(written))
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, Question) else None


def _digest(item: etree._Element) -> str:
    return hashlib.sha256(repr(_bare(item)).encode()).hexdigest()


def _bare(item: etree._Element) -> list[Any]:
    """Return what an item says, however its lines are broken."""
    return [
        (local_name(element), sorted(element.attrib.items()), *_texts(element))
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
