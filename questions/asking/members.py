"""Which of these: a list of names, and others that are not on it."""

from __future__ import annotations

from collections.abc import Iterator

from questions.asking.candidate import Candidate, asked, cite, several
from questions.asking.wording import Subject, inverted, subject_of, words_of
from questions.distractors import is_backed, listed_names, sort_of
from questions.facts.clauses import spoken
from questions.facts.enumerations import Enumeration, enumerations
from questions.facts.reading import Facts
from questions.language.words import say

_MOST = 5
_FEWEST_WRONG = 2


def ask_members(facts: Facts) -> Iterator[Candidate]:
    """Ask for the members of each list."""
    for clause in facts.clauses:
        for listed in enumerations(clause, facts.names):
            if len(listed.members) <= _MOST and (candidate := _ask(facts, listed)):
                yield candidate


def _ask(facts: Facts, listed: Enumeration) -> Candidate | None:
    clause = listed.clause
    subject = subject_of(facts, clause)
    words = words_of(clause, listed.words)
    wrong = [
        name
        for name in listed_names(facts, listed.members, clause.sentence)
        if not is_backed(facts, name, words, clause.sentence)
    ]
    if subject is None or len(wrong) < _FEWEST_WRONG:
        return None
    stem = _stem(listed, subject, sort_of(facts, listed.members))
    citations = [cite(facts, found) for found in (*subject.sentences, clause.sentence)]
    return Candidate(
        "members",
        asked("multiple_response", stem, several(listed.members, wrong), citations),
        "; ".join(listed.members),
        clause.sentence,
        words,
        subject.introduced,
    )


def _stem(listed: Enumeration, subject: Subject, sort: str) -> str:
    clause = listed.clause
    which = " ".join(["which of these", *([sort] if sort else [])])
    if listed.place == "subject":
        tail = [spoken(words, clause.sentence) for words in clause.fronted]
        return " ".join([which, say(list(clause.predicate)), *tail]) + "?"
    if listed.place == "complement":
        return f"{which} {clause.finite.lower} {subject.text}?"
    before = f"{listed.preposition} {which}" if listed.preposition else which
    return f"{before} {inverted(clause, subject.text, listed.words)}?"
