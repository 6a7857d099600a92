"""Ratings of proposed questions by the rubric, kept as data."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

RATINGS = Path(__file__).parents[1] / "questions" / "proposing" / "ratings"
SCORED = ("fluency", "clarity", "answerability", "answer", "worth")


def read_ratings(part: str) -> list[dict[str, Any]]:
    """Return the rated questions of ``tuning`` or ``evaluation``.

    Each has its ``text``, ``stem`` and ``ratings``, one for each rater.
    """
    items: list[dict[str, Any]] = json.loads((RATINGS / f"{part}.json").read_text("utf-8"))
    return items


def is_acceptable(rating: dict[str, Any]) -> bool:
    """Return whether one rater finds a stem acceptable: no 0, attributed, proved."""
    return all(rating[name] > 0 for name in SCORED) and rating["attribution"] and rating["evidence"]


def good_distractors(rating: dict[str, Any]) -> list[bool]:
    """Return of each distractor whether it is plausible and wrong."""
    return [each["plausible"] and each["wrong"] for each in rating.get("distractors", [])]
