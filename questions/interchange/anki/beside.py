"""What travels along in a field of a note: our question as it is, for when it comes back."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape, unescape
from typing import Any

from questions.interactions import Recall
from questions.interchange.anki.collection import Note
from questions.interchange.anki.texts import Texts
from questions.interchange.native import read_object, write_object
from questions.question import Question

FRONT, ANSWER, HINT, EXPLANATION, SOURCE = "Front", "Answer", "Hint", "Explanation", "Source"
BESIDE = "Recite"
SHOWN = (FRONT, ANSWER, HINT, EXPLANATION, SOURCE)
_SAID = re.compile(r"recite ([0-9a-f]{64}): ")


def written_tags(question: Question) -> list[str]:
    """Return the tags of a question as Anki has them: without space in them."""
    return sorted({"_".join(tag.split()) for tag in question.tags} - {""})


def keep(question: Question, fields: Mapping[str, str]) -> str:
    """Return a question as the field that keeps it, with what tells whether others were changed."""
    spelt = json.dumps(write_object(question), ensure_ascii=True)
    return escape(f"recite {_digest(fields)}: {spelt}", quote=False)


@dataclass(frozen=True, slots=True)
class Kept:
    """The question that a note keeps, and whether the note still says so."""

    question: Question
    is_so: bool

    def spelt(self, note: Note, texts: Texts) -> dict[str, Any]:
        """Return the question in the native schema, as it was changed in Anki if it was."""
        spelt = write_object(self.question)
        if self.is_so:
            return spelt
        if not isinstance(self.question.interaction, Recall):
            texts.note(
                "it was changed in Anki, where it is a card: what was changed there was left out"
            )
            return spelt
        spelt["stem"] = texts.of(note.fields[FRONT])
        spelt["interaction"] = {"kind": "recall", "back": texts.of(note.fields[ANSWER])}
        spelt["explanation"] = texts.of(note.fields[EXPLANATION])
        return spelt

    def has_tags(self, tags: Sequence[str]) -> bool:
        """Return whether a note has the tags that its question went with."""
        return sorted(tags) == written_tags(self.question)


def kept_in(fields: Mapping[str, str]) -> Kept | None:
    """Return what a note of ours keeps."""
    written = unescape(fields.get(BESIDE, ""))
    said = _SAID.match(written)
    if not said or not all(name in fields for name in SHOWN):
        return None
    try:
        found = read_object(json.loads(written[said.end() :]))
    except (ValueError, RecursionError):
        return None
    return Kept(found, said[1] == _digest(fields)) if isinstance(found, Question) else None


def _digest(fields: Mapping[str, str]) -> str:
    """Return what tells the fields that are shown from others, however their lines are broken."""
    said = [unicodedata.normalize("NFC", " ".join(fields[name].split())) for name in SHOWN]
    return hashlib.sha256("\x1f".join(said).encode()).hexdigest()
