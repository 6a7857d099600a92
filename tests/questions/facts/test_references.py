"""Names stand in for "he" and "the university" where one rule and one name answer."""

from __future__ import annotations

import pytest

from questions.facts.reading import Facts, read_facts
from questions.language import pipeline
from questions.language.words import say
from questions.reading import plain

ADA = "Ada Lovelace wrote the first program in 1843. "


def read(text: str) -> Facts:
    return read_facts(plain.read(text), "text", pipeline.load())


def last(text: str) -> str:
    return say(list(read(text).sentences[-1].words))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (ADA + "She died in London in 1852.", "Ada Lovelace died in London in 1852."),
        (ADA + "Her notes were printed in 1843.", "Ada Lovelace’s notes were printed in 1843."),
        (
            "Poland grew fast after 1989. It held its first vote in June.",
            "Poland held its first vote in June.",
        ),
        (
            "The University of Chicago was founded in 1890. In 1901 the university built a hall.",
            "In 1901 the University of Chicago built a hall.",
        ),
    ],
)
def test_one_name_answers(text: str, expected: str) -> None:
    assert last(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        ADA + "Mary Somerville taught mathematics. Ada Lovelace met Mary Somerville. "
        "Charles Babbage and Mary Somerville wrote books. She died in 1852.",
        "Ada Lovelace and Mary Somerville met in 1834. She died in 1852.",
        "The notes were printed in 1843. She died in 1852.",
        "The University of Chicago and the University of Oxford met. The university built a hall.",
        "Poland joined the European Union in 2004. It held its first vote in June.",
        "Poland joined the union in 2004. It is known that the vote was close.",
        "Ada Lovelace said that Charles Babbage was wrong. She died in 1852.",
        ADA + "With Charles Babbage she left London.",
        ADA + "Like Mary Somerville, she wrote books.",
        "Ada Lovelace met Charles Babbage in 1843. London saw her books.",
        "Warsaw is not a village. In 1901 the village built a hall.",
    ],
)
def test_in_doubt_nothing_is_replaced(text: str) -> None:
    facts = read(text)
    assert facts.sentences[-1].leans_on == ()


def test_he_is_not_she() -> None:
    text = "Ada Lovelace sold her house in 1843. He died in 1852."
    assert last(text) == "He died in 1852."


def test_a_sentence_leans_on_the_one_that_gave_the_name() -> None:
    facts = read(ADA + "She lived in London. She died in 1852.")
    assert [one.passage.number for one in facts.sentences[-1].leans_on] == [1]


def test_places_in_the_document_stay() -> None:
    text = ADA + "She died in London in 1852."
    words = read(text).sentences[-1].words
    assert text[words[0].start : words[0].end] == "She"
    assert text[words[3].start : words[3].end] == "London"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("However, Warsaw was rebuilt after 1945.", "Warsaw was rebuilt after 1945."),
        ("Warsaw was rebuilt [12] after 1945.", "Warsaw was rebuilt after 1945."),
        ("For example, Warsaw was rebuilt [citation needed].", "Warsaw was rebuilt."),
        ("But Warsaw was rebuilt after 1945.", "Warsaw was rebuilt after 1945."),
        ("Warsaw was rebuilt [by its people].", "Warsaw was rebuilt [by its people]."),
    ],
)
def test_leaves_out_what_a_sentence_can_do_without(text: str, expected: str) -> None:
    assert last(text) == expected
