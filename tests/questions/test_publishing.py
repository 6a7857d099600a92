from __future__ import annotations

import pytest

from questions.interactions import (
    Answer,
    Choice,
    Interaction,
    Match,
    Option,
    Order,
    Recall,
    TextEntry,
)
from questions.media import named
from questions.publishing import problems
from questions.question import Citation, Question, Stance

TEXT = "Warsaw became the capital in 1596. Ada Lovelace said that engines sing."
TEXTS = {"text": TEXT}
SAID = "Ada Lovelace said that engines sing."


def cited(
    quote: str = SAID, *, document: str = "text", by: str | None = "Ada Lovelace", at: int = -1
) -> Citation:
    start = TEXT.index(quote) if at < 0 else at
    return Citation(
        document=document,
        start=start,
        end=start + len(quote),
        quote=quote,
        stance=Stance.ASSERTED if by is None else Stance.CLAIMED,
        speaker=by,
    )


def question(
    *citations: Citation,
    stem: str = "What sings, according to Ada Lovelace?",
    interaction: Interaction | None = None,
    kind: str = "flashcard",
) -> Question:
    shape = interaction or Recall(back="Engines")
    return Question(type=kind, stem=stem, interaction=shape, citations=citations)


def parts(asked: Question) -> list[str]:
    return [found.part for found in problems(asked, TEXTS)]


def test_what_is_proved_and_says_whose_claim_it_is_may_be_published() -> None:
    assert problems(question(cited(), cited("Warsaw became", by=None)), TEXTS) == ()


def test_a_claim_is_asked_as_the_claim_of_its_speaker() -> None:
    (found,) = problems(question(cited(), stem="What sings?"), TEXTS)
    assert (found.part, found.reason[:33]) == ("stem", "This is a claim by Ada Lovelace. ")


@pytest.mark.parametrize("speaker", [" ", "\t", "\u00a0", "\u200b", "\u2060 \ufeff"])
def test_a_claim_names_its_speaker(speaker: str) -> None:
    (found,) = problems(question(cited(by=speaker)), TEXTS)
    assert (found.part, str(found)) == ("speaker", "Say who it is by whom this is claimed.")
    denied = cited(by=speaker).model_copy(update={"stance": Stance.DENIED})
    assert "denied" in problems(question(denied), TEXTS)[0].reason


def test_evidence_stands_in_the_text_verbatim() -> None:
    assert parts(question(cited(at=3))) == ["quote"]
    assert parts(question(cited(), cited(at=3))) == ["quote"]
    assert parts(question(cited(document="another"))) == ["quote"]
    assert parts(question()) == ["quote"]


def test_a_passage_has_words() -> None:
    assert parts(question(cited(" ", by=None))) == ["quote"]


def test_it_is_of_its_type() -> None:
    assert parts(question(cited(), kind="multiple_choice")) == ["type"]


@pytest.mark.parametrize("blank", [" ", "\u200b", "\n\t"])
def test_nothing_is_blank(blank: str) -> None:
    assert parts(question(cited(), stem=blank)) == ["stem"]
    shapes: list[tuple[str, Interaction]] = [
        ("flashcard", Recall(back=blank)),
        ("ordering", Order(items=("One", blank))),
        ("matching", Match(pairs=(("One", "1"), ("Two", blank)))),
        ("matching", Match(pairs=(("One", "1"), (blank, "2")))),
        ("matching", Match(pairs=(("One", "1"), ("Two", "2")), distractors=(blank,))),
        ("short_answer", TextEntry(answers=(Answer(text="One"), Answer(text=blank)))),
        (
            "multiple_choice",
            Choice(options=(Option(text="One", fraction=1), Option(text=blank, fraction=0))),
        ),
    ]
    for kind, shape in shapes:
        assert parts(question(cited(), interaction=shape, kind=kind)) == ["interaction"], shape


def test_everything_that_is_wrong_is_told() -> None:
    assert parts(question(cited(by=" ", at=2), stem=" ")) == ["stem", "quote", "speaker"]


@pytest.mark.parametrize("said", ["", " ", "\u200b"])
def test_a_picture_is_described_wherever_it_stands(said: str) -> None:
    shown = f"See ![{said}](media:{named(b'picture', '.png').name})"
    assert parts(question(cited(by=None), stem=shown)) == ["stem"]
    assert parts(question(cited(by=None), interaction=Recall(back=shown))) == ["interaction"]
    told = Recall(back=f"A map ![A map](media:{named(b'picture', '.png').name})")
    assert parts(question(cited(by=None), interaction=told)) == []
