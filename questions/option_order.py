"""In which order options may be shown, and which of them speak of the others."""

from __future__ import annotations

import re
from collections.abc import Sequence
from random import Random

_OTHERS = (
    r"(?:(?:of )?(?:the |these |those )?(?:other )?"
    r"(?:above|these|those|them|options|answers|choices|others|statements|given)"
    r"(?: (?:above|given|options|answers|choices|statements))?)"
)
_VERDICT = (
    r"(?: (?:is|are|of them (?:is|are)) (?:all |both )?(?:not )?"
    r"(?:correct|right|true|false|wrong|possible))?"
)
_WHOLE = (
    r"(?:all|none|both|neither|any|either|some|(?:more than )?(?:one|two|three)|"
    r"everything|nothing|no)"
)
_ABOUT_OTHERS = re.compile(
    rf"{_WHOLE} {_OTHERS}{_VERDICT}|"
    rf"(?:all|none|both|neither|everything|nothing){_VERDICT}|"
    r"(?:no answer|no option|nothing here) is (?:correct|right|true)|"
    r"there is no (?:correct|right|true) (?:answer|option)",
    re.IGNORECASE,
)
_LETTER = r"\(?(?:[a-h]|[A-H])\)?"
_BY_LETTER = re.compile(
    rf"(?:(?:[Bb]oth|[Nn]either|[Ee]ither|[Oo]nly|[Aa]ll of|[Nn]one of) )?"
    rf"(?:(?:[Oo]ptions?|[Aa]nswers?|[Cc]hoices?) )?"
    rf"{_LETTER}(?:(?:, ?{_LETTER})*,? (?:and|or|nor|&) (?:[Aa]nswer )?{_LETTER})"
    r"(?: (?:only|are (?:correct|right|true)|together|above))?|"
    r"(?:[Bb]oth|[Nn]either|[Ee]ither|[Oo]ptions?|[Aa]nswers?|[Cc]hoices?) "
    r"\(?\d\)? (?:and|or|nor|&) \(?\d\)?(?: (?:only|are (?:correct|right|true)))?"
)


def why_poor(option: str) -> str | None:
    """Return why an option that speaks of the others is a poor one; ``None`` for any other."""
    text = _plain(option)
    if _BY_LETTER.fullmatch(text):
        return (
            "It speaks of other options by their letters. Who knows that one of them is wrong need"
            " not know the answer, and the options cannot be shuffled."
        )
    if _ABOUT_OTHERS.fullmatch(text):
        return (
            "It speaks of the other options. Who knows about two of them can work it out without"
            " knowing the answer."
        )
    return None


def shuffled(options: Sequence[str], chance: Random) -> list[int]:
    """Return the places of ``options`` in an order drawn by ``chance``.

    One that speaks of the others comes after them, and where one names others by their letters
    all stay as they are.
    """
    order = list(range(len(options)))
    if any(_BY_LETTER.fullmatch(_plain(text)) for text in options):
        return order
    chance.shuffle(order)
    last = {place for place in order if _ABOUT_OTHERS.fullmatch(_plain(options[place]))}
    return [place for place in order if place not in last] + sorted(last)


def _plain(option: str) -> str:
    return " ".join(option.split()).strip(" .,!;:*_“”\"'()")
