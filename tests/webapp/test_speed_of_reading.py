"""The longest that is let in is soon read, whatever it is."""

from __future__ import annotations

import time

import pytest

from questions.interactions import Answer, TextEntry
from questions.responses import Entered
from webapp.services.sources.quotes import find_quote, nearest

MEGABYTE = 1024 * 1024


@pytest.mark.alone
@pytest.mark.parametrize(
    ("accepted", "typed"),
    [
        ("ﷺ" * 490, "ﷺ" * 1000),
        ("a" + "\u0301\u0316" * 240, "a" + "\u0301\u0323" * 498),
        ("word " * 98, "wird " * 198),
        ("fountain", "fountaim"),
    ],
)
def test_a_typed_answer_is_soon_graded(accepted: str, typed: str) -> None:
    answers = tuple(Answer(text=f"{accepted}{n}") for n in range(50))
    began = time.process_time()
    TextEntry(answers=answers).grade(Entered(text=typed))
    assert time.process_time() - began < 2


@pytest.mark.alone
def test_a_quote_is_soon_looked_for() -> None:
    text = ("The quick brown fox ’jumps’ over… a lazy dog. " * 24_000)[:MEGABYTE]
    began = time.process_time()
    for _time in range(4):
        assert find_quote(text, "not there at all " * 250) == ()
    nearest(["ab" * (MEGABYTE // 2)], "ba" * 249 + "c")
    assert time.process_time() - began < 4
