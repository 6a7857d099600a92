from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questions.typed_answers import match_date, parse_date


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


@pytest.mark.parametrize(
    "text",
    [
        *("Friday, 20 January 2023", "Fri. 20 Jan 2023", "Fri., Jan. 20, 2023"),
        *("the 20th of January, 2023", "January the 20th, 2023", "on 20 January 2023"),
        *("2023/01/20", "2023.01.20", "2023-1-20", "20-01-2023", "01/20/2023", "20-Jan-2023"),
        *("2023 January 20", "20 January 2023\u200e", "２０ January ２０２３", "20Jan2023"),
    ],
)
def test_common_forms_are_dates(text: str) -> None:
    assert match_date(text, "2023-01-20")


def test_abbreviations_of_four_letters_are_months() -> None:
    assert match_date("Sept. 5, 2023", "2023-09-05")


@pytest.mark.parametrize(
    "text",
    [
        *("Saturday, 20 January 2023", "20 Ja 2023", "20 Janvier 2023", "20/01/23", "Friday"),
        *("20-01/2023", "2023 Nothing 20", "January 32, 2023", "0/0/2023", "1" * 61, "Fri"),
    ],
)
def test_what_names_no_day_is_no_date(text: str) -> None:
    assert parse_date(text) is None


def test_only_what_is_too_long_for_a_date_is_not_read() -> None:
    day = "20 January 2023"
    assert parse_date(day.replace(" ", " " * 23, 1) + " " * 23) == date(2023, 1, 20)
    assert parse_date(day + " " * 45) == date(2023, 1, 20)
    assert parse_date(day + " " * 46) is None
