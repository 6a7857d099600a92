"""Find the people, places and organisations that a document names."""

import gzip
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import cast

import numpy as np
import pycrfsuite

from questions.language.decoding import labels
from questions.language.features import Features, Rows
from questions.language.gazetteers import DocumentView, Gazetteers, NameWords, WordTables, normal
from questions.language.packing import Floats
from questions.language.words import EntityKind

KINDS: tuple[EntityKind, ...] = ("PER", "LOC", "ORG")
LABELS = ("O", "B-PER", "I-PER", "B-LOC", "I-LOC", "B-ORG", "I-ORG")
MODEL_FILE = "entities.crfsuite.gz"
_LEAST = 1e-9
NETWORK = 0.6  # weight of the network beside the linear-chain model


@dataclass(frozen=True, slots=True)
class Entity:
    """A name in a sentence: its tokens from start up to end, and its kind."""

    start: int
    end: int
    kind: EntityKind


def spans(labels: Sequence[str]) -> list[Entity]:
    """Read the entities off a sequence of B-, I- and O labels; other kinds are left out."""
    found = []
    start = 0
    for place, label in enumerate([*labels, "O"]):
        previous = labels[place - 1] if place else "O"
        if previous != "O" and label != "I-" + previous[2:]:
            if previous[2:] in KINDS:
                found.append(Entity(start, place, cast(EntityKind, previous[2:])))
        if label != "I-" + previous[2:]:
            start = place
    return found


def smooth(view: DocumentView, found: Sequence[Sequence[Entity]]) -> list[list[Entity]]:
    """Give each name one kind throughout a document."""
    kinds = _vote(view, found)
    return [
        [Entity(e.start, e.end, kinds[tuple(words[e.start : e.end])]) for e in entities]
        for words, entities in zip(view.sentences, found, strict=True)
    ]


def _vote(view: DocumentView, found: Sequence[Sequence[Entity]]) -> dict[NameWords, EntityKind]:
    votes: dict[NameWords, Counter[EntityKind]] = defaultdict(Counter)
    for words, entities in zip(view.sentences, found, strict=True):
        for entity in entities:
            votes[tuple(words[entity.start : entity.end])][entity.kind] += 1
    for name in [name for name, count in votes.items() if len(name) > 1 and _first(count) == "PER"]:
        if name[-1:] in votes:
            votes[name[-1:]]["PER"] += 1
    kinds = {name: _first(count) for name, count in votes.items()}
    for short, name in view.acronyms.items():
        if kinds.get(name) == "ORG" or (name in kinds and (short,) in kinds):
            kinds[(short,)] = kinds[name]
    return kinds


def _first(count: Counter[EntityKind]) -> EntityKind:
    return count.most_common(1)[0][0]


def _apart(words: Sequence[str], entity: Entity, lists: Gazetteers) -> list[Entity]:
    """Part a place from a person after it: "Central Asia Javier Colomina"."""
    low = [normal(word) for word in words[entity.start : entity.end]]
    cut = _person_after(low, lists) if entity.kind == "LOC" else 0
    if not cut:
        return [entity]
    middle = entity.start + cut
    return [Entity(entity.start, middle, "LOC"), Entity(middle, entity.end, "PER")]


def _person_after(low: Sequence[str], lists: Gazetteers) -> int:
    for cut in range(len(low) - 2, 0, -1):
        if lists.is_place(tuple(low[:cut])) and "given" in lists.of(low[cut]):
            return 0 if "placeword" in lists.of(low[-1]) else cut
    return 0


class EntityTagger:
    """Names the people, places and organisations of a document."""

    def __init__(self, features: Features, model: bytes) -> None:
        self._features = features
        self._tagger = pycrfsuite.Tagger()
        self._model = gzip.decompress(model)  # kept, as the tagger reads it in place
        self._tagger.open_inmemory(self._model)
        self._turn = Lock()  # as the tagger remembers the sentence it was last given

    @classmethod
    def load(cls, folder: Path) -> "EntityTagger":
        """Read the model and its tables from a folder."""
        return cls(Features(WordTables.load(folder)), (folder / MODEL_FILE).read_bytes())

    def tag(
        self, sentences: Sequence[Sequence[str]], shares: Sequence[Floats]
    ) -> list[list[Entity]]:
        """Return the entities of each sentence; give all the sentences of one document.

        ``shares`` are the probabilities that the network gives each of LABELS, word by word.
        """
        view = DocumentView(sentences)
        lists = self._features.lexicon.gazetteers
        found = []
        for words, rows, share in zip(sentences, self._features.of(view), shares, strict=True):
            named = spans(self._label(rows, share))
            found.append([part for each in named for part in _apart(words, each, lists)])
        return smooth(view, found)

    def _label(self, rows: Rows, share: Floats) -> list[str]:
        if not rows:
            return []
        mixed = NETWORK * share + (1 - NETWORK) * self._shares(rows)
        return labels(np.log(mixed + _LEAST), LABELS)

    def _shares(self, rows: Rows) -> Floats:
        with self._turn:
            self._tagger.set(rows)
            return np.array(
                [
                    [self._tagger.marginal(label, place) for label in LABELS]
                    for place in range(len(rows))
                ]
            )
