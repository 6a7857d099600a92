"""A headline is no sentence of anybody, also where it ends with a full stop."""

from __future__ import annotations

import pytest

from tests.questions.facts.sentences import read, spelt

_BODY = (
    "The judge Ada Byron blocked a law on Monday.\n\nThe law was signed by Karl Voss in 1950."
    "\n\nOlaf Dahl moved to Oslo in 1961."
)


@pytest.mark.parametrize(
    ("first", "is_headline"),
    [
        ("Judge blocks law on dams.", True),
        ("Dahl moves on Oslo.", True),
        ("After a long day in court, Ada Byron was blocked by the law; \nVoss will sign.", True),
        ("Ada Byron Suffered A Blow.", True),
        ("Judge Ada Byron blocked a law.", False),
        ("The judge is a friend of the law.", False),
        ("Bread tastes of salt.", False),
        ("Judge blocks law on dams. The judge left the law on dams in 1970.", False),
    ],
)
def test_what_is_a_headline(first: str, is_headline: bool) -> None:
    facts = read(f"{first}\n\n{_BODY}")
    start = first.partition(". ")[0].rstrip(".")
    asserted = [spelt(one.words).rstrip(".") for one in facts.asserted]
    assert (start not in asserted) is is_headline
    assert (first in facts.title()) is is_headline


def test_a_short_text_has_none() -> None:
    facts = read("Judge blocks law on dams.\n\nThe judge Ada Byron blocked a law on Monday.")
    assert len(facts.asserted) == 2


def test_who_wrote_it_is_not_what_it_states() -> None:
    facts = read(f"Ada Byron came to Oslo.\n\n{_BODY}\n\nIda Berg is a reporter for the Oslo Post.")
    assert not any("Ida" in spelt(one.words) for one in facts.asserted)
