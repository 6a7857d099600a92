"""Which of these: a list of names, and others that are not on it."""

from __future__ import annotations

from collections.abc import Iterator

from questions.asking.candidate import Candidate, Declined, asked, cite, prove, several
from questions.asking.ways import MEMBERS
from questions.asking.wording import inverted, subject_of, words_of
from questions.distractors import is_backed, listed_names, sort_of
from questions.facts.clauses import spoken
from questions.facts.enumerations import Enumeration, enumerations
from questions.facts.reading import Facts
from questions.interactions import Recall
from questions.language.lexicon.numbers import IN_WORDS
from questions.language.words import say

_MOST = 5  # to choose among: a plain choice, so that with the wrong ones they fit a telephone
_FEWEST_WRONG = 2  # with one alone, the others are given away


def ask_members(facts: Facts) -> Iterator[Candidate | Declined]:
    """Ask for the members of each list: to pick, or, without others to pick, to recall."""
    for clause in facts.clauses:
        for listed in enumerations(clause, facts.names):
            found = _ask(facts, listed)
            if isinstance(found, str):
                yield Declined(MEMBERS, f"no list: {found}", cite(facts, clause.sentence))
            else:
                yield found


def _ask(facts: Facts, listed: Enumeration) -> Candidate | str:
    """Return the question, or why there is none."""
    clause = listed.clause
    words = words_of(clause, listed.words)
    if listed.is_open or len(listed.members) > _MOST:
        return "it may go on" if listed.is_open else "it is too long"
    wrong = [
        name
        for name in listed_names(facts, listed.members, clause.sentence)
        if not is_backed(facts, name, words, clause.sentence)
    ]
    sort = sort_of(facts, listed.members)
    citations = prove(facts, clause.sentence)
    if len(wrong) >= _FEWEST_WRONG:
        stem = _stem(listed, " ".join(["which of these", *([sort] if sort else [])]))
        question = asked("multiple_response", stem, several(listed.members, wrong), citations)
    elif sort:
        stem = _stem(listed, f"which {IN_WORDS[len(listed.members)]} {sort}")
        question = asked("flashcard", stem, Recall(back=_joined(listed.members)), citations)
    else:
        return "too few others of the kind are surely not on it"
    key = "; ".join(listed.members)
    return Candidate(MEMBERS, question, key, clause.sentence, words)


def _joined(members: tuple[str, ...]) -> str:
    return f"{', '.join(members[:-1])} and {members[-1]}"


def _stem(listed: Enumeration, which: str) -> str:
    clause = listed.clause
    if listed.place == "subject":
        tail = [spoken(words, clause.sentence) for words in clause.fronted]
        return " ".join([which, say(list(clause.predicate)), *tail]) + "?"
    if listed.place == "complement":
        return f"{which} {clause.finite.lower} {subject_of(clause)}?"
    before = f"{listed.preposition} {which}" if listed.preposition else which
    return f"{before} {inverted(clause, subject_of(clause), listed.words)}?"
