"""Whose words each sentence of a text is."""

from __future__ import annotations

import pytest

from questions.bank import load_seed
from questions.facts.reading import read_facts
from questions.language import pipeline
from questions.question import Stance
from questions.reading import read

Voice = tuple[Stance, str | None] | None


@pytest.mark.parametrize(
    ("text", "voice"),
    [
        ("The Kura is long.", (Stance.ASSERTED, None)),
        ("Anna Berg said that the Kura is long.", (Stance.CLAIMED, "Anna Berg")),
        ("Anna Berg denied that the Kura is long.", (Stance.DENIED, "Anna Berg")),
        ("Song of Kura: Long Way\n\nSong of Kura: Long Way is a film.", (Stance.ASSERTED, None)),
        ("Many scholars say that the Kura is long.", None),
        ("Anna Berg said that it is long, and Bo Lind said that it is deep.", None),
    ],
)
def test_whose_words_a_sentence_is(text: str, voice: Voice) -> None:
    assert read_facts(read(text), "rivers", pipeline.load()).voices.get(1) == voice


def test_on_the_seed_no_claim_is_taken_for_the_publishers_own() -> None:
    source, bank = load_seed("azernews-2023-01-20")
    found = read_facts(source, "seed", pipeline.load()).voices
    told = {v.number: (v.stance, v.speaker) for v in bank.passages if v.number in found}
    assert len(told) >= 13
    for number, (stance, speaker) in told.items():
        assert (found[number][0] is Stance.ASSERTED) <= (stance is Stance.ASSERTED)
        assert found[number][1] in {speaker, "Azernews"}
