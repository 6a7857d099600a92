"""Fit the score to ratings: ``python -m tests.benchmarks.calibration``.

Writes ``questions/calibration.json``. All that was ever rated counts, whatever proposed it: the
score looks at the question alone. The goal is the share of raters who found its stem acceptable.
Ridge regression towards an even bias, by Newton's method on the logistic loss (Hastie, Tibshirani
and Friedman, 2009, section 4.4.1). How far to trust the result is told by texts that the weights
were not fitted to: each tenth of the texts is scored by weights of the others.
"""

from __future__ import annotations

import json
import math
from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from questions.question import Citation, Question
from questions.scoring import CALIBRATION, features, log_odds
from tests.benchmarks.ratings import LATER, Item, accepted, is_acceptable, read_ratings

PENALTY = 10.0  # of 3 to 80 the best by tenths of the texts, and there is little between them
FOLDS = 10
Rows = Sequence[dict[str, float]]
Weights = dict[str, float]


def main() -> None:
    """Fit, write, and print how the scores compare with the ratings."""
    parts = ("tuning", "evaluation", *LATER)
    items = [one for part in parts for one in read_ratings(part) if not one.get("human")]
    rows = [features(question_of(item)) for item in items]
    goals = [float(np.mean([is_acceptable(one) for one in item["ratings"]])) for item in items]
    texts = sorted({item["text"] for item in items})
    folds = [texts.index(item["text"]) % FOLDS for item in items]
    odds = np.zeros(len(items))
    for fold in range(FOLDS):
        others = [place for place, own in enumerate(folds) if own != fold]
        weights = fit([rows[place] for place in others], [goals[place] for place in others])
        for place, own in enumerate(folds):
            if own == fold:
                odds[place] = log_odds(weights, rows[place])
    kept = np.array([accepted(item) for item in items])
    scaling = fit([{"slope": one} for one in odds], [float(one) for one in kept], 0.0)
    weights = fit(rows, goals) | {"slope": scaling["slope"], "intercept": scaling["bias"]}
    CALIBRATION.write_text(json.dumps(weights, indent=1) + "\n", encoding="utf-8")
    before = np.array([item["score"] for item in items])
    print(f"{len(items)} rated questions of {len(texts)} texts")
    print(f"pairs of a text in the right order: {100 * in_order(items, kept, odds):.0f} %")
    print(f"by the scores that they had then: {100 * in_order(items, kept, before):.0f} %")
    table(kept, 1 / (1 + np.exp(-(scaling["bias"] + scaling["slope"] * odds))))


def question_of(item: Item) -> Question:
    """Return what was rated; where its passages stand is not kept with the ratings."""
    cited = (
        Citation(document="rated", start=0, end=len(each["quote"]), **each)
        for each in item["citations"]
    )
    return Question(
        type=item["type"],
        stem=item["stem"],
        interaction=item["interaction"],
        citations=tuple(cited),
    )


def fit(rows: Rows, goals: Sequence[float], penalised: float = PENALTY) -> Weights:
    """Return the weights, by the names of the features; "bias" is not shrunk."""
    names = sorted({name for row in rows for name in row})
    matrix = np.array([[1.0, *(row.get(name, 0.0) for name in names)] for row in rows])
    wanted = np.array(goals)
    weights = np.zeros(len(names) + 1)
    penalty = penalised * np.eye(len(weights))
    penalty[0, 0] = 0.0
    for _ in range(30):
        guess = 1 / (1 + np.exp(-matrix @ weights))
        slope = matrix.T @ (wanted - guess) - penalty @ weights
        bend = (matrix.T * (guess * (1 - guess))) @ matrix + penalty
        weights = weights + np.linalg.solve(bend, slope)
    return {name: round(float(w), 3) for name, w in zip(["bias", *names], weights, strict=True)}


def in_order(items: Sequence[Item], kept: NDArray[np.bool_], scores: NDArray[np.float64]) -> float:
    """Return the share of pairs, one accepted and one not, of one text that a score tells apart."""
    places = defaultdict(list)
    for place, item in enumerate(items):
        places[item["text"]].append(place)
    right = pairs = 0.0
    for own in places.values():
        for good in (place for place in own if kept[place]):
            for bad in (place for place in own if not kept[place]):
                pairs += 1
                right += math.copysign(0.5, scores[good] - scores[bad]) + 0.5
    return right / pairs


def table(kept: NDArray[np.bool_], scores: NDArray[np.float64]) -> None:
    """Print, for each band of scores, how many questions and what share was accepted."""
    edges = (0.0, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)
    for low, high in pairwise(edges):
        band = kept[(scores >= low) & (scores < high)]
        if len(band):
            print(f"{low:.1f} to {high:.1f}  {len(band):4d}  {100 * np.mean(band):3.0f} %")


if __name__ == "__main__":
    main()
