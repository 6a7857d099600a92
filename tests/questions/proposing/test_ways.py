"""What each way of asking makes of a text, and what it leaves alone."""

from __future__ import annotations

import pytest

from questions.proposing import propose
from questions.question import Question, Stance
from questions.reading import plain


def asked(text: str) -> dict[str, Question]:
    return {q.stem: q for q in propose(plain.read(text), "text").questions}


def keys(text: str, stem: str) -> list[str]:
    found = asked(text)
    assert stem in found, sorted(found)
    return found[stem].interaction.key()


@pytest.mark.parametrize(
    ("text", "stem", "key"),
    [
        (
            "The bridge at Tay fell in 1879 because the wind was strong.",
            "Why did the bridge at Tay fall in 1879?",
            "Because the wind was strong",
        ),
        (
            "Chlorophyll is a pigment that gives leaves their green colour.",
            "What is chlorophyll?",
            "A pigment that gives leaves their green colour",
        ),
        (
            "Marie Curie discovered polonium salts in 1898 in Paris.",
            "What did Marie Curie discover in 1898 in Paris?",
            "polonium salts",
        ),
        (
            "The walls of the old town of Visby are 3,500 metres long.",
            "The walls of the old town of Visby are ____ metres long.",
            "3,500",
        ),
        (
            "Chlorophyll absorbs red light in the thylakoid membrane of plants.",
            "Chlorophyll absorbs red light in the ____ of plants.",
            "thylakoid membrane",
        ),
    ],
)
def test_asks(text: str, stem: str, key: str) -> None:
    assert keys(text, stem) == [key]


def test_says_first_what_a_question_takes_for_known() -> None:
    text = (
        "Two brothers from Ohio built an aeroplane in 1903. "
        "They tested it near Kitty Hawk in North Carolina."
    )
    found = [q for stem, q in asked(text).items() if stem.startswith("Two brothers from Ohio")]
    assert any("tested it" in q.stem for q in found)
    for question in found:
        if "tested it" in question.stem:
            assert [citation.start for citation in question.citations] == [0, 51]


def test_what_leans_on_a_claim_is_not_asked() -> None:
    text = (
        "Ada Lovelace said that two brothers built an aeroplane in 1903. "
        "They tested it near Kitty Hawk in North Carolina."
    )
    assert not any("tested" in stem for stem in asked(text))


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("“Most comets contain frozen methane in their tails,” Marie Curie said.", "Marie Curie"),
        (
            "Many scholars argue that most comets contain frozen methane in their tails.",
            "many scholars",
        ),
        (
            "Marie Curie claimed that most comets contain frozen methane in their tails.",
            "Marie Curie",
        ),
    ],
)
def test_a_gap_in_a_claim_says_whose_it_is(text: str, speaker: str) -> None:
    found = [q for q in asked(text).values() if q.type == "cloze"]
    assert found
    for question in found:
        assert question.stem.startswith(f"According to {speaker}, ")
        assert [(c.stance, c.speaker) for c in question.citations] == [(Stance.CLAIMED, speaker)]


@pytest.mark.parametrize(
    "text",
    [
        "“We need two thermometers and a comet at once,” Marie Curie said.",
        "Marie Curie denied that most comets contain frozen methane in their tails.",
        "Marie Curie did not say that most comets contain frozen methane in their tails.",
        "He claimed that most comets contain frozen methane in their tails.",
        "It is claimed that most comets contain frozen methane in their tails.",
    ],
)
def test_in_doubt_nobody_s_claim_is_a_gap(text: str) -> None:
    assert not any(q.type == "cloze" for q in asked(text).values())


@pytest.mark.parametrize(
    "text",
    [
        "Lady Gaga sang the national anthem in California.",
        "The Bishop of Rome visited Warsaw in 1979.",
    ],
)
def test_no_gap_is_part_of_a_name(text: str) -> None:
    stems = asked(text)
    assert stems
    for stem in stems:
        assert "Lady ____" not in stem
        assert "of ____ visited" not in stem


def test_what_one_says_that_another_claimed_is_the_first_one_s() -> None:
    text = "Ada Lovelace said that Marie Curie claimed that comets contain frozen methane."
    assert {c.speaker for q in asked(text).values() for c in q.citations} == {"Ada Lovelace"}


def test_a_paragraph_that_a_colon_announces_is_not_the_publisher_s() -> None:
    text = "In 1859 Joshua Norton observed:\n\nFraud and corruption prevent a fair expression."
    assert asked(text) == {}
    assert asked(text.replace("observed:", "left town."))


@pytest.mark.parametrize(
    "text",
    [
        "Ben Davies gave the answer that Warsaw became the capital of Poland in 1596.",
        "All three apparently lacked tentacles but had eighty comb rows in Canadian rocks.",
        "Some of the distinctive skyline of Oakland, including the Kaiser Building.",
        "The map in Figure 2, adapted from Gazio, shows the location of Warsaw in Poland.",
    ],
)
def test_what_is_said_left_open_or_not_whole_is_not_asked(text: str) -> None:
    assert asked(text) == {}
