"""Whose it was, and what is left alone since its answer would tell nothing."""

from __future__ import annotations

import pytest

from tests.questions.proposing.test_ways import asked, keys

BYRON = "Ada Byron’s campaign immediately backtracked in May 1843 in London."
SHARED = "The Tribune first reported Ada Byron’s decision on Sunday. Ada Byron lives in London."


def test_whose_campaign_did_it() -> None:
    stem = "Whose campaign immediately backtracked in May 1843 in London?"
    assert keys(BYRON, stem) == ["Ada Byron"]


def test_whose_decision_it_was() -> None:
    assert keys(SHARED, "Whose decision did the Tribune first report on Sunday?") == ["Ada Byron"]


@pytest.mark.parametrize("text", [BYRON, SHARED])
def test_nobody_is_asked_for_by_what(text: str) -> None:
    assert not [stem for stem in asked(text) if stem.startswith("What ")]


@pytest.mark.parametrize(
    ("text", "begins"),
    [
        ("Phobia is a Greek word that means fear of something.", "What is phobia"),
        ("Ada Byron was the first woman to publish a program, in 1843.", "Who was Ada Byron?"),
        ("Ada Byron was a woman who was lost in London in 1843.", "Who was Ada Byron?"),
        ("What Ada Byron added was an awareness of the machines in London.", "What was what"),
        (
            "The board of Visby requires several components in any experiment.",
            "What does the board",
        ),
        ("Ada Byron’s mother made ends meet by needlework in London.", "What did"),
        ("People of Visby also have a high frequency of contact with friends.", "What do"),
    ],
)
def test_what_would_tell_nothing_is_not_asked(text: str, begins: str) -> None:
    assert not [stem for stem in asked(text) if stem.startswith(begins)]


def test_who_somebody_was_is_asked_by_their_kind() -> None:
    text = "Ada Byron was an English mathematician and writer of notes."
    assert keys(text, "Who was Ada Byron?") == ["An English mathematician and writer of notes"]


def test_a_verb_with_a_hyphen_is_bent_at_its_end() -> None:
    text = "Hadid co-founded the left-liberal al-Ahali group in Mosul in 1932."
    stem = "In what year did Hadid co-found the left-liberal al-Ahali group in Mosul?"
    assert keys(text, stem) == ["1932"]


def test_what_is_put_in_ends_with_its_comma() -> None:
    text = "Ada Byron, the mathematician, met Charles Babbage in London on Monday."
    assert "Where did Ada Byron, the mathematician, meet Charles Babbage on Monday?" in asked(text)


def test_what_opens_a_sentence_is_not_left_at_the_end() -> None:
    text = "For one, each visitor of Visby must sign a consent form before the tour."
    assert "What must each visitor of Visby sign before the tour?" in asked(text)


def test_those_that_were_named_are_not_counted() -> None:
    text = "Although the harbours of Visby and Tallinn are close, the two cities compete."
    assert not [stem for stem in asked(text) if "the ____ cities" in stem]


def test_a_false_year_is_near_the_right_one() -> None:
    text = (
        "Visby is a town of Sweden. Zaha Hadid was born in 1950 in Baghdad. "
        "The town of Visby was rebuilt in 2004."
    )
    judged = {stem for stem, question in asked(text).items() if question.type == "true_false"}
    assert "The town of Visby was rebuilt in 2004." in judged
    assert "Zaha Hadid was born in 2004 in Baghdad." not in judged
