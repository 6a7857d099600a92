"""Where, and by whom: what a clause says of its place or its doer."""

from __future__ import annotations

from collections.abc import Iterator

from questions.asking.candidate import Candidate, asked, pick_or_type, prove
from questions.asking.ways import BY_WHOM, WHERE, Way
from questions.asking.wording import inverted, subject_of, words_of
from questions.distractors import other_names
from questions.facts.clauses import Clause
from questions.facts.naming import name_of
from questions.facts.reading import Facts
from questions.language.words import EntityKind, Name, Word


def ask_where(facts: Facts) -> Iterator[Candidate]:
    """Ask in which place something happened."""
    for clause in facts.clauses:
        if clause.finite.tag == "VBD":
            yield from _ask(facts, clause, {"in", "at", "near"}, "LOC", WHERE, "Where")


def ask_agents(facts: Facts) -> Iterator[Candidate]:
    """Ask by whom something was done."""
    for clause in facts.clauses:
        if clause.is_passive:
            yield from _ask(facts, clause, {"by"}, "PER", BY_WHOM, "By whom")


def _ask(
    facts: Facts, clause: Clause, cases: set[str], kind: EntityKind, way: Way, word: str
) -> Iterator[Candidate]:
    found = [
        (child, name)
        for child in clause.sentence.children(clause.head, "obl")
        if (name := _named(clause, child, cases)) and name.kind == kind
    ]
    if len(found) != 1:
        return
    child, name = found[0]
    phrase = tuple(clause.sentence.subtree(child))
    key = facts.names.full(name_of(clause.sentence, name))
    distractors = other_names(facts, key, clause.sentence)
    type_name, shape = pick_or_type(key, distractors, facts.names.forms(key))
    stem = f"{word} {inverted(clause, subject_of(clause), phrase)}?"
    yield Candidate(
        way,
        asked(type_name, stem, shape, prove(facts, clause.sentence)),
        key,
        clause.sentence,
        words_of(clause, phrase),
    )


def _named(clause: Clause, child: Word, cases: set[str]) -> Name | None:
    """Return the name that the phrase of ``child`` consists of."""
    sentence = clause.sentence
    name = sentence.name_at(child)
    case = sentence.child(child, "case")
    if name is None or case is None or case.lower not in cases:
        return None
    beyond = [w for w in sentence.subtree(child) if not name.start <= w.index < name.end]
    return name if all(word.relation in {"case", "det"} for word in beyond) else None
