"""Distractors are of the kind and grain of the key, in order, and never another name for it."""

from __future__ import annotations

from decimal import Decimal

import pytest

from questions.asking.candidate import Declined, choice
from questions.distractors import (
    is_alike,
    kin_of,
    other_centuries,
    other_decades,
    other_names,
    other_numbers,
    other_things,
    other_years,
)
from questions.distractors.names import may_be_same, some_names, sort_of
from questions.facts.reading import Facts, read_facts
from questions.language import pipeline
from questions.language.lexicon.numbers import SMALL_NUMBERS
from questions.proposing import candidates
from questions.reading import plain
from questions.typed_answers import parse_number


def read(text: str, slug: str = "text") -> Facts:
    return read_facts(plain.read(text), slug, pipeline.load())


@pytest.mark.parametrize(
    ("key", "kind", "others"),
    [
        ("Azerbaijan", "country", {"Armenia", "Georgia", "Kazakhstan"}),
        ("UK", "country", {"Norway", "Sweden", "Denmark"}),
        ("Texas", "state", {"Ohio", "Utah"}),
        ("Marseille", "city", {"Lyon", "Toulouse"}),
        ("Singapore", "country", {"Malaysia", "Thailand"}),
        ("May", "month", {"June", "December"}),
        ("Danish", "people", {"Swedish", "Norwegian"}),
    ],
)
def test_knows_the_family_of_a_name(key: str, kind: str, others: set[str]) -> None:
    kin = kin_of(key)
    assert kin is not None and kin.kind == kind
    assert others <= set(kin.others)
    assert key not in kin.others and "United Kingdom" not in (kin.others if key == "UK" else ())


@pytest.mark.parametrize("key", ["Georgia", "New York", "Washington", "Atlantis", "French"])
def test_a_name_of_two_kinds_or_none_has_no_family(key: str) -> None:
    assert kin_of(key) is None


def test_cities_are_the_nearest_in_size() -> None:
    kin = kin_of("Fresno")
    assert kin is not None
    assert "Brooklyn" not in kin.others
    assert kin.others.index("Sacramento") < kin.others.index("New York City")


def test_places_come_from_the_document_first_then_from_the_family() -> None:
    facts = read("Marie Curie lived in Paris. She never went to Lyon. The Seine is in France.")
    assert other_names(facts, "Paris", facts.sentences[0]) == ["Lyon", "Marseille", "Toulouse"]


def test_a_city_must_be_that_of_the_list() -> None:
    nowhere = read("Marie Curie lived in Manchester. She saw a lake.")
    assert other_names(nowhere, "Manchester", nowhere.sentences[0]) == []
    for told in ("The British queen slept.", "England slept.", "She saw the UK.", "Leeds slept."):
        facts = read(f"Marie Curie lived in Manchester. {told}")
        assert len(other_names(facts, "Manchester", facts.sentences[0])) == 3, told


def test_what_many_do_gets_no_countries_from_outside() -> None:
    facts = read("Azerbaijan joined the Partnership for Peace in 1994.")
    assert other_names(facts, "Azerbaijan", facts.sentences[0]) == []


def test_people_are_never_made_up() -> None:
    facts = read("Dr. Marie Curie sat. Dr. Ada Lovelace wrote programs. Dr. Alan Turing slept.")
    assert other_names(facts, "Marie Curie", facts.sentences[0]) == []
    more = read(
        "Dr. Marie Curie sat. Dr. Ada Lovelace wrote programs. Dr. Alan Turing slept. "
        "Dr. Mary Shelley ran. President John Black came."
    )
    assert set(other_names(more, "Marie Curie", more.sentences[0])) == {
        "Ada Lovelace",
        "Alan Turing",
        "Mary Shelley",
    }


def test_a_fort_is_no_person() -> None:
    text = (
        "Mr. Brian Johnson sang. {} said little and then left. Mr. Paul Smith ran. "
        "Mr. Mark Shelley wept."
    )
    facts = read(text.format("Pons Aelius"))
    assert facts.names.kind_of("Pons Aelius") == "PER"
    assert other_names(facts, "Brian Johnson", facts.sentences[0]) == []
    people = read(text.format("Mr. Alan Turing"))
    assert len(other_names(people, "Brian Johnson", people.sentences[0])) == 3


def test_options_that_are_numbers_stand_in_order_of_size() -> None:
    texts = [option.text for option in choice("9", ["12", "11", "10"], ordered=True).options]
    assert texts == ["9", "10", "11", "12"]


def test_another_name_that_a_sentence_gives_is_the_same() -> None:
    facts = read("Jean Cauvin (John Calvin) fled. Cassius Clay, also known as Muhammad Ali, won.")
    assert may_be_same(facts, "John Calvin", "Jean Cauvin")
    assert may_be_same(facts, "Cassius Clay", "Muhammad Ali")
    assert may_be_same(facts, "America", "United States")
    assert not may_be_same(facts, "John Calvin", "Muhammad Ali")


@pytest.mark.parametrize("text", ["3000", "100", "1,200", "308", "12", "seven", "4.5", "40", "95"])
def test_numbers_are_as_round_as_the_key(text: str) -> None:
    others = other_numbers(text)
    assert len({text, *others}) == 4
    assert others == sorted(others, key=lambda other: parse_number(other) or 0)
    assert ("," in text) <= all("," in other or len(other) < 4 for other in others)
    if text.isdigit() and text.endswith("0"):
        assert all(other.endswith("0") for other in others)


def size(text: str) -> Decimal:
    return Decimal(SMALL_NUMBERS.get(text) or parse_number(text) or 0)


@pytest.mark.parametrize(
    ("text", "before", "is_least"),
    [
        ("four", "more than", True),
        ("2,000", "at least", True),
        ("100", "over", True),
        ("11", "less than", False),
        ("150", "no more than", False),
    ],
)
def test_what_a_bound_lets_be_right_is_no_option(text: str, before: str, is_least: bool) -> None:
    words = read(f"It was {before} {text} dams.").sentences[0].words
    (place,) = [word.index for word in words if word.text == text]
    others = [size(other) for other in other_numbers(text, "dams", words[:place])]
    assert len(others) == 3 and all((other > size(text)) is is_least for other in others)


def test_shares_are_never_over_a_hundred() -> None:
    assert all(int(other) <= 100 for other in other_numbers("95", "%"))
    assert other_numbers("95", "%")


@pytest.mark.parametrize(
    ("share", "others"), [("41", [46]), ("46", [41]), ("49", [39, 53, 36]), ("4.5", [60])]
)
def test_the_larger_of_two_shares_stays_that(share: str, others: list[float]) -> None:
    made = list(map(float, other_numbers(share, "percent", (), others)))
    assert len(made) == 3 and float(share) not in made
    for other in others:
        assert all((one > other) is (float(share) > other) for one in made)
        assert all(one + other <= 100 for one in made) or float(share) + other >= 100


def test_of_two_shares_that_make_up_a_hundred_the_key_is_not_always_the_largest() -> None:
    made = [sorted(map(float, other_numbers(str(n), "%", (), [100 - n]))) for n in range(60, 80)]
    assert len({sum(other < n for other in one) for n, one in enumerate(made, 60)}) > 1


def test_there_is_no_room_for_a_share_between_two() -> None:
    assert other_numbers("45", "percent", (), [44, 46]) == []


def test_centuries_and_decades_are_neighbours_and_not_to_come() -> None:
    assert other_centuries("2nd") == ["1st", "3rd", "4th"]
    assert other_centuries("11th") == ["8th", "9th", "10th"]
    assert other_centuries("21st") == ["18th", "19th", "20th"]
    assert other_centuries("many") == []
    assert other_decades(1890) == [1880, 1900, 1910]
    assert other_decades(2010) == [1990, 2000, 2020]


def test_years_are_the_document_s_own_first_and_never_later_than_all_of_it() -> None:
    facts = read("It fell in 1990. It rose in 1994. It shut in 1997. It opened in 2008.")
    assert {"1990", "1997"} < set(found := other_years(facts, 1994, facts.sentences[1]))
    assert len(found) == 3 and max(map(int, found)) <= 2008
    alone = read("It opened in 2008.")
    assert max(map(int, other_years(alone, 2008, alone.sentences[0]))) < 2008


def test_years_are_near_to_the_key() -> None:
    facts = read("It fell in 1832. It rose in 1811. It opened in 2002. It closed in 2017.")
    for year, far in ((1832, 12), (2017, 8)):
        others = other_years(facts, year, facts.sentences[0 if year == 1832 else 3])
        assert len(others) == 3 and all(abs(int(other) - year) <= far for other in others), others


def test_a_year_that_the_stem_names_is_no_option() -> None:
    facts = read("The hall burnt down in 1702. In 1684 and 1689 it had been built twice.")
    for year in (1684, 1689):
        assert not {"1684", "1689"} & set(other_years(facts, year, facts.sentences[1]))


def test_what_began_in_a_year_did_not_end_before_it() -> None:
    facts = read("It was the capital from 1785 until 1790. It shut in 1840. It rose in 1788.")
    for year in (1785, 1790):
        others = [int(other) for other in other_years(facts, year, facts.sentences[0])]
        assert len(others) == 3
        assert max(others) < 1790 if year == 1785 else min(others) > 1785


def test_a_name_that_is_cut_off_or_in_another_script_is_no_option() -> None:
    facts = read(
        "Ada Wren met Tom Holt. Ada Wren met Eva Moe. Ada Wren met Ole Lund. "
        "Ada Wren spoke to Ian Ode of, as it seems, the north. Ada Wren met Жан Рив."
    )
    names = facts.names.of_kind("PER")
    assert "Ada Wren" in names and not any(name.endswith(" of") for name in names)
    assert "Жан Рив" not in some_names(facts, "Ada Wren", facts.sentences[0])


def test_the_place_of_the_key_among_years_varies() -> None:
    places = set()
    for slug in "abcdefghijkl":
        facts = read("It rose in 1850. The Moon was seen in 1990.", slug)
        years = sorted([1850, *map(int, other_years(facts, 1850, facts.sentences[0]))])
        assert len(set(years)) == 4
        places.add(years.index(1850))
    assert places == {0, 1, 2, 3}


def test_says_what_several_names_are() -> None:
    facts = read("Marie Curie slept in Paris. Mary Shelley slept in Lyon. France slept in Spain.")
    assert sort_of(facts, ["Paris", "Lyon"]) == "cities"
    assert sort_of(facts, ["France", "Spain"]) == "countries"
    assert sort_of(facts, ["Marie Curie", "Mary Shelley"]) == "people"
    assert sort_of(facts, ["Paris", "Spain"]) == ""


def test_without_options_that_are_surely_wrong_the_answer_is_to_be_typed() -> None:
    text = (
        "Marie Curie discovered radium in Paris in 1898. Ada Lovelace discovered radium in Paris. "
        "The stamps show Marie Curie, Ada Lovelace, Alan Turing and Mary Shelley."
    )
    declined: list[Declined] = []
    sound = [c.question for c, said in candidates(read(text), declined) if said is None]
    who = next(q for q in sound if q.stem.startswith("Who discovered radium"))
    assert who.type == "short_answer"
    (reason,) = (each.reason for each in declined if each.way.name == "who")
    assert reason.startswith("no choice: distractors refuted: “Ada Lovelace” may be right too")


def test_without_good_options_a_fact_is_asked_to_be_typed_and_the_reason_is_kept() -> None:
    declined: list[Declined] = []
    facts = read("Marie Curie discovered radium in 1898 after long work.")
    sound = [c.question for c, said in candidates(facts, declined) if said is None]
    who = next(q for q in sound if q.stem.startswith("Who "))
    assert who.type == "short_answer"
    reasons = [d.reason for d in declined if d.way.name == "who"]
    assert reasons == ["no choice: no other names of the kind of “Marie Curie”, not 3"]


FILM = (
    "Anna Holt starred opposite the actor Peter Brown in 2004. The actor Mary Wood came. "
    "The actor Jane Hill and the actor John Black came too. The actor Anna Holt played Susan Grey. "
    "The role of Helen White went to another. Ian Green wept."
)


def test_people_are_of_one_standing_and_who_is_played_is_none_of_them() -> None:
    facts = read(FILM)
    others = some_names(facts, "Peter Brown", facts.sentences[0])
    assert set(others) == {"Mary Wood", "Jane Hill", "John Black"}
    assert is_alike(facts, "Susan Grey", "Helen White")
    assert not is_alike(facts, "Susan Grey", "Mary Wood")


def test_whom_a_life_is_of_is_no_option_in_it() -> None:
    text = (
        "Ada Holt was a British chemist. The chemist Mary Wood taught Peter Brown in Leeds. "
        "The chemist Jane Hill and the chemist John Black watched."
    )
    facts = read(text)
    assert set(some_names(facts, "Mary Wood", facts.sentences[1])) == {"Jane Hill", "John Black"}


def test_people_of_another_time_are_no_options() -> None:
    facts = read(
        "The county chose Senator Adlai Moore in 1952. Senator Mary Wood lost in 1948. Senator "
        "John Black lost in 1956. Senator Jane Hill led in 1960. Senator Peter Brown spoke in "
        "2016. Senator Anna Grey spoke too."
    )
    others = some_names(facts, "Adlai Moore", facts.sentences[0])
    assert set(others) == {"Mary Wood", "John Black", "Jane Hill"}


def test_bodies_are_of_one_sort() -> None:
    facts = read(
        "She joined the Society for General Systems. She taught at Cornell University, "
        "at Harvard University and at Stanford University. The Royal Society wrote to her."
    )
    society = some_names(facts, "Society for General Systems", facts.sentences[0])
    assert society == ["Royal Society"]
    colleges = some_names(facts, "Cornell University", facts.sentences[0])
    assert set(colleges) == {"Harvard University", "Stanford University"}


def test_a_state_that_is_a_country_too_is_what_others_there_are() -> None:
    caucasus = read("Georgia borders Armenia. Azerbaijan and Turkey are near. Ohio is far.")
    names = some_names(caucasus, "Georgia", caucasus.sentences[0])
    assert "Azerbaijan" in names and "Ohio" not in names
    south = read("Georgia is warm. Ohio, Texas and Utah are states. Armenia is far.")
    assert set(some_names(south, "Georgia", south.sentences[0])[:3]) == {"Ohio", "Texas", "Utah"}


POVERTY = (
    "Relative poverty is a state in which people can only afford what is needed. "
    "Absolute poverty was measured in 1990. Extreme poverty has become rarer. "
    "Subjective poverty was asked about by researchers. A carpenter sold a wooden ladder."
)


def test_terms_get_others_of_their_meaning() -> None:
    facts = read(POVERTY)
    first = facts.sentences[0]
    noun = next(word for word in first.words if word.lower == "poverty")
    around = [word for word in first.words if word.index > noun.index]
    assert set(other_things(facts, "relative poverty", noun, first, around)) == {
        "absolute poverty",
        "extreme poverty",
        "subjective poverty",
    }
    assert other_things(facts, "Relative poverty", noun, first, around)[0][0].isupper()
    ladder = facts.sentences[-1]
    noun = next(word for word in ladder.words if word.lower == "ladder")
    assert other_things(facts, "wooden ladder", noun, ladder, ladder.words[:2]) == []


def test_a_thing_asked_by_what_is_chosen_among_its_like() -> None:
    found = [
        candidate
        for candidate, failure in candidates(read(POVERTY))
        if failure is None and candidate.question.stem.startswith("What is a state")
    ]
    assert [candidate.question.type for candidate in found] == ["multiple_choice"]
