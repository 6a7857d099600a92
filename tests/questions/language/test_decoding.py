from itertools import pairwise, product

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray

from questions.language.decoding import labels, tree
from questions.language.entities import LABELS

Scores = NDArray[np.float32]
numbers = st.integers(-20, 20).map(float)
arcs = st.integers(1, 5).flatmap(lambda n: arrays(np.float32, (n, n + 1), elements=numbers))
rows = st.integers(1, 4).flatmap(lambda n: arrays(np.float32, (n, 7), elements=numbers))


def is_tree(heads: tuple[int, ...]) -> bool:
    return heads.count(0) == 1 and all(reaches_root(heads, word + 1) for word in range(len(heads)))


def reaches_root(heads: tuple[int, ...], node: int) -> bool:
    for _ in heads:
        node = heads[node - 1] if node else 0
    return node == 0


def worth(scores: Scores, choice: tuple[int, ...]) -> float:
    return float(sum(scores[place, chosen] for place, chosen in enumerate(choice)))


@given(arcs)
def test_no_tree_is_better(scores: Scores) -> None:
    size = len(scores)
    every = [heads for heads in product(range(size + 1), repeat=size) if is_tree(heads)]
    found = tuple(tree(scores))
    assert found in every
    assert worth(scores, found) == max(worth(scores, heads) for heads in every)


def test_a_long_sentence_of_ties_is_still_a_tree() -> None:
    assert is_tree(tuple(tree(np.zeros((120, 121), np.float32))))


def test_cycles_within_cycles_are_broken() -> None:
    scores = np.random.default_rng(3).normal(size=(120, 121)).astype(np.float32)
    scores[:, 0] -= 10
    assert is_tree(tuple(tree(scores)))


def follows(choice: tuple[int, ...]) -> bool:
    names = ["O", *(LABELS[number] for number in choice)]
    return all(label[0] != "I" or before[2:] == label[2:] for before, label in pairwise(names))


@given(rows)
def test_no_labels_are_better(scores: Scores) -> None:
    every = [each for each in product(range(7), repeat=len(scores)) if follows(each)]
    found = tuple(LABELS.index(label) for label in labels(scores, LABELS))
    assert found in every
    assert worth(scores, found) == max(worth(scores, each) for each in every)
