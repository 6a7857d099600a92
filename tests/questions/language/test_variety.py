import random

import pytest

from questions.language.pipeline import WEIGHTS
from questions.language.training.examples import Example
from questions.language.training.variety import Variety, cases

ADA = Example("Ada lives in Oslo .".split(), labels=["B-PER", "O", "O", "B-LOC", "O"])
BANK = Example("The Bank of Italy met".split(), labels=["O", "B-ORG", "I-ORG", "I-ORG", "O"])
SCHOOL = Example("School of Law".split(), labels=["B-ORG", "I-ORG", "I-ORG"])


@pytest.fixture(scope="module")
def variety() -> Variety:
    return Variety([ADA, BANK, SCHOOL], WEIGHTS)


def test_names_give_way_to_others_of_their_kind(variety: Variety) -> None:
    chance = random.Random(1)
    texts = [variety.words(ADA, chance) for _ in range(200)]
    assert all(len(text) == 5 and text[1:3] == ["lives", "in"] for text in texts)
    assert len({text[0] for text in texts}) > 10
    assert len({text[3] for text in texts}) > 10
    assert ADA.words[0] == "Ada"


def test_small_words_stay_where_they_are(variety: Variety) -> None:
    chance = random.Random(1)
    texts = {" ".join(variety.words(BANK, chance)) for _ in range(200)}
    assert {"The Bank of Italy met", "The School of Law met"} <= texts
    assert all(text.split()[2] == "of" for text in texts)


def test_now_and_then_nothing_or_all_is_in_capitals() -> None:
    chance = random.Random(1)
    found = {tuple(cases(["Oslo", "is", "12"], chance)) for _ in range(300)}
    assert found == {(1, 0, 4), (0, 0, 4), (2, 2, 4)}
