"""True or false: what the document states, as it stands or with one value that it refutes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from hashlib import sha256

from questions.asking.candidate import Candidate, Declined, asked, cite, prove, true_or_false
from questions.asking.ways import TRUE_OR_FALSE
from questions.asking.wording import subject_of
from questions.distractors import is_backed, other_numbers, other_years, some_names
from questions.facts.reading import Facts, unsaid
from questions.facts.single_valued import SingleValued, single_valued, words_of
from questions.language.words import Word, say

_NEAR = 30  # years: a plain choice, one that is further off is seen to be wrong
_LONGEST = 200  # characters: 94 % of the sentences of EWT and GUM are no longer


@dataclass(frozen=True, slots=True)
class _Statement:
    fact: SingleValued
    right: str
    wrong: str


def judge_statements(facts: Facts) -> Iterator[Candidate | Declined]:
    """Ask of every other fact that has one value whether it is so, and of the rest a false one."""
    found: list[_Statement] = []
    for clause in facts.clauses:
        for fact in single_valued(clause, facts.moments):
            statement = _statement(facts, fact)
            if isinstance(statement, str):
                yield Declined(TRUE_OR_FALSE, statement, cite(facts, clause.sentence))
            else:
                found.append(statement)
    found.sort(key=lambda statement: sha256(statement.right.encode()).digest())
    first = sha256(facts.slug.encode()).digest()[0]
    for number, statement in enumerate(found, first):
        yield _ask(facts, statement, is_true=number % 2 == 0)


def _statement(facts: Facts, fact: SingleValued) -> _Statement | str:
    """Return a statement with its false twin, or why there is none."""
    if word := unsaid(fact.clause.sentence, words_of(fact.clause), facts):
        return f"no statement: “{word}” points outside it"
    right = _told(fact, say(list(fact.value)))
    if len(right) > _LONGEST:
        return "no statement: it is too long"
    for text in _others(facts, fact):
        if _is_refuted(facts, fact, text):
            return _Statement(fact, right, _told(fact, text))
    return f"no statement: nothing like “{say(list(fact.value))}” is surely wrong here"


def _ask(facts: Facts, statement: _Statement, *, is_true: bool) -> Candidate:
    fact = statement.fact
    value = say(list(fact.value))
    question = asked(
        "true_false",
        statement.right if is_true else statement.wrong,
        true_or_false(is_true=is_true, otherwise=f"The document says {value}."),
        prove(facts, fact.clause.sentence),
    )
    if not is_true:
        question = question.model_copy(update={"explanation": f"The document says {value}."})
    return Candidate(
        TRUE_OR_FALSE,
        question,
        f"{is_true}: {value}",
        fact.clause.sentence,
        words_of(fact.clause),
    )


def _others(facts: Facts, fact: SingleValued) -> list[str]:
    """Return what might stand in the place of the value, the document's own first."""
    sentence, text = fact.clause.sentence, say(list(fact.value))
    if fact.kind == "year":
        others = other_years(facts, int(text), sentence)
        near = [year for year in others if abs(int(year) - int(text)) <= _NEAR]
        return _drawn(near, sentence.passage.number)
    if fact.kind == "number":
        counted = sentence.words[fact.value[0].head]
        return _drawn(other_numbers(text, counted.text), sentence.passage.number)
    full = facts.names.full(text)
    return some_names(facts, full, sentence)


def _drawn(values: list[str], seed: int) -> list[str]:
    """Return ``values`` from another one on each time, so that none is always the false one."""
    first = seed % max(1, len(values))
    return values[first:] + values[:first]


def _is_refuted(facts: Facts, fact: SingleValued, value: str) -> bool:
    """Return whether neither the passage nor another that says much the same has ``value``."""
    sentence = fact.clause.sentence
    words = [word for word in words_of(fact.clause) if word not in fact.value]
    own = sentence.passage.span.of(facts.document.text)
    return value not in own and not is_backed(facts, value, words, sentence)


def _told(fact: SingleValued, value: str) -> str:
    """Return the clause as a statement with ``value`` in its place."""
    clause = fact.clause
    own = value if fact.value[0] in clause.subject else subject_of(clause)
    fronted = [say(_with(words, fact, value)) for words in clause.fronted]
    rest = say(_with(clause.predicate, fact, value))
    text = ", ".join([*fronted, f"{own} {rest}"])
    return text[:1].upper() + text[1:] + "."


def _with(words: tuple[Word, ...], fact: SingleValued, value: str) -> list[Word]:
    first, gone = fact.value[0], fact.value[1:]
    last = fact.value[-1]
    return [
        replace(word, text=value, space=last.space) if word is first else word
        for word in words
        if word not in gone
    ]
