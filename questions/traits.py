"""What is known of a proposed question before anybody decides, and how likely it is to be kept.

The weights come from ``questions/fitting.py``, which is only needed where they are learned.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

LEAST = 50  # decisions: from so many up something is learned
LEAST_OF_EACH = 10  # kept, and turned down: with fewer the measure is mostly chance

BIAS = "bias"
SCORE = "score"
# Plain choices that bring characters to the size of the other features, about -2 to 2.
_STEM, _STEM_SPREAD = 80, 40
_PASSAGE, _PASSAGE_SPREAD = 160, 80
_PLACE, _PLACE_SPREAD = 7, 2  # of the logarithm: 7 is about the thousandth character
_FURTHEST = 3.0
_SUREST = 0.01


@dataclass(frozen=True, slots=True)
class Traits:
    """What a proposal was like; ``stem`` and ``passage`` are lengths, ``place`` an offset.

    A ``score`` of 0 means that there is none.
    """

    score: float
    type: str
    stance: str
    way: str
    stem: int
    passage: int
    place: int


def features(traits: Traits) -> dict[str, float]:
    """Return what the likelihood depends on, by name; what is not there is 0."""
    return {
        SCORE: log_odds(traits.score) if traits.score else 0.0,
        "unscored": float(not traits.score),
        f"type {traits.type}": 1.0,
        f"stance {traits.stance}": 1.0,
        f"way {traits.way}": 1.0,
        "stem": _spread((traits.stem - _STEM) / _STEM_SPREAD),
        "passage": _spread((traits.passage - _PASSAGE) / _PASSAGE_SPREAD),
        "place": _spread((math.log1p(max(0, traits.place)) - _PLACE) / _PLACE_SPREAD),
    }


def likelihood_of(traits: Traits, weights: Mapping[str, float]) -> float:
    """Return from 0 to 1 how likely a proposal is to be kept; unknown features count nothing."""
    total = weights.get(BIAS, 0.0)
    total += sum(weights.get(name, 0.0) * value for name, value in features(traits).items())
    return 1 / (1 + math.exp(-min(max(total, -30.0), 30.0)))


def log_odds(score: float) -> float:
    """Return the logarithm of the odds that a likelihood stands for; none is quite sure."""
    sure = min(max(score, _SUREST), 1 - _SUREST)
    return math.log(sure / (1 - sure))


def _spread(value: float) -> float:
    return min(max(value, -_FURTHEST), _FURTHEST)
