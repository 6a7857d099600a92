"""Read the corpora into sentences with all that is annotated on them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from questions.language.training.annotated import read_gum, read_uner, wikigold
from questions.language.training.treebanks import Tree, read_trees


@dataclass(frozen=True, slots=True)
class Example:
    """The words of a sentence, with a tree, with labels of names, or with both."""

    words: Sequence[str]
    tree: Tree | None = None
    labels: Sequence[str] | None = None


def examples(corpora: Path, part: str, titles: frozenset[str]) -> Iterator[Example]:
    """Yield what there is to learn from, or what ``dev`` or ``test`` hold back."""
    yield from ewt(corpora, part)
    yield from gum(corpora, part, titles)
    for text in wikigold(corpora, held_out=False) if part == "train" else ():
        for sentence in text:
            yield Example(sentence.words, labels=sentence.labels)


def ewt(corpora: Path, part: str) -> Iterator[Example]:
    """Yield the trees of EWT and, where both see the same words, the names of Universal NER."""
    named = {
        "".join(sentence.words): sentence.labels
        for text in read_uner(corpora / f"uner-ewt/{part}.iob2")
        for sentence in text
    }
    for tree in read_trees(corpora / f"ewt/{part}.conllu"):
        labels = named.get("".join(tree.words), [])
        yield Example(tree.words, tree, labels if len(labels) == len(tree.words) else None)


def gum(corpora: Path, part: str, titles: frozenset[str]) -> Iterator[Example]:
    """Yield the trees and names of GUM."""
    path = corpora / f"gum/{part}.conllu"
    labels = (sentence.labels for text in read_gum(path, titles) for sentence in text)
    for tree, names in zip(read_trees(path), labels, strict=True):
        yield Example(tree.words, tree, names)
