"""Who holds which office."""

from __future__ import annotations

import pytest

from questions.facts.roles import offices, roles
from tests.questions.facts.sentences import read


@pytest.mark.parametrize(
    ("text", "person", "office"),
    [
        ("Foreign Minister Jeyhun Bayramov visited Warsaw.", "Jeyhun Bayramov", "Foreign Minister"),
        (
            "Jens Stoltenberg, NATO secretary general, visited Warsaw.",
            "Jens Stoltenberg",
            "NATO secretary general",
        ),
        (
            "Angela Merkel became chancellor of Germany in 2005.",
            "Angela Merkel",
            "Chancellor of Germany",
        ),
        ("Rafal Trzaskowski was the mayor of Warsaw.", "Rafal Trzaskowski", "Mayor of Warsaw"),
    ],
)
def test_who_holds_what(text: str, person: str, office: str) -> None:
    facts = read(text)
    (found,) = roles(facts.sentences[0], facts.names)
    assert (found.person, found.office) == (person, office)


@pytest.mark.parametrize(
    "text",
    [
        "President Andrzej Duda visited Warsaw.",  # a bare rank, as good as "Mr"
        "Former Foreign Minister Jeyhun Bayramov visited Warsaw.",
        "Angela Merkel, former chancellor of Germany, visited Warsaw.",
        "Angela Merkel met the mayor of Warsaw.",
        "Angela Merkel left the chancellor of Germany.",
        "Angela Merkel, a physicist, visited Warsaw.",
        "Foreign Minister Bayramov visited Warsaw.",  # no full name
        "“Foreign Minister Jeyhun Bayramov visited Warsaw,” it said.",
        "Angela Merkel visited Warsaw.",
        "The death Saturday of Justice Antonin Scalia came as a surprise.",
    ],
)
def test_no_office(text: str) -> None:
    facts = read(text)
    assert list(roles(facts.sentences[0], facts.names)) == []


def test_of_one_person_the_longer_office_and_of_one_office_one_person() -> None:
    facts = read(
        "Foreign Minister Jeyhun Bayramov visited Warsaw. "
        "Jeyhun Bayramov, foreign minister of Azerbaijan, left. "
        "Rafal Trzaskowski was the mayor of Warsaw. Hanna Gronkiewicz was the mayor of Warsaw."
    )
    found = offices(facts.sentences, facts.names)
    assert [(role.person, role.office) for role in found] == [
        ("Jeyhun Bayramov", "Foreign minister of Azerbaijan")
    ]
