"""What a stem may look like and give away, at the edge of each rule, and what is asked twice."""

from __future__ import annotations

from dataclasses import replace

import pytest

from questions.asking.candidate import Candidate, asked, choice, cite, typed
from questions.asking.ways import (
    ACRONYM,
    DEFINITION,
    GAP_NAMED,
    TRUE_OR_FALSE,
    WHAT,
    WHO,
    WHO_SAID_IT,
    Way,
)
from questions.checks import CHECKS
from questions.facts.reading import Facts, read_facts
from questions.interactions import Interaction, Match
from questions.language import pipeline
from questions.reading import plain

RULES = {check.name: check.rule for check in CHECKS}
TEXT = (
    "Marie Curie, whose notes glow, discovered radium in Paris. "
    "They rebuilt Warsaw. This castle fell. Marie Curie wept in Rome."
)
PAIRS = Match(pairs=(("a", "b"), ("c", "d")))
SOUND = "Who discovered radium in Paris?"
LONG, SHORT = "the answer of the other", "it is too long or too short"


def read(text: str) -> Facts:
    return read_facts(plain.read(text), "text", pipeline.load())


@pytest.fixture(scope="module")
def facts() -> Facts:
    return read(TEXT)


def candidate(
    facts: Facts,
    stem: str,
    way: Way = WHAT,
    key: str = "Marie Curie",
    sentence: int = 0,
    shape: Interaction | None = None,
) -> Candidate:
    source = facts.sentences[sentence]
    question = asked("short_answer", stem, shape or typed(key), [cite(facts, source)])
    return Candidate(way, question, key, source, source.words)


def said(name: str, found: Candidate, facts: Facts) -> str:
    return RULES[name](found, facts) or ""


def test_a_question_has_the_shape_of_its_type(facts: Facts) -> None:
    assert not said("fits its type", candidate(facts, SOUND), facts)
    assert said("fits its type", candidate(facts, SOUND, shape=PAIRS), facts)


@pytest.mark.parametrize(("sentence", "word"), [(1, "They"), (2, "This")])
def test_what_points_outside(facts: Facts, sentence: int, word: str) -> None:
    found = candidate(facts, "What fell?", sentence=sentence)
    assert said("nothing dangling", found, facts) == f"“{word}” points outside the question"
    assert not said("nothing dangling", replace(found, way=ACRONYM), facts)
    arranged = candidate(facts, "What fell?", sentence=sentence, shape=PAIRS)
    assert not said("nothing dangling", arranged, facts)


def test_what_is_read_first_must_stand_alone_too(facts: Facts) -> None:
    known, lead, castle = facts.sentences[0], facts.sentences[1], facts.sentences[2]
    alone = replace(candidate(facts, "What fell?", sentence=3), lead=(castle,))
    assert "“This” points outside" in said("nothing dangling", alone, facts)
    led = replace(candidate(facts, "What fell?", sentence=3), lead=(known, lead))
    assert not said("nothing dangling", led, facts)
    late = replace(candidate(facts, "What fell?", sentence=3), lead=(lead, known))
    assert "“They” points outside" in said("nothing dangling", late, facts)


def test_whoever_is_asked_for_is_meant_by_he(facts: Facts) -> None:
    text = "He rebuilt Warsaw in 1945."
    other = read(text)
    assert not said("nothing dangling", candidate(other, "Who rebuilt Warsaw?"), other)
    assert said("nothing dangling", candidate(other, "Whoever rebuilt Warsaw?"), other)


@pytest.mark.parametrize(
    ("stem", "way", "is_led", "reason"),
    [
        (SOUND, WHO, False, ""),
        ("Who discovered radium then?", WHO, False, SHORT),
        ("What is radium?", DEFINITION, False, ""),
        ("What is?", DEFINITION, False, SHORT),
        ("W" + "h" * 295 + " " + "a b c d e f ?", WHAT, False, ""),  # 310 characters
        ("W" + "h" * 296 + " " + "a b c d e f ?", WHAT, False, SHORT),
        ("W" + "h" * 455 + " " + "a b c d e f ?", WHAT, True, ""),  # 470 characters
        ("W" + "h" * 456 + " " + "a b c d e f ?", WHAT, True, SHORT),
        ("Who [sic discovered radium in Paris?", WHO, False, "a bracket or quote is left open"),
        ("Who, sic) discovered radium in Paris?", WHO, False, "a bracket or quote is left open"),
        ("Who was the “first in Paris?", WHO, False, "a bracket or quote is left open"),
        ('Who was the "first in Paris?', WHO, False, "a bracket or quote is left open"),
        ("Who discovered\u200b radium in Paris?", WHO, False, "cannot be seen"),
        ("Who, as Figure 3 shows, left Paris?", WHO, False, "a note of the source"),
        ("What changed Paris, as is shown in?", WHAT, False, "a note of the source"),
        ("Radium was found in ____, as is depicted in.", GAP_NAMED, False, "a note of the source"),
        (
            "Curie was quoted by ____ in 1911, saying.",
            GAP_NAMED,
            False,
            "a clause hangs in the air",
        ),
        ("Who planted seeds of ____ in Paris.", GAP_NAMED, False, "a clause hangs in the air"),
        ("Who left Paris [citation needed] for Rome?", WHO, False, "a note of the source"),
        ("Who left , in Paris, for Rome?", WHO, False, "“ ,” is odd"),
        ("____ left , in Paris, for Rome.", GAP_NAMED, False, ""),
        ("Who?", ACRONYM, False, ""),
    ],
)
def test_what_a_stem_may_look_like(
    facts: Facts, stem: str, way: Way, is_led: bool, reason: str
) -> None:
    found = candidate(facts, stem, way, sentence=3)
    found = replace(found, lead=(facts.sentences[0],) if is_led else ())
    why = said("well formed", found, facts)
    assert reason in why and bool(reason) == bool(why)


def test_pairs_and_orders_have_a_stem_of_their_own(facts: Facts) -> None:
    assert not said("well formed", candidate(facts, "Match them:", shape=PAIRS), facts)


@pytest.mark.parametrize(
    ("kept", "way", "is_torn"),
    [
        (lambda words: words[2:], WHAT, False),
        (lambda words: [words[0], *words[2:]], WHAT, True),  # "Marie, whose notes glow"
        (lambda words: [words[0], *words[2:]], GAP_NAMED, False),
        (lambda words: [words[0], words[2], *words[4:]], WHAT, False),  # nothing is "whose"
        (lambda words: [words[0], *words[3:]], WHAT, False),  # no comma
        (lambda words: words, WHAT, False),
        (lambda words: [*words[2:], words[0]], WHAT, True),  # out of order
    ],
)
def test_no_clause_hangs_in_the_air(facts: Facts, kept, way: Way, is_torn: bool) -> None:  # type: ignore[no-untyped-def]
    found = candidate(facts, SOUND, way)
    found = replace(found, words=tuple(kept(found.words)))
    assert said("well formed", found, facts) == ("a clause hangs in the air" if is_torn else "")


@pytest.mark.parametrize(
    ("stem", "key", "tells"),
    [
        ("Who left Rome for the sea?", "Rome", True),
        ("What lies romeward of the sea?", "Rome", True),  # four letters, inside another word
        ("Whose sea is it?", "sea", True),
        ("Whose seas are they?", "sea", False),  # three letters, another word
        ("Which city is it?", "the city", True),
        ("What is the sea?", "the city", False),  # "the" tells nothing
        ("What is of it?", "it", True),  # nothing else is in the key
        ("What is of them?", "the", False),
        ("What is the one?", "the", True),
        ("Who is in it?", "in Rome", False),  # too short to count
        ("Which city of kings is it?", "Warsaw city", False),  # no more than half
        ("Which city of kings is it?", "Warsaw city kings", True),
        ("Whose mine is it?", "sea mine", False),  # three letters count
        ("Which kingdoms are they?", "kingdom", True),
        ("Which kingdom is it?", "kingdoms", True),
        ("Which Greek is it?", "Greece", False),
        ("Which Greek isles are they?", "Greece isles", True),
        ("Which Greekish isles are they?", "Greece isles", True),  # two letters longer
        ("Which Greekness isles are they?", "Greece isles", False),  # three longer
        ("Which Greeneries isles are they?", "Greene isles", True),
        ("Which large isles are they?", "Greece isles", False),  # it begins otherwise
        ("Which gree isles are they?", "Greece isles", False),  # of four letters
    ],
)
def test_no_leak(facts: Facts, stem: str, key: str, tells: bool) -> None:
    assert bool(said("no leak", candidate(facts, stem, key=key), facts)) == tells


@pytest.mark.parametrize("way", [ACRONYM, TRUE_OR_FALSE])
def test_what_is_judged_or_asked_of_a_name_may_have_it(facts: Facts, way: Way) -> None:
    assert not said("no leak", candidate(facts, "Radium is it?", way, "radium"), facts)
    assert not said("no leak", candidate(facts, "Radium?", key="radium", shape=PAIRS), facts)


@pytest.mark.parametrize(
    ("key", "reason"),
    [
        ("Marie", ""),
        ("3M", ""),
        ("marie", "the name is not whole"),
        ("Marie (Rome", "the name is not whole"),
        ("Marie (Rome)", ""),
        ("Volga–", "the name is not whole"),
    ],
)
@pytest.mark.parametrize("way", [WHO, WHO_SAID_IT])
def test_a_name_begins_great(facts: Facts, way: Way, key: str, reason: str) -> None:
    assert said("name whole", candidate(facts, SOUND, way, key, 2), facts) == reason


@pytest.mark.parametrize(
    ("text", "key", "reason"),
    [
        ("The Volga–Don Canal opened in 1952.", "Don Canal", "the name is not whole"),
        ("The Volga–Don Canal opened in 1952.", "Volga", "the name is not whole"),
        ("The Volga–Don Canal opened in 1952.", "Volga–Don Canal", ""),
        ("The Trans-Siberian line begins in Moscow.", "Siberian", "the name is not whole"),
        ("The Volga – a river – meets the Don.", "Volga", ""),
        ("The Volga meets the Volga–Don Canal.", "Volga", ""),
    ],
)
def test_a_name_is_no_part_of_a_word_with_dashes(text: str, key: str, reason: str) -> None:
    facts = read(text)
    assert said("name whole", candidate(facts, SOUND, WHO, key), facts) == reason


@pytest.mark.parametrize(
    ("times", "reason"), [(5, ""), (6, "the document is about it"), (7, "the document is about it")]
)
def test_what_the_document_is_about_is_not_asked_for(times: int, reason: str) -> None:
    about = read("Poles cut wood. " * times)
    for key in ("wood", "Wood"):
        found = candidate(about, "What fell?", key=key)
        assert said("not told by the title", found, about) == reason


@pytest.mark.parametrize(
    ("way", "key", "is_told"),
    [
        (WHAT, "radium", True),
        (WHAT, "of", False),  # too short to count
        (WHAT, "radium mines", False),
        (WHO_SAID_IT, "radium", False),
        (ACRONYM, "radium", False),
    ],
)
def test_the_title_tells(way: Way, key: str, is_told: bool) -> None:
    titled = read("A history of radium\n\nMarie Curie discovered radium in Paris in 1898.")
    found = candidate(titled, "What was it?", way, key)
    assert bool(said("not told by the title", found, titled)) == is_told
    arranged = candidate(titled, "What was it?", way, key, shape=PAIRS)
    assert not said("not told by the title", arranged, titled)


TWICE = (
    "Warsaw became the capital of Poland. Warsaw lost the capital of Poland. "
    "Kings slept. Krakow became old."
)


@pytest.mark.parametrize(
    ("stem", "way", "reason"),
    [
        ("Which capital did Poland lose?", WHAT, ""),  # two of three elsewhere
        ("Which city became the capital of Poland?", WHAT, ""),  # three of four
        ("Which was the Warsaw capital of Poland?", WHAT, "sentence 2 may answer it too"),
        ("Which capital was it?", WHAT, "it asks about next to nothing"),
        ("Which capital of Poland was it?", WHAT, "it asks about next to nothing"),
        ("Which capital of Poland was great?", WHAT, ""),
        ("Which capital was it?", DEFINITION, ""),
        ("Which capital was it?", ACRONYM, ""),
    ],
)
def test_by_the_document_there_is_one_answer(stem: str, way: Way, reason: str) -> None:
    twice = read(TWICE)
    assert said("unique answer", candidate(twice, stem, way), twice) == reason
    assert not said("unique answer", candidate(twice, stem, way, shape=PAIRS), twice)


def test_four_of_five_words_elsewhere_are_enough() -> None:
    twice = read("Old Warsaw became the grand capital. Grand Warsaw became the capital.")
    stem = "Which old Warsaw became the grand capital?"
    found = candidate(twice, stem)
    assert said("unique answer", found, twice) == "sentence 2 may answer it too"


def test_a_word_that_no_sentence_has_is_no_reason_to_look_no_further() -> None:
    twice = read("Warsaw became the grand old royal capital. The grand old royal capital wept.")
    stem = "Which city of yore became the grand old royal capital?"
    assert not said("unique answer", candidate(twice, stem), twice)
    assert said("unique answer", candidate(twice, stem.replace(" city of yore became", "")), twice)


def test_choices_are_checked_as_typed_answers_are(facts: Facts) -> None:
    found = candidate(facts, SOUND, shape=choice("Marie Curie", ["Ada Lovelace"]))
    assert not said("well formed", found, facts)
