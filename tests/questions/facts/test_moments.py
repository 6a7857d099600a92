"""When: the years of a sentence that say when something happened."""

from __future__ import annotations

import pytest

from questions.facts.moments import is_year, moments
from tests.questions.facts.sentences import read, spelt


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Poland joined the union in 2004.", (2004, "in 2004", "in", "joined", True)),
        ("Poland joined the union on 1 May 2004.", (2004, "on 1 May 2004", "on", "joined", False)),
        ("Poland joined the union in May 2004.", (2004, "in May 2004", "in", "joined", False)),
        (
            "Warsaw has been the capital since 1596.",
            (1596, "since 1596", "since", "capital", True),
        ),
        ("The war ended by 1945.", (1945, "by 1945", "by", "ended", True)),
        # The verb that the other years go with is left out.
        (
            "Member states have joined through treaties, from Denmark and Norway in 1972, "
            "Greece in 1979 and Spain in 1985.",
            (1972, "in 1972", "in", "joined", True),
        ),
    ],
)
def test_when(text: str, expected: tuple[int, str, str, str, bool]) -> None:
    (found,) = moments(read(text).sentences[0])
    phrase = spelt(found.phrase)
    assert (found.year, phrase, found.preposition, found.verb.text, found.exact) == expected
    assert found.answer == str(expected[0])


@pytest.mark.parametrize(
    "text",
    [
        "The hall holds 2004 people.",
        "The treaty of 1815 ended the war.",
        "Poland joined the union after the summer of 2004.",
        "Warsaw grew after 1950.",
        "Warsaw grew between 1950 and 1960.",
        "Warsaw grew in 950.",
        "Warsaw grew in about 1950.",
        "Warsaw grew in the terrible 1950 of hunger.",
    ],
)
def test_not_when(text: str) -> None:
    assert moments(read(text).sentences[0]) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1000", True),
        ("2099", True),
        ("999", False),
        ("2100", False),
        ("1990s", False),
        ("٢٠٠٤", False),
    ],
)
def test_a_year_has_four_digits(text: str, expected: bool) -> None:
    assert is_year(text) is expected
