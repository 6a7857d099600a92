"""What a place may be called."""

from __future__ import annotations

import pytest

from questions.facts.places import called


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        ("Warsaw", {"city"}),
        ("Poland", {"country", "nation"}),
        ("Singapore", {"city", "country", "nation"}),
        ("Ohio", {"state"}),
        ("Atlantis", set()),
        ("poland", set()),
    ],
)
def test_nouns_for_a_place(place: str, expected: set[str]) -> None:
    assert called(place) == expected
