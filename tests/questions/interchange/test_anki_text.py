"""Anki’s notes as text: what their first lines say, and that questions come back as they went."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questions.bank import load_seed, seed_slugs
from questions.interactions import Answer, Recall, TextEntry
from questions.interchange import FORMATS
from questions.question import Question
from questions.receiving.guessing import guess_formats
from tests.questions.interchange.asked import orders
from tests.questions.interchange.asked import questions as any_questions
from tests.questions.interchange.decks import Deck

TEXT = FORMATS["anki-text"]
HEAD = "#separator:tab\n#html:true\n"
COLUMNS = "#guid column:1\n#notetype column:2\n#deck column:3\n#tags column:6\n"


def only(text: str) -> Question:
    reading = TEXT.read(text.encode())
    assert reading.problems == ()
    (question,) = reading.questions
    return question


def test_each_line_is_a_note() -> None:
    row = 'guid-1\tBasic\tGeo::Asia\tCapital of <b>X</b>?\t"Y &amp; Z<br>""quoted"""\ta::b c\n'
    card = only(HEAD + COLUMNS + row)
    assert (card.type, card.stem) == ("flashcard", "Capital of **X**?")
    assert card.interaction == Recall(back='Y & Z\n"quoted"')
    assert card.tags == ("Geo::Asia", "a::b", "c")


def test_a_note_has_the_id_that_it_has_in_a_package() -> None:
    (there,) = FORMATS["anki"].read(Deck([["a", "b"]]).package()).questions
    assert only(f"{HEAD}{COLUMNS}guid-1\tBasic\t\ta\tb\t\n").id == there.id


@pytest.mark.parametrize(
    ("separator", "sign"),
    [("comma", ","), ("Semicolon", ";"), ("pipe", "|"), (";", ";"), ("tab", "\t")],
)
def test_the_separator_is_the_one_said(separator: str, sign: str) -> None:
    card = only(f"#separator:{separator}\r\n#html:false\r\n<b>a</b>{sign}b & c\r\n")
    assert (card.stem, card.interaction) == ("<b>a</b>", Recall(back="b & c"))


def test_tags_and_deck_for_all() -> None:
    assert only("#separator:tab\n#tags:x y\n#deck:D\na\tb\n").tags == ("D", "x", "y")


def test_gaps_are_asked_each_and_other_fields_stand_behind() -> None:
    reading = TEXT.read(f"{HEAD}{{{{c1::A}}}} and {{{{c3::B}}}}\twhy\t\n".encode())
    first, second = reading.questions
    assert (first.type, first.stem, first.explanation) == ("cloze", "____ and B", "why")
    assert second.interaction == TextEntry(answers=(Answer(text="B"),))


def test_several_gaps_of_one_number_have_the_text_behind() -> None:
    reading = TEXT.read(f"{HEAD}{{{{c1::A}}}} and {{{{c1::B}}}}\twhy\n".encode())
    assert reading.questions[0].interaction == Recall(back="A and B\nwhy")


@pytest.mark.parametrize("names", ["A:B\tA:B", "x\tx", "Tags\tDeck", "{{\t#y", "", " a \t b "])
def test_no_field_is_lost_by_its_name(names: str) -> None:
    card = only(f"{HEAD}#columns:{names}\none\ttwo\n")
    assert (card.stem, card.interaction) == ("one", Recall(back="two"))


def test_further_fields_stand_below_the_back() -> None:
    assert only(f"{HEAD}a\tb\t\tc\n").interaction == Recall(back="b\n\nc")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (f'{HEAD}a\tb\n"c\td\n', "quotation mark"),
        (f"{HEAD}a\tb\nalone\n", "no text on its back"),
        (f"{HEAD}a\tb\n\tc\n", "no text on its front"),
    ],
)
def test_what_is_no_card_is_told(text: str, said: str) -> None:
    reading = TEXT.read(text.encode())
    assert [question.stem for question in reading.questions] == ["a"]
    assert said in reading.problems[0].message


def test_what_is_large_is_read_and_what_is_too_large_is_told() -> None:
    line = f"a\t{'b' * 1000}\n"
    assert len(TEXT.read((HEAD + line * 5_000).encode()).questions) == 5_000
    assert "over 32 MB" in TEXT.read(b"a\tb\n" * 9_000_000).problems[0].message


@pytest.mark.parametrize("slug", seed_slugs())
def test_the_bank_comes_back_as_it_went(slug: str) -> None:
    bank = load_seed(slug)[1].questions
    writing = TEXT.write(bank)
    assert writing.problems == ()
    assert TEXT.read(writing.content).questions == bank


@given(st.lists(any_questions | orders, max_size=4))
def test_any_questions_come_back_as_they_went(asked: list[Question]) -> None:
    reading = TEXT.read(TEXT.write(asked).content)
    assert reading.problems == ()
    assert list(reading.questions) == asked


@pytest.mark.parametrize("name", ["Selected Notes.txt", "a.anki.txt", "a.csv", "Pasted text"])
def test_it_is_found_by_its_first_line(name: str) -> None:
    assert guess_formats(name, f"{HEAD}a\tb\n".encode())[0] == "anki-text"
