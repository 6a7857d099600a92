"""Sentences as numbers, in batches."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from itertools import accumulate, chain
from typing import NamedTuple

import torch
from torch import Tensor

from questions.language.entities import LABELS
from questions.language.pieces import CASES, END, START, UNKNOWN, Pieces
from questions.language.training.examples import Example
from questions.language.training.variety import Variety, cases

SIZE = 2_000  # pieces of a batch
HIDDEN = 0.05  # share of the pieces that are made unknown, so that no word is relied upon
NOTHING = -100  # stands for what is not annotated


class Kinds(NamedTuple):
    """The tags and relations that are told apart."""

    tags: list[str]
    relations: list[str]


class Row:
    """An example in numbers: heads count from 1, as 0 is the root."""

    def __init__(self, example: Example, known: Pieces, kinds: Kinds) -> None:
        nothing = [NOTHING] * len(example.words)
        self.example = example
        self.size = sum(len(known.of(word)) for word in example.words)
        self.tags = self.heads = self.relations = self.labels = nothing
        if tree := example.tree:
            self.tags = _numbers(tree.tags, kinds.tags)
            self.heads = [0 if h == place else h + 1 for place, h in enumerate(tree.heads)]
            self.relations = _numbers(tree.relations, kinds.relations)
        if example.labels is not None:
            self.labels = _numbers(example.labels, LABELS)


class Batch:
    """Sentences of about the same length, padded, with START standing for the root."""

    def __init__(
        self, rows: Sequence[Row], known: Pieces, variety: Variety, chance: random.Random
    ) -> None:
        texts = [variety.words(row.example, chance) for row in rows]
        words = [[known.of(word) for word in text] for text in texts]
        pieces = [[START, *chain.from_iterable(each), END] for each in words]
        firsts = [[0, *accumulate(map(len, each[:-1]), initial=1)] for each in words]
        self.pieces = _padded([[_hidden(p, chance) for p in row] for row in pieces], END)
        self.cases = _padded(
            [_spread(cases(text, chance), each) for text, each in zip(texts, words, strict=True)],
            CASES,
        )
        self.here = _padded([[1] * len(row) for row in pieces], 0) > 0
        self.firsts = _padded(firsts, 0)
        self.real = _padded([[1] * len(row) for row in firsts], 0) > 0
        self.tags, self.heads, self.relations, self.labels = (
            _padded([[NOTHING, *getattr(row, task)] for row in rows], NOTHING)
            for task in ("tags", "heads", "relations", "labels")
        )


def batches(rows: Sequence[Row], chance: random.Random) -> Iterator[list[Row]]:
    """Yield the rows once, in batches of about the same length, in random order."""
    order = sorted(rows, key=lambda row: row.size + chance.uniform(0, 3))
    found: list[list[Row]] = [[]]
    for row in order:
        if len(found[-1]) * row.size >= SIZE:
            found.append([])
        found[-1].append(row)
    chance.shuffle(found)
    yield from found


def _numbers(names: Sequence[str], known: Sequence[str]) -> list[int]:
    return [known.index(name) if name in known else NOTHING for name in names]


def _spread(values: Sequence[int], words: Sequence[Sequence[int]]) -> list[int]:
    """Return a value for each piece of each word, and those of START and END."""
    pairs = zip(values, words, strict=True)
    return [CASES, *(value for value, word in pairs for _ in word), CASES]


def _hidden(piece: int, chance: random.Random) -> int:
    return UNKNOWN if chance.random() < HIDDEN else piece


def _padded(rows: Sequence[list[int]], filler: int) -> Tensor:
    longest = max(map(len, rows))
    return torch.tensor([row + [filler] * (longest - len(row)) for row in rows])
