from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questions.folding import spellings
from questions.typed_answers import Significant, is_typo_of
from questions.typed_answers.slips import is_known, words_of
from tests.questions.strategies import significant

alphabet = st.sampled_from("aábß한국١9-’ ") | st.characters(categories=["L", "N"])
letters = st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=12)


@pytest.mark.parametrize(
    ("entered", "accepted"),
    [
        ("evacuatoin", "evacuation"),
        ("evacution", "evacuation"),
        ("evacuattion", "evacuation"),
        ("evacuatian", "evacuation"),
        ("Partnership for Paece", "Partnership for Peace"),
        ("mihes", "mines"[:2] + "nes"),
    ],
)
def test_one_slip_in_a_long_word_is_forgiven(entered: str, accepted: str) -> None:
    assert is_typo_of(entered, accepted)


@pytest.mark.parametrize(
    ("entered", "accepted"),
    [
        ("evacuation", "evacuation"),
        ("evcauatoin", "evacuation"),
        ("mien", "mine"),
        ("1993", "1992"),
        ("19921", "19922"),
        ("M1night", "M2night"),
        ("in 19955", "in 19954"),
        ("Partnershp for Paece", "Partnership for Peace"),
        ("Partnership of Peace", "Partnership for Peace"),
        ("Partner ship for Peace", "Partnership for Peace"),
        ("한극", "한국"),
        ("", "evacuation"),
    ],
)
def test_anything_else_is_no_slip(entered: str, accepted: str) -> None:
    assert not is_typo_of(entered, accepted)


@pytest.mark.parametrize(
    ("entered", "accepted", "counts"),
    [("cafes", "cafés", "accents"), ("wellbeing", "well-being", "punctuation")],
)
def test_what_counts_is_never_a_slip(entered: str, accepted: str, counts: Significant) -> None:
    assert not is_typo_of(entered, accepted, [counts])


@given(
    st.text(alphabet, min_size=1), st.integers(0, 20), st.text(alphabet, max_size=1), significant
)
def test_a_slip_needs_a_word_of_five_letters_and_no_digit(
    accepted: str, at: int, slipped: str, counts: tuple[Significant, ...]
) -> None:
    entered = accepted[:at] + slipped + accepted[at + 1 :]
    if not is_typo_of(entered, accepted, counts):
        return
    pairs = product(spellings(entered, counts), spellings(accepted, counts))
    assert any(
        all(
            len(word) >= 5 and not any(c.isdigit() for c in word)
            for word in set(meant.split()) - set(typed.split())
        )
        for typed, meant in pairs
    )


@given(letters, st.integers(0, 11), st.sampled_from("abcdefghijklmnopqrstuvwxyz"))
def test_a_letter_typed_wrong_is_forgiven_from_five_on(word: str, at: int, letter: str) -> None:
    at %= len(word)
    entered = word[:at] + letter + word[at + 1 :]
    if is_typo_of(entered, word):
        assert entered != word and len(word) >= 5 and not is_known(entered)
    elif entered != word and len(word) >= 5:
        assert is_known(entered) or "a" in (entered[0], word[0])


@given(st.integers(0, 10**9), st.integers(0, 10**9))
def test_a_number_is_never_forgiven(entered: int, accepted: int) -> None:
    assert not is_typo_of(str(entered), str(accepted))
    assert not is_typo_of(f"{entered} soldiers", f"{accepted} soldiers")


@pytest.mark.parametrize(
    ("entered", "accepted"),
    [
        *(("five million", "five billion"), ("sixth", "sixty"), ("seventy", "seventh")),
        *(("Zambia", "Gambia"), ("Nigeria", "Niger"), ("Columbia", "Colombia")),
        *(("atypical", "typical"), ("amoral", "moral"), ("assymetric", "ssymetric")),
        *(("Petrova", "Petrov"), ("Hansen", "Hanson"), ("Zvyagintseva", "Zvyagintsev")),
        *(("Austrian", "Austria"), ("Mikhailowa", "Mikhailow"), ("Bayramob", "Bayramov")),
        *(("affect", "effect"), ("alliances", "alliance"), ("president", "precedent")),
    ],
)
def test_another_word_or_name_is_no_slip(entered: str, accepted: str) -> None:
    assert not is_typo_of(entered, accepted)


@pytest.mark.parametrize(
    ("entered", "accepted"),
    [
        *(("Armania", "Armenia"), ("azerbijan", "Azerbaijan"), ("Bayrmaov", "Bayramov")),
        *(("Bayramvo", "Bayramov"), ("Londn", "London"), ("Mississipi", "Mississippi")),
        *(("goverment", "government"), ("Evacuatian", "Evacuation"), ("wellbieng", "well-being")),
        *(("colour", "color"), ("organise", "organize"), ("centre", "center")),
        *(("travelled", "traveled"), ("encyclopedia", "encyclopaedia")),
    ],
)
def test_a_slip_and_another_spelling_are_forgiven(entered: str, accepted: str) -> None:
    assert is_typo_of(entered, accepted)


def test_a_word_of_the_text_or_of_another_answer_is_no_slip() -> None:
    assert is_typo_of("Karabaj", "Karabag") is False, "where names end"
    assert is_typo_of("Kaarabag", "Karabag")
    assert not is_typo_of("Kaarabag", "Karabag", others=lambda: words_of("the village of Kaarabag"))
