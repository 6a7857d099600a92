"""Other names and other capitals for the sentences that are learnt from."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

from questions.language.entities import Entity, spans
from questions.language.gazetteers import LISTS_FOLDER, read_lines
from questions.language.pieces import case
from questions.language.training.examples import Example

LISTS = {"given": "PER", "surname": "PER", "city": "LOC", "state": "LOC", "organisation": "ORG"}
OTHER_NAME = 0.25  # how often a name gives way to another
PLAIN, LOUD = 0.06, 0.02  # how often a sentence has no capitals, or nothing but capitals

Pattern = tuple[str, ...]


class Variety:
    """Names that can stand for one another: of one kind, with small words in the same places."""

    def __init__(self, examples: Iterable[Example], folder: Path) -> None:
        self._met: dict[Pattern, list[Sequence[str]]] = defaultdict(list)
        self._listed: dict[Pattern, list[Sequence[str]]] = defaultdict(list)
        for example in examples:
            for entity in spans(example.labels or ()):
                name = example.words[entity.start : entity.end]
                self._met[_pattern(entity.kind, name)].append(name)
        for path in sorted((folder / LISTS_FOLDER).glob("*.txt*")):
            if kind := LISTS.get(path.name.split(".")[0]):
                for line in read_lines(path):
                    self._listed[_pattern(kind, line.split())].append(line.split())

    def words(self, example: Example, chance: random.Random) -> list[str]:
        """Return the words, or as many others that could stand in their place."""
        words = list(example.words)
        for entity in spans(example.labels or ()):
            if chance.random() < OTHER_NAME:
                words[entity.start : entity.end] = self._other(words, entity, chance)
        return words

    def _other(self, words: list[str], entity: Entity, chance: random.Random) -> Sequence[str]:
        pattern = _pattern(entity.kind, words[entity.start : entity.end])
        listed = self._listed.get(pattern)
        if listed and chance.random() < 0.5:
            return chance.choice(listed)
        return chance.choice(self._met[pattern])


def cases(words: Sequence[str], chance: random.Random) -> list[int]:
    """Return how the words are capitalised, now and then as if by somebody careless."""
    found = [case(word) for word in words]
    draw = chance.random()
    if draw < PLAIN:
        return [0 if each < 4 else each for each in found]
    if draw < PLAIN + LOUD:
        return [2 if each < 4 else each for each in found]
    return found


def _pattern(kind: str, name: Sequence[str]) -> Pattern:
    return (kind, *(word if case(word) in {0, 4} else str(case(word)) for word in name))
