"""The score of a question is how likely a strict reader accepts its stem."""

from __future__ import annotations

import pytest

from questions.question import Question
from questions.scoring import score
from tests.benchmarks.calibration import question_of
from tests.benchmarks.ratings import accepted, read_ratings


def rated(stem: str, key: str, *others: str, quote: str = "It is so.") -> Question:
    shape = (
        {
            "kind": "choice",
            "options": [{"text": text, "fraction": text == key} for text in (key, *others)],
        }
        if others
        else {"kind": "text_entry", "answers": [{"text": key}]}
    )
    kind = "multiple_choice" if others else "cloze" if "____" in stem else "short_answer"
    cited = {"quote": quote, "stance": "asserted", "speaker": None}
    return question_of({"type": kind, "stem": stem, "interaction": shape, "citations": [cited]})


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        (
            rated("In what year did Ada Roe found the mill of Lund?", "1962", "1960", "1964"),
            rated("The mill of Lund has a ____ of oak.", "door"),
        ),
        (
            rated("Ada Roe founded the mill of Lund in ____.", "1962", "1960", "1964"),
            rated("Ada Roe founded the mill of Lund by ____.", "arrival"),
        ),
        (
            rated("What was founded by Ada Roe in the old town of Lund?", "flour mill"),
            rated("What was founded there?", "mill"),
        ),
    ],
)
def test_a_better_question_has_a_higher_score(better: Question, worse: Question) -> None:
    assert score(better) > score(worse)


def test_scores_are_as_likely_as_they_say() -> None:
    items = [one for one in read_ratings("latest_texts") if not one.get("human")]
    scores = [score(question_of(one)) for one in items]
    share = sum(map(accepted, items)) / len(items)
    assert abs(sum(scores) / len(scores) - share) < 0.1
