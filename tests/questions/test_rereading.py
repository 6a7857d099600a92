"""Rereading: answers follow the texts they were given to, and what is gone is not guessed."""

import pytest

from questions.interactions import Answer, Choice, Interaction, Match, Option, Order, TextEntry
from questions.rereading import reread
from questions.responses import Chosen, Entered, Matched, Ordered, Response


def choice(*texts: str, multiple: bool = False) -> Choice:
    options = tuple(Option(text=text, fraction=float(n == 0)) for n, text in enumerate(texts))
    return Choice(options=options, multiple=multiple)


SIX = choice("Six", "Eight", "Ten")
PAIRS = Match(pairs=(("Baku", "Azerbaijan"), ("Tbilisi", "Georgia")), distractors=("Armenia",))
DAYS = Order(items=("Monday", "Tuesday", "Friday"))
TYPED = TextEntry(answers=(Answer(text="six"),))


@pytest.mark.parametrize(
    ("response", "before", "after", "read"),
    [
        (Chosen(options=(1,)), SIX, choice("eight", " Six", "Ten"), Chosen(options=(0,))),
        (Chosen(options=()), SIX, choice("Eight", "Six"), Chosen(options=())),
        (Chosen(options=(9,)), SIX, choice("Eight", "Six"), Chosen(options=())),
        (Chosen(options=(2,)), SIX, choice("Eight", "Six"), None),
        (Chosen(options=(1,)), SIX, choice("Eight", "Six", multiple=True), None),
        (Chosen(options=(1,)), SIX, TYPED, None),
        (Entered(text="eight"), TYPED, TYPED, Entered(text="eight")),
        (
            Matched(rights=("Georgia", None)),
            PAIRS,
            Match(pairs=(("Tbilisi", "georgia"), ("Baku", "Azerbaijan"))),
            Matched(rights=(None, "georgia")),
        ),
        (
            Matched(rights=("Armenia", "Georgia")),
            PAIRS,
            Match(pairs=(("Tbilisi", "Georgia"), ("Baku", "Azerbaijan"))),
            None,
        ),
        (
            Matched(rights=("Azerbaijan", "Georgia")),
            PAIRS,
            Match(pairs=(("Tbilisi", "Georgia"), ("Yerevan", "Armenia"))),
            None,
        ),
        (Matched(rights=()), PAIRS, PAIRS, Matched(rights=(None, None))),
        (
            Ordered(items=(2, 0, 1)),
            DAYS,
            Order(items=("Friday", "Monday", "tuesday")),
            Ordered(items=(0, 1, 2)),
        ),
        (Ordered(items=(2, 0, 1)), DAYS, Order(items=("Monday", "Sunday", "Tuesday")), None),
        (Ordered(items=(2, 7)), DAYS, DAYS, Ordered(items=(2,))),
    ],
)
def test_an_answer_to_another_version(
    response: Response, before: Interaction, after: Interaction, read: Response | None
) -> None:
    assert reread(response, before, after) == read
