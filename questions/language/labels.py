"""Labels: what opens a turn of a talk, a claim to be tried, a correction or a note."""

from __future__ import annotations

import gzip
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from questions.language.lexicon.labels import (
    BESIDE_LABELS,
    CORRECTING,
    DOUBTFUL,
    NAMELESS_SPEAKERS,
    NOTING,
    SETTLING,
    LabelKind,
)
from questions.language.lexicon.names import NAME_PARTICLES
from questions.language.lexicon.people import OFFICES, TITLES

_LISTS = Path(__file__).parent / "weights" / "gazetteers"
_CLOCK = r"\d{1,2}:\d{2}(?::\d{2})?(?: ?[APap]\.?[Mm]\.?)?"
_TIME = rf"(?:[\[(]{_CLOCK}[\])]|{_CLOCK})"
_NAME = r"(?P<name>[^\W\d_][^:!?;,\n\[\]()\d]{0,48}?)"
_ASIDE = r"(?:[ \t]*[\[(][^\])\n]{1,40}[\])])?(?:[ \t]*#?\d{1,3})?"
_COLON = re.compile(
    rf"(?:(?P<before>{_TIME})[ \t]*[-–—|]?[ \t]*)?{_NAME}{_ASIDE}(?:[ \t]+(?P<after>{_TIME}))?"
    r"[ \t]*:(?=\s|$)\s*"
)
_TIMED = re.compile(
    rf"{_NAME}[ \t]+[-–—|]?[ \t]*(?P<after>[\[(]{_CLOCK}[\])][ \t]*|{_CLOCK}(?:[ \t]*\n\s*|$))\s*"
)
_TIME_FIRST = re.compile(rf"(?P<before>{_TIME})[ \t]*[-–—|]?[ \t]*{_NAME}(?:[ \t]*\n\s*|$)")
_LETTER = re.compile(r"(?P<name>[QA])\.?[ \t]*:?(?<=[.:])\s+(?=\S)")
_MOST_WORDS = 5  # a plain choice: a name with a title has as many
_SAME = 2  # words behind a label: a plain choice
_TURNS = 2  # a plain choice: so often somebody speaks who has turns


@dataclass(frozen=True, slots=True)
class Label:
    """What stands before a text up to ``end``: of a turn, the name of whoever speaks."""

    kind: LabelKind
    name: str
    end: int


class Labels:
    """The labels of a document: whether a word before a colon is a speaker shows in the others."""

    def __init__(self, texts: Iterable[str]) -> None:
        found = {
            (match["name"].strip(), *text[match.end() :].split()[:_SAME])
            for text in texts
            if (match := _matched(text))
        }  # a title that the text begins with is one: "Holt: A Life"
        self._counts = Counter(name for name, *_ in found)

    def of(self, text: str) -> Label | None:
        """Return the label at the head of a paragraph or sentence."""
        found = _matched(text)
        if found is None:
            return None
        name = " ".join(found["name"].split())
        groups = found.groupdict()
        is_timed = bool(groups.get("before") or groups.get("after"))
        kind = _kind(name) or ("turn" if self._is_turn(name, is_timed=is_timed) else None)
        return Label(kind, name, found.end()) if kind else None

    def _is_turn(self, name: str, *, is_timed: bool) -> bool:
        words = name.split()
        if not _is_spelt_as_name(words):
            return False
        if is_timed or words[0].strip(".").lower() in TITLES | OFFICES:
            return True
        if words[0].lower() in NAMELESS_SPEAKERS or words[-1].lower() in NAMELESS_SPEAKERS:
            return True
        if len(words) > 1 and words[0].title() in _listed("given"):
            return True
        is_known = len(words) > 1 or words[0].title() in _listed("given") | _listed("surname")
        return is_known and self._counts[name] >= _TURNS


def heading_kind(text: str) -> LabelKind | None:
    """Return what a heading says of the text below it: "Claim 2", "The verdict", "Fact check"."""
    words = [word.lower() for word in re.findall(r"[^\W\d_]+", text)]
    told = [word for word in words if word not in BESIDE_LABELS]
    kinds = {_class_of(word) for word in told}
    return kinds.pop() if len(kinds) == 1 and len(words) <= _MOST_WORDS else None


def _matched(text: str) -> re.Match[str] | None:
    for pattern in (_LETTER, _COLON, _TIMED, _TIME_FIRST):
        found = pattern.match(text)
        if found and len(found["name"].split()) <= _MOST_WORDS:
            return found
    return None


def _kind(name: str) -> LabelKind | None:
    words = re.findall(r"[^\W\d_]+", name.lower())
    if not words or any(word.islower() for word in name.split()[:1]):
        return None
    return _class_of(words[-1]) or (_class_of(words[0]) if len(words) == 1 else None)


def _class_of(word: str) -> LabelKind | None:
    for kind, members in _CLASSES:
        if word in members:
            return kind
    return None


_CLASSES: tuple[tuple[LabelKind, frozenset[str]], ...] = (
    ("doubtful", DOUBTFUL),
    ("settling", SETTLING - {"answer"}),
    ("correcting", CORRECTING),
    ("noting", NOTING),
)


def _is_spelt_as_name(words: list[str]) -> bool:
    great = [word for word in words if word[:1].isupper()]
    return len(great) > 0 and all(
        word in great or word.lower() in NAME_PARTICLES or not word[0].isalpha() for word in words
    )


@cache
def _listed(kind: str) -> frozenset[str]:
    packed = (_LISTS / f"{kind}.txt.gz").read_bytes()
    return frozenset(gzip.decompress(packed).decode().splitlines())
