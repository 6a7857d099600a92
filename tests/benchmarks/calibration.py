"""Fit the score to ratings: ``python -m tests.benchmarks.calibration CORPORA``.

Writes ``questions/calibration.json``. Of the ratings for tuning, a question counts where it is
still proposed; the goal is the share of raters who found its stem acceptable. The scores that the
evaluated questions had then only say how far to trust the result. Ridge regression towards an
even bias, by Newton's method on the logistic loss (Hastie, Tibshirani and Friedman, 2009, section
4.4.1).
"""

from __future__ import annotations

import json
import math
import sys
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from questions.facts.reading import read_facts
from questions.language import pipeline
from questions.proposing import candidates
from questions.ranking import CALIBRATION, features, score
from questions.reading import plain
from tests.benchmarks.ratings import Item, accepted, is_acceptable, read_ratings
from tests.benchmarks.texts import texts

PENALTY = 1.0


def main(corpora: Path) -> None:
    """Fit, write, and print how the scores compare with the ratings."""
    rated: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for item in read_ratings("tuning"):
        rated[item["text"]].append(item)
    rows, goals, scores = [], [], []
    for name, text in texts(corpora, "tuning"):
        facts = read_facts(plain.read(text), "text", pipeline.load())
        found = {c.question.stem: c for c, said in candidates(facts) if said is None}
        for item in rated[name]:
            if candidate := found.get(item["stem"]):
                rows.append(features(candidate))
                goals.append(float(np.mean([is_acceptable(one) for one in item["ratings"]])))
                scores.append(score(candidate, facts))
    weights = fit(rows, goals)
    evaluated = [item for item in read_ratings("evaluation") if not item.get("human")]
    weights |= scaling(evaluated)
    CALIBRATION.write_text(json.dumps(weights, indent=1) + "\n", encoding="utf-8")
    print(f"{len(rows)} rated questions are still proposed")
    table(goals, [_score(weights, row) for row in rows])


def fit(rows: list[dict[str, float]], goals: list[float]) -> dict[str, float]:
    """Return the weights, by the names of the features; "bias" is not shrunk."""
    names = sorted({name for row in rows for name in row})
    matrix = np.array([[1.0, *(row.get(name, 0.0) for name in names)] for row in rows])
    wanted = np.array(goals)
    weights = np.zeros(len(names) + 1)
    penalty = PENALTY * np.eye(len(weights))
    penalty[0, 0] = 0.0
    for _ in range(30):
        guess = 1 / (1 + np.exp(-matrix @ weights))
        slope = matrix.T @ (wanted - guess) - penalty @ weights
        bend = (matrix.T * (guess * (1 - guess))) @ matrix + penalty
        weights = weights + np.linalg.solve(bend, slope)
    return {name: round(float(w), 3) for name, w in zip(["bias", *names], weights, strict=True)}


def scaling(items: Sequence[Item]) -> dict[str, float]:
    """Return what takes the scores that ``items`` had to the share of them that was accepted."""
    odds = [math.log(item["score"] / (1 - item["score"])) for item in items]
    found = fit([{"slope": each} for each in odds], [float(accepted(item)) for item in items])
    return {"slope": found["slope"], "intercept": found["bias"]}


def table(goals: list[float], scores: list[float]) -> None:
    """Print, for each band of scores, how many questions and what share was acceptable."""
    for low in (0.0, 0.5, 0.6, 0.7, 0.8, 0.9):
        band = [g for g, s in zip(goals, scores, strict=True) if low <= s < _next(low)]
        if band:
            print(f"{low:.1f} to {_next(low):.1f}  {len(band):4d}  {np.mean(band):.2f}")


def _next(low: float) -> float:
    return 0.5 if low == 0 else round(low + 0.1, 1) + (1e-9 if low == 0.9 else 0)


def _score(weights: dict[str, float], row: dict[str, float]) -> float:
    total = weights["bias"] + sum(weights.get(name, 0.0) * value for name, value in row.items())
    return float(1 / (1 + np.exp(-total)))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
