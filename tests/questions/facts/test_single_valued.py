"""What has one value: no other year, number, place or person would leave the clause true."""

from __future__ import annotations

import pytest

from questions.facts.clauses import clauses
from questions.facts.single_valued import single_valued
from tests.questions.facts.sentences import read, spelt


def found(text: str) -> list[tuple[str, str]]:
    facts = read(text)
    return [
        (fact.kind, spelt(fact.value))
        for clause in clauses(facts.sentences[0])
        for fact in single_valued(clause, facts.moments)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Marie Curie discovered radium in 1898.",
            [("year", "1898"), ("person", "Marie Curie")],
        ),
        ("Radium was discovered by Marie Curie.", [("person", "Marie Curie")]),
        ("Frederic Chopin was born in Warsaw.", [("place", "Warsaw")]),
        ("The concert took place in Warsaw.", [("place", "Warsaw")]),
        ("Warsaw schools hired 40 teachers.", [("number", "40")]),
        # "Since" is no more when it was discovered.
        ("Marie Curie discovered radium since 1898.", [("person", "Marie Curie")]),
    ],
)
def test_one_value(text: str, expected: list[tuple[str, str]]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Marie Curie studied radium.",
        "Frederic Chopin lived in Paris.",
        "Frederic Chopin died in Paris and London.",
        "Frederic Chopin may have died in Paris.",
        "Marie Curie perhaps discovered radium in 1898.",
        "Marie Curie often wrote books in 1898.",
        "Marie Curie and Pierre Curie discovered radium.",
        "Warsaw was rebuilt in 1945 and in 1950.",
        "Warsaw schools teach children in 1898.",
        "Warsaw schools hired about 40 teachers.",
        "Warsaw schools hired another 40 teachers.",
        "Warsaw schools lost some 40 teachers.",
        "Warsaw schools hired all 40 teachers.",
        "Warsaw schools hired these 40 teachers.",
        "Warsaw was rebuilt in 1945 after it had burned in 1939.",
        "Warsaw took the castle in 1864 that Krakow had lost in 1862.",
        "Warsaw schools hired the 40 teachers.",
        "Warsaw schools hired 40 teachers every year.",
        "Warsaw schools hired 40 teachers and 20 cooks.",
        "The director hired 40 teachers.",  # as "the 40"
    ],
)
def test_others_may_be_true_too(text: str) -> None:
    assert found(text) == []
