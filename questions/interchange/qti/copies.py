"""Questions of Canvas’s quizzes that are copies of those in its banks: each is read once."""

from __future__ import annotations

import hashlib

from lxml import etree

from questions.interchange.qti.trees import text_of

_REFERS = "assessment_question_identifierref"  # Canvas’s name for the question that is copied
_ASIDE = "itemmetadata"  # which differs


class Copies:
    """The questions of banks that were seen so far, and how many copies of them."""

    def __init__(self) -> None:
        self._banked: dict[str, bytes] = {}
        self._count = 0

    def is_one(self, item: etree._Element) -> bool:
        """Return whether an item asks just what one of a bank does, and keep one of a bank."""
        if next(item.iterancestors("objectbank"), None) is not None:
            self._banked[item.get("ident", "")] = _digest(item)
            return False
        kept = self._banked.get(_copied(item))
        is_copy = kept is not None and kept == _digest(item)
        self._count += is_copy
        return is_copy

    def told(self) -> str:
        """Return what is to be said of the copies, or nothing."""
        if not self._count:
            return ""
        said = "questions of quizzes are those" if self._count > 1 else "question of a quiz is one"
        return f"{self._count:,} {said} of its question banks: each was read once"


def _copied(item: etree._Element) -> str:
    fields = item.iterfind("itemmetadata/qtimetadata/qtimetadatafield")
    named = (each for each in fields if text_of(each.find("fieldlabel")) == _REFERS)
    return next((text_of(each.find("fieldentry")) for each in named), "")


def _digest(item: etree._Element) -> bytes:
    told = hashlib.sha256()
    for part in item.iterchildren(etree.Element):
        if part.tag != _ASIDE:
            told.update(b" ".join(etree.tostring(part, with_tail=False).split()))
    return told.digest()
