"""What the ratings of proposed questions come to: ``python -m tests.benchmarks.ratings``.

A question is acceptable when on no count most raters gave it 0, and most found it attributed and
proved; a distractor is good when most found it plausible and wrong.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import permutations
from pathlib import Path
from typing import Any

from tests.benchmarks.texts import SPLIT

RATINGS = Path(__file__).parents[1] / "questions" / "proposing" / "ratings"
_WITH_OPTIONS = ("multiple_choice", "multiple_response", "who_said_it")
SCORED = ("fluency", "clarity", "answerability", "answer", "worth")
Item = dict[str, Any]


# Texts that nothing had been fitted to when they were rated, in this order.
LATER = (
    "new_texts",
    "newer_texts",
    "later_texts",
    "latest_texts",
    "further_texts",
    "more_texts",
    "added_texts",
)


def read_ratings(part: str) -> list[Item]:
    """Return the rated questions of ``tuning``, ``evaluation`` or one of ``LATER``.

    Each has its ``text``, ``stem`` and ``ratings``, one for each rater; ``human`` marks those
    that people wrote.
    """
    items: list[Item] = json.loads((RATINGS / f"{part}.json").read_text("utf-8"))
    return items


def is_acceptable(rating: Item) -> bool:
    """Return whether one rater finds a stem acceptable: no 0, attributed, proved."""
    return all(rating[name] > 0 for name in SCORED) and rating["attribution"] and rating["evidence"]


def accepted(item: Item) -> bool:
    """Return whether most raters find a stem acceptable on each count."""
    ratings = item["ratings"]
    low = any(_most([rating[name] == 0 for rating in ratings]) for name in SCORED)
    held = all(_most([rating[name] for rating in ratings]) for name in ("attribution", "evidence"))
    return held and not low


def distractors(item: Item) -> list[bool]:
    """Return of each distractor whether most raters find it plausible and wrong."""
    votes: dict[str, list[bool]] = defaultdict(list)
    for rating in item["ratings"]:
        for each in rating.get("distractors", []):
            votes[each["text"]].append(each["plausible"] and each["wrong"])
    return [_most(found) for found in votes.values()]


def alpha(table: Sequence[Sequence[bool]]) -> float:
    """Return Krippendorff's alpha for yes and no (2011, "Computing Krippendorff's Alpha").

    ``table`` has a row for each unit and a value for each rater, at least two of each.
    """
    pairs = [pair for row in table for pair in permutations(row, 2)]
    weights = [1 / (len(row) - 1) for row in table for _ in permutations(row, 2)]
    total = sum(weights)
    differing = sum(w for (one, other), w in zip(pairs, weights, strict=True) if one != other)
    yes = sum(w for (one, _), w in zip(pairs, weights, strict=True) if one)
    expected = 2 * yes * (total - yes) / (total - 1)
    return 1 - differing / expected if expected else 1.0


def main() -> None:
    """Print the figures of the evaluation, and of the texts that were rated later."""
    items = read_ratings("evaluation")
    split = json.loads(SPLIT.read_text(encoding="utf-8"))
    for part in ("evaluation", "fresh"):
        chosen = [item for item in items if item["text"] in split[part] and not item.get("human")]
        _print(f"texts of {part}", chosen)
    _print("written by people", [item for item in items if item.get("human")])
    _detail(items)
    for part in LATER:
        later = [item for item in read_ratings(part) if not item.get("human")]
        for source in ("polnear", "gum", "squad", "openstax"):
            if chosen := [item for item in later if item["text"].startswith(source)]:
                _print(f"{part} of {source}", chosen)
        _detail(later)


def _detail(items: Sequence[Item]) -> None:
    """Print the figures by kind and by score, and how far raters agree."""
    ours = [item for item in items if not item.get("human")]
    _print("all proposed", ours)
    for kind in sorted({item["type"] for item in ours}):
        _print(kind, [item for item in ours if item["type"] == kind])
    print("score     questions  acceptable")
    for low in (0.5, 0.6, 0.7, 0.8, 0.9):
        band = [item for item in ours if low <= item["score"] < low + 0.1]
        if band:
            print(f"{low:.1f}-{low + 0.1:.1f} {len(band):9d} {_share(map(accepted, band)):10.0f} %")
    votes = [[is_acceptable(rating) for rating in item["ratings"]] for item in items]
    print(f"alpha on stems {alpha(votes):.2f}")


def _print(name: str, items: Sequence[Item]) -> None:
    options = [item for item in items if item["type"] in _WITH_OPTIONS]
    whole = [accepted(item) and all(distractors(item)) for item in options]
    wrong = [good for item in options for good in distractors(item)]
    claimed = sum(not _most([r["attribution"] for r in item["ratings"]]) for item in items)
    print(
        f"{name}: {_share(map(accepted, items)):.0f} % of {len(items)} stems; "
        f"whole {_share(whole):.0f} % of {len(whole)}, distractors {_share(wrong):.0f} % of "
        f"{len(wrong)}; not attributed {claimed}"
    )


def _most(votes: Sequence[bool]) -> bool:
    return 2 * sum(votes) > len(votes)


def _share(votes: Iterable[bool]) -> float:
    found = list(votes)
    return 100 * sum(found) / max(1, len(found))


if __name__ == "__main__":
    main()
