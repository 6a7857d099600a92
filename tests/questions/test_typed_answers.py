from __future__ import annotations

import unicodedata
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questions.typed_answers import (
    Significant,
    is_typo_of,
    match_date,
    match_number,
    match_text,
    normalise,
    parse_date,
    parse_number,
)
from tests.questions.strategies import significant, texts, visible

alphabet = st.sampled_from("aábß한국١9-’ ") | st.characters(categories=["L", "N"])
letters = st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=12)


@given(visible, significant)
def test_every_text_is_itself(text: str, counts: tuple[Significant, ...]) -> None:
    assert match_text(text, text, counts) == "exact"
    assert match_text(f"  {text}\n", text, counts) == "exact"


@given(texts, texts, significant)
def test_being_the_same_is_mutual(one: str, two: str, counts: tuple[Significant, ...]) -> None:
    assert bool(match_text(one, two, counts)) is bool(match_text(two, one, counts))


@given(visible)
def test_how_accents_are_spelt_in_unicode_never_counts(text: str) -> None:
    for respelt in (unicodedata.normalize("NFC", text), unicodedata.normalize("NFD", text)):
        assert normalise(respelt, ["accents"]) == normalise(text, ["accents"])
        assert normalise(respelt) == normalise(text)


@pytest.mark.parametrize(
    ("entered", "accepted", "counts", "rule"),
    [
        ("Baku", "Baku", [], "exact"),
        ("baku", "Baku", [], "normalised"),
        ("  the   Caucasus ", "Caucasus", [], "normalised"),
        ("An alliance", "alliance", [], "normalised"),
        ("the", "The", [], "normalised"),
        ("then", "n", [], None),
        ("The Caucasus", "Caucasus", ["articles"], None),
        ("Karabag", "Karabağ", [], "normalised"),
        ("Karabag", "Karabağ", ["accents"], None),
        ("Karabag\u0306", "Karabağ", ["accents"], "normalised"),
        ("Lachin Khankandi", "Lachin-Khankandi", [], "normalised"),
        ("Lachin Khankandi", "Lachin-Khankandi", ["punctuation"], None),
        ("ＮＡＴＯ", "NATO", [], "normalised"),
        ("strasse", "Straße", [], "normalised"),
        ("", "…", [], None),
        ("!", "…", [], None),
        ("…", "…", [], "exact"),
        ("…", " … ", [], "exact"),
        ("Ganja", "Baku", [], None),
    ],
)
def test_texts_are_the_same_but_for_what_does_not_count(
    entered: str, accepted: str, counts: list[Significant], rule: str | None
) -> None:
    assert match_text(entered, accepted, counts) == rule


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
    words = set(normalise(accepted, counts).split()) - set(normalise(entered, counts).split())
    assert all(len(word) >= 5 for word in words)
    assert not any(c.isdigit() for word in words for c in word)


@given(letters, st.integers(0, 11), st.sampled_from("abcdefghijklmnopqrstuvwxyz"))
def test_a_letter_typed_wrong_is_forgiven_from_five_on(word: str, at: int, letter: str) -> None:
    at %= len(word)
    entered = word[:at] + letter + word[at + 1 :]
    assert is_typo_of(entered, word) is (entered != word and len(word) >= 5)


@given(st.integers(0, 10**9), st.integers(0, 10**9))
def test_a_number_is_never_forgiven(entered: int, accepted: int) -> None:
    assert not is_typo_of(str(entered), str(accepted))
    assert not is_typo_of(f"{entered} soldiers", f"{accepted} soldiers")


@given(st.integers(-(10**15), 10**15))
def test_a_number_is_read_however_its_thousands_are_set_apart(number: int) -> None:
    for spelt in (f"{number}", f"{number:,}", f"{number:,}".replace(",", " "), f" {number}. "):
        assert parse_number(spelt) == number
    assert parse_number(f"{number:,}".replace(",", "\u202f")) == number
    assert parse_number(str(number).replace("-", "−")) == number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("3,5", "3.5"),
        ("0,125", "0.125"),
        ("1,200", "1200"),
        ("1,200.5", "1200.5"),
        ("1 200,5", "1200.5"),
        ("1'000'000", "1000000"),
        ("-1,200", "-1200"),
        ("+5", "5"),
        (".5", ".5"),
        ("１９９２", "1992"),
        ("1e3", "1000"),
        ("0", "0"),
    ],
)
def test_a_number_is_read(text: str, number: str) -> None:
    assert parse_number(text) == Decimal(number)


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "fifteen", "1,2,3", "1,200 300", "12 34", "nan", "sNaN", "inf", "-Infinity"),
        *("1e1000000", "9e999999", "1e-999999", "1e99999999999999999999", "15 years", "--5"),
    ],
)
def test_what_is_no_number_is_none(text: str) -> None:
    assert parse_number(text) is None
    assert not match_number(text, "5")
    assert not match_number("5", text)


@given(st.text(max_size=30) | st.from_regex(r"[-+]?\d{1,30}[., e]?\d{0,9}", fullmatch=True))
def test_reading_numbers_and_dates_never_raises(text: str) -> None:
    match_number(text, "-5")
    match_date(text, "2023-01-20")


@pytest.mark.parametrize(
    ("entered", "accepted", "tolerance", "right"),
    [
        ("5", "5.0", 0.0, True),
        ("5.1", "5", 0.1, True),
        ("4.9", "5", 0.1, True),
        ("5.11", "5", 0.1, False),
        ("0.3", "0.1", 0.2, True),
        ("-5", "5", 0.0, False),
        ("100000000000000000000000000001", "100000000000000000000000000002", 0.0, False),
    ],
)
def test_a_number_is_right_within_its_tolerance(
    entered: str, accepted: str, tolerance: float, right: bool
) -> None:
    assert match_number(entered, accepted, tolerance) is right


@given(st.dates(min_value=date(1000, 1, 1)))
def test_a_date_is_read_however_it_is_written(day: date) -> None:
    month, short = day.strftime("%B"), day.strftime("%b")
    for spelt in (
        day.isoformat(),
        f"{day.day} {month} {day.year}",
        f"{day.day} {short}. {day.year}",
        f"{day.day} {month}, {day.year}",
        f"{month} {day.day}, {day.year}",
        f"{month} {day.day} {day.year}",
        f"{short} {day.day}, {day.year}",
        f"{short} {day.day} {day.year}.",
        f"{day.day:02}.{day.month:02}.{day.year}",
        f"{day.day}/{day.month}/{day.year}",
        f"  {day.day}   {month.upper()} {day.year} ",
    ):
        assert parse_date(spelt) == day, spelt
        assert match_date(spelt, day.isoformat())


@pytest.mark.parametrize(
    "text", ["20th January 2023", "January 20th, 2023", "20TH of january 2023", "the 20th"]
)
def test_ordinals_are_dates_only_with_a_month(text: str) -> None:
    assert parse_date(text) == (date(2023, 1, 20) if "2023" in text else None)


@pytest.mark.parametrize("text", ["", "2023", "January 2023", "30 February 2023", "2023-13-01"])
def test_what_is_no_day_is_none(text: str) -> None:
    assert parse_date(text) is None
    assert not match_date(text, text)


def test_another_day_is_wrong() -> None:
    assert not match_date("21 January 2023", "2023-01-20")


@pytest.mark.parametrize("entered", ["15 years", "15 yrs.", "15years", "15"])
def test_words_after_a_number_do_not_count(entered: str) -> None:
    assert match_number(entered, "15")


@pytest.mark.parametrize("entered", ["not 15", "15 or 16", "years", "15 16"])
def test_what_is_more_than_one_number_or_none_is_wrong(entered: str) -> None:
    assert not match_number(entered, "15")
