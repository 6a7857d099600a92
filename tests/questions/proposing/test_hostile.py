"""Whatever the text, something sensible comes out."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from questions.proposing import propose
from questions.reading import plain

TEXTS = {
    "nothing": "",
    "white space": " \n\t\n ",
    "one word": "Warsaw",
    "one sentence": "Warsaw became the capital of Poland in 1596.",
    "a list": "- apples\n- pears (2019)\n- Marie Curie\n\n* 1994\n* 1995\n",
    "a table": "| Year | Winner |\n| --- | --- |\n| 1994 | Brazil |\n| 1998 | France |\n",
    "poetry": "Tyger Tyger, burning bright,\nIn the forests of the night;\n\nWhat immortal hand\n",
    "French": "Jeanne d'Arc est née en 1412 à Domrémy. Elle a libéré Orléans en 1429.",
    "Azerbaijani": "Bakı Azərbaycanın paytaxtıdır. 1918-ci ildə respublika elan edildi.",
    "Chinese": "北京是中国的首都。1949年成立。",
    "tags": "<p>Warsaw <b>became</b> the capital in 1596.</p><script>alert(1)</script>",
    "capitals": "WARSAW BECAME THE CAPITAL OF POLAND IN 1596. IT HAS 1,700,000 PEOPLE.",
    "controls": "Warsaw\u0000 became\u200b the\ufeff capital\u2028 of Poland in 1596.\x07",
    "marks": '?!?! ... ((((( [[[[ ]]]] """" \'\'\' “““ ””” — – - 1999 1999 1999.',
    "brackets": "(" * 5_000 + "NATO" + ")" * 5_000 + ".",
    "no ends": "and then he said " * 2_000,
    "a long word": "a" * 20_000 + " was founded in 1990.",
}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_any_kind_of_text_is_read(text: str) -> None:
    for question in propose(plain.read(text), "text").questions:
        for citation in question.citations:
            assert citation.problem(text) is None


def test_a_lone_sentence_is_asked_about() -> None:
    (first, *_) = propose(plain.read(TEXTS["one sentence"]), "text").questions
    assert first.stem == "In what year did Warsaw become the capital of Poland?"
    assert first.interaction.key() == ["1596"]


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)
@given(st.text(max_size=400))
def test_any_text_at_all_never_raises(text: str) -> None:
    for question in propose(plain.read(text), "text").questions:
        for citation in question.citations:
            assert citation.problem(text) is None
