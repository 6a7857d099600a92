from __future__ import annotations

import pytest

from questions.interactions import Answer, Choice, Interaction, Match, Option, TextEntry
from questions.leaking import Clue, Exposed, GiveAway, give_aways, tells, told_by


def typed(key: str) -> TextEntry:
    return TextEntry(answers=(Answer(text=key),))


def asked(stem: str, key: str | Interaction, evidence: str = "", at: int | None = None) -> Exposed:
    interaction = typed(key) if isinstance(key, str) else key
    sentences = frozenset() if at is None else frozenset({at})
    return Exposed("short_answer", stem, interaction, evidence, sentences)


CAPITAL = asked("What is the capital of Georgia?", "Tbilisi", "Tbilisi is its capital.", 1)


@pytest.mark.parametrize(
    ("text", "key", "is_told"),
    [
        ("Which treaty did Greece sign?", "Greek", False),
        ("Which treaty did the Greek king sign?", "Greece’s king", True),
        ("When did Azerbaijan join the Partnership for Peace?", "Partnership for Peace", True),
        ("In 1994, who joined?", "1994", True),
        ("In 19940, who joined?", "94", False),
    ],
)
def test_tells_a_key_and_most_of_its_words(text: str, key: str, is_told: bool) -> None:
    assert tells(text, key) is is_told


def test_a_stem_with_anothers_key_gives_it_away() -> None:
    other = asked("Who spoke in Tbilisi, the capital of Georgia?", "A minister", at=2)
    assert give_aways([CAPITAL, other]) == [GiveAway(1, 0, Clue.STEM, "Tbilisi")]


def test_evidence_about_the_same_gives_it_away_and_other_evidence_does_not() -> None:
    same = asked("Where was it signed?", "In parliament", "In Tbilisi, Georgia’s capital.", 2)
    assert give_aways([CAPITAL, same]) == [GiveAway(1, 0, Clue.EVIDENCE, "Tbilisi")]
    other = asked("Where was it signed?", "In parliament", "They flew to Tbilisi.", 2)
    assert give_aways([CAPITAL, other]) == []


def test_two_about_one_sentence_are_named_once() -> None:
    other = asked("Of which country is Tbilisi the capital?", "Georgia", at=1)
    assert give_aways([CAPITAL, other]) == [GiveAway(0, 1, Clue.SENTENCE)]


def test_a_name_that_is_all_over_is_no_clue() -> None:
    others = [asked(f"What did Tbilisi do in {year}?", "Nothing", at=year) for year in (1, 2, 3)]
    assert give_aways([asked("Where was it?", "Tbilisi", at=9), *others]) == []
    assert len(give_aways([asked("Where was it?", "Tbilisi", at=9), others[0]])) == 1


def test_a_voice_is_no_clue_to_who_said_what() -> None:
    choice = Choice(
        options=(Option(text="Ada Bell", fraction=1), Option(text="Bo Cole", fraction=0))
    )
    who = Exposed("who_said_it", "Who spoke of the mines?", choice, "", frozenset())
    assert give_aways([who, asked("According to Ada Bell, what is new?", "A road")]) == []
    told = asked("When Ada Bell spoke of the mines, what was new?", "A road")
    assert give_aways([who, told]) == [GiveAway(1, 0, Clue.STEM, "Ada Bell")]


def test_a_pair_and_a_truth() -> None:
    pairs = Match(pairs=(("Joined the council", "1992"), ("Joined the programme", "1994")))
    match = asked("Match each step to its year.", pairs, at=1)
    told = asked("Who joined the programme in 1994?", "Georgia", at=2)
    assert give_aways([match, told]) == [GiveAway(1, 0, Clue.STEM, "1994")]
    truth = Choice(options=(Option(text="True", fraction=1), Option(text="False", fraction=0)))
    judged = Exposed("true_false", "Is it so?", truth, "", frozenset())
    assert give_aways([judged, asked("Is it true, or not?", "Tbilisi")]) == []


def test_what_is_read_tells_what_its_sentences_and_lines_say() -> None:
    other = asked("Who signed it?", "A minister", at=2)
    both, said = [CAPITAL, other], "Tbilisi is the capital of Georgia."
    assert told_by(["They flew home.", said], frozenset(), both) == [0]
    assert told_by(["They flew to Tbilisi."], frozenset({2}), both) == [1]
    assert told_by(["They flew to Tbilisi.", "Georgia has a capital."], frozenset(), both) == []
