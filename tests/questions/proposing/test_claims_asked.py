"""What somebody says is asked in the ways that facts are, as that one's claim."""

from __future__ import annotations

import pytest

from questions.question import Stance
from tests.questions.proposing.asked import BESIDE, asked, stems


@pytest.mark.parametrize(
    ("sentence", "stem", "key"),
    [
        (
            "Ada Roe said that the Kerby Dam was finished in 1962 by Tarmac.",
            "According to Ada Roe, in what year was the Kerby Dam finished by Tarmac?",
            "1962",
        ),
        (
            "“Olaf Dahl designed the Kerby Dam in Lund,” said Ada Roe.",
            "According to Ada Roe, who designed the Kerby Dam in Lund?",
            "Olaf Dahl",
        ),
        (
            "Ada Roe says she sold twelve paintings to the museum of Lund.",
            "According to the document, who said that she sold twelve paintings to the museum",
            "Ada Roe",
        ),
        (
            "Ada Roe promised that the harbour of Lund would get a ferry to Oslo.",
            "According to the document, who promised that the harbour of Lund would get a ferry",
            "Ada Roe",
        ),
        (
            "Ada Roe, a painter, has also called for two new towers at her museum in Lund.",
            "According to the document, who has called for two new towers at her museum in Lund?",
            "Ada Roe",
        ),
        (
            "Ada Roe praised the museum and said the Kerby Dam was finished in 1962 by Tarmac.",
            "According to Ada Roe, in what year was the Kerby Dam finished by Tarmac?",
            "1962",
        ),
        (
            "Lund honoured Ada Roe, who says that the Kerby Dam was finished in 1962 by Tarmac.",
            "According to Ada Roe, in what year was the Kerby Dam finished by Tarmac?",
            "1962",
        ),
        (
            "Ada Roe said that the old dams of Lund will “bring guests to the Kerby Dam.”",
            "According to the document, who said that the old dams of Lund will bring guests to",
            "Ada Roe",
        ),
        (
            "“This is what the museum of Lund told the port about the old towers,” said Ada Roe.",
            "According to the document, who said: “This is what the museum of Lund told the port",
            "Ada Roe",
        ),
        (
            "Eva Poe likes Lund.\n\nAda Roe says she sold twelve paintings to the museum of Lund.",
            "According to the document, who said that she sold twelve paintings to the museum",
            "Ada Roe",
        ),
    ],
)
def test_it_is_asked(sentence: str, stem: str, key: str) -> None:
    found = [one for one in asked(f"{sentence} {BESIDE}") if one.stem.startswith(stem)]
    assert [one.interaction.key() for one in found[:1]] == [[key]]
    assert {(c.stance, c.speaker) for one in found for c in one.citations} == {
        (Stance.CLAIMED, "Ada Roe")
    }


def test_what_comes_before_a_claim_does_not_tell_who_makes_it() -> None:
    text = f"Ada Roe came to Lund. “The place has old towers and dams,” she said. {BESIDE}"
    assert not [one.stem for one in asked(text) if one.stem.startswith("Ada Roe came to Lund. ")]


@pytest.mark.parametrize(
    "sentence",
    [
        "Ada Roe denied that the Kerby Dam was finished in 1962 by Tarmac.",
        "Ada Roe said that the Kerby Dam was not finished in 1962 by Tarmac.",
        "Ada Roe said that we finished the Kerby Dam in 1962.",
        "“We have to do it,” said Ada Roe.",
        "“I want Denis Roe to sell the museum of Lund,” said Ada Roe.",
        "Ada Roe spoke of “the old model of the museum of Lund” and “the dams”.",
        "Ada Roe reported having a dam in Lund.",
        "“A man told me, ‘I live in Lund. The dam of Lund is a ruin.’ It was so,” Ada Roe said.",
        "“(T)hose dams of Lund are old towers,” Ada Roe wrote.",
        "Ada Roe: The museum of Lund\n\nThe museum that Ada Roe built in Lund was sold in 1962.",
    ],
)
def test_it_is_not_asked_as_what_she_says_is_so(sentence: str) -> None:
    stems = [one.stem for one in asked(f"{sentence} {BESIDE}")]
    assert not [stem for stem in stems if stem.startswith("According to Ada Roe, ")]
    assert not [stem for stem in stems if "said: “We have" in stem or "that having" in stem]


def test_who_speaks_is_named_where_it_is_proved() -> None:
    text = (
        "“The museum of Lund has twelve old paintings,” Ada Roe said. “The dam of Lund has four "
        "old towers.”"
    )
    found = [one for one in asked(f"{text} {BESIDE}") if "four old towers" in one.stem]
    assert [c.quote for c in found[0].citations] == [
        "“The dam of Lund has four old towers.”",
        "“The museum of Lund has twelve old paintings,” Ada Roe said.",
    ]


def test_he_is_not_who_is_asked_for_where_somebody_else_is_meant() -> None:
    quoted = "“He never was a friend of the old harbour of Oslo in those years,” Karl Voss said."
    assert not [each for each in stems(f"{BESIDE} {quoted}") if "who said" in each]
    named = quoted.replace("He", "Olaf Dahl")
    assert [each for each in stems(f"{BESIDE} {named}") if "who said" in each]


def test_nobody_asks_who_said_it_of_a_thing() -> None:
    text = (
        "Long experiments with old dams in Lund suggest that the museum of Lund has twelve towers."
    )
    assert not [one.stem for one in asked(f"{text} {BESIDE}") if "who said" in one.stem]


def test_what_is_not_confirmed_is_not_asked_as_said() -> None:
    text = "Ada Roe said that a study fails to confirm that the old dam of Lund is a ruin."
    assert not [one.stem for one in asked(f"{text} {BESIDE}") if "what is a ruin" in one.stem]
