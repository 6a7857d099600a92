"""Lists of names of one kind, of which a sentence says the same."""

from __future__ import annotations

import pytest

from questions.facts.clauses import clauses
from questions.facts.enumerations import enumerations, lists
from tests.questions.facts.sentences import read

THREE = ("Norway", "Sweden", "Denmark")


@pytest.mark.parametrize(
    ("text", "place", "preposition"),
    [
        ("Norway, Sweden and Denmark founded the council in 1952.", "subject", ""),
        ("The council was founded by Norway, Sweden and Denmark.", "phrase", "by"),
        ("The council invited Norway, Sweden and Denmark.", "object", ""),
        ("The members are Norway, Sweden and Denmark.", "complement", ""),
        ("The road runs through Norway, Sweden, and Denmark.", "phrase", "through"),
    ],
)
def test_a_whole_list(text: str, place: str, preposition: str) -> None:
    facts = read(text)
    (found,) = [
        listed
        for clause in clauses(facts.sentences[0])
        for listed in enumerations(clause, facts.names)
    ]
    assert (found.place, found.members, found.preposition) == (place, THREE, preposition)
    assert not found.is_open


@pytest.mark.parametrize(
    "text",
    [
        "Norway and Sweden signed the treaty.",  # two
        "The border runs between Norway, Sweden and Finland.",  # true of none alone
        "Marie Curie, Sweden and Denmark signed the treaty.",  # of two kinds
        "Norway, Sweden, Denmark signed the treaty.",  # not closed
        "Norway, Norway and Sweden signed the treaty.",  # one twice
        "Norway, Sweden, Norway and Denmark signed the treaty.",  # the same among others
        "The council invited members including Norway, Sweden and Denmark.",  # some of them
    ],
)
def test_no_list(text: str) -> None:
    facts = read(text)
    found = [
        listed
        for clause in clauses(facts.sentences[0])
        for listed in enumerations(clause, facts.names)
    ]
    assert found == []


@pytest.mark.parametrize(
    "text",
    [
        "Both Norway, Sweden and Denmark signed the treaty.",
        "Norway, Sweden and Denmark signed the treaty together.",
        "Norway, Sweden and Denmark respectively signed the treaty.",
        "The council invited Norway, Sweden and Denmark among others.",
        "Each of them invited Norway, Sweden and Denmark.",
    ],
)
def test_a_list_that_may_go_on_or_acts_as_one(text: str) -> None:
    facts = read(text)
    (found,) = [
        listed
        for clause in clauses(facts.sentences[0])
        for listed in enumerations(clause, facts.names)
    ]
    assert found.is_open


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Norway and Sweden signed the treaty.", [["Norway", "Sweden"]]),
        ("Norway met Sweden and Denmark.", [["Sweden", "Denmark"]]),
        ("Norway met Sweden.", []),
    ],
)
def test_names_side_by_side(text: str, expected: list[list[str]]) -> None:
    sentence = read(text).sentences[0]
    assert [[sentence.spelt(name) for name in run] for run in lists(sentence)] == expected
