"""Packages for Anki: what its learners see, and that questions come back as they went."""

from __future__ import annotations

import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questions.bank import load_seed, seed_slugs
from questions.holding import tried_on
from questions.interactions import Answer, Choice, Match, Option, Order, Recall, TextEntry
from questions.interchange import FORMATS
from questions.interchange.anki.packages import collection_in
from questions.question import Question
from tests.questions.interchange.asked import orders
from tests.questions.interchange.asked import questions as any_questions
from tests.questions.interchange.decks import packed

ANKI = FORMATS["anki"]
CARD = Question(id="tbilisi", type="flashcard", stem="Capital?", interaction=Recall(back="Tbilisi"))


def stored(*questions: Question) -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.deserialize(collection_in(ANKI.write(questions).content))
    return connection


def fields(question: Question) -> list[str]:
    (row,) = stored(question).execute("SELECT flds FROM notes").fetchall()
    return str(row[0]).split("\x1f")


def changed(question: Question, statement: str, *values: str) -> bytes:
    connection = stored(question)
    connection.execute(statement, values)
    return packed({"collection.anki2": connection.serialize()})


@pytest.mark.parametrize("slug", seed_slugs())
def test_the_bank_comes_back_as_it_went(slug: str) -> None:
    bank = load_seed(slug)[1].questions
    writing = ANKI.write(bank)
    assert writing.problems == ()
    assert ANKI.read(writing.content).questions == bank


@given(st.lists(any_questions | orders, max_size=4))
def test_any_questions_come_back_as_they_went(asked: list[Question]) -> None:
    reading = ANKI.read(ANKI.write(asked).content)
    assert reading.problems == ()
    assert list(reading.questions) == asked


@pytest.mark.parametrize("text", ["a\x1fb", "\0", "<b>&amp;</b>", "{{c1::a}}", "____", "\ue000"])
def test_what_means_something_to_anki_comes_back(text: str) -> None:
    answers = TextEntry(answers=(Answer(text=f"x{text}"),))
    card = Question(type="flashcard", stem=f"x{text}", interaction=Recall(back=f"x{text}"))
    gap = Question(type="cloze", stem="One ____ here", interaction=answers)
    typed = Question(type="short_answer", stem=f"x{text}", interaction=answers)
    assert ANKI.read(ANKI.write([card, gap, typed]).content).questions == (card, gap, typed)
    assert all(len(fields(question)) == 6 for question in (card, gap, typed))


def test_the_same_questions_make_the_same_package() -> None:
    asked = [question for _name, question in tried_on(ANKI)]
    assert ANKI.write(asked).content == ANKI.write(asked).content


def test_a_note_is_known_again_by_its_id() -> None:
    other = CARD.model_copy(update={"stem": "Which capital?"})
    nameless = CARD.model_copy(update={"id": None})
    guids = [
        guid
        for (guid,) in stored(CARD, other, nameless, nameless).execute(
            "SELECT guid FROM notes ORDER BY id"
        )
    ]
    assert guids[:2] == ["recite-tbilisi", "recite-tbilisi+2"]
    assert len(set(guids)) == 4


def test_the_time_of_a_change_differs_with_the_text_alone() -> None:
    def time_of(question: Question) -> int:
        ((time,),) = stored(question).execute("SELECT mod FROM notes")
        return int(time)

    other = CARD.model_copy(update={"stem": "Which capital?"})
    tagged = CARD.model_copy(update={"tags": ("a",)})
    assert time_of(CARD) == time_of(CARD)
    assert len({time_of(each) for each in (CARD, other, tagged)}) == 3


def test_numbers_are_of_the_past_and_in_order() -> None:
    rows = stored(CARD, CARD, CARD).execute("SELECT id, due FROM cards ORDER BY id").fetchall()
    assert [due for _number, due in rows] == [1, 2, 3]
    assert 1_400_000_000_000 < rows[0][0] < rows[2][0] < 1_800_000_000_000


def test_who_says_so_stands_behind_the_answer() -> None:
    asked = dict(tried_on(ANKI))["citations"]
    _front, _answer, _hint, _why, source, _kept = fields(asked)
    assert "“It was so.”" in source and "a-document" in source


def test_what_is_typed_is_typed_there() -> None:
    entry = TextEntry(answers=(Answer(text="3.5", match="number", tolerance=0.5), Answer(text="4")))
    asked = Question(type="short_answer", stem="How much?", interaction=entry)
    assert fields(asked)[:2] == ["<p>How much?</p>", "3.5"]
    assert fields(asked)[3] == "<p>3.5 ± 0.5 / 4</p>"


def test_a_gap_is_one_there_unless_its_text_would_break_it() -> None:
    entry = TextEntry(answers=(Answer(text="a<b"),))
    asked = Question(type="cloze", stem="It is ____ so.", interaction=entry)
    assert fields(asked)[0] == "<p>It is {{c1::a&lt;b}} so.</p>"
    broken = asked.model_copy(update={"stem": "std::____ is it."})
    assert fields(broken)[0] == "<p>std::____ is it.</p>"


def test_options_pairs_and_items_stand_in_front() -> None:
    options = (Option(text="Lyon", fraction=1, feedback="Yes."), Option(text="Nice", fraction=0))
    choice = Question(type="multiple_choice", stem="Which?", interaction=Choice(options=options))
    front, answer, _hint, why, *_rest = fields(choice)
    assert "Lyon" in front and "Nice" in front and answer == "<p>Lyon</p>" and "Yes." in why
    pairs = Match(pairs=(("Italy", "Rome"), ("Spain", "Madrid")), distractors=("Oslo",))
    front, answer, *_rest = fields(Question(type="matching", stem="Which?", interaction=pairs))
    assert "Oslo" in front and "Italy → Rome" in answer
    order = Order(items=("a", "b", "c"))
    front, answer, *_rest = fields(Question(type="ordering", stem="Order.", interaction=order))
    assert answer.index("a") < answer.index("b") and front.index(">b<") < front.index(">a<")


def test_a_card_that_was_changed_in_anki_is_so_here() -> None:
    told = CARD.model_copy(update={"hints": ("Think.",), "tags": ("two words",)})
    content = changed(told, "UPDATE notes SET flds = replace(flds, '<p>Tbilisi', '<p>Baku')")
    reading = ANKI.read(content)
    assert reading.problems == ()
    assert reading.questions == (told.model_copy(update={"interaction": Recall(back="Baku")}),)


def test_what_is_no_card_here_keeps_what_it_was_and_says_so() -> None:
    asked = dict(tried_on(ANKI))["pairs"]
    reading = ANKI.read(
        changed(asked, "UPDATE notes SET flds = replace(flds, '<p>Which', '<p>What')")
    )
    assert reading.questions == (asked,)
    assert "was changed in Anki" in reading.problems[0].message


def test_tags_that_were_changed_in_anki_are_so_here() -> None:
    told = CARD.model_copy(update={"tags": ("two words", "b")})
    assert ANKI.read(changed(told, "UPDATE notes SET mod = 5")).questions[0].tags == told.tags
    content = changed(told, "UPDATE notes SET tags = ' b c '")
    assert ANKI.read(content).questions[0].tags == ("b", "c")


@pytest.mark.parametrize("spoilt", ["{", "[1]", '{"type": "flashcard"}', "[" * 100_000])
def test_what_is_kept_and_not_whole_is_no_harm(spoilt: str) -> None:
    content = changed(
        CARD, "UPDATE notes SET flds = substr(flds, 1, instr(flds, ': {') + 1) || ?", spoilt
    )
    (card,) = ANKI.read(content).questions
    assert (card.stem, card.interaction) == ("Capital?", Recall(back="Tbilisi"))
