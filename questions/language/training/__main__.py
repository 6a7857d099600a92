"""Train everything and measure it: ``python -m questions.language.training CORPORA [FOLDER]``.

Needs the extra ``train`` and about an hour of one core.
"""

from __future__ import annotations

import sys
from pathlib import Path

from questions.language.gazetteers import Gazetteers
from questions.language.pipeline import WEIGHTS
from questions.language.training.entities import train_entities
from questions.language.training.figures import FIGURES_FILE, measure
from questions.language.training.network import train_network
from questions.language.training.words import count_words


def train(corpora: Path, folder: Path) -> None:
    """Train on ``corpora`` and write the weights and their figures to ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    count_words(corpora, folder)
    train_entities(corpora, folder)
    train_network(corpora, folder, Gazetteers.load(folder).words("title"))
    (folder / FIGURES_FILE).write_text(measure(corpora, folder), encoding="utf-8")


if __name__ == "__main__":
    train(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else WEIGHTS)
