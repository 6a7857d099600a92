"""The document goes as data, whole or in parts, and never in more than so many."""

from __future__ import annotations

import re

from questions.llm.prompting import LONGEST, MOST, fenced, instructions, parts, spread
from questions.reading import plain

SENTENCE = "Warsaw became the capital of Poland in 1596."


def test_a_short_document_is_one_part() -> None:
    text = f"A title\n\n{SENTENCE}\n\n{SENTENCE}"
    assert parts(plain.read(text)) == [text]
    assert parts(plain.read("")) == []


def test_parts_are_whole_passages_and_none_is_too_long() -> None:
    text = "\n\n".join(SENTENCE.replace("1596", str(number)) for number in range(1_000))
    divided = parts(plain.read(text))
    assert len(divided) > 1
    assert "\n\n".join(divided) == text
    assert all(len(part) <= LONGEST for part in divided)


def test_an_endless_passage_is_left_out() -> None:
    assert parts(plain.read(f"{SENTENCE}\n\n{'word ' * LONGEST}\n\n{SENTENCE}")) == [SENTENCE] * 2


def test_a_long_document_is_sent_in_parts_from_all_over_it() -> None:
    divided = [str(number) for number in range(MOST * 10)]
    assert spread(divided) == divided[::10]
    assert spread(divided[:MOST]) == divided[:MOST]


def test_the_fence_is_another_one_each_time() -> None:
    text, nonce = fenced(SENTENCE)
    assert re.fullmatch(rf"<document-{nonce}>\n{SENTENCE}\n</document-{nonce}>", text)
    assert f"between <document-{nonce}> and </document-{nonce}>" in instructions(nonce)
    assert nonce != fenced(SENTENCE)[1]
