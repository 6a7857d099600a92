"""Whom, which country, which organisation: a clause whose object is a name."""

from __future__ import annotations

from collections.abc import Iterator

from questions.asking.candidate import Candidate, asked, pick_or_type, prove
from questions.asking.ways import OBJECT
from questions.asking.wording import inverted, subject_of, words_of
from questions.distractors import is_body, is_country, other_names
from questions.facts.clauses import Clause
from questions.facts.naming import name_of
from questions.facts.reading import Facts
from questions.language.words import Word


def ask_objects(facts: Facts) -> Iterator[Candidate]:
    """Ask whom or what something was done to, where that is one name and nothing else."""
    for clause in facts.clauses:
        word = clause.sentence.child(clause.head, "obj")
        if word and clause.finite.index < word.index and (found := _ask(facts, clause, word)):
            yield found


def _ask(facts: Facts, clause: Clause, word: Word) -> Candidate | None:
    sentence = clause.sentence
    name = sentence.name_at(word)
    phrase = tuple(sentence.subtree(word))
    if name is None:
        return None
    beyond = [word for word in phrase if not name.start <= word.index < name.end]
    key = facts.names.full(name_of(sentence, name))
    asking = _question_word(facts, key)
    if asking is None or any(word.relation != "det" for word in beyond):
        return None
    distractors = other_names(facts, key, sentence)
    short = facts.names.forms(key)
    kind, shape = pick_or_type(key, distractors, short)
    stem = f"{asking} {inverted(clause, subject_of(clause), phrase)}?"
    return Candidate(
        OBJECT,
        asked(kind, stem, shape, prove(facts, sentence)),
        key,
        sentence,
        words_of(clause, phrase),
    )


def _question_word(facts: Facts, key: str) -> str | None:
    kind = facts.names.kind_of(key)
    if kind == "PER":
        return "Whom"
    if kind == "LOC" and is_country(key):
        return "Which country"
    return "Which organisation" if kind == "ORG" and is_body(facts, key) else None
