"""True or false: what the document states, as it stands or with one value that it refutes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from hashlib import sha256
from itertools import islice

from questions.asking.candidate import Candidate, Declined, asked, cite, prove, true_or_false
from questions.asking.ways import TRUE_OR_FALSE
from questions.asking.wording import is_whole, may_go, subject_of, written
from questions.distractors import is_backed, other_numbers, other_years, some_names
from questions.facts.moments import is_year
from questions.facts.openings import names_and_years, numbers, other_shares
from questions.facts.reading import Facts, unsaid
from questions.facts.single_valued import SingleValued, single_valued, words_of
from questions.language.lexicon.degrees import NOT_THE_WHOLE, REPEATED, UNSURE
from questions.language.words import Sentence, Word, say

_NEAR = 30  # years: a plain choice, one that is further off is seen to be wrong
_LONGEST = 200  # characters: 94 % of the sentences of EWT and GUM are no longer


@dataclass(frozen=True, slots=True)
class _Statement:
    """What is so and what is not; ``words`` are those of the sentence that both repeat."""

    sentence: Sentence
    words: tuple[Word, ...]
    value: str
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
    asked = {statement.sentence.passage.number for statement in found}
    for sentence in facts.asserted:
        if sentence.passage.number not in asked:
            found += islice(_of_sentence(facts, sentence), 1)
    found.sort(key=lambda statement: sha256(statement.right.encode()).digest())
    first = sha256(facts.slug.encode()).digest()[0]
    for number, statement in enumerate(found, first):
        yield _ask(facts, statement, is_true=number % 2 == 0)


def _statement(facts: Facts, fact: SingleValued) -> _Statement | str:
    """Return a statement with its false twin, or why there is none."""
    sentence, words, value = fact.clause.sentence, words_of(fact.clause), say(list(fact.value))
    if word := unsaid(sentence, words, facts):
        return f"no statement: “{word}” points outside it"
    right = _told(fact, value)
    if len(right) > _LONGEST:
        return "no statement: it is too long"
    rest = [word for word in words if word not in fact.value]
    for text in _others(facts, fact):
        if _is_refuted(facts, sentence, rest, text):
            return _Statement(sentence, words, value, right, _told(fact, text))
    return f"no statement: nothing like “{value}” is surely wrong here"


def _of_sentence(facts: Facts, sentence: Sentence) -> Iterator[_Statement]:
    """Yield whole sentences with the only year or number that they have as another one."""
    words = sentence.words
    if not is_whole(sentence) or any(w.lower in REPEATED | UNSURE | NOT_THE_WHOLE for w in words):
        return
    if len(say(list(words))) > _LONGEST or unsaid(sentence, words, facts):
        return
    for start, end, key in (*names_and_years(sentence), *numbers(sentence)):
        if sum(word.tag == "CD" for word in words) != 1 or not key[:1].isdigit():
            continue
        rest = [*words[:start], *words[end:]]
        unit = "".join(word.text for word in words[end : end + 1])
        others = (
            other_years(facts, int(key), sentence)
            if is_year(key)
            else other_numbers(key, unit, words[:start], other_shares(sentence, start))
        )
        for text in _drawn(others, sentence.passage.number) if may_go(sentence, start, end) else ():
            if _is_refuted(facts, sentence, rest, text):
                swapped = replace(words[start], text=text, space=words[end - 1].space)
                false = written(*words[:start], swapped, *words[end:])
                yield _Statement(sentence, words, key, written(*words), false)
                break


def _ask(facts: Facts, statement: _Statement, *, is_true: bool) -> Candidate:
    said = f"The document says {statement.value}."
    question = asked(
        "true_false",
        statement.right if is_true else statement.wrong,
        true_or_false(is_true=is_true, otherwise=said),
        prove(facts, statement.sentence),
    )
    if not is_true:
        question = question.model_copy(update={"explanation": said})
    return Candidate(
        TRUE_OR_FALSE,
        question,
        f"{is_true}: {statement.value}",
        statement.sentence,
        statement.words,
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


def _is_refuted(facts: Facts, sentence: Sentence, rest: list[Word], value: str) -> bool:
    """Return whether neither the passage nor another that says much the same has ``value``."""
    own = sentence.passage.span.of(facts.document.text)
    return value not in own and not is_backed(facts, value, rest, sentence)


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
