"""Words broken at line ends, and raised signs."""

from __future__ import annotations

import pytest

from questions.reading.printed.joining import join, settle, words_of
from questions.reading.printed.lines import RAISED, Line


def raised(sign: str) -> str:
    return "".join(chr(RAISED + ord(letter)) for letter in sign)


@pytest.mark.parametrize(
    ("before", "after", "whole"),
    [
        ("the astro-", "nomer said", "the astronomer said"),
        ("the astro\u00ad", "nomer said", "the astronomer said"),
        ("the astro\u2010", "nomer said", "the astronomer said"),
        ("a well-", "known place", "a well-known place"),
        ("a part-", "time job", "a part-time job"),  # as it stands elsewhere
        ("an Anglo-", "Saxon church", "an Anglo-Saxon church"),
        ("from 1939\u2013", "45 it was", "from 1939\u201345 it was"),
        ("forty-", "two", "forty-two"),
        ("it was –", "and is", "it was – and is"),
        ("two", "lines", "two lines"),
        ("the COVID-", "19 wave", "the COVID-19 wave"),
    ],
)
def test_lines_are_joined(before: str, after: str, whole: str) -> None:
    words = words_of([Line("It was a part-time job of an astronomer", 0, 0, 9, 9, 9)])
    assert join(before, after, words) == whole


@pytest.mark.parametrize(
    ("text", "settled"),
    [
        (f"years.{raised('1')} Her books", "years. Her books"),
        (f"the keeper{raised('12')} wrote", "the keeper wrote"),
        (f"the keeper{raised('*')} wrote", "the keeper wrote"),
        (f"40 km{raised('2')} of land", "40 km² of land"),
        (f"10{raised('-6')} metres", "10⁻⁶ metres"),
        (f"the 20{raised('th')} century", "the 20th century"),
        ("a soft\u00adhyphen", "a softhyphen"),
    ],
)
def test_raised_signs_are_notes_or_exponents(text: str, settled: str) -> None:
    assert settle(text) == settled
