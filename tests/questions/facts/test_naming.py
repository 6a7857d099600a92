"""Names that mean the same: short forms, surnames, titles left out."""

from __future__ import annotations

import pytest

from questions.facts.naming import plain
from tests.questions.facts.sentences import read


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Poland joined the Partnership for Peace (PfP) in 1994.",
            [("PfP", "Partnership for Peace")],
        ),
        (
            "The North Atlantic Treaty Organization (N.A.T.O.) grew.",
            [("NATO", "North Atlantic Treaty Organization")],
        ),
        (
            "The Ministry of the Interior (MI) was founded.",
            [("MI", "Ministry of the Interior")],
        ),
        ("The Partnership for Peace (XYZ) grew.", []),
        ("The council (of Warsaw) grew.", []),
        ("Poland joined NATO.", []),
    ],
)
def test_short_forms(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(found.short, found.long) for found in read(text).names.acronyms] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("President Marie Curie met Curie in Warsaw.", "Marie Curie"),
        ("Marie Curie came to Warsaw.", "Marie Curie"),
        ("Curie came to Warsaw.", None),
        ("Marie Curie met Pierre Curie.", None),
    ],
)
def test_whose_surname(text: str, expected: str | None) -> None:
    assert read(text).names.person("Curie") == expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("Marie Curie", "Curie", True),
        ("Marie Curie", "Marie Skłodowska", True),
        ("Partnership for Peace", "PfP", True),
        ("Pierre de la Cour", "Marie de la Tour", False),
        ("Warsaw", "Krakow", False),
    ],
)
def test_may_mean_the_same(one: str, other: str, expected: bool) -> None:
    names = read(
        "Marie Curie and Marie Skłodowska met Pierre de la Cour and Marie de la Tour in Warsaw. "
        "Poland joined the Partnership for Peace (PfP)."
    ).names
    names_alone = read("Pierre de la Cour and Marie de la Tour met.").names
    assert (names if one != "Pierre de la Cour" else names_alone).same(one, other) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the Foreign Office", "Foreign Office"),
        ("Dr. Marie Curie’s", "Marie Curie"),
        ("President Prime Minister Curie", "Curie"),
        ("President", "President"),
        ("Marie Curie", "Marie Curie"),
    ],
)
def test_without_article_title_and_ending(text: str, expected: str) -> None:
    assert plain(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Marie Curie saw Warsaw.", ["Marie Curie"]),
        ("The Church saw Warsaw.", []),
        ("John Street met Marie Curie.", ["Marie Curie"]),
        ("Mary House said so. Marie Curie slept.", ["Marie Curie"]),
    ],
)
def test_people(text: str, expected: list[str]) -> None:
    assert read(text).names.of_kind("PER") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Karl Voss and his wife, Ada Lovelace, met.", {"Ada Lovelace": "she"}),
        ("Ada Lovelace met her husband Noel King.", {"Noel King": "he"}),
        ("Ada Lovelace, his sister, died.", {"Ada Lovelace": "she"}),
        ("She met the wife of Noel King.", {}),
    ],
)
def test_kin_tell_he_from_she(text: str, expected: dict[str, str]) -> None:
    assert read(text).names.sexes == expected
