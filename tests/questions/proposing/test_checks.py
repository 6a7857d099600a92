"""Each check turns away what it is there for; switched off, the bad question would be proposed."""

from __future__ import annotations

import pytest

from questions.asking import WAYS
from questions.asking.candidate import Candidate
from questions.checks import CHECKS, problem
from questions.facts.reading import Facts, read_facts
from questions.language import pipeline
from questions.proposing import propose
from questions.question import Stance
from questions.reading import plain

HISTORY = (
    "Warsaw became the capital of Poland in 1596. The city was rebuilt in 1952. "
    "Marie Curie discovered radium in 1898 in Paris. Marie Curie discovered radium in Paris."
)


def read(text: str) -> Facts:
    return read_facts(plain.read(text), "text", pipeline.load())


def said(text: str) -> list[str]:
    return [str(failure) for _, failure in propose(plain.read(text), "text").dropped]


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("The city was rebuilt in 1952.", "nothing dangling: “The”"),
        ("In 1898 this university was founded by Marie Curie.", "nothing dangling: “this”"),
        (HISTORY, "unique answer: sentence 4 may answer it too"),
        (
            "Marie Curie [born Skłodowska] discovered radium in Warsaw in 1898.",
            "a note of the source",
        ),
        ("Marie Curie\n\nMarie Curie discovered radium in 1898.", "not told by the title"),
        ("Polish kings held court in Krakow, and Tibetan monks in Tibet.", "no leak"),
        ("Spain sold the mills of Madrid to Karl Voss in 1871.", "tells the country by its city"),
        ("Karl Voss sold the same mills to Ada Roe in 1871.", "nothing dangling: “the same”"),
        ("Karl Voss met the two men from Oslo in 1871.", "nothing dangling: “the two men”"),
        (
            "In 1871 Ada Roe opened a mill and was soon using her profits to buy a dam.",
            "a clause hangs in the air",
        ),
        ("Spain sold the Spanish mills to Karl Voss in 1871.", "tells the country by its people"),
        ("Marie Curie University in Lublin was named for Marie Curie in 1944.", "no leak"),
    ],
)
def test_turns_away(text: str, complaint: str) -> None:
    assert any(complaint in why for why in said(text)), said(text)


def test_what_is_said_by_somebody_is_not_asked_as_a_fact() -> None:
    text = "Ada Lovelace said that Warsaw became the capital of Poland in 1596."
    asked = propose(plain.read(text), "text").questions
    assert any(question.interaction.key() == ["Ada Lovelace"] for question in asked)
    for question in asked:
        who = question.stem.startswith("According to the document, who said that Warsaw")
        assert who or question.stem.startswith("According to Ada Lovelace, ")
        (citation,) = question.citations
        assert (citation.speaker, citation.stance) == ("Ada Lovelace", Stance.CLAIMED)


@pytest.mark.parametrize(
    "text",
    [
        "Warsaw reportedly became the capital of Poland in 1596.",
        "According to critics, Warsaw became the capital of Poland in 1596.",
        "“Warsaw became the capital of all of Poland and Lithuania in 1596.”",
        "We moved to Warsaw in 1596.",
        "Warsaw is believed to have become the capital of Poland in 1596.",
    ],
)
def test_hearsay_without_a_name_is_not_asked_at_all(text: str) -> None:
    assert propose(plain.read(text), "text").questions == ()


def test_a_denial_is_asked_as_a_denial() -> None:
    text = "Ada Lovelace denied that Warsaw became the capital of Poland in 1596."
    (question,) = propose(plain.read(text), "text").questions
    assert "who denied that" in question.stem
    assert question.citations[0].stance == "denied"


def test_he_is_whoever_was_spoken_of_last_or_nobody() -> None:
    known = (
        "Ada Lovelace said that numbers can stand for notes. "
        "She added that engines can compose music."
    )
    asked = propose(plain.read(known), "text").questions
    who = [question for question in asked if "who said" in question.stem]
    assert [question.interaction.key() for question in who] == [["Ada Lovelace"]] * 2
    assert {question.citations[0].speaker for question in asked} == {"Ada Lovelace"}
    unknown = "Charles Babbage wept. Ada Lovelace saw Mary Somerville. She said that engines sing."
    assert all(
        "engines sing" not in question.stem
        for question in propose(plain.read(unknown), "text").questions
    )


def test_every_check_passes_what_is_proposed() -> None:
    facts = read(HISTORY)
    every = [c for way in WAYS for c in way(facts) if isinstance(c, Candidate)]
    kept = [c for c in every if problem(c, facts) is None]
    assert kept
    for candidate in kept:
        assert [check.failure(candidate, facts) for check in CHECKS] == [None] * len(CHECKS)
