"""Texts and values of H5P, whatever stands in their place, and what travels beside them."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from questions.interchange.markup import from_html, to_html
from questions.interchange.native import read_object, write_object
from questions.interchange.telling import told_with
from questions.media.album import Album
from questions.question import Question

GAP = "____"
PLACE = "\ue000"  # of a gap while a text is turned: a character that nobody writes
KEPT = "recite"
_HOMELESS = ("id", "tags", "citations", "hints", "score", "statistics")


class Texts:
    """The texts of one question, each into Markdown; what is lost on the way is noted."""

    def __init__(self, album: Album | None = None) -> None:
        self.notes: list[str] = []
        self._album = album or Album()

    def of(self, written: object, *, is_typed: bool = False) -> str:
        """Return HTML as our Markdown; of what is to be typed, the words."""
        said = written if isinstance(written, str) else ""
        text, lost = from_html(said, self._album, is_typed=is_typed)
        for what in lost:
            self.note(what)
        return text.strip()

    def of_file(self, source: str, description: str, what: str) -> str:
        """Return what stands in a text for the picture or sound that ``what`` calls it."""
        return self._album.show(source, description, what, self.note)

    def note(self, what: str) -> None:
        """Keep what was changed or left out, once."""
        if what not in self.notes:
            self.notes.append(what)


def told_of(question: Question) -> str:
    """Return what learners are told afterwards, as HTML."""
    return to_html(told_with(question.explanation, question.citations))


def rows(value: object) -> list[dict[str, Any]]:
    """Return the objects in a list."""
    return [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []


def inside(value: object, name: str) -> dict[str, Any]:
    """Return the object of that name in an object, or an empty one."""
    found = value.get(name) if isinstance(value, dict) else None
    return found if isinstance(found, dict) else {}


def keep_in(params: dict[str, Any], question: Question) -> dict[str, Any]:
    """Return parameters with the question beside them, and what tells whether they changed."""
    return {**params, KEPT: {"unless": _digest(params), "question": write_object(question)}}


def kept_in(params: dict[str, Any]) -> tuple[Question | None, bool]:
    """Return the question that is kept beside parameters, and whether they still say it."""
    kept = inside(params, KEPT)
    found = read_object(kept.get("question")) if kept else None
    bare = {name: value for name, value in params.items() if name != KEPT}
    is_same = bool(kept) and kept.get("unless") == _digest(bare)
    return (found if isinstance(found, Question) else None), is_same


def homeless(kept: Question | None) -> dict[str, Any]:
    """Return the fields that a question that was changed elsewhere keeps."""
    spelt = kept.model_dump(mode="json", exclude_defaults=True) if kept else {}
    return {name: spelt[name] for name in _HOMELESS if name in spelt}


def _digest(params: dict[str, Any]) -> str:
    written = json.dumps(params, sort_keys=True, ensure_ascii=True)
    return hashlib.sha256(written.encode()).hexdigest()[:16]
