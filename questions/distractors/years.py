"""Other years: of the document, then by arithmetic."""

from __future__ import annotations

from hashlib import sha256

from questions.distractors.wanted import WANTED
from questions.facts.moments import is_year
from questions.facts.reading import Facts
from questions.language.lexicon.times import ROUGHLY, SINCE, UNTIL, UP_TO
from questions.language.words import Sentence

# Plain choices: readers took 2014 beside 2002 for no debut's year, and 1816 beside 1831 for a
# child's; of what was long ago fewer know what was when.
_FAR = 8  # years at least: further off, another age gives the year away
_DECADE = 10
_CLOSE = 5  # years: of a war or a term of office, readers know what came before
_STEP = 2  # years at least between those that are made
_NOW = 2000
_ENDLESS = 10_000  # years
_WIDER = 15  # years back for one more that is still near
_COARSER = 60  # years back for one more from one that is made to the next


def other_years(facts: Facts, year: int, sentence: Sentence) -> list[str]:
    """Return three other years: of the document, then some as far from it as those might be.

    As many as can be are the document's. Where that leaves open how many are earlier, the passage
    decides, so that no place among the options is more likely to be the key's. None that is made
    is later than the latest that the document speaks of. None at all where there are fewer.
    """
    here = {moment.year for moment in facts.moments[sentence.passage.number]} | {year}
    here |= {int(word.text) for word in sentence.words if is_year(word.text)}
    close = sum(abs(other - year) <= _CLOSE for other in facts.years())
    is_dense = close > WANTED
    far = _CLOSE if is_dense else max(_FAR, (_NOW - year) // _WIDER)
    near = [other for other in facts.years() if other not in here and abs(other - year) <= far]
    near.sort(key=lambda other: abs(other - year))
    leading = _leading(sentence, year)
    first, last = _bounds(sentence, year, leading)
    latest = min(last, year if leading in UP_TO else max([*facts.years(), year]))
    step = 1 if is_dense else max(_STEP, (_NOW - year) // _COARSER)
    if leading in ROUGHLY and year % _DECADE == 0:
        near, step = [other for other in near if other % _DECADE == 0], _DECADE
    earlier = [other for other in near if first <= other < year]
    later = [other for other in near if year < other <= latest]
    before = _split(len(earlier), len(later), f"{facts.slug} {sentence.passage.number} {year}")
    found = [*earlier[:before], *later[: WANTED - before]]
    missing = WANTED - len(found)
    below = min(missing, max(0, before - len(earlier)))
    bounds = (first, latest)
    found += _made(year, found, here, step, bounds)[: missing - below]
    for way in (-step, step):  # what one side has no room for comes from the other
        found += _made(year, found, here, way, bounds)[: WANTED - len(found)]
    return [str(other) for other in sorted(found)] if len(found) == WANTED else []


def _split(earlier: int, later: int, seed: str) -> int:
    """Return how many of the options are to be earlier: any number that uses the most there are."""
    used = [min(before, earlier) + min(WANTED - before, later) for before in range(WANTED + 1)]
    open_to = [before for before in range(WANTED + 1) if used[before] == max(used)]
    return open_to[sha256(seed.encode()).digest()[0] % len(open_to)]


def _leading(sentence: Sentence, year: int) -> str:
    """Return the word before a year: it says whether it is one of an event, or about when."""
    place = next((word.index for word in sentence.words if word.text == str(year)), 0)
    return sentence.words[place - 1].lower if place else ""


def _bounds(sentence: Sentence, year: int, leading: str) -> tuple[int, int]:
    """Return between which years others may be: what began in one had not ended before it."""
    told = [int(word.text) for word in sentence.words if is_year(word.text)]
    first = max((other for other in told if other < year), default=0)
    last = min((other for other in told if other > year), default=0)
    return (
        first if first and leading in UNTIL else 0,
        last if last and leading in SINCE else _ENDLESS,
    )


def _made(
    year: int, found: list[int], here: set[int], step: int, bounds: tuple[int, int]
) -> list[int]:
    made = (year + step * times for times in range(1, 3 * WANTED))
    return [
        other
        for other in made
        if other not in here
        and bounds[0] <= other <= bounds[1]
        and all(abs(other - y) >= abs(step) for y in found)
    ]
