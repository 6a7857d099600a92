"""Count everyday nouns and adjectives, as part of ``python -m questions.language.training``."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from questions.language.training.treebanks import read_trees

COMMON_FILE = "common.txt"
_FEWEST = 6
_MOST = 99
_TAGS = {"NN", "NNS", "JJ", "JJR", "JJS"}


def count_words(corpora: Path, folder: Path) -> None:
    """Write the words that EWT and GUM have six times or more, each with how often, 99 at most."""
    counts = Counter(
        word.lower()
        for name in ("ewt", "gum")
        for tree in read_trees(corpora / name / "train.conllu")
        for word, tag in zip(tree.words, tree.tags, strict=True)
        if tag in _TAGS and word.isalpha()
    )
    lines = [
        f"{word} {min(count, _MOST)}\n"
        for word, count in sorted(counts.items())
        if count >= _FEWEST
    ]
    (folder / COMMON_FILE).write_text("".join(lines), encoding="utf-8")
