"""Statements to judge, lists, offices and events: what is asked, and what is left alone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from questions.asking.attributions import judge_attributions
from questions.asking.candidate import Candidate, Declined
from questions.asking.swaps import judge_statements
from questions.asking.ways import GAP_LISTED, WHO
from questions.checks.stem import not_one_of_a_list
from questions.facts.reading import Facts, read_facts
from questions.facts.roles import offices
from questions.interactions import Choice, Match
from questions.language import pipeline
from questions.proposing import Proposals, candidates, propose
from questions.question import Question
from questions.reading import plain
from questions.types import type_problem

COUNTRIES = (
    "The Visegrad Group comprised Poland, Hungary, Slovakia and the Czech Republic. "
    "Austria and Italy watched. Spain slept."
)
EVENTS = (
    "Warsaw became the capital of Poland in 1596. Marie Curie discovered radium in Paris in 1898. "
    "In 1952, Ada Lovelace College was opened in London."
)
OFFICES = (
    "Jens Stoltenberg, NATO secretary general, left. German Chancellor Helmut Kohl slept. "
    "Hillary Clinton, the US secretary of state, went home."
)


def read(text: str) -> Facts:
    return read_facts(plain.read(text), "text", pipeline.load())


def asked(text: str, kind: str, slug: str = "text") -> list[Question]:
    found = propose(plain.read(text), slug).questions
    assert all(type_problem(question) is None for question in found)
    return [question for question in found if question.type == kind]


def reasons(found: Proposals, way: str) -> list[str]:
    return [declined.reason for declined in found.declined if declined.way.name == way]


def test_a_statement_is_true_as_it_stands_and_false_with_a_value_swapped() -> None:
    text = "Warsaw became the capital of Poland in 1596. Marie Curie discovered radium in 1898."
    for question in asked(text, "true_false"):
        stands = question.stem in text
        assert question.interaction.key() == [str(stands)]
        assert question.explanation == ("" if stands else "The document says 1596.") or (
            question.explanation == "The document says 1898."
        )


def test_a_year_may_go_with_what_something_became() -> None:
    text = "Newcastle University became independent from Durham University in 1963."
    assert any(q.stem.startswith("In what year") for q in asked(text, "multiple_choice"))
    assert len(asked(text, "true_false")) == 1


def test_as_many_statements_are_true_as_false() -> None:
    for slug in "abcd":
        facts = read_facts(plain.read(EVENTS), slug, pipeline.load())
        found = [c for c in judge_statements(facts) if isinstance(c, Candidate)]
        true = sum(candidate.question.interaction.key() == ["True"] for candidate in found)
        assert len(found) >= 3
        assert abs(2 * true - len(found)) <= 1


def test_whoever_is_wrong_is_told_what_the_document_says() -> None:
    for slug in "abcd":
        (question,) = asked("Warsaw became the capital of Poland in 1596.", "true_false", slug)
        assert isinstance(question.interaction, Choice)
        (wrong,) = (option for option in question.interaction.options if option.fraction == 0)
        assert wrong.feedback == "The document says 1596."


@pytest.mark.parametrize(
    "text",
    [
        "Perhaps Warsaw became the capital of Poland in 1596.",
        "Warsaw did not become the capital of Poland in 1596.",
        "Warsaw became the capital in 1596 and again in 1611.",
        "Ada Lovelace said that Warsaw became the capital of Poland in 1596.",
        "Around 20 people saw Warsaw.",
        "The city was rebuilt in 1952.",
    ],
)
def test_what_is_unsure_or_has_several_values_is_not_judged(text: str) -> None:
    assert asked(text, "true_false") == []


CLAIMS = (
    "Ada Lovelace said that engines can compose music. Mary Shelley slept. "
    "Charles Babbage said that engines will replace most clerks."
)


def test_a_claim_is_judged_as_its_speaker_s_and_false_as_another_s() -> None:
    seen = set()
    for slug in "abcdefgh":
        for question in asked(CLAIMS, "true_false", slug):
            (citation,) = question.citations
            assert citation.stance == "claimed" and citation.speaker
            true = f"According to the document, {citation.speaker} said" in question.stem
            assert question.interaction.key() == [str(true)]
            assert "Mary Shelley" not in question.stem
            seen.add(true)
    assert seen == {True, False}


@pytest.mark.parametrize(
    "text",
    [
        "Ada Lovelace said that engines can compose very fine music. Charles Babbage slept.",
        "Ada Lovelace said that engines can compose very fine music. "
        "Charles Babbage said that engines can compose very fine music and songs.",
        "Ada Lovelace said that engines can compose very fine music by Babbage. "
        "Charles Babbage said that clerks never sleep at night.",
        "Ada Lovelace said that engines can compose her very fine music. "
        "Charles Babbage said that clerks never sleep at night.",
        "Ada Lovelace said that engines can compose very fine music. "
        "The Analytical Society said that clerks never sleep at night.",
    ],
)
def test_a_claim_that_nobody_else_surely_did_not_make_is_not_judged(text: str) -> None:
    found = list(judge_attributions(read(text)))
    judged = [c for c in found if isinstance(c, Candidate) and "compose" in c.question.stem]
    assert not judged
    assert any(isinstance(c, Declined) and "nobody else" in c.reason for c in found)


def test_bodies_are_not_swapped_as_speakers() -> None:
    text = (
        "The World Health Organisation said that clerks never sleep at night. "
        "The Royal Society said that engines can compose very fine music."
    )
    assert len(read(text).claims) == 2
    assert list(judge_attributions(read(text))) == []


def test_a_year_beside_another_is_not_swapped() -> None:
    text = "Warsaw became the capital of Poland in 1596 after the fire of 1595 in Krakow."
    assert [c for c in judge_statements(read(text)) if isinstance(c, Candidate)] == []


def test_one_of_several_discoverers_is_not_swapped() -> None:
    text = "Radium was discovered by Marie Curie and Mary Shelley. Ada Lovelace slept well."
    assert [c for c in judge_statements(read(text)) if isinstance(c, Candidate)] == []


def test_a_swap_that_another_sentence_bears_out_is_not_made() -> None:
    text = (
        "Marie Curie discovered radium in 1898. Radium was discovered by Pierre Curie with her. "
        "Ada Lovelace slept."
    )
    stems = {question.stem for slug in "abcdefgh" for question in asked(text, "true_false", slug)}
    assert "Pierre Curie discovered radium in 1898." not in stems


@pytest.mark.parametrize(
    ("text", "stem", "key"),
    [
        (
            "Huguenots settled in Kent during the 17th century.",
            "In which century did Huguenots settle in Kent?",
            "17th",
        ),
        (
            "Marie Curie discovered radium in Paris in the 1890s.",
            "In which decade did Marie Curie discover radium in Paris?",
            "1890s",
        ),
    ],
)
def test_asks_for_centuries_and_decades(text: str, stem: str, key: str) -> None:
    question = next(q for q in asked(text, "multiple_choice") if q.stem == stem)
    assert question.interaction.key() == [key]
    assert isinstance(question.interaction, Choice)
    texts = [option.text for option in question.interaction.options]
    assert texts == sorted(texts, key=lambda text: int(text.rstrip("sthndr")))
    assert not question.interaction.shuffle


def test_a_list_is_asked_for_its_members() -> None:
    (question,) = asked(COUNTRIES, "multiple_response")
    assert question.stem == "Which of these countries did the Visegrad Group comprise?"
    assert set(question.interaction.key()) == {"Poland", "Hungary", "Slovakia", "Czech Republic"}
    assert isinstance(question.interaction, Choice)
    wrong = {option.text for option in question.interaction.options if option.fraction < 0}
    assert wrong <= {"Austria", "Italy", "Spain"} and len(wrong) >= 2


@pytest.mark.parametrize(
    ("text", "stem"),
    [
        ("Ohio, Texas and Utah founded the Moon League.", "Which of these states founded the Moon"),
        (
            "In 1700, Huguenots settled in Boston, Denver, Seattle and Chicago.",
            "In which of these cities did Huguenots settle in 1700?",
        ),
        (
            "The members of the Moon League are Ohio, Texas and Utah.",
            "Which of these states are the members of the Moon League?",
        ),
    ],
)
def test_a_list_may_stand_anywhere_in_a_clause(text: str, stem: str) -> None:
    assert [q.stem[: len(stem)] for q in asked(text, "multiple_response")] == [stem]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (
            COUNTRIES.replace("comprised", "included"),
            "it may go on",
        ),
        (COUNTRIES.replace("Czech Republic", "Czech Republic and others"), "it may go on"),
        (COUNTRIES.replace("Czech Republic", "Czech Republic, among others"), "it may go on"),
        (
            "The Visegrad Group visited Poland, Hungary, Slovakia and Malta together.",
            "it may go on",
        ),
        ("Marie Curie visited Paris, Spain and Europe.", "too few others"),
    ],
)
def test_a_list_that_may_go_on_is_left_alone(text: str, reason: str) -> None:
    found = propose(plain.read(text), "text")
    assert not [q for q in found.questions if q.type == "multiple_response"]
    assert any(reason in said for said in reasons(found, "members"))


def test_a_list_without_others_to_pick_from_is_to_be_recalled() -> None:
    text = "Radium was found by Marie Curie, Mary Shelley and Alan Turing."
    (question,) = asked(text, "flashcard")
    assert question.stem == "By which three people was Radium found?"
    assert question.interaction.key() == ["Marie Curie, Mary Shelley and Alan Turing"]


def test_one_of_a_list_is_not_asked_for_as_the_only_one() -> None:
    facts = read("Norway, Sweden and Denmark founded the Nordic Council in 1952.")
    listed = next(c for c, _ in candidates(facts) if c.way is GAP_LISTED and c.key == "Norway")
    assert not_one_of_a_list(listed, facts) is None
    said = not_one_of_a_list(replace(listed, way=WHO), facts)
    assert said == "it is one of 3: Norway, Sweden, Denmark"


@pytest.mark.parametrize(
    ("text", "person", "office"),
    [
        ("Foreign Minister Jeyhun Bayramov spoke.", "Jeyhun Bayramov", "Foreign Minister"),
        ("Jens Stoltenberg, NATO secretary general, left.", "Jens Stoltenberg", "NATO secretary"),
        ("Angela Merkel became chancellor of Germany in 2005.", "Angela Merkel", "Chancellor of"),
        ("German Chancellor Helmut Kohl slept.", "Helmut Kohl", "German Chancellor"),
    ],
)
def test_reads_who_holds_which_office(text: str, person: str, office: str) -> None:
    facts = read(text)
    (role,) = offices(facts.sentences, facts.names)
    assert role.person == person
    assert role.office.startswith(office)


@pytest.mark.parametrize(
    "text",
    [
        "President Lincoln slept.",
        "President Abraham Lincoln slept.",
        "Former Foreign Minister Jeyhun Bayramov spoke.",
        "Ada Lovelace, a friend of Jeyhun, spoke.",
        "“Jens Stoltenberg, NATO secretary general, left.”",
        "Foreign Minister Jeyhun Bayramov and Foreign Minister Ada Lovelace spoke.",
    ],
)
def test_bare_ranks_former_and_shared_offices_are_left_alone(text: str) -> None:
    facts = read(text)
    assert offices(facts.sentences, facts.names) == []


def test_three_offices_are_matched_and_two_are_not() -> None:
    (question,) = asked(OFFICES, "matching")
    assert isinstance(question.interaction, Match)
    assert dict(question.interaction.pairs) == {
        "Jens Stoltenberg": "NATO secretary general",
        "Helmut Kohl": "German Chancellor",
        "Hillary Clinton": "US secretary of state",
    }
    two = propose(plain.read(OFFICES.partition(" Hillary")[0]), "text")
    assert not [q for q in two.questions if q.type == "matching"]
    assert set(reasons(two, "offices")) == {
        "no matching: the document has 2 people with offices, not 3"
    }


def test_events_do_not_line_up_with_their_years() -> None:
    text = (
        "Huguenots settled in Kent in 1650. Marie Curie discovered radium in 1898. "
        "Warsaw became the capital of Poland in 1952."
    )
    (question,) = asked(text, "matching")
    assert isinstance(question.interaction, Match)
    years = [year for _, year in question.interaction.pairs]
    assert years != sorted(years)


def test_what_anybody_may_have_is_not_asked_for() -> None:
    text = "The Lund Accord Council (LAC) gave Ida Berg a Master of Arts (MA) in 1921."
    (question,) = [each for each in asked(text, "short_answer") if "stand for" in each.stem]
    assert question.stem == "What does “LAC” stand for?"


def test_an_event_that_says_it_came_last_is_not_put_in_order() -> None:
    text = EVENTS.replace("Marie Curie discovered", "Marie Curie finally discovered")
    assert asked(EVENTS, "ordering")
    assert asked(text, "ordering") == []


def test_events_in_order_leave_their_sentences_to_be_asked_about() -> None:
    assert any("Warsaw" in question.stem for question in asked(EVENTS, "true_false"))


def test_half_of_a_list_is_not_taken_for_the_subject() -> None:
    text = "Norway, Sweden and Denmark founded the Nordic Council in 1952."
    assert not [
        question
        for question in propose(plain.read(text), "text").questions
        if "Norway Sweden" in question.stem
    ]


def test_events_are_matched_with_their_years() -> None:
    (question,) = asked(EVENTS, "matching")
    assert isinstance(question.interaction, Match)
    years = [year for _, year in question.interaction.pairs]
    assert sorted(years) == ["1596", "1898", "1952"] != years
    assert not set(years) & set(question.interaction.distractors)
    assert len(question.citations) == 3
    assert all(year not in event for event, year in question.interaction.pairs)


def test_a_sentence_with_one_number_is_judged() -> None:
    text = f"{EVENTS} The islands of Lund lie 860 km east of Warsaw."
    found = {question.stem for slug in "abcdefgh" for question in asked(text, "true_false", slug)}
    told = {stem for stem in found if "islands" in stem}
    assert len(told) == 2 and "The islands of Lund lie 860 km east of Warsaw." in told
