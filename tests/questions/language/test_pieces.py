import pytest
from hypothesis import given
from hypothesis import strategies as st

from questions.language.pieces import LONGEST, UNKNOWN, Pieces, case
from questions.language.pipeline import WEIGHTS

FEW = Pieces(["play", "##ing", "##ed", "e", '"', "'", "n", "t", "##a", "##b", "a"])


@pytest.fixture(scope="module")
def pieces() -> Pieces:
    return Pieces.load(WEIGHTS)


def test_splits_a_word_into_the_longest_pieces() -> None:
    assert FEW.of("Playing") == (3, 4)
    assert FEW.of("n't") == (9, 8, 10)


def test_accents_and_curly_quotes_are_plain() -> None:
    assert FEW.of("é") == FEW.of("e")
    assert FEW.of("“") == FEW.of('"')
    assert FEW.of("n’t") == FEW.of("n't")


@pytest.mark.parametrize("word", ["北京", "🙂", "playx", "\u0301", ""])
def test_what_has_no_pieces_is_unknown(word: str) -> None:
    assert FEW.of(word) == (UNKNOWN,)


def test_of_many_pieces_the_first_and_the_last_are_taken() -> None:
    assert FEW.of("aaaaab") == (13, 11, 11, 12)


@given(st.text(max_size=120))
def test_any_word_has_one_to_four_pieces(word: str) -> None:
    assert 1 <= len(FEW.of(word)) <= LONGEST


def test_knows_english(pieces: Pieces) -> None:
    assert len(pieces.of("partnership")) == 1
    assert len(pieces.of("Azerbaijan")) == 1
    assert UNKNOWN not in pieces.of("Nagorno-Karabakh")


@pytest.mark.parametrize(
    ("word", "number"),
    [("paris", 0), ("Paris", 1), ("A", 1), ("NATO", 2), ("McDonald", 3), ("iPad", 3), ("12", 4)],
)
def test_tells_how_a_word_is_capitalised(word: str, number: int) -> None:
    assert case(word) == number
