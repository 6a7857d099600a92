"""In which century or decade: a clause dated no closer than that."""

from __future__ import annotations

import re
from collections.abc import Iterator

from questions.asking.candidate import Candidate, asked, choice, prove
from questions.asking.ways import ERA
from questions.asking.wording import inverted, subject_of, words_of
from questions.distractors import other_centuries, other_decades
from questions.facts.clauses import Clause
from questions.facts.reading import Facts
from questions.language.words import Word, say

_CENTURY = re.compile(r"(?:in|during) (?:the )?(\d{1,2}(?:st|nd|rd|th))[- ]century")
_DECADE = re.compile(r"(?:in|during) the (1\d\d0|20\d0)s")


def ask_eras(facts: Facts) -> Iterator[Candidate]:
    """Ask for the century or decade of clauses that name one."""
    for clause in facts.clauses:
        found = [
            phrase
            for child in clause.sentence.children(clause.head, "obl")
            if (phrase := tuple(clause.sentence.subtree(child))) and _options(phrase)
        ]
        if len(found) == 1 and (candidate := _ask(facts, clause, found[0])):
            yield candidate


def _ask(facts: Facts, clause: Clause, phrase: tuple[Word, ...]) -> Candidate | None:
    word, key, others = _options(phrase) or ("", "", [])
    if not others:
        return None
    stem = f"In which {word} {inverted(clause, subject_of(clause), phrase)}?"
    shape = choice(key, others, ordered=True)
    return Candidate(
        ERA,
        asked("multiple_choice", stem, shape, prove(facts, clause.sentence)),
        key,
        clause.sentence,
        words_of(clause, phrase),
    )


def _options(phrase: tuple[Word, ...]) -> tuple[str, str, list[str]] | None:
    """Return "century", "11th" and three others; or of a decade; or nothing."""
    text = say(list(phrase)).lower()
    if found := _CENTURY.fullmatch(text):
        return "century", found[1], other_centuries(found[1])
    if found := _DECADE.fullmatch(text):
        return "decade", f"{found[1]}s", [f"{year}s" for year in other_decades(int(found[1]))]
    return None
