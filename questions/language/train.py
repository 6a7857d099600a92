"""Train everything and measure it: ``python -m questions.language.train CORPORA [FOLDER]``.

Needs half an hour on one core. ``FIGURES.md`` beside the weights is written by this.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

import spacy

from questions.language.pipeline import WEIGHTS
from questions.language.train_entities import measure_entities, train_entities
from questions.language.train_parser import measure_parser, train_parser


def train(corpora: Path, folder: Path) -> None:
    """Train on ``corpora`` and write the weights and their figures to ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    train_parser(corpora, folder / "parser")
    train_entities(corpora, folder)
    measure(corpora, folder)


def measure(corpora: Path, folder: Path) -> None:
    """Measure the weights in ``folder`` and write the page of figures."""
    parser = measure_parser(corpora, spacy.load(folder / "parser"))
    entities = measure_entities(corpora, folder)
    page = (
        "# Figures\n\nWritten by `python -m questions.language.train`; do not edit.\n\n"
        "The parser, from raw text with the sentences given (UAS, LAS and tag accuracy in "
        f"percent):\n\n{_table(parser)}\nEntities:\n\n{_table(entities)}"
    )
    (folder / "FIGURES.md").write_text(page, encoding="utf-8")


def _table(figures: Mapping[str, float]) -> str:
    rows = "".join(f"| {name} | {value:g} |\n" for name, value in figures.items())
    return f"| measure | figure |\n| --- | --- |\n{rows}"


if __name__ == "__main__":
    train(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else WEIGHTS)
