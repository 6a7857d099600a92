"""Whose: what somebody has, where it did something or something was done to it."""

from __future__ import annotations

from collections.abc import Iterator

from questions.asking.candidate import Candidate, asked, pick_or_type, prove
from questions.asking.ways import WHOSE
from questions.asking.wording import inverted, subject_of, words_of
from questions.distractors import other_names
from questions.facts.clauses import Clause, spoken
from questions.facts.naming import name_of
from questions.facts.owners import behind_owner, owner_of
from questions.facts.reading import Facts
from questions.language.words import Name, Word, say


def ask_whose(facts: Facts) -> Iterator[Candidate]:
    """Ask whose it was that did something, and whose something was done to."""
    for clause in facts.clauses:
        if clause.finite.tag != "VBP" and clause.finite.lower not in {"were", "are", "have"}:
            if owner := owner_of(clause.sentence, clause.subject, clause.subject_head):
                tail = [spoken(words, clause.sentence) for words in clause.fronted]
                said = [_had(clause.subject), say(list(clause.predicate)), *tail]
                yield _ask(facts, clause, owner, clause.subject, " ".join(said))
        found = clause.sentence.child(clause.head, "obj")
        if found is None or found.index < clause.finite.index:
            continue
        phrase = tuple(clause.sentence.subtree(found))
        if owner := owner_of(clause.sentence, phrase, found):
            rest = inverted(clause, subject_of(clause), phrase)
            yield _ask(facts, clause, owner, phrase, f"{_had(phrase)} {rest}")


def _had(phrase: tuple[Word, ...]) -> str:
    return say(behind_owner(phrase))


def _ask(
    facts: Facts, clause: Clause, owner: Name, phrase: tuple[Word, ...], said: str
) -> Candidate:
    key = facts.names.full(name_of(clause.sentence, owner))
    distractors = other_names(facts, key, clause.sentence)
    kind, shape = pick_or_type(key, distractors, facts.names.forms(key))
    question = asked(kind, f"Whose {said}?", shape, prove(facts, clause.sentence))
    kept = tuple(word for word in words_of(clause, phrase)) + tuple(behind_owner(phrase))
    words = tuple(sorted(kept, key=lambda word: word.index))
    return Candidate(WHOSE, question, key, clause.sentence, words)
