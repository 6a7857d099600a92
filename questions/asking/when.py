"""In what year: a clause and the year that it happened in."""

from __future__ import annotations

from collections.abc import Iterator

from questions.asking.candidate import Candidate, asked, pick_or_type, prove
from questions.asking.ways import WHEN
from questions.asking.wording import inverted, subject_of, words_of
from questions.distractors import other_years
from questions.facts.clauses import Clause
from questions.facts.moments import Moment, is_year
from questions.facts.reading import Facts
from questions.facts.single_valued import says_when

_ASKED = {"in": "In what year", "on": "In what year", "since": "Since what year"}


def ask_when(facts: Facts) -> Iterator[Candidate]:
    """Ask for the years of clauses that have one year."""
    for clause in facts.clauses:
        here = [
            moment
            for moment in facts.moments[clause.sentence.passage.number]
            if says_when(moment, clause) and moment.preposition in _ASKED
        ]
        if len(here) == 1 and _years(clause) == 1 and (candidate := _ask(facts, clause, here[0])):
            yield candidate


def _years(clause: Clause) -> int:
    fronted = [word for words in clause.fronted for word in words]
    return sum(is_year(word.text) for word in (*fronted, *clause.predicate))


def _ask(facts: Facts, clause: Clause, moment: Moment) -> Candidate | None:
    stem = f"{_ASKED[moment.preposition]} {inverted(clause, subject_of(clause), moment.phrase)}?"
    distractors = other_years(facts, moment.year, clause.sentence)
    citations = prove(facts, clause.sentence)
    kind, shape = pick_or_type(moment.answer, distractors, ordered=True)
    return Candidate(
        WHEN,
        asked(kind, stem, shape, citations),
        moment.answer,
        clause.sentence,
        words_of(clause, moment.phrase),
    )
