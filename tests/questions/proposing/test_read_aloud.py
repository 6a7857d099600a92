"""Words are whole in what is asked, and no marks of notes are left in it."""

from __future__ import annotations

import re

import pytest

from tests.questions.proposing.asked import asked, cited, lines

BROKEN = (
    "The observatory on Mount Kelso was built in 1931 by the astro-\nnomer Helen Barstow. It was "
    "damaged by an earth-\nquake in 1968 and opened again to the pub-\nlic in 1972."
)


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        (BROKEN, "astronomer"),
        ("The Lund Bridge was built in 1931 by the engi-\nneer Karl Voss.", "engineer"),
        ("The Lund Bridge was built in 1931 by Karl Lind-\nstrand from Oslo.", "Lindstrand"),
        ("Lund Bridge was built in 1931 by well-\nknown Karl Voss.", "well-known"),
        (
            "A steam-boat came. The Lund Line bought a steam-\nboat in 1931 from Karl Voss.",
            "steam-boat",
        ),
        ("The Lund Bridge was built in 1931 by the archi\u00adtect Karl Voss.", "architect"),
        ("The Lund Bridge was built in 1931 by the archi\u2010\n  tect Karl Voss.", "architect"),
        ("The Lund Bridge was built in 1931 by the archi\u00ad\ntect Karl Voss.", "architect"),
    ],
)
def test_words_broken_at_line_ends_are_joined(text: str, whole: str) -> None:
    found = lines(text)
    assert any(whole in line for line in found)
    assert not [line for line in found if re.search(r"\w- \w|\u00ad", line)]
    for question in asked(text):
        for citation in question.citations:
            assert citation.problem(text) is None
            assert citation.quote == text[citation.start : citation.end]


@pytest.mark.parametrize(
    "sign", ["\u00ad", "\u200b", "\u2060", "\ufeff", "\u200e", "\u200d", "\u202a"]
)
def test_what_cannot_be_seen_is_left_out(sign: str) -> None:
    text = (
        f"Kelso Observ{sign}atory was built in 1931 by Helen Bar{sign}stow. It was dam{sign}aged "
        f"by an earth{sign}quake in 1968. Helen Bar{sign}stow died in 1975 in Edin{sign}burgh."
    )
    found = lines(text)
    assert any(line.startswith("Put these events in order") for line in found)
    assert "Where did Helen Barstow die in 1975? | Edinburgh" in found
    assert not [line for line in found if sign in line]
    assert sign in cited(text)


@pytest.mark.parametrize(
    ("note", "plain"),
    [
        ("{{c1::Kerby Dam}} was finished in {{c2::1962::year}} by Ole Lund.", True),
        ("[[Kerby Dam]] was finished in [[1962]] by [[Lund, Ole|Ole Lund]].", True),
        ("==Kerby Dam== was finished in 1962 by ==Ole Lund==.", True),
        ("TODO Kerby Dam was finished in 1962 by Ole Lund.", False),
        ("FIXME: Kerby Dam was finished in 1962 by Ole Lund.", False),
        ("Kerby Dam was finished in 1962 (TBD) by Ole Lund.", False),
        ("Kerby Dam was finished in $n = 1962$ by Ole Lund.", False),
        ("Kerby Dam was finished in $10^{3}$ days in 1962 by Ole Lund.", False),
        ("Kerby Dam was finished in \\(1962\\) by Ole Lund.", False),
        ("Kerby Dam was finished with \\frac{1}{2} of it in 1962 by Ole Lund.", False),
    ],
)
@pytest.mark.parametrize("marked", [True, False])
def test_marks_of_notes_are_not_asked(note: str, plain: bool, marked: bool) -> None:
    found = lines(f"{note} Ida Berg moved to Riga in 1961.", marked=marked)
    assert any("Ida Berg" in line for line in found)
    assert plain <= any(line.startswith("Kerby Dam was finished in ____ by") for line in found)
    for line in found:
        assert not re.search(r"TODO|FIXME|TBD|[{}$\\^]|\[\[|==", line)


def test_prices_are_no_formula() -> None:
    assert lines("Ole Lund sold the Kerby Dam for $40 and the Tarn Tower for $50 in 1962.")
