"""Other years: of the document, then by arithmetic."""

from __future__ import annotations

from hashlib import sha256

from questions.distractors.wanted import WANTED
from questions.facts.moments import is_year
from questions.facts.reading import Facts
from questions.language.lexicon.times import ROUGHLY, UP_TO
from questions.language.words import Sentence

# Plain choices: readers took 2014 beside 2002 for no debut's year, and 1816 beside 1831 for a
# child's; of what was long ago fewer know what was when.
_FAR = 8  # years at least: further off, another age gives the year away
_DECADE = 10
_CLOSE = 5  # years: of a war or a term of office, readers know what came before
_STEP = 2  # years at least between those that are made
_NOW = 2000
_WIDER = 15  # years back for one more that is still near
_COARSER = 60  # years back for one more from one that is made to the next


def other_years(facts: Facts, year: int, sentence: Sentence) -> list[str]:
    """Return three other years: of the document, then some as far from it as those might be.

    As many as can be are the document's. Where that leaves open how many are earlier, the passage
    decides, so that no place among the options is more likely to be the key's. None that is made
    is later than the latest that the document speaks of.
    """
    here = {moment.year for moment in facts.moments[sentence.passage.number]} | {year}
    here |= {int(word.text) for word in sentence.words if is_year(word.text)}
    close = sum(abs(other - year) <= _CLOSE for other in facts.years())
    is_dense = close > WANTED
    far = _CLOSE if is_dense else max(_FAR, (_NOW - year) // _WIDER)
    near = [other for other in facts.years() if other not in here and abs(other - year) <= far]
    near.sort(key=lambda other: abs(other - year))
    leading = _leading(sentence, year)
    latest = year if leading in UP_TO else max([*facts.years(), year])
    step = 1 if is_dense else max(_STEP, (_NOW - year) // _COARSER)
    if leading in ROUGHLY and year % _DECADE == 0:
        near, step = [other for other in near if other % _DECADE == 0], _DECADE
    earlier = [other for other in near if other < year]
    later = [other for other in near if year < other <= latest]
    before = _split(len(earlier), len(later), f"{facts.slug} {sentence.passage.number} {year}")
    found = [*earlier[:before], *later[: WANTED - before]]
    missing = WANTED - len(found)
    below = min(missing, max(0, before - len(earlier)))
    above = _made(year, found, here, step, latest)[: missing - below]
    found += above
    found += _made(year, found, here, -step, latest)[: WANTED - len(found)]
    return [str(other) for other in sorted(found)]


def _split(earlier: int, later: int, seed: str) -> int:
    """Return how many of the options are to be earlier: any number that uses the most there are."""
    used = [min(before, earlier) + min(WANTED - before, later) for before in range(WANTED + 1)]
    open_to = [before for before in range(WANTED + 1) if used[before] == max(used)]
    return open_to[sha256(seed.encode()).digest()[0] % len(open_to)]


def _leading(sentence: Sentence, year: int) -> str:
    """Return the word before a year: it says whether it is one of an event, or about when."""
    place = next((word.index for word in sentence.words if word.text == str(year)), 0)
    return sentence.words[place - 1].lower if place else ""


def _made(year: int, found: list[int], here: set[int], step: int, latest: int) -> list[int]:
    made = (year + step * times for times in range(1, 3 * WANTED))
    return [
        other
        for other in made
        if other not in here and other <= latest and all(abs(other - y) >= abs(step) for y in found)
    ]
