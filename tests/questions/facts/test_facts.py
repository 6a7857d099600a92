"""Everything a document states, read once: what is known of its nouns, and what comes before."""

from __future__ import annotations

import pytest

from questions.facts.reading import stems, unsaid
from tests.questions.facts.sentences import read, spelt


@pytest.mark.parametrize(
    ("text", "noun", "expected"),
    [
        ("Warsaw burned the wood on the hill.", "hill", True),  # by the way
        ("Warsaw burned the wood.", "wood", True),  # not spoken of before
        ("The wood burned.", "wood", False),  # what it is about
        ("Warsaw praised the company.", "company", False),  # one that was spoken of
        ("Wood burned. Warsaw burned the wood.", "wood", False),
    ],
)
def test_what_needs_no_more_than_its_article(text: str, noun: str, expected: bool) -> None:
    facts = read(text)
    assert (noun in facts.known(facts.sentences[-1])) is expected


def test_what_the_document_keeps_speaking_of_is_known() -> None:
    facts = read("Poles cut wood. " * 4 + "The wood burned.")
    assert "wood" in facts.known(facts.sentences[-1])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Warsaw fell. Krakow grew.", "Warsaw fell."),
        ("Warsaw fell in the year 1945.\n\nKrakow grew in the year 1946.", None),
        ("Krakow grew.", None),
    ],
)
def test_the_sentence_before(text: str, expected: str | None) -> None:
    facts = read(text)
    before = facts.before(facts.sentences[-1])
    assert (spelt(before.words) if before else None) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He rebuilt Warsaw.", "He"),
        ("Warsaw was rebuilt.", None),
    ],
)
def test_what_is_not_said(text: str, expected: str | None) -> None:
    facts = read(text)
    sentence = facts.sentences[0]
    assert unsaid(sentence, sentence.words, facts) == expected


def test_a_lead_says_who_is_meant() -> None:
    facts = read("Marie Curie and Ada Lovelace met. He rebuilt Warsaw.")
    first, second = facts.sentences
    assert unsaid(second, second.words, facts) == "He"
    assert unsaid(second, second.words, facts, [first]) is None


def test_years_in_order_and_names_that_are_nouns_too() -> None:
    facts = read("Warsaw fell in 1945. Krakow grew in 1918. The church burned in 1945.")
    assert facts.years() == [1918, 1945]
    assert facts.is_common("Church")
    assert not facts.is_common("Warsaw")


def test_one_stem_for_the_forms_of_a_word() -> None:
    assert stems("joined the joining") == ("join", "the", "join")
