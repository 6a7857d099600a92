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


def test_the_bank_names_its_speakers() -> None:
    _document, bank = load_seed("azernews-2023-01-20")
    unnamed = {question.id for question in bank.questions if unnamed_speaker(question)}
    assert unnamed <= ABOUT_THE_WORDING
