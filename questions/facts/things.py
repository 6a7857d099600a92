"""What things a document speaks of by terms, and how alike they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from questions.facts.terms import terms
from questions.language import pipeline
from questions.language.packing import Floats
from questions.language.words import Sentence, Word

_MOST = 400  # the first: each question for a term goes through all


@dataclass(frozen=True, slots=True)
class Thing:
    """A term as it is written inside a sentence, the tag of its noun, and where it stands.

    ``bare`` and ``led`` say whether it stands without an article or the like, and with one.
    """

    text: str
    tag: str
    sentences: frozenset[int]
    bare: bool
    led: bool


def is_led(sentence: Sentence, noun: Word) -> bool:
    """Return whether a noun has an article, an owner or the like: "the dose", "its dose"."""
    return bool(sentence.children(noun, "det", "nmod:poss"))


class Things:
    """The terms of a document; found when first asked for."""

    def __init__(self, sentences: Sequence[Sentence]) -> None:
        self._sentences = sentences

    def like(self, text: str, least: float) -> list[tuple[Thing, float]]:
        """Return things with how alike they are to ``text``, a cosine of ``least`` or more."""
        if not self._found:
            return []
        alike = self._meanings @ pipeline.load().meanings([text])[0]
        return [
            (self._found[place], float(alike[place])) for place in np.nonzero(alike >= least)[0]
        ]

    @cached_property
    def _found(self) -> list[Thing]:
        places: dict[tuple[str, str], list[tuple[int, bool]]] = {}
        for sentence in self._sentences:
            for term in terms(sentence):
                text = term.text
                if term.start == 0 and text[1:].islower():
                    text = text.lower()
                place = sentence.passage.number, is_led(sentence, term.head)
                places.setdefault((text, term.head.tag), []).append(place)
        return [
            Thing(
                *key,
                frozenset(number for number, _ in found),
                not all(led for _, led in found),
                any(led for _, led in found),
            )
            for key, found in places.items()
        ][:_MOST]

    @cached_property
    def _meanings(self) -> Floats:
        return pipeline.load().meanings([thing.text for thing in self._found])
