"""Whose a quotation is that runs over sentences, stands around its speaker, or over paragraphs."""

from __future__ import annotations

import pytest

from tests.questions.facts.sentences import read, spelt

_FIRST = "“The dam was sold in 1971 to Denis Roe,”"
_SECOND = "“The tower was built in 1950 by Olaf Dahl.”"


def _said(text: str) -> list[tuple[str, str]]:
    return [(claim.speaker, spelt(claim.content)) for claim in read(text).claims]


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        (f"{_FIRST} Ada Byron said. {_SECOND}", ["Ada Byron", "Ada Byron"]),
        (f"{_SECOND} {_FIRST} said Ada Byron.", ["Ada Byron", "Ada Byron"]),
        ("“The dam is old. The tower is new,” Ada Byron said.", ["Ada Byron", "Ada Byron"]),
        (
            "Ada Byron said: “The dam was sold in 1971. The tower was built in 1950.\n\n"
            "“The bridge was closed in 1960.”",
            ["Ada Byron"] * 3,
        ),
    ],
)
def test_it_is_the_one_speakers(text: str, speakers: list[str]) -> None:
    assert [speaker for speaker, _ in _said(text)] == speakers


@pytest.mark.parametrize(
    "text",
    [
        f"Ada Byron spoke.\n\n{_SECOND}",
        f"{_FIRST} somebody said. {_SECOND}",
        f"{_FIRST} Ada Byron said. “It is so,” Karl Voss said. {_SECOND}",
        f"{_FIRST} Ada Byron said.\n\n{_SECOND}",
        f"{_FIRST} Ada Byron said. “Was the tower built in 1950 by Olaf Dahl?”",
    ],
)
def test_it_is_nobody_knows_whose(text: str) -> None:
    assert not any("tower" in content for _, content in _said(text))
    assert not any("tower" in spelt(one.words) for one in read(text).asserted)


@pytest.mark.parametrize(
    "text",
    ["Ada Byron opened the “Tower of London” in 1950.", "The “dam” was sold in 1971."],
)
def test_a_title_in_quotes_is_no_claim(text: str) -> None:
    assert _said(text) == []


def test_who_is_quoted_is_not_who_is_named_in_the_quotation() -> None:
    text = "“Both Karl Voss and Ida Berg scare me,” Ada Byron, 30, of Oslo, said in a talk."
    assert {speaker for speaker, _ in _said(text)} <= {"Ada Byron"}
