from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questions.typed_answers import match_date, match_number, parse_number


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
        *(
            "1e1000000",
            "9e999999",
            "1e-999999",
            "1e99999999999999999999",
            "15 years",
            "--5",
            "9" * 501,
        ),
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


@pytest.mark.parametrize("entered", ["15 years", "15 yrs.", "15years", "15"])
def test_words_after_a_number_do_not_count(entered: str) -> None:
    assert match_number(entered, "15")


@pytest.mark.parametrize("entered", ["not 15", "15 or 16", "years", "15 16"])
def test_what_is_more_than_one_number_or_none_is_wrong(entered: str) -> None:
    assert not match_number(entered, "15")


@pytest.mark.parametrize(
    ("entered", "accepted"),
    [
        *(("12%", "12"), ("12 %", "12"), ("$5", "5"), ("5€", "5"), ("US$ 5", "5"), ("EUR 5", "5")),
        *(("-$5", "-5"), ("$-5", "-5"), ("€ −5", "-5"), ("20 °C", "20"), ("60 km/h", "60")),
        *(("9.81 m/s²", "9.81"), ("9.81 m/s^2", "9.81"), ("~5", "5"), ("3rd", "3"), ("5′", "5")),
        *(("–5", "-5"), ("－５", "-5"), ("‒5", "-5"), ("- 5", "-5"), ("1’200", "1200")),
        *(("1 200 000", "1200000"), ("1\u2009200", "1200"), ("1.200.000", "1200000")),
        *(("1.200", "1200"), ("1.200", "1.2"), ("1.200,50", "1200.5"), ("1,200.50", "1200.5")),
        *(("1,00,000", "100000"), ("1٬200", "1200"), ("١٢", "12"), ("1992\u200e", "1992")),
        *(("5 million", "5000000"), ("5.2 million", "5200000"), ("$5 million", "5000000")),
        *(("5 million people", "5000000"), ("£5bn", "5000000000"), ("5k", "5000")),
        *(("2 hundred thousand", "200000"), ("3 × 10^8 m/s", "300000000"), ("3·10⁸", "3e8")),
        *(("6.6x10^-34", "6.6e-34"), ("6.6×10⁻³⁴", "6.6e-34"), ("½", "0.5"), ("2 ½", "2.5")),
        *(("12 %", "12%"), ("$5", "$ 5")),
    ],
)
def test_signs_units_groups_and_scales_are_read(entered: str, accepted: str) -> None:
    assert match_number(entered, accepted)


def test_five_hundred_characters_are_read() -> None:
    assert match_number(f"{'5':>500}", "5")
    assert not match_number(f"{'5':>501}", "5")


@pytest.mark.parametrize(
    ("entered", "accepted"),
    [
        *(("5 million", "5"), ("5 billion", "5000000"), ("5", "-5"), ("1,200", "1.3")),
        *(("12", "12%"), ("12 °C", "12%"), ("15-16", "15"), ("15 (16)", "15"), ("1e400", "1e399")),
        *(("5 million million " * 30, "5"), ("12 million", "12%")),
    ],
)
def test_another_number_is_wrong(entered: str, accepted: str) -> None:
    assert not match_number(entered, accepted)


@pytest.mark.parametrize(
    ("scales", "power"),
    [
        (("hundred",), 2),
        (("thousand", "k", "thsd"), 3),
        (("million", "mn", "mln", "mio"), 6),
        (("billion", "bn", "bln", "mrd"), 9),
        (("trillion", "tn"), 12),
        (("quadrillion",), 15),
    ],
)
def test_every_scale_is_read(scales: tuple[str, ...], power: int) -> None:
    for scale in scales:
        assert match_number(f"5 {scale}", str(5 * 10**power), 0), scale
        assert not match_number(f"5 {scale}", str(50 * 10**power), 0), scale
