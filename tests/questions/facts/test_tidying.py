"""What a sentence can do without, and what it cannot."""

from __future__ import annotations

import pytest

from tests.questions.facts.sentences import read, spelt


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("However, Warsaw was rebuilt after 1945.", "Warsaw was rebuilt after 1945."),
        ("In contrast, Warsaw was rebuilt after 1945.", "Warsaw was rebuilt after 1945."),
        ("First, Warsaw was rebuilt after 1945.", "Warsaw was rebuilt after 1945."),
        ("But Warsaw was rebuilt after 1945.", "Warsaw was rebuilt after 1945."),
        ("Warsaw was rebuilt [12] after 1945.", "Warsaw was rebuilt after 1945."),
        ("Warsaw was rebuilt [note 3] after 1945.", "Warsaw was rebuilt after 1945."),
        ("For example, Warsaw was rebuilt [citation needed].", "Warsaw was rebuilt."),
        ("Warsaw was rebuilt (Fazeli, 2012) by hand.", "Warsaw was rebuilt by hand."),
        ("Warsaw was rebuilt by hand (Holt & Wren, 2012).", "Warsaw was rebuilt by hand."),
        ("Warsaw was rebuilt (Holt, Wren, & Moe, 2001; Ode, 2001).", "Warsaw was rebuilt."),
        ("Warsaw was rebuilt (see Helliwell et al., 2013a, 2014).", "Warsaw was rebuilt."),
        ("Warsaw was rebuilt (van der Meer, A. B., 1999, p. 12).", "Warsaw was rebuilt."),
        ("Warsaw was rebuilt by hand though.", "Warsaw was rebuilt by hand."),
        ("Warsaw was rebuilt by hand, however.", "Warsaw was rebuilt by hand."),
        ("Warsaw was rebuilt (see Towns) by hand.", "Warsaw was rebuilt by hand."),
        ("Warsaw was rebuilt () after the war.", "Warsaw was rebuilt after the war."),
    ],
)
def test_gone(text: str, expected: str) -> None:
    assert spelt(read(text).sentences[-1].words) == expected


@pytest.mark.parametrize(
    "text",
    [
        "First Warsaw was rebuilt after 1945.",
        "However hard it was, Warsaw was rebuilt.",
        "In spite of rain, Warsaw was rebuilt.",
        "Warsaw was rebuilt [by its people].",
        "Warsaw was rebuilt [by hand after all the long years of war].",
        "And he fell.",
        "Warsaw (then in ruins) was rebuilt.",
        "Warsaw was rebuilt by Holt (born in 1912).",
        "The second fair (May, 2012) was held in Warsaw.",
        "Warsaw was rebuilt by the city council (the WBC).",
        "Warsaw (1945–1956) was rebuilt by hand.",
    ],
)
def test_kept(text: str) -> None:
    assert spelt(read(text).sentences[-1].words) == text
