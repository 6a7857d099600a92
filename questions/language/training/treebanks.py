"""Read treebanks in CoNLL-U into what a parser learns from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(slots=True)
class Tree:
    """A sentence as annotated: words, whether a space follows each, tags, heads and relations.

    ``heads`` are indexes of words; the root is its own head.
    """

    words: list[str] = field(default_factory=list)
    spaces: list[bool] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    heads: list[int] = field(default_factory=list)
    relations: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The sentence as it was written."""
        pairs = zip(self.words, self.spaces, strict=True)
        return "".join(word + " " * space for word, space in pairs).rstrip()


def read_trees(file: Path) -> Iterator[Tree]:
    """Yield the sentences of a CoNLL-U file; empty nodes are left out."""
    for block in file.read_text(encoding="utf-8").split("\n\n"):
        rows = [line.split("\t") for line in block.splitlines() if line and line[0] != "#"]
        if rows:
            yield _tree(rows)


def _tree(rows: list[list[str]]) -> Tree:
    tree = Tree()
    joined_until, follows = 0, True
    for row in rows:
        if "-" in row[0]:
            joined_until = int(row[0].split("-")[1])
            follows = "SpaceAfter=No" not in row[9]
            tree_surface = row[1]
            _add_joined(tree, rows, row[0], tree_surface, follows)
        elif "." not in row[0] and int(row[0]) > joined_until:
            _add(tree, row, row[1], "SpaceAfter=No" not in row[9])
    return tree


def _add_joined(tree: Tree, rows: list[list[str]], span: str, surface: str, follows: bool) -> None:
    """Add the words of a multiword token; together they spell what was written."""
    first, last = map(int, span.split("-"))
    parts = [row for row in rows if row[0].isdigit() and first <= int(row[0]) <= last]
    start = 0
    for row in parts:
        is_last = row is parts[-1]
        end = len(surface) if is_last else start + len(row[1])
        _add(tree, row, surface[start:end] or row[1], follows and is_last)
        start = end


def _add(tree: Tree, row: list[str], word: str, follows: bool) -> None:
    here = len(tree.words)
    tree.words.append(word)
    tree.spaces.append(follows)
    tree.tags.append(row[4])
    tree.heads.append(here if row[6] == "0" else int(row[6]) - 1)
    tree.relations.append(row[7] if row[6] != "0" else "ROOT")
