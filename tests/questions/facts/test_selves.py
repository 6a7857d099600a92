"""Whether "he" in what somebody says is the one who says it."""

from __future__ import annotations

import pytest

from tests.questions.facts.sentences import read


@pytest.mark.parametrize(
    ("text", "selves"),
    [
        ("Karl Voss said that he built the dam.", ["he"]),
        ("Karl Voss said that he built his dam.", ["he", "his"]),
        ("Karl Voss said that he had called Ida Berg.", ["he"]),
        ("Kite Bank announced that its branches were sold.", ["its"]),
        ("Many scholars say that they read the book.", ["they"]),
        ("Mr. Voss came. Karl Voss said that she built the dam.", []),
        ("Olaf Dahl came. Karl Voss said that he built the dam.", []),
        ("Olaf Dahl came.\n\nKarl Voss said that he built the dam.", ["he"]),
        ("In a talk with Olaf Dahl, Karl Voss said that he built the dam.", ["he"]),
        ("Karl Voss called Olaf Dahl careless and said that he built the dam.", []),
        ("Karl Voss told Olaf Dahl that he built the dam.", []),
        ("Karl Voss said that Olaf Dahl lost his dam.", []),
        ("Karl Voss said that the bank sold its dam.", []),
        ("“He built the dam,” said Karl Voss.", []),
    ],
)
def test_selves(text: str, selves: list[str]) -> None:
    claims = read(text).claims
    found = [word.text for claim in claims for word in claim.content if word.index in claim.selves]
    assert found == selves
