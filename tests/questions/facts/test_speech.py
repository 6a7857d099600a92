"""Whose words a sentence is: the publisher's, somebody's, or nobody knows whose."""

from __future__ import annotations

import pytest

from questions.question import Stance
from tests.questions.facts.sentences import read, spelt


@pytest.mark.parametrize(
    "text",
    [
        "The engine can compose music.",
        "Ada Lovelace wrote a book.",
        "Ada Lovelace held a speech.",
        "In 1843 Ada Lovelace planned to print the notes in London.",
        "The poll found that the engine can think.",
        "“Engine” is a word.",
        "The machines were sorted according to their size.",
    ],
)
def test_the_publishers_own(text: str) -> None:
    facts = read(text)
    assert facts.is_asserted(facts.sentences[0])
    assert facts.claims == []


@pytest.mark.parametrize(
    ("text", "speaker", "content", "stance"),
    [
        (
            "Ada Lovelace said that the engine can think.",
            "Ada Lovelace",
            "the engine can think",
            Stance.CLAIMED,
        ),
        (
            "Ada Lovelace denied that the engine can think.",
            "Ada Lovelace",
            "the engine can think",
            Stance.DENIED,
        ),
        (
            "“The engine can think,” said Ada Lovelace.",
            "Ada Lovelace",
            "The engine can think",
            Stance.CLAIMED,
        ),
        (
            "Ada Lovelace said that Charles Babbage claimed that the engine can think.",
            "Ada Lovelace",
            "Charles Babbage claimed that the engine can think",
            Stance.CLAIMED,
        ),
        (
            "Ada Lovelace praised the engine that can think.",
            "Ada Lovelace",
            "praised the engine that can think",
            Stance.CLAIMED,
        ),
        (
            "Ada Lovelace, a former Fed governor who argued with Ms. Brainard at the February "
            "conference, said in a recent interview that Congress had instructed the Fed to focus "
            "on the United States.",
            "Ada Lovelace",
            "Congress had instructed the Fed to focus on the United States",
            Stance.CLAIMED,
        ),
        (
            "The engine can think, according to a poll by Charles Babbage, though it is heavy.",
            "a poll by Charles Babbage",
            "The engine can think",
            Stance.CLAIMED,
        ),
        (
            "The Byron campaign said that the engine can think.",
            "the Byron campaign",
            "the engine can think",
            Stance.CLAIMED,
        ),
        (
            "A poll taken in London found that the engine can think.",
            "a poll taken in London",
            "the engine can think",
            Stance.CLAIMED,
        ),
        (
            "Many scholars believe that the engine can think.",
            "many scholars",
            "the engine can think",
            Stance.CLAIMED,
        ),
        (
            "The engine can think, researchers say.",
            "researchers",
            "The engine can think",
            Stance.CLAIMED,
        ),
        (
            "According to Ada Lovelace, the engine can think.",
            "Ada Lovelace",
            "the engine can think",
            Stance.CLAIMED,
        ),
        (
            "The engine can compose music, according to Ada Lovelace.",
            "Ada Lovelace",
            "The engine can compose music",
            Stance.CLAIMED,
        ),
        (
            "Ada Lovelace hopes that the engine can think.",
            "Ada Lovelace",
            "the engine can think",
            Stance.CLAIMED,
        ),
    ],
)
def test_somebodys(text: str, speaker: str, content: str, stance: Stance) -> None:
    facts = read(text)
    (claim,) = facts.claims
    assert (claim.speaker, spelt(claim.content), claim.stance) == (speaker, content, stance)
    assert claim.named is speaker.istitle()
    assert facts.asserted == []


@pytest.mark.parametrize(
    "text",
    [
        "Ada Lovelace did not say that the engine can think.",
        "The spokesman said that the engine can think.",
        "According to her diary, the engine can think.",
        "According to the survey, the engine can think.",
        "If Ada Lovelace says that the engine can think, it is heavy.",
        "Ada Lovelace and Mary Shelley said that the engine can think.",
        "The campaign said that the engine can think.",
        "According to critics of Ada Lovelace, the engine can think.",
        "We believe that the engine can think.",
        "My engine can think.",
        "The answer was that the engine can think.",
        "The engine is said to be heavy.",
        "Critics allegedly sold the engine.",
        "The engine, as everybody here said, “can compose the best music of the world”.",
    ],
)
def test_nobody_knows_whose(text: str) -> None:
    facts = read(text)
    assert facts.asserted == []
    assert facts.claims == []


@pytest.mark.parametrize(
    ("text", "asserted"),
    [
        ("Ada Lovelace wrote a letter:\n\nThe engine can think.", 0),
        ("Ada Lovelace built it:\n\nThe engine can think.", 1),
        ("“The engine can think. The engine can compose. The engine can sing.”", 0),
        ("Ada Lovelace died. The engine can think.", 2),
    ],
)
def test_what_was_said_before_counts(text: str, asserted: int) -> None:
    found = [spelt(sentence.words) for sentence in read(text).asserted]
    assert sum("engine" in sentence or "died" in sentence for sentence in found) == asserted


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Ada Lovelace came. She said that the engine can think.", "Ada Lovelace"),
        ("Ada Lovelace met Mary Shelley. She said that the engine can think.", None),
        ("Mrs. Roe came to Oslo. Anna Roe wept. He said that the engine can think.", None),
        (
            "Mr. Charles Babbage said that it works. Mrs. Ada Lovelace said that it works. "
            "He added that the engine can think.",
            "Charles Babbage",
        ),
        (
            "Charles Babbage said that it works. Byron spokeswoman Ada Lovelace criticized "
            "Babbage for accusing the party. She added that the engine can think.",
            None,
        ),
        (
            "Ada Lovelace said that it works. The NATO director added that the engine can think.",
            None,
        ),
        (
            "Ada Lovelace said that it works. "
            "In a film about Charles Babbage she says that the engine can think.",
            None,
        ),
        (
            "Charles Babbage came. “As you know, Mr. Babbage, on the other side, the NATO director "
            "recently said there's a chill wind blowing through the engine.”",
            None,
        ),
        ("Mrs. Ada Lovelace came. The engine of London, she said, can think.", "Ada Lovelace"),
        ("Ada Lovelace spoke. Lovelace said that the engine can think.", "Ada Lovelace"),
        (
            "Ada Lovelace said that it works. She added that the engine can think.",
            "Ada Lovelace",
        ),
        (
            "Ada Lovelace said that it works. The minister added that the engine can think.",
            "Ada Lovelace",
        ),
        (
            "Ada Lovelace said that it works. "
            "German critic, poet and engineer Charles Babbage came. "
            "She added that the engine can think.",
            None,
        ),
        (
            "Ada Lovelace said that it works. Charles Babbage came. "
            "He added that the engine can think.",
            None,
        ),
    ],
)
def test_who_is_still_speaking(text: str, speaker: str | None) -> None:
    last = read(text).sentences[-1].passage.number
    found = [claim.speaker for claim in read(text).claims if claim.sentence.passage.number == last]
    assert (found[0] if found else None) == speaker
