"""What a sentence tells about those it names: what they are, and he or she."""

from __future__ import annotations

import pytest

from questions.facts.mentions import Mentions, begin, remember, turn_to
from tests.questions.facts.sentences import read


def heard(text: str, title: str = "") -> Mentions:
    facts = read(text)
    spoken = begin(facts.sentences, facts.names, title, frozenset())
    for sentence in facts.sentences:
        turn_to(spoken, sentence)
        remember(spoken, sentence, sentence)
    return spoken


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Warsaw is a city in Poland.", {"city": ["Warsaw"]}),
        ("Warsaw was a city.", {"city": ["Warsaw"]}),
        ("The Ottoman Empire fell.", {"empire": ["Ottoman Empire"]}),
        ("The University of Chicago grew.", {"university": ["University of Chicago"]}),
        ("Warsaw is not a city.", {}),
        ("Warsaw is the city of Poland.", {}),
        ("Warsaw grew.", {}),
        ("Warsaw and Krakow are cities.", {}),
    ],
)
def test_what_it_is(text: str, expected: dict[str, list[str]]) -> None:
    assert {noun: list(found) for noun, found in heard(text).classes.items()} == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ada Lovelace sold her house.", {"Ada Lovelace": "she"}),
        ("Queen Ada Lovelace died.", {"Ada Lovelace": "she"}),
        ("King Charles Babbage died.", {"Charles Babbage": "he"}),
        ("Charles Babbage sold his house.", {"Charles Babbage": "he"}),
        # Two hints, or two people: it is not sure.
        ("Ada Lovelace loved her father.", {}),
        ("King Charles Babbage met Ada Lovelace.", {}),
        ("Ada Lovelace died.", {}),
    ],
)
def test_he_or_she(text: str, expected: dict[str, str]) -> None:
    assert heard(text).sexes == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Warsaw grew.", "Warsaw"),
        ("Warsaw and Krakow grew.", None),
        ("The castle fell.", None),
        ("In Warsaw the castle fell.", None),
    ],
)
def test_whom_it_is_about(text: str, expected: str | None) -> None:
    subject = heard(text).subject
    assert (subject.text if subject else None) == expected


def test_a_new_paragraph_forgets_whom_the_last_one_was_about() -> None:
    assert heard("Warsaw grew.\n\nThe castle of the town fell in 1945.").subject is None
    spoken = heard("Ada Lovelace died.\n\nThe castle of the town fell in 1945.")
    assert spoken.people == {}


@pytest.mark.parametrize(
    ("title", "topic", "place"),
    [
        ("Ada Lovelace", "Ada Lovelace", None),
        ("Warsaw", None, "Warsaw"),
        ("Engines", None, None),
    ],
)
def test_whom_the_title_names(title: str, topic: str | None, place: str | None) -> None:
    spoken = heard("Ada Lovelace saw Warsaw.", title)
    assert (spoken.topic.text if spoken.topic else None) == topic
    assert (spoken.place.text if spoken.place else None) == place
