"""Who did what: subject and predicate of each statement that can stand alone."""

from __future__ import annotations

import pytest

from questions.facts.clauses import clauses, spoken, without
from tests.questions.facts.sentences import read, spelt


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Marie Curie discovered radium in Paris.",
            [("Marie Curie", "discovered radium in Paris")],
        ),
        ("Radium was discovered by Marie Curie.", [("Radium", "was discovered by Marie Curie")]),
        ("Warsaw can grow fast.", [("Warsaw", "can grow fast")]),
        (
            "Marie Curie found radium and died in France.",
            [("Marie Curie", "found radium"), ("Marie Curie", "died in France")],
        ),
        # What is done to the subject is not shared with what it does.
        (
            "Frederic Chopin was born in Poland and died in Paris.",
            [("Frederic Chopin", "was born in Poland")],
        ),
        (
            "Warsaw grew fast and Krakow lost its court.",
            [("Warsaw", "grew fast"), ("Krakow", "lost its court")],
        ),
        # A pronoun gives way to the name it can only mean.
        (
            "Poland grew after 1989 and it held a vote.",
            [("Poland", "grew after 1989"), ("Poland", "held a vote")],
        ),
        (
            "Copernicus lived in Frombork when he wrote his book.",
            [
                ("Copernicus", "lived in Frombork when he wrote his book"),
                ("Copernicus", "wrote his book"),
            ],
        ),
        (
            "He came when Warsaw fell.",
            [("He", "came when Warsaw fell"), ("Warsaw", "fell")],
        ),
        ("However, Warsaw grew fast.", [("Warsaw", "grew fast")]),
        ("Then Warsaw grew fast.", [("Warsaw", "grew fast")]),
        ("Did Warsaw grow fast?", []),
        ("There is a castle in Warsaw.", []),
        ("It's a city in Poland.", []),
        ("That Warsaw grew is known.", []),
        ("Warsaw growing fast.", []),
        ("Warsaw’s growth was fast:", []),
    ],
)
def test_statements(text: str, expected: list[tuple[str, str]]) -> None:
    found = clauses(read(text).sentences[0])
    assert [(spelt(clause.subject), spelt(clause.predicate)) for clause in found] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("In 1898 Marie Curie discovered radium.", ["In 1898"]),
        ("Marie Curie discovered radium in 1898.", []),
        ("In 1898, in Paris, Marie Curie discovered radium.", ["In 1898", "in Paris"]),
    ],
)
def test_what_stands_in_front(text: str, expected: list[str]) -> None:
    (clause,) = clauses(read(text).sentences[0])
    assert [spelt(words) for words in clause.fronted] == expected


@pytest.mark.parametrize(
    ("text", "is_passive"),
    [
        ("Radium was discovered by Marie Curie.", [True]),
        ("Marie Curie discovered radium.", [False]),
        ("Warsaw grew fast and Krakow was rebuilt.", [False, True]),
    ],
)
def test_what_is_done_to_the_subject(text: str, is_passive: list[bool]) -> None:
    assert [clause.is_passive for clause in clauses(read(text).sentences[0])] == is_passive


@pytest.mark.parametrize(
    ("text", "count", "expected"),
    [
        ("The castle fell.", 2, "the castle"),
        ("Warsaw Castle fell.", 2, "Warsaw Castle"),
        ("Dutch traders came.", 2, "Dutch traders"),
        ("DNA strands break.", 2, "DNA strands"),
    ],
)
def test_inside_a_sentence_a_word_is_small(text: str, count: int, expected: str) -> None:
    sentence = read(text).sentences[0]
    assert spoken(sentence.words[:count], sentence) == expected


def test_without_a_phrase_no_comma_is_left() -> None:
    words = read("Warsaw grew fast, in 1898.").sentences[0].words
    assert spelt(without(words, words[4:6])) == "Warsaw grew fast"
