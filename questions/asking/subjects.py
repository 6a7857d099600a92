"""Who, which country, which organisation: a clause whose subject is a name."""

from __future__ import annotations

from collections.abc import Iterator

from questions.asking.candidate import Candidate, asked, pick_or_type, prove
from questions.asking.ways import WHO
from questions.asking.wording import is_plural, of_subject, words_of
from questions.distractors import is_body, is_country, other_names
from questions.facts.clauses import Clause
from questions.facts.naming import name_of
from questions.facts.reading import Facts
from questions.language.words import Name


def ask_subjects(facts: Facts) -> Iterator[Candidate]:
    """Ask who did what the clause says, where its subject is one name and nothing else."""
    for clause in facts.clauses:
        name = clause.sentence.name_at(clause.subject_head)
        if name is None or not _is_alone(clause, name) or clause.finite.tag == "VBP":
            continue
        key = facts.names.full(name_of(clause.sentence, name))
        if word := _question_word(facts, clause, name, key):
            yield _ask(facts, clause, key, word)


def _ask(facts: Facts, clause: Clause, key: str, word: str) -> Candidate:
    stem = of_subject(clause, word)
    distractors = other_names(facts, key, clause.sentence)
    short = facts.names.forms(key)
    kind, shape = pick_or_type(key, distractors, short)
    question = asked(kind, stem, shape, prove(facts, clause.sentence))
    return Candidate(WHO, question, key, clause.sentence, words_of(clause, clause.subject))


def _is_alone(clause: Clause, name: Name) -> bool:
    """Return whether the subject is the name with no more than its article or title."""
    beyond = [word for word in clause.subject if not name.start <= word.index < name.end]
    return all(
        word.relation in {"det", "case", "compound"} and word.tag != "NNS" for word in beyond
    )


def _question_word(facts: Facts, clause: Clause, name: Name, key: str) -> str | None:
    kind = facts.names.kind_of(key) or name.kind
    if is_plural(clause):
        return None
    if kind == "PER":
        return "Who"
    if kind == "LOC" and is_country(key):
        return "Which country"
    if kind == "ORG" and is_body(facts, key):
        return "Which organisation"
    return "What" if clause.is_passive or clause.finite is not clause.head else None
