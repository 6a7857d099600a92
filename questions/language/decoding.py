"""Choose the best tree and the best labels for a sentence by their scores."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float64]
Heads = NDArray[np.intp]


def tree(scores: NDArray[np.floating]) -> list[int]:
    """Return the head of each word in the best tree with one word below the root.

    Row ``i`` of the scores is for word ``i``: column 0 the root, column ``j`` word ``j - 1`` as its
    head. Heads are given the same way.
    """
    size = len(scores)
    if not size:
        return []
    table = np.full((size + 1, size + 1), -np.inf)
    table[1:] = scores
    np.fill_diagonal(table, -np.inf)
    heads = _greedy(table)
    if np.count_nonzero(heads[1:] == 0) != 1 or _cycle(heads.tolist()):
        table[1:, 0] -= 1 + size * float(scores.max() - scores.min())
        heads = _spanning(table)
    found: list[int] = heads[1:].tolist()
    return found


def labels(scores: NDArray[np.floating], names: Sequence[str]) -> list[str]:
    """Return the best labels in which each I- goes on from a B- or I- of its kind."""
    best = [names[number] for number in scores.argmax(axis=1)]
    if all(map(_follows, ["O", *best], best)):
        return best
    barred = np.array([[0.0 if _follows(a, b) else -np.inf for b in names] for a in names])
    sums = scores[0] + barred[names.index("O")]
    ways = []
    for row in scores[1:]:
        steps = sums[:, None] + barred
        ways.append(steps.argmax(axis=0))
        sums = steps.max(axis=0) + row
    found = [int(sums.argmax())]
    for way in reversed(ways):
        found.append(int(way[found[-1]]))
    return [names[number] for number in reversed(found)]


def _follows(before: str, label: str) -> bool:
    return label[0] != "I" or before[2:] == label[2:]


def _greedy(table: Scores) -> Heads:
    heads: Heads = table.argmax(axis=1)
    heads[0] = 0
    return heads


def _spanning(table: Scores) -> Heads:
    """Return the best tree from node 0 by contracting cycles (Chu, Liu and Edmonds)."""
    heads = _greedy(table)
    found = _cycle(heads.tolist())
    if not found:
        return heads
    cycle = np.array(found)
    rest = np.setdiff1d(np.arange(len(table)), cycle)
    leaving = table[np.ix_(rest, cycle)]
    entering = table[np.ix_(cycle, rest)] - table[cycle, heads[cycle]][:, None]
    smaller = np.full((len(rest) + 1, len(rest) + 1), -np.inf)
    smaller[:-1, :-1] = table[np.ix_(rest, rest)]
    smaller[:-1, -1] = leaving.max(axis=1)
    smaller[-1, :-1] = entering.max(axis=0)
    chosen = _spanning(smaller)
    inside = chosen[:-1] == len(rest)
    heads[rest] = np.where(
        inside, cycle[leaving.argmax(axis=1)], rest[np.minimum(chosen[:-1], len(rest) - 1)]
    )
    heads[cycle[entering[:, chosen[-1]].argmax()]] = rest[chosen[-1]]
    return heads


def _cycle(heads: Sequence[int]) -> list[int]:
    """Return the nodes of a cycle, or none if all lead to node 0."""
    seen = [0] + [-1] * (len(heads) - 1)
    for start in range(1, len(heads)):
        node = start
        while seen[node] == -1:
            seen[node] = start
            node = heads[node]
        if node and seen[node] == start:
            return _round(heads, node)
    return []


def _round(heads: Sequence[int], start: int) -> list[int]:
    found = [start]
    while heads[found[-1]] != start:
        found.append(heads[found[-1]])
    return found
