"""Who said it, where speakers are quoted saying "I": in their own words."""

from __future__ import annotations

import pytest

from tests.questions.proposing.asked import lines

SPEAKERS = (
    'Tomas Hallgren said that the Kestrel dam holds 9,000 litres. "I will never vote for the new '
    'bridge in Lima," said Mira Holt. Nils Dahl told reporters that Kvarn sold 40 ferries in 1970. '
    "Ida Berg said that the harbour of Riga froze in 1961."
)


def test_a_quotation_is_asked_as_one() -> None:
    asked = "According to the document, who said: “I will never vote for the new bridge in Lima”?"
    found = [line for line in lines(SPEAKERS) if line.startswith(asked)]
    assert len(found) == 1
    assert found[0].split(" | ")[1] == "Mira Holt"
    assert not [line for line in lines(SPEAKERS) if "who said that I" in line]


@pytest.mark.parametrize(
    "sentence",
    [
        "Mira Holt said that I will never vote for the new bridge in Lima.",  # nobody is quoted
        '"I said “never” about the new bridge in Lima," said Mira Holt.',
        '"I will go," said Mira Holt.',
        '"I will never build it there again," said Mira Holt.',
    ],
)
def test_what_is_no_quotation_or_points_elsewhere_is_not(sentence: str) -> None:
    text = SPEAKERS.replace(
        '"I will never vote for the new bridge in Lima," said Mira Holt.', sentence
    )
    asked = [line.split(" | ") for line in lines(text) if "who said" in line]
    assert asked
    assert not [stem for stem, key, *_options in asked if key == "Mira Holt"]
