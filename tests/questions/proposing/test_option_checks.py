"""Each flaw that options may have is found, by its name; sound options pass every check."""

from __future__ import annotations

import pytest

from questions.asking.candidate import Candidate, asked, choice, cite, several, true_or_false
from questions.asking.ways import OBJECT
from questions.checks import CHECKS
from questions.facts.reading import Facts, read_facts
from questions.interactions import Choice, Option
from questions.language import pipeline
from questions.reading import plain

RULES = {check.name: check.rule for check in CHECKS}
OF_OPTIONS = [check.name for check in CHECKS if check.is_of_options]
TEXT = (
    "Ada Lovelace founded the Analytical Society of London in 1843. "
    "The Royal Society of London elected Mary Somerville in 1835. "
    "In London, Charles Babbage founded the Analytical Society with Ada Lovelace."
)
STEM = "Which of the cities of Europe did she leave?"


@pytest.fixture(scope="module")
def facts() -> Facts:
    return read_facts(plain.read(TEXT), "text", pipeline.load())


def candidate(facts: Facts, shape: Choice, stem: str = STEM, kind: str = "multiple_choice"):  # type: ignore[no-untyped-def]
    sentence = facts.sentences[0]
    question = asked(kind, stem, shape, [cite(facts, sentence)])
    return Candidate(OBJECT, question, shape.key()[0], sentence, sentence.words[2:])


def shuffled(*texts: str) -> Choice:
    return Choice(options=tuple(Option(text=t, fraction=float(t == texts[0])) for t in texts))


@pytest.mark.parametrize(
    ("check", "shape", "stem", "reason"),
    [
        ("distractors distinct", choice("USA", ["America", "Peru", "Chile"]), STEM, "the same"),
        ("distractors refuted", choice("1843", ["Charles Babbage"]), STEM, "may be right too"),
        ("options balanced", choice("the very long and winding road", ["a road"]), STEM, "by far"),
        ("options balanced", choice("a longer road", ["a road", "road"]), STEM, "by far"),
        ("options definite", choice("Oslo", ["Rome", "All of the above"]), STEM, "no answer of"),
        ("options definite", choice("Oslo", ["Rome", "None of these"]), STEM, "no answer of"),
        ("options definite", choice("Oslo", ["Rome", "A and B"]), STEM, "no answer of"),
        ("options apart", choice("1992", ["1990 to 1995", "1999"]), STEM, "overlap"),
        ("options apart", choice("Paris", ["Paris, France", "Rome"]), STEM, "overlap"),
        ("options apart", choice("1985 to 1990", ["1990 to 1995"]), STEM, "overlap"),
        ("options apart", choice("1990 to 1995", ["about 1985 to 1990"]), STEM, "overlap"),
        ("options apart", shuffled("1990 to 1995", "1985 to 1990"), STEM, "overlap"),
        ("options apart", shuffled("1985 to 1995", "1990"), STEM, "overlap"),
        ("options apart", shuffled("the French king", "king, the French"), STEM, "overlap"),
        ("options definite", choice("Oslo", ["Rome", "All of the cities"]), STEM, "no answer of"),
        ("options alike", choice("Oslo", ["1992", "Rome"]), STEM, "a number"),
        ("options alike", choice("Oslo", ["a river", "Rome"]), STEM, "a phrase"),
        ("options alike", choice("Ada Lovelace", ["London"]), STEM, "“London” is a place"),
        ("options in order", shuffled("1992", "1990", "1999"), STEM, "not in order"),
        ("options in order", shuffled("3", "4", "5"), STEM, "not in order"),
        ("no clue in grammar", choice("owl", ["fox", "cat"]), "It was an ____", "does not fit"),
        ("no clue in grammar", choice("owl", ["ape", "fox"]), "It was an ____", "does not fit"),
        ("no clue in grammar", choice("Owl", ["Fox"]), "An ____ flew by", "does not fit"),
        ("no clue in grammar", choice("foxes", ["cat", "owl"]), STEM, "only the key is plural"),
        ("no echo of the stem", choice("European Union", ["United Nations"]), STEM, "“euro…”"),
        ("no echo of the stem", choice("a tree", ["a bush"]), "Which tree is tall?", "“tree…”"),
        ("nothing absolute", choice("it rains", ["it never rains"]), STEM, "absolute"),
        (
            "nothing absolute",
            choice("it rains", ["it never rains", "it always rains"]),
            STEM,
            "“it always",
        ),
        ("nothing vague", choice("once a day", ["often"]), STEM, "vague"),
        ("nothing vague", choice("twelve", ["many people"]), STEM, "vague"),
        ("no quiet negative", choice("Oslo", ["Rome"]), "Which city is not it?", "overlooked"),
    ],
)
def test_finds(facts: Facts, check: str, shape: Choice, stem: str, reason: str) -> None:
    said = RULES[check](candidate(facts, shape, stem), facts)
    assert said is not None and reason in said
    assert check in OF_OPTIONS or check == "nothing vague"


@pytest.mark.parametrize(
    "shape",
    [
        choice("Oslo", ["Rome", "Paris", "Bern"]),
        choice("1843", ["1835", "1851", "1860"], ordered=True),
        choice("a river", ["a lake", "the sea"]),
        choice("a long river", ["a lake"]),  # twice as long
        choice("a longer road", ["a broad path", "river"]),  # twice the shortest alone
        choice("5", ["7", "9"], ordered=True),
        shuffled("1990 to 1995", "1980 to 1985"),
        shuffled("1980 to 1985", "1990 to 1995"),
        choice("Bristol", ["Alps", "Bonn"]),  # no plural, as it is a name
        choice("the foxes", ["the owls", "the cat"]),
        choice("the bus", ["the fox"]),
        choice("the glass", ["the fox"]),
        choice("all day", ["never again"]),
        choice("the owl", ["the fox", "the did"]),
        several(["Oslo", "Bern"], ["Rome", "Paris"]),
        several(["foxes", "cat"], ["owl"]),  # one of those that are right is no plural
    ],
)
def test_passes_sound_options(facts: Facts, shape: Choice) -> None:
    sound = candidate(facts, shape)
    assert {name: RULES[name](sound, facts) for name in OF_OPTIONS} == dict.fromkeys(OF_OPTIONS)


@pytest.mark.parametrize(
    ("stem", "key", "other"),
    [
        ("It was an ____", "owl", "ape"),  # it fits both
        ("It was a ____", "fox", "cat"),
        ("It was an ____", "fox", "owl"),  # it does not fit the key
        ("What was an owl to them?", "owl", "fox"),  # not before the gap
    ],
)
def test_an_article_that_is_no_clue(facts: Facts, stem: str, key: str, other: str) -> None:
    found = candidate(facts, choice(key, [other]), stem)
    assert RULES["no clue in grammar"](found, facts) is None


def test_an_article_is_no_clue_where_it_fits_only_some_that_are_right(facts: Facts) -> None:
    found = candidate(facts, several(["owl", "fox"], ["cat"]), "It was an ____")
    assert RULES["no clue in grammar"](found, facts) is None


def test_short_words_and_those_of_every_option_are_no_echo(facts: Facts) -> None:
    for stem, key, other in (
        ("Who saw the sea?", "the sea", "a fox"),
        ("Which tree is tall?", "a tree", "old tree"),
    ):
        found = candidate(facts, choice(key, [other]), stem)
        assert RULES["no echo of the stem"](found, facts) is None


def test_only_numbers_are_put_in_order(facts: Facts) -> None:
    for texts in (("Rome", "Oslo"), ("Rome", "1992"), ("1992", "Rome")):
        assert RULES["options in order"](candidate(facts, shuffled(*texts)), facts) is None


def test_what_is_true_or_false_has_no_options_to_compare(facts: Facts) -> None:
    judged = candidate(facts, true_or_false(is_true=False, otherwise=""), STEM, "true_false")
    assert {name: RULES[name](judged, facts) for name in OF_OPTIONS} == dict.fromkeys(OF_OPTIONS)


def test_a_statement_to_judge_must_not_be_vague(facts: Facts) -> None:
    shape = true_or_false(is_true=True, otherwise="")
    vague = candidate(facts, shape, "Ada Lovelace often went to London.", "true_false")
    assert "often" in (RULES["nothing vague"](vague, facts) or "")
    clear = candidate(facts, shape, "Ada Lovelace never went to Oslo.", "true_false")
    assert RULES["nothing vague"](clear, facts) is None
    assert RULES["no quiet negative"](clear, facts) is None
    many = candidate(facts, shape, "Many ships left London.", "true_false")
    assert RULES["nothing vague"](many, facts) is None  # it is so, or it is not


def test_what_somebody_said_may_be_a_negative(facts: Facts) -> None:
    said = candidate(facts, choice("Ada", ["Mary"]), "Who said that it is not so?", "who_said_it")
    assert RULES["no quiet negative"](said, facts) is None


def test_negatives_in_capitals_pass(facts: Facts) -> None:
    loud = candidate(facts, choice("Oslo", ["Rome"]), "Which city is NOT in Italy, Oslo or Rome?")
    assert RULES["no quiet negative"](loud, facts) is None


def test_knows_what_lies_in_the_options_alone() -> None:
    assert "options apart" in OF_OPTIONS
    assert "nothing dangling" not in OF_OPTIONS
