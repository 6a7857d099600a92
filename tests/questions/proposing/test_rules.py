"""Rules that a sound way of asking never breaks: each is tried on a candidate made to break it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from questions.asking.candidate import Candidate, asked, cite, typed
from questions.asking.ways import (
    ACRONYM,
    GAP_CLAIM,
    GAP_NAMED,
    HOW_MANY,
    MEMBERS,
    OFFICE,
    TRUE_OR_FALSE,
    WHAT,
    WHO,
    WHO_SAID_IT,
    Way,
)
from questions.checks import CHECKS, problem
from questions.facts.reading import Facts, read_facts
from questions.language import pipeline
from questions.question import Citation, Stance
from questions.ranking import rank, score
from questions.reading import plain

TEXT = (
    "Marie Curie discovered radium in Paris in 1898. "
    "Ada Lovelace said that engines can compose music for the court. "
    "Norway, Sweden and Denmark founded the Nordic Council in 1952. "
    "Charles Babbage Junior 2 drew the church. The church was sold."
)
RULES = {check.name: check for check in CHECKS}


@pytest.fixture(scope="module")
def facts() -> Facts:
    return read_facts(plain.read(TEXT), "text", pipeline.load())


def candidate(
    facts: Facts, way: Way, key: str, sentence: int = 0, *citations: Citation, words: int = 2
) -> Candidate:
    source = facts.sentences[sentence]
    question = asked(
        "short_answer", "Who discovered radium?", typed(key), citations or [cite(facts, source)]
    )
    return Candidate(way, question, key, source, source.words[words:])


def said(name: str, found: Candidate, facts: Facts) -> str:
    failure = RULES[name].failure(found, facts)
    first = problem(found, facts)
    if failure is not None:
        assert first is not None and first.check.name in RULES
        assert failure.check is RULES[name]
    return failure.reason if failure else ""


def test_evidence_stands_where_it_is_cited(facts: Facts) -> None:
    sound = candidate(facts, WHO, "Marie Curie")
    assert not said("evidence verbatim", sound, facts)
    cited = sound.question.citations[0]
    for change in ({"start": 1, "end": cited.end + 1}, {"quote": cited.quote.replace("8", "9")}):
        wrong = cited.model_copy(update=change)
        for citations in ((wrong,), (cited, wrong), (wrong, cited)):
            changed = sound.question.model_copy(update={"citations": citations})
            found = sound.asked_as(changed)
            assert "reads" in said("evidence verbatim", found, facts)
            assert problem(found, facts) is not None
            assert problem(found, facts).check.name == "evidence verbatim"  # type: ignore[union-attr]


def test_the_answer_stands_in_the_evidence(facts: Facts) -> None:
    assert not said("answer in evidence", candidate(facts, WHO, "Marie Curie"), facts)
    assert "does not have “Pierre”" in said(
        "answer in evidence", candidate(facts, WHO, "Pierre"), facts
    )
    first = problem(candidate(facts, WHO, "Pierre"), facts)
    assert first is not None and first.check.name == "answer in evidence"


def test_every_member_stands_in_the_evidence(facts: Facts) -> None:
    assert not said("answer in evidence", candidate(facts, MEMBERS, "Norway; Sweden", 2), facts)
    lacking = candidate(facts, MEMBERS, "Norway; Finland", 2)
    assert said("answer in evidence", lacking, facts) == "the passage does not have “Finland”"


@pytest.mark.parametrize("way", [WHO_SAID_IT, TRUE_OR_FALSE])
def test_a_speaker_or_a_verdict_need_not_stand_in_the_evidence(facts: Facts, way: Way) -> None:
    assert not said("answer in evidence", candidate(facts, way, "Nobody"), facts)


def test_what_somebody_claims_is_asked_as_that_claim(facts: Facts) -> None:
    own = candidate(facts, WHAT, "music", 1)
    assert said("claim attributed", own, facts) == "the sentence is somebody's claim"
    first = problem(own, facts)
    assert first is not None and first.check.name == "claim attributed"
    unnamed = candidate(facts, GAP_CLAIM, "music", 1)
    assert said("claim attributed", unnamed, facts) == "the claim has no speaker"
    claim = cite(facts, facts.sentences[1], Stance.CLAIMED, "Ada Lovelace")
    assert not said("claim attributed", candidate(facts, GAP_CLAIM, "music", 1, claim), facts)
    mixed = candidate(facts, WHO_SAID_IT, "Ada Lovelace", 1, claim, cite(facts, facts.sentences[0]))
    assert said("claim attributed", mixed, facts) == "the claim has no speaker"
    assert not said("claim attributed", candidate(facts, WHO, "Marie Curie"), facts)


@pytest.mark.parametrize("way", [ACRONYM, OFFICE])
def test_names_may_be_taken_from_somebodys_claim(facts: Facts, way: Way) -> None:
    assert not said("claim attributed", candidate(facts, way, "Ada Lovelace", 1), facts)


@pytest.mark.parametrize(
    ("key", "sentence", "reason"),
    [
        ("curie", 0, "the name is not whole"),
        ("Curie (Marie", 0, "the name is not whole"),
        ("Church", 3, "it is a common noun elsewhere"),
        ("Charles", 3, "the name goes on"),
        ("Charles Babbage", 3, "the name goes on"),
    ],
)
@pytest.mark.parametrize("way", [WHO, GAP_NAMED, WHO_SAID_IT])
def test_a_name_is_whole(facts: Facts, way: Way, key: str, sentence: int, reason: str) -> None:
    assert said("name whole", candidate(facts, way, key, sentence), facts) == reason
    assert not said("name whole", candidate(facts, HOW_MANY, key, sentence), facts)
    assert not said("name whole", candidate(facts, way, "Marie Curie"), facts)


@pytest.mark.parametrize("way", [WHO, GAP_NAMED, OFFICE])
def test_one_of_a_list_is_not_asked_for_alone(facts: Facts, way: Way) -> None:
    for key in ("Norway", "Sweden", "Denmark"):
        found = said("not one of a list", candidate(facts, way, key, 2), facts)
        assert found == "it is one of 3: Norway, Sweden, Denmark"
    assert not said("not one of a list", candidate(facts, way, "Nordic Council", 2), facts)
    assert not said("not one of a list", candidate(facts, MEMBERS, "Norway", 2), facts)


@pytest.mark.parametrize(
    ("way", "reason"), [(WHO, "the sentence says the same of another"), (GAP_NAMED, "")]
)
def test_not_only_this_one_may_be_kept_in_a_gap_alone(way: Way, reason: str) -> None:
    league = read_facts(plain.read("Norway joined not only the Lund League."), "l", pipeline.load())
    assert said("not one of a list", candidate(league, way, "Norway"), league) == reason
    assert not said("not one of a list", candidate(league, MEMBERS, "Norway"), league)


def test_every_check_is_asked() -> None:
    """Taken out of the list, a check would turn nothing away."""
    names = [check.name for check in CHECKS]
    assert len(names) == len(set(names)) == 23
    for name in (
        "evidence verbatim",
        "answer in evidence",
        "claim attributed",
        "name whole",
        "not one of a list",
    ):
        assert name in names


def test_what_the_whole_document_is_about_is_worth_less() -> None:
    text = "Marie Curie won. Marie Curie wept. Marie Curie slept. Ada Lovelace wept in Rome."
    facts = read_facts(plain.read(text), "text", pipeline.load())
    topic, other = (
        Candidate(WHO, asked("short_answer", "Who wept?", typed(key), []), key, sentence, ())
        for key, sentence in (
            ("Marie Curie", facts.sentences[1]),
            ("Ada Lovelace", facts.sentences[1]),
        )
    )
    assert score(topic, facts) < score(other, facts) - 0.1
    assert [found.key for found, _ in rank([topic, other], facts)] == [
        "Ada Lovelace",
        "Marie Curie",
    ]
    few = read_facts(plain.read("Marie Curie won. Marie Curie wept."), "text", pipeline.load())
    assert score(replace(topic, sentence=few.sentences[1]), few) == score(other, facts)


def with_stem(facts: Facts, stem: str, key: str, way: Way = WHAT) -> Candidate:
    found = candidate(facts, way, key)
    return found.asked_as(found.question.model_copy(update={"stem": stem}))


@pytest.mark.parametrize(("marks", "is_open"), [(1, True), (2, False), (3, True), (4, False)])
def test_quotation_marks_come_in_pairs(facts: Facts, marks: int, is_open: bool) -> None:
    stem = "Who was the one called " + '" '.join(["it"] * (marks + 1)) + "?"
    found = said("well formed", with_stem(facts, stem, "Curie"), facts)
    assert (found == "a bracket or quote is left open") == is_open


@pytest.mark.parametrize(
    ("stem", "key", "tells"),
    [
        ("Which Greek did she marry in Paris?", "Greece", False),
        ("Which Greek did she marry in Polish Krakow?", "Greece Poland", False),
        ("Which Greek isles did she see?", "Greece isles", True),
        ("Which democrat isles did she see?", "democracy isles", True),
        ("Which democratic isles did she see?", "democracy isles", True),
        ("Which democratised isles did she see?", "democracy isles", False),
    ],
)
def test_a_word_of_the_same_kin_tells_half(facts: Facts, stem: str, key: str, tells: bool) -> None:
    assert (
        said("no leak", with_stem(facts, stem, key), facts) == "the stem has the answer"
    ) == tells


def test_a_title_tells_a_person_by_any_name_and_all_else_by_every_word() -> None:
    text = "Curie and the Nordic prize\n\nMarie Curie joined the Nordic Council in 1952."
    titled = read_facts(plain.read(text), "text", pipeline.load())
    told = "the title gives the answer"
    assert said("not told by the title", candidate(titled, WHO, "Marie Curie"), titled) == told
    assert not said("not told by the title", candidate(titled, WHO, "Nordic Council"), titled)
