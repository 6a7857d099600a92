"""The ratings that figures are taken from are whole, and counted as the rubric says."""

from __future__ import annotations

import json

import pytest

from tests.benchmarks.ratings import accepted, alpha, distractors, read_ratings
from tests.benchmarks.texts import SPLIT

GOOD = dict.fromkeys(("fluency", "clarity", "answerability", "answer", "worth"), 2) | {
    "attribution": True,
    "evidence": True,
}


def test_each_evaluated_question_has_three_raters_and_no_text_was_tuned_on() -> None:
    items = read_ratings("evaluation")
    split = json.loads(SPLIT.read_text(encoding="utf-8"))
    assert all(len(item["ratings"]) == 3 for item in items)
    texts = {item["text"] for item in items}
    assert len(texts) >= 10 and texts <= {*split["evaluation"], *split["fresh"]}
    assert not texts & set(split["tuning"])


@pytest.mark.parametrize(
    ("part", "texts", "questions"),
    [
        ("new_texts", 23, 226),
        ("newer_texts", 24, 231),
        ("later_texts", 24, 236),
        ("latest_texts", 22, 205),
        ("further_texts", 23, 223),
        ("more_texts", 24, 241),
        ("added_texts", 24, 244),
    ],
)
def test_each_question_on_a_new_text_has_three_raters(
    part: str, texts: int, questions: int
) -> None:
    items = read_ratings(part)
    assert len({item["text"] for item in items}) == texts and len(items) == questions
    assert all(len(item["ratings"]) == 3 for item in items)


@pytest.mark.parametrize(
    ("spoilt", "raters", "is_accepted"),
    [
        ({}, 0, True),
        ({"worth": 0}, 1, True),
        ({"worth": 0}, 2, False),
        ({"worth": 1}, 3, True),
        ({"attribution": False}, 2, False),
        ({"evidence": False}, 1, True),
    ],
)
def test_most_raters_decide(spoilt: dict[str, object], raters: int, *, is_accepted: bool) -> None:
    ratings = [GOOD | spoilt] * raters + [GOOD] * (3 - raters)
    assert accepted({"ratings": ratings}) is is_accepted


def test_a_distractor_must_be_plausible_and_wrong() -> None:
    def rated(*, plausible: bool, wrong: bool) -> dict[str, object]:
        return {"distractors": [{"text": "a", "plausible": plausible, "wrong": wrong}]}

    yes, no = rated(plausible=True, wrong=True), rated(plausible=True, wrong=False)
    assert distractors({"ratings": [yes, yes, no]}) == [True]
    assert distractors({"ratings": [yes, no, no]}) == [False]


def test_alpha() -> None:
    assert alpha([[True, True], [False, False]]) == 1
    # Krippendorff (2011), binary data of two observers over ten units: 0.095
    one = [0, 1, 0, 0, 0, 0, 0, 0, 1, 0]
    other = [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]
    table = [[bool(a), bool(b)] for a, b in zip(one, other, strict=True)]
    assert alpha(table) == pytest.approx(0.095, abs=0.001)
