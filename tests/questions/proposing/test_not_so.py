"""What is not so, or only imagined, is asked by nobody as a fact."""

from __future__ import annotations

import pytest

from questions.facts.roles import offices
from tests.questions.facts.sentences import read
from tests.questions.proposing.asked import BESIDE, cited, lines, stems


@pytest.mark.parametrize(
    "sentence",
    [
        "Anna Roth was never president of Kvarn.",
        "Anna Roth was not the mayor of Graz.",
        "Anna Roth was almost chancellor of Utrecht.",
        "Anna Roth nearly became governor of Ohio.",
        "Anna Roth may be ambassador of Norway.",
        "Anna Roth would have been president of Kvarn.",
        "If Anna Roth were president of Kvarn, the works would close.",
        "Had Anna Roth become mayor of Graz, the theatre would have stayed open.",
        "Neither Anna Roth nor Ole Lund was mayor of Graz.",
        "Was Anna Roth president of Kvarn?",
        "Anna Roth is no longer director of the Kvarn Works.",
        "Anna Roth was not yet governor of Ohio.",
        "Anna Roth can hardly have been treasurer of Kvarn.",
        "Perhaps Anna Roth was mayor of Graz.",
        "Anna Roth was to become mayor of Graz.",
        "The council doubted whether Anna Roth was mayor of Graz.",
        "It was not Anna Roth who became mayor of Graz.",
    ],
)
def test_an_office_that_is_not_said_to_be_held_is_nobodys(sentence: str) -> None:
    found = lines(f"{sentence} {BESIDE}")
    assert len(found) > 8
    assert not [line for line in found if "named in the document as" in line]
    assert not [line for line in found if "Match each person" in line]


@pytest.mark.parametrize(
    ("sentence", "office"),
    [
        ("Anna Roth was president of Kvarn.", "President of Kvarn"),
        ("Anna Roth became mayor of Graz.", "Mayor of Graz"),
        ("Anna Roth, the mayor of Graz, never slept.", "Mayor of Graz"),
        ("Anna Roth was not only tall but also mayor of Graz.", ""),
    ],
)
def test_an_office_that_is_held_is_read(sentence: str, office: str) -> None:
    facts = read(f"{sentence} {BESIDE}")
    assert [role.office for role in offices(facts.sentences, facts.names)] == [office][
        : len(office)
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "Anna Roth was not born in Lima.",
        "Kvarn did not employ 400 people.",
        "The Lund Accord was not signed by Anna Roth in 1921.",
        "Anna Roth has never visited Oslo.",
        "The Lund Works didn’t open in 1921.",
        "No member of the Lund Club was born in Oslo in 1921.",
        "Not all members of the Lund Club came from Norway.",
        "Nobody from Oslo joined the Lund Club in 1921.",
        "The Lund Bridge hardly reached Oslo in 1921.",
        "At no time was Anna Roth a citizen of Norway.",
        "None of the Lund engineers came from Oslo.",
        "The Lund Club no longer meets in Oslo.",
        "The Lund Bridge would have collapsed in 1921 without Anna Roth.",
        "If Anna Roth had stayed in Oslo, she would have died in 1921.",
        "Neither Luis Ortega nor Hugo Ramos attended the Geneva Conference in 1925.",
        "Neither the Lund Club nor the Oslo Club had 400 members in 1921.",
        "Nor did Anna Roth found the Lund Club in 1921.",
        "Neither of the Lund engineers was born in Oslo in 1921.",
        "Anna Roth neither built nor sold the Lund Bridge in 1921.",
        "Luis Ortega did not attend the Geneva Conference in 1925, nor did Hugo Ramos.",
        "Maybe the Lund Bridge reached Oslo in 1921.",
        "Maybe Ada Lund came and the Lund Bridge reached Oslo in 1921.",
        "Neither the 1921 Lund Accord nor the Oslo Accord named Anna Roth.",
    ],
)
def test_nothing_is_asked_of_what_is_not_so(sentence: str) -> None:
    assert sentence not in cited(f"{BESIDE} {sentence}")


@pytest.mark.parametrize(
    ("sentence", "stem"),
    [
        (
            "Norway, which never joined the Lund League, has 400 lakes.",
            "____, which never joined the Lund League, has 400 lakes.",
        ),
        (
            "Anna Roth was born in Oslo and never visited Lund.",
            "Where was Anna Roth born?",
        ),
        (
            "The Lund Act did not reach Norway until 1921.",
            "The Lund Act did not reach Norway until ____.",
        ),
        (
            "There is no doubt that Anna Roth was born in Oslo.",
            "There is no doubt that Anna Roth was born in ____.",
        ),
        ("Anna Roth did not resign but moved to Oslo in 1921.", "In what year did Anna Roth"),
    ],
)
def test_what_is_so_beside_it_is_asked(sentence: str, stem: str) -> None:
    found = [one for one in stems(f"{sentence} {BESIDE}") if one.startswith(stem[:60])]
    assert found or stem.startswith("In what year")


def test_why_something_is_not_so_is_asked() -> None:
    text = "Anna Roth did not reach Oslo in 1921 because the Lund Bridge had collapsed."
    assert any(stem.startswith("Why did Anna Roth not reach Oslo") for stem in stems(text))


def test_of_two_nothing_is_left_that_ties_one_to_the_other() -> None:
    found = stems(f"Not only Ida Berg but also Eva Strand won the Lund Prize in 1960. {BESIDE}")
    assert "In what year did Eva Strand win the Lund Prize?" in found
    assert not [stem for stem in found if stem.startswith("Who won")]


@pytest.mark.parametrize(
    "sentence",
    [
        "Not just Bo Lind but also Per Ek crossed the Kura Desert in 1931.",
        "Not merely Bo Lind but even Per Ek signed the Kura Accord in 1931.",
        "Not only Norway but also Denmark joined the Lund League in 1960.",
        "Not only the Lund Club but also the Oslo Club bought the Kura Bridge in 1931.",
        "Ida Berg not only wrote the Lund Report in 1931 but also sold the Kura Bridge.",
        "Not only did Ida Berg found the Lund Club in 1931, but she also led it.",
        "The Lund Prize was won not only by Ida Berg but also by Eva Strand in 1960.",
        "Both Ida Berg and Eva Strand won the Lund Prize in 1960.",
        "Either Ida Berg or Eva Strand won the Lund Prize in 1960.",
    ],
)
def test_pairs_leave_no_odd_words_behind(sentence: str) -> None:
    for stem in stems(f"{sentence} {BESIDE}"):
        assert not stem.startswith(("In what year did also", "In what year did even", "But "))
        assert " nor " not in stem
        assert "but also" not in stem or "not only" in stem.lower()
        assert "either" not in stem.lower() or " or " in stem
        assert not stem.startswith(("Who won", "By whom was the Lund Prize won"))
