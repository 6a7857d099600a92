"""Terms: nouns worth knowing, with what narrows them."""

from __future__ import annotations

import pytest

from questions.facts.terms import is_familiar, phrases, terms
from tests.questions.facts.sentences import read


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The doctor described a bacterial infection.", ["bacterial infection"]),
        ("Many bacteria need oxygen.", ["bacteria", "oxygen"]),
        ("The reaction needs several catalysts.", ["reaction"]),
        ("The reaction needs different mineral catalysts.", ["reaction", "mineral catalysts"]),
        ("The reaction needs a large catalyst.", ["reaction", "catalyst"]),
        ("The number of bacteria grew.", ["bacteria"]),
        ("Someone described the infection.", ["infection"]),
        ("A century of percent passed.", []),
        ("The car stands in front of the house.", []),
        ("The catalyst’s surface is clean.", []),
        ("Here are the postulates of Dalton’s atomic theory.", ["postulates"]),
        ("The catalyst / enzyme works.", []),
        ("The catalyst–enzyme reaction is fast.", []),
        ("The enzyme acts in combination with oxygen.", ["enzyme", "oxygen"]),
        ("Its opening decades brought a catalyst.", ["catalyst"]),
        ("Marie Curie came to Warsaw.", []),
    ],
)
def test_terms(text: str, expected: list[str]) -> None:
    assert [term.text for term in terms(read(text).sentences[0])] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "The study describes the evolution of the German language.",
            ["evolution of the German language"],
        ),
        (
            "The scientist measured the velocity of the electron.",
            ["velocity of the electron"],
        ),
        ("The number of bacteria grew.", []),
        ("The government asked for the use of oxygen.", []),
        ("The evolution of its language took centuries.", []),
        ("The evolution of language and music took centuries.", []),
        ("The velocity from the electron grew.", []),
        ("The velocity of two electrons differs.", []),
        ("The velocity of the electron and the atom differs.", []),
    ],
)
def test_phrases(text: str, expected: list[str]) -> None:
    assert [term.text for term in phrases(read(text).sentences[0])] == expected


@pytest.mark.parametrize(
    ("word", "expected"),
    [("house", True), ("houses", True), ("cities", True), ("chlorophyll", False)],
)
def test_what_is_no_news(word: str, expected: bool) -> None:
    assert is_familiar(word) is expected
