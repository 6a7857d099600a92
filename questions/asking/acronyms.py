"""What a short form stands for."""

from __future__ import annotations

from collections.abc import Iterator

from questions.asking.candidate import Candidate, asked, cite, typed
from questions.asking.ways import ACRONYM, MATCHING
from questions.facts.naming import Acronym
from questions.facts.reading import Facts
from questions.interactions import Match
from questions.language.lexicon.things import DEGREES

# Plain choices: two can be put right by one guess, and more than five are slow to go through.
_FEWEST = 3
_MOST = 5


def ask_acronyms(facts: Facts) -> Iterator[Candidate]:
    """Ask for the long form of each."""
    for acronym in _once(facts):
        stem = f"What does “{acronym.short}” stand for?"
        question = asked("short_answer", stem, typed(acronym.long), [cite(facts, acronym.sentence)])
        yield Candidate(ACRONYM, question, acronym.long, acronym.sentence, ())


def match_acronyms(facts: Facts) -> Iterator[Candidate]:
    """Ask to match several with what they stand for."""
    found = _once(facts)[:_MOST]
    if len(found) < _FEWEST:
        return
    pairs = tuple((acronym.short, acronym.long) for acronym in found)
    question = asked(
        "matching",
        "Match each short form with what it stands for.",
        Match(pairs=pairs),
        [cite(facts, acronym.sentence) for acronym in found],
    )
    key = "; ".join(f"{short} → {long}" for short, long in pairs)
    yield Candidate(MATCHING, question, key, found[0].sentence, ())


def _once(facts: Facts) -> list[Acronym]:
    found = {acronym.short: acronym for acronym in reversed(facts.names.acronyms)}
    return [each for each in reversed(found.values()) if not each.long.startswith(DEGREES)]
