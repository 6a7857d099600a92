from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questions.interactions import Answer, Choice, Interaction, Option, Recall, TextEntry
from questions.locating import Sentences
from questions.question import Question

TEXT = (
    "The station opened in 1994 after six years of work.",
    "Its eight turbines weigh 600 tonnes each and were made in Norway.",
    "Mayor Ada Wren said the station would light every home by spring.",
    "The old harbour closed in the same year, and the ferries moved north.",
    "Fishermen fear that the turbines will drive the herring away.",
)
READY = Sentences(TEXT)


def typed(stem: str, *keys: str) -> Question:
    answers = tuple(Answer(text=key) for key in keys)
    return Question(type="short_answer", stem=stem, interaction=TextEntry(answers=answers))


def asked(stem: str, interaction: Interaction) -> Question:
    return Question(type="multiple_choice", stem=stem, interaction=interaction)


def places(question: Question, most: int = 1) -> list[int]:
    return [found.place for found in READY.locate(question, most)]


@pytest.mark.parametrize(
    ("stem", "key", "place"),
    [
        ("When did the station open?", "1994", 0),
        ("Where were the turbines made?", "Norway", 1),
        ("Who said the station would light every home?", "Ada Wren", 2),
        ("What closed in the year the station opened?", "The old harbour", 3),
        ("What do fishermen fear for?", "the herring", 4),
        ("WHERE WERE THE TURBINES MADE", "norway.", 1),
    ],
)
def test_the_sentence_with_the_key_and_most_of_the_words_comes_first(
    stem: str, key: str, place: int
) -> None:
    assert places(typed(stem, key)) == [place]


def test_a_key_that_stands_whole_outweighs_words_of_the_stem() -> None:
    question = typed(
        "What did the station that opened after six years want to light?", "every home"
    )
    assert places(question) == [2]
    assert places(question.model_copy(update={"interaction": Recall(back="?")})) == [0]


def test_any_of_several_keys_counts() -> None:
    assert places(typed("Where were the turbines made?", "Scandinavia", "Norway")) == [1]


def test_of_a_choice_only_the_right_option_is_looked_for() -> None:
    options = (
        Option(text="Norway", fraction=1),
        Option(text="the old harbour", fraction=0),
        Option(text="the ferries moved north", fraction=0),
    )
    question = asked("Where were the turbines made?", Choice(options=options))
    assert places(question) == [1]


def test_a_definition_is_found_by_its_words() -> None:
    back = "closed in the same year, when the ferries moved to the north"
    question = Question(type="flashcard", stem="The old harbour", interaction=Recall(back=back))
    assert places(question) == [3]


@pytest.mark.parametrize(
    ("stem", "key"),
    [
        ("What is the capital of Mongolia?", "Ulaanbaatar"),
        ("Who wrote The Tempest?", "Shakespeare"),
        ("…?", "…"),
    ],
)
def test_what_the_text_does_not_say_has_no_sentence(stem: str, key: str) -> None:
    assert places(typed(stem, key), 3) == []


def test_no_sentences_at_all() -> None:
    assert Sentences(()).locate(typed("When?", "1994"), 3) == []


@given(st.lists(st.text(max_size=40), max_size=8), st.text(min_size=1, max_size=40))
def test_shares_are_shares_and_places_are_there(texts: list[str], stem: str) -> None:
    found = Sentences(texts).locate(typed(stem, "key"), 3)
    assert len({each.place for each in found}) == len(found) <= 3
    assert all(0 <= each.place < len(texts) and 0 < each.share <= 1 for each in found)
    if stem.isalnum() and stem.isascii():
        again = Sentences([*texts, f"{stem} is the key"]).locate(typed(stem, "key"), 3)
        assert len(texts) in {each.place for each in again} or texts.count(stem) or len(again) == 3
