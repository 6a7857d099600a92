from __future__ import annotations

import pytest

from questions.bank import load_seed
from questions.interactions import Choice, Option, Order, Recall
from questions.publishing import unnamed_speaker
from questions.question import Citation, Question, Stance

SPEAKER = "Jeyhun Bayramov"
CLAIM = Citation(document="a", start=0, end=1, quote="x", stance=Stance.CLAIMED, speaker=SPEAKER)
# Asks how the newspaper itself words what Bayramov denies.
ABOUT_THE_WORDING = {"blockade-wording"}


def asked(stem: str, interaction: object = None, type_: str = "flashcard") -> Question:
    return Question.model_validate(
        {
            "type": type_,
            "stem": stem,
            "interaction": interaction or Recall(back="y"),
            "citations": (CLAIM,),
        }
    )


@pytest.mark.parametrize(
    "stem", ["What did Bayramov say?", "Did jeyhun bayramov say it?", "Bayramov’s road?"]
)
def test_a_stem_names_the_speaker(stem: str) -> None:
    assert unnamed_speaker(asked(stem)) is None


@pytest.mark.parametrize("stem", ["What is the road for?", "What did Jeyhun say?", "Bayramova?"])
def test_a_stem_does_not_name_the_speaker(stem: str) -> None:
    assert unnamed_speaker(asked(stem)) == SPEAKER


def test_the_answer_may_be_the_speaker() -> None:
    options = (Option(text=SPEAKER, fraction=1), Option(text="Javier Colomina", fraction=0))
    assert unnamed_speaker(asked("Who?", Choice(options=options), "who_said_it")) is None
    assert unnamed_speaker(asked("Who?", Recall(back="Bayramov"))) is None
    assert unnamed_speaker(asked("What?", Recall(back="Peace, says Bayramov"))) == SPEAKER


def test_a_wrong_option_does_not_name_but_an_item_does() -> None:
    options = (Option(text="Peace", fraction=1), Option(text=SPEAKER, fraction=0))
    assert unnamed_speaker(asked("What?", Choice(options=options), "multiple_choice")) == SPEAKER
    items = Order(items=("First Bayramov", "Then others"))
    assert unnamed_speaker(asked("Order these.", items, "ordering")) is None


@pytest.mark.parametrize(
    ("stem", "key", "told", "found"),
    [
        ("Javier Colomina said that it is closed.", "False", f"{SPEAKER} said so.", None),
        ("Javier Colomina said that it is closed.", "False", "Nobody knows.", SPEAKER),
        ("Javier Colomina said that it is closed.", "True", f"{SPEAKER} said so.", SPEAKER),
        ("He said that it is closed.", "False", f"{SPEAKER} said so.", SPEAKER),
        ("The road is closed.", "False", f"{SPEAKER} says it is open.", SPEAKER),
    ],
)
def test_a_false_attribution_names_the_speaker_afterwards(
    stem: str, key: str, told: str, found: str | None
) -> None:
    options = [
        Option(text=text, fraction=int(text == key), feedback=told if text != key else "")
        for text in ("True", "False")
    ]
    judged = asked(stem, Choice(options=tuple(options), shuffle=False), "true_false")
    assert unnamed_speaker(judged) == found
    assert unnamed_speaker(judged.model_copy(update={"explanation": told})) == found


def test_the_bank_names_its_speakers() -> None:
    _document, bank = load_seed("azernews-2023-01-20")
    unnamed = {question.id for question in bank.questions if unnamed_speaker(question)}
    assert unnamed <= ABOUT_THE_WORDING
