"""In which order options may be shown, and which of them speak of the others."""

from __future__ import annotations

import re
from collections.abc import Sequence
from random import Random

_COUNT = r"(?:two|three|four|five|[2-5])"
_THINGS = r"(?:options?|answers?|choices?|statements?|items|ones)"
_STANDING = (
    r"(?:above|below|given|listed|mentioned|previous|preceding|foregoing|following|others?|rest|"
    r"(?:afore|above[- ]?)mentioned|(?:listed|mentioned|given) (?:above|here))"
)
_NAMED_THINGS = (
    rf"(?:(?:other|{_COUNT}) )?(?:(?:{_STANDING} )?{_THINGS}(?: {_STANDING})?|{_STANDING})"
)
_OF_OTHERS = rf"of (?:(?:the |these |those )?{_NAMED_THINGS}|these|those|them|the {_COUNT})"
_OTHERS = rf"(?:{_OF_OTHERS}|(?:the |these |those )?{_NAMED_THINGS}|these|those)"
_VERDICT = (
    r"(?: (?:(?:is|are|of them (?:is|are)) (?:all |both )?(?:not )?(?:a )?"
    r"(?:correct|right|true|false|wrong|possible)(?: (?:option|answer|statement)s?)?|"
    r"appl(?:y|ies)))?"
)
_WHOLE = rf"(?:all(?: {_COUNT}| but one)?|none|both|neither|either|everything|nothing)"
_PART = (
    r"(?:any|some|each|no|(?:(?:only|exactly|just|at least|at most|more than) )?(?:one|two|three))"
)
_ABOUT_OTHERS = re.compile(
    rf"{_WHOLE} {_OTHERS}{_VERDICT}|{_PART} {_OF_OTHERS}{_VERDICT}|"
    rf"(?:all(?: {_COUNT})?|none|both|neither|everything|nothing){_VERDICT}|"
    r"(?:no (?:answers?|options?)|nothing here) (?:is|are) (?:correct|right|true)|"
    r"(?:there is )?no (?:correct|right|true) (?:answer|option)",
    re.IGNORECASE,
)
_LETTER = r"(?:(?:[Oo]ption|[Aa]nswer|[Cc]hoice) )?\(?[a-hA-H]\)?\.?"
_SEVERAL = (
    rf"{_LETTER}(?:(?:, ?| and | or ){_LETTER})*,? "
    rf"(?:and|or|nor|and/or|&|as well as|but not) {_LETTER}"
)
_PLACES = (
    r"(?:\(?\d\)? (?:and|or|nor|&) \(?\d\)?|"
    r"the (?:first|second) (?:and|or|nor) (?:the )?(?:second|third|last))"
)
_BY_LETTER = re.compile(
    rf"(?:(?:[Bb]oth|[Nn]either|[Ee]ither|[Oo]nly|[Jj]ust|[Aa]ll of|[Nn]one of) )?"
    rf"(?:(?:[Oo]ptions|[Aa]nswers|[Cc]hoices) )?{_SEVERAL}"
    r"(?: (?:only|alone|are (?:correct|right|true)|together|above))?|"
    rf"(?:[Oo]nly|[Jj]ust) {_LETTER}|{_LETTER} (?:only|alone)|"
    rf"(?:[Aa]ll|[Aa]ny|[Nn]one)(?: {_OTHERS})? (?:but|except|apart from) {_LETTER}|"
    rf"(?:[Bb]oth|[Nn]either|[Ee]ither|[Oo]ptions?|[Aa]nswers?|[Cc]hoices?) {_PLACES}"
    r"(?: (?:only|are (?:correct|right|true)))?"
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
