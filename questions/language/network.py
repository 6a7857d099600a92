"""The network that reads sentences: tags, heads, relations, and what names are."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, groupby
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from questions.language.decoding import tree
from questions.language.packing import Floats, load, look_up
from questions.language.pieces import CASES, END, START, Pieces, case

NETWORK_FILE = "network.npz"
SIDES = 12
BATCH = 600  # pieces
ROOT = "ROOT"
Numbers = NDArray[np.intp]
Weights = Mapping[str, Floats]
Tables = Mapping[str, NDArray[Any]]


@dataclass(frozen=True, slots=True)
class Parse:
    """What is read off a sentence, each by word.

    The head of the root is itself. ``names`` are the probabilities of the labels of names.
    """

    tags: list[str]
    heads: list[int]
    relations: list[str]
    names: Floats


@dataclass(frozen=True, slots=True)
class _Input:
    """A sentence in numbers: its pieces, how each is capitalised, and where words begin."""

    place: int
    pieces: list[int]
    cases: list[int]
    firsts: list[int]


class _Linear:
    def __init__(self, weights: Weights, name: str, times: float = 1) -> None:
        self.weight = weights[f"{name}.weight"] * np.float32(times)
        self.bias = weights[f"{name}.bias"] * np.float32(times)

    def __call__(self, rows: Floats) -> Floats:
        found: Floats = rows @ self.weight
        found += self.bias
        return found


class _Norm:
    def __init__(self, weights: Weights, name: str) -> None:
        self.weight, self.bias = weights[f"{name}.weight"], weights[f"{name}.bias"]

    def __call__(self, rows: Floats) -> Floats:
        rows = rows - rows.mean(axis=1, keepdims=True)
        size = np.einsum("ij,ij->i", rows, rows) / rows.shape[1]
        rows /= np.sqrt(size + 1e-12)[:, None]
        rows *= self.weight
        rows += self.bias
        return rows


class _Layer:
    """An encoder layer, over the rows of sentences in order of their length."""

    def __init__(self, weights: Weights, name: str) -> None:
        self.look = _Linear(weights, f"{name}.look")
        width = len(self.look.weight)
        self.look.weight[:, :width] *= (width / SIDES) ** -0.5
        self.look.bias[:width] *= (width / SIDES) ** -0.5
        self.gather = _Linear(weights, f"{name}.gather")
        self.gathered = _Norm(weights, f"{name}.gathered")
        self.up = _Linear(weights, f"{name}.up", 0.5)  # x sigmoid(x) = x / 2 (1 + tanh(x / 2))
        self.down = _Linear(weights, f"{name}.down")
        self.done = _Norm(weights, f"{name}.done")

    def __call__(self, rows: Floats, lengths: Sequence[int]) -> Floats:
        rows = self.gathered(rows + self.gather(_attend(self.look(rows), lengths)))
        inner = self.up(rows)
        bend = np.tanh(inner)
        bend += 1
        inner *= bend
        return self.done(rows + self.down(inner))


def _attend(looked: Floats, lengths: Sequence[int]) -> Floats:
    """Let each row see those of its sentence; sentences of one length go together."""
    width = looked.shape[1] // 3
    seen = np.empty((len(looked), width), np.float32)
    start = 0
    for length, group in groupby(lengths):
        end = start + length * len(list(group))
        parts = looked[start:end].reshape(-1, length, 3, SIDES, width // SIDES)
        query, key, value = parts.transpose(2, 0, 3, 1, 4)
        shares = _softmax(query @ key.swapaxes(2, 3))
        seen[start:end] = (shares @ value).swapaxes(1, 2).reshape(-1, width)
        start = end
    return seen


class Network:
    """Reads sentences that were split into words; safe to share between threads."""

    def __init__(self, pieces: Pieces, weights: Weights, tables: Tables) -> None:
        self.tags: list[str] = tables["tags"].tolist()
        self.relations: list[str] = tables["relations"].tolist()
        self._pieces = pieces
        self._codes, self._centres = tables["codes"], tables["centres"].astype(np.float32)
        self._places, self._cases = weights["places"], weights["cases"]
        self._ready = _Norm(weights, "ready")
        count = len({name.split(".")[1] for name in weights if name.startswith("layers.")})
        self._layers = [_Layer(weights, f"layers.{number}") for number in range(count)]
        self._tag, self._name = _Linear(weights, "tag"), _Linear(weights, "name")
        self._sides, self._arc = _Linear(weights, "sides"), _Linear(weights, "arc")
        size = len(weights["relation"])
        self._relation = weights["relation"].reshape(size, len(self.relations), size)

    @classmethod
    def load(cls, folder: Path) -> Network:
        """Read the network in a folder."""
        return cls(Pieces.load(folder), *load(folder / NETWORK_FILE))

    def read(
        self,
        sentences: Sequence[Sequence[str]],
        tell: Callable[[int, int], None] = lambda *_: None,
    ) -> list[Parse]:
        """Read sentences of any length, in any order.

        How many pieces of words are read of how many is told to ``tell`` before each batch.
        """
        inputs = sorted(
            (self._input(place, words) for place, words in enumerate(sentences)),
            key=lambda each: len(each.pieces),
        )
        done, total = 0, sum(len(each.pieces) for each in inputs)
        found: dict[int, Parse] = {}
        for batch in _batches(inputs):
            tell(done, total)
            found.update(zip((each.place for each in batch), self._read(batch), strict=True))
            done += sum(len(each.pieces) for each in batch)
        return [found[place] for place in range(len(sentences))]

    def meanings(self, texts: Sequence[str]) -> Floats:
        """Return a row of length 1 for each text: alike ones have a product near 1.

        The mean of its pieces as they go in, beside what is common to all pieces.
        """
        pieces = [[p for word in text.split() for p in self._pieces.of(word)] for text in texts]
        rows = look_up(self._codes[[p for each in pieces for p in each]], self._centres)
        starts = list(accumulate((len(each) for each in pieces[:-1]), initial=0))
        found = np.add.reduceat(rows, starts) / np.array([len(each) for each in pieces])[:, None]
        found -= self._common
        lengths: Floats = np.sqrt(np.einsum("ij,ij->i", found, found))
        return np.asarray(found / (lengths[:, None] + 1e-9), np.float32)

    @cached_property
    def _common(self) -> Floats:
        mean: Floats = look_up(self._codes, self._centres).mean(axis=0)
        return mean

    def _input(self, place: int, words: Sequence[str]) -> _Input:
        pieces, cases, firsts = [START], [CASES], [0]
        for word in words:
            parts = self._pieces.of(word)
            firsts.append(len(pieces))
            pieces += parts
            cases += [case(word)] * len(parts)
        return _Input(place, [*pieces, END], [*cases, CASES], firsts)

    def _read(self, batch: Sequence[_Input]) -> Iterator[Parse]:
        words = self._encode(batch)
        sides = np.maximum(self._sides(words), 0)
        arcs, relations = self._arc.weight.shape[0], len(self._relation) - 1
        below, above, under, over = np.split(sides, np.cumsum([arcs, arcs, relations]), axis=1)
        below = self._arc(below)
        tags, names = self._tag(words).argmax(axis=1), _softmax(self._name(words))
        heads = []
        start = 0
        for each in batch:
            end = start + len(each.firsts)
            heads.append(tree(below[start + 1 : end] @ above[start:end].T))
            start = end
        yield from self._readings(batch, heads, tags, names, self._relate(under, over, heads))

    def _encode(self, batch: Sequence[_Input]) -> Floats:
        """Return the vector of the first piece of each word, the root's before a sentence's."""
        lengths = [len(each.pieces) for each in batch]
        pieces = np.concatenate([each.pieces for each in batch])
        places = np.concatenate([np.arange(length) for length in lengths])
        rows = look_up(self._codes[pieces], self._centres)
        rows += self._cases[np.concatenate([each.cases for each in batch])]
        rows += self._places[np.minimum(places, len(self._places) - 1)]
        rows = self._ready(rows)
        for layer in self._layers:
            rows = layer(rows, lengths)
        return rows[_shifted([each.firsts for each in batch], lengths)]

    def _relate(self, under: Floats, over: Floats, heads: list[list[int]]) -> Numbers:
        """Return the number of each word's relation to its head; the root's means nothing."""
        above = _shifted([[0, *each] for each in heads], [len(each) + 1 for each in heads])
        one = np.ones((len(under), 1), np.float32)
        size, count, _ = self._relation.shape
        each = np.hstack([under, one]) @ self._relation.reshape(size, -1)
        scores = each.reshape(-1, count, size) @ np.hstack([over[above], one])[:, :, None]
        best: Numbers = scores[:, :, 0].argmax(axis=1)
        return best

    def _readings(
        self,
        batch: Sequence[_Input],
        heads: Sequence[Sequence[int]],
        tags: Numbers,
        names: Floats,
        relations: Numbers,
    ) -> Iterator[Parse]:
        start = 0
        for each, above in zip(batch, heads, strict=True):
            start, end = start + 1, start + len(each.firsts)
            kinds = [self.relations[number] for number in relations[start:end]]
            yield Parse(
                [self.tags[number] for number in tags[start:end]],
                [head - 1 if head else place for place, head in enumerate(above)],
                [kind if head else ROOT for kind, head in zip(kinds, above, strict=True)],
                names[start:end],
            )
            start = end


def _shifted(places: Sequence[Sequence[int]], lengths: Sequence[int]) -> Numbers:
    """Return places within sentences as places within all of them, one after another."""
    starts = accumulate(lengths[:-1], initial=0)
    return np.concatenate(
        [start + np.array(each) for start, each in zip(starts, places, strict=True)]
    )


def _batches(inputs: Sequence[_Input]) -> Iterator[list[_Input]]:
    batch: list[_Input] = []
    size = 0
    for each in inputs:
        if batch and size + len(each.pieces) > BATCH:
            yield batch
            batch, size = [], 0
        batch.append(each)
        size += len(each.pieces)
    if batch:
        yield batch


def _softmax(scores: Floats) -> Floats:
    """Turn scores into shares of one, in place."""
    scores -= scores.max(axis=-1, keepdims=True)
    np.exp(scores, out=scores)
    scores /= scores.sum(axis=-1, keepdims=True)
    return scores
