"""What points outside its sentence, and what only seems to."""

from __future__ import annotations

import pytest

from questions.facts.dangling import dangles, is_answered, is_of_something
from tests.questions.facts.sentences import read


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He rebuilt Warsaw.", "He"),
        ("They rebuilt Warsaw.", "They"),
        ("Her work changed Warsaw.", "Her"),
        ("This castle was rebuilt.", "This"),
        ("Those castles were rebuilt.", "Those"),
        ("Warsaw was rebuilt here.", "here"),
        ("The programme was launched in 1994.", "The"),
        ("The second programme was launched in 1994.", "The"),
        ("Warsaw rebuilt the new school.", "the"),
        ("Warsaw was rebuilt two years ago.", "ago"),
        ("Warsaw was rebuilt recently.", "recently"),
        ("Last year Warsaw was rebuilt.", "year"),
        ("Another castle was rebuilt in Warsaw.", "Another"),
        ("Both were rebuilt in Warsaw.", "Both"),
        ("The first demonstrates the beauty of Warsaw by its towers.", "first"),
        ("Poland has other cities.", "other"),
        ("Poland likewise joined NATO.", "likewise"),
        ("It was rebuilt in 1945.", "It"),
    ],
)
def test_it_points_outside(text: str, expected: str) -> None:
    sentence = read(text).sentences[0]
    assert dangles(sentence, sentence.words) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Warsaw was rebuilt after 1945.",
        "Warsaw rebuilt its castle.",
        "Marie Curie loved her work.",
        "Poles rebuilt their castles.",
        "Warsaw attracts tourists, and they love it.",
        "It is known that Warsaw was rebuilt.",
        "It is certain Warsaw grew.",
        "It surprised kings that Warsaw grew.",
        "Those of Warsaw were rebuilt.",
        "The programme for schools was launched in 1994.",
        "The first programme of schools was launched in 1994.",
        "The last programme was launched in 1994.",
        "Warsaw rebuilt the largest school.",
        "The sun shines in Warsaw.",
        "Poland is a country, and the country joined NATO.",
        "Dinosaurs died out 66 million years ago.",
        "Warsaw was rebuilt in the year 1945.",
        "Warsaw has more castles than Krakow.",
        "Warsaw also has castles.",
        "Warsaw built a castle similar to Wawel.",
        "Poland joined NATO when the country was free.",
    ],
)
def test_it_says_all_that_it_means(text: str) -> None:
    sentence = read(text).sentences[0]
    assert dangles(sentence, sentence.words) is None


def test_a_stem_that_begins_with_who_answers_he_and_a_known_noun_needs_no_more() -> None:
    sentence = read("He left the plague behind.").sentences[0]
    assert dangles(sentence, sentence.words) == "He"
    assert dangles(sentence, sentence.words, person=True) == "the"
    assert dangles(sentence, sentence.words, person=True, known={"plague"}) is None


@pytest.mark.parametrize(
    ("lead", "text", "place", "expected"),
    [
        ("Marie Curie came.", "He left.", 0, True),
        ("Warsaw fell.", "He left.", 0, False),
        ("Poles came.", "They left.", 0, True),
        ("Warsaw fell.", "They left.", 0, False),
        ("Warsaw fell.", "The castle fell.", 0, True),
        ("Warsaw fell.", "Krakow fell recently.", 2, False),
        ("Warsaw fell.", "Krakow fell here.", 2, False),
    ],
)
def test_what_is_read_first_may_answer(lead: str, text: str, place: int, expected: bool) -> None:
    word = read(text).sentences[0].words[place]
    assert is_answered(read(lead).sentences, word) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Transmission occurs through water in Warsaw.", True),
        ("Severe infection causes fever in Warsaw.", True),
        ("Disease can be caused by ten cysts.", True),
        ("Infection of the lungs causes fever.", False),
        ("Viral infection causes fever.", False),
        ("Transmission is the way from one host to another.", False),
        ("Warsaw fought the infection.", False),
    ],
)
def test_of_what_disease_is_to_be_said(text: str, expected: bool) -> None:
    facts = read(text)
    assert is_of_something(facts.sentences[0]) is expected
    assert len(facts.asserted) == (not expected)
