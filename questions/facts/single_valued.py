"""Facts that have one value: the year of an event, the place of a birth, a count, a discoverer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from questions.facts.clauses import Clause
from questions.facts.moments import Moment, is_year
from questions.language.lexicon.degrees import NOT_THE_WHOLE, REPEATED, UNSURE
from questions.language.lexicon.verbs import BY_ONE, ONCE_SOMEWHERE
from questions.language.words import Name, Word, lemma
from questions.typed_answers import parse_number

ValueKind = Literal["year", "number", "place", "person"]

_DEFINITE = {"the", "these", "those", "all"}


@dataclass(frozen=True, slots=True)
class SingleValued:
    """A clause and the words in it that no others could stand in for and leave it true."""

    clause: Clause
    kind: ValueKind
    value: tuple[Word, ...]


def single_valued(
    clause: Clause, moments: Mapping[int, Sequence[Moment]]
) -> Iterator[SingleValued]:
    """Yield the facts of ``clause`` that have one value."""
    own = {word.index for word in words_of(clause)}
    if any(word.lower in REPEATED | UNSURE for word in words_of(clause)):
        return
    here = moments[clause.sentence.passage.number]
    for kind, words in (
        ("year", _year(clause, here)),
        ("number", _number(clause)),
        ("place", _place(clause)),
        ("person", _doer(clause)),
    ):
        if words and own.issuperset(word.index for word in words) and not _is_one_of(clause, words):
            yield SingleValued(clause, kind, words)  # type: ignore[arg-type]


def says_when(moment: Moment, clause: Clause) -> bool:
    """Return whether a moment is of what a clause says: also of "free" in "became free in 1963"."""
    verb, head = moment.verb, clause.head
    return verb is head or (verb.relation == "xcomp" and verb.head == head.index)


def words_of(clause: Clause) -> tuple[Word, ...]:
    """Return every word of a clause, in the order of a statement."""
    fronted = [word for words in clause.fronted for word in words]
    return (*fronted, *clause.subject, *clause.predicate)


def _is_one_of(clause: Clause, value: tuple[Word, ...]) -> bool:
    """Return whether a value is one of several that the sentence joins or sets side by side."""
    sentence = clause.sentence
    joined = any(word.relation == "conj" or sentence.child(word, "conj") for word in value)
    years = sum(is_year(word.text) for word in sentence.words)
    return joined or (is_year(value[0].text) and years > 1)


def _year(clause: Clause, here: Sequence[Moment]) -> tuple[Word, ...]:
    own = [moment for moment in here if says_when(moment, clause)]
    if len(own) != 1 or clause.finite.tag != "VBD" or own[0].preposition not in {"in", "on"}:
        return ()
    return tuple(word for word in own[0].phrase if is_year(word.text))


def _number(clause: Clause) -> tuple[Word, ...]:
    """Return the only number of the sentence, where it counts what the verb goes with."""
    sentence = clause.sentence
    numbers = [
        word
        for word in sentence.words
        if word.tag == "CD"
        and not is_year(word.text)
        and sentence.words[word.index - 1].text != "["  # the number of a note
    ]
    if len(numbers) != 1 or parse_number(numbers[0].text) is None:
        return ()
    number = numbers[0]
    counted = sentence.words[number.head]
    own = counted.head == clause.head.index and counted.relation.startswith(("obj", "obl"))
    before = {word.lower for word in sentence.words[max(0, number.index - 3) : number.index]}
    alone = sentence.subtree(number) == [number] and counted.tag == "NNS"
    return (number,) if own and alone and not before & (NOT_THE_WHOLE | _DEFINITE) else ()


def _place(clause: Clause) -> tuple[Word, ...]:
    done = clause.sentence.child(clause.head, "obj")
    takes_place = lemma(clause.head) == "take" and done is not None and done.lower == "place"
    if not takes_place and lemma(clause.head) not in ONCE_SOMEWHERE:
        return ()
    if clause.finite.tag not in {"VBD", "VBZ"}:
        return ()
    return _only_name(clause, {"in", "at", "near"}, "LOC")


def _doer(clause: Clause) -> tuple[Word, ...]:
    if lemma(clause.head) not in BY_ONE or clause.finite.tag != "VBD":
        return ()
    if clause.is_passive:
        return _only_name(clause, {"by"}, "PER")
    name = clause.sentence.name_at(clause.subject_head)
    return _words(clause, name) if name and _fills(clause.subject, name) else ()


def _only_name(clause: Clause, cases: set[str], kind: str) -> tuple[Word, ...]:
    """Return the name that the only phrase of its kind consists of."""
    sentence = clause.sentence
    found = []
    for child in sentence.children(clause.head, "obl"):
        name, case = sentence.name_at(child), sentence.child(child, "case")
        if name and name.kind == kind and case and case.lower in cases:
            phrase = [word for word in sentence.subtree(child) if word is not case]
            found.append(_words(clause, name) if _fills(tuple(phrase), name) else ())
    return found[0] if len(found) == 1 else ()


def _fills(phrase: tuple[Word, ...], name: Name) -> bool:
    return all(name.start <= word.index < name.end for word in phrase)


def _words(clause: Clause, name: Name) -> tuple[Word, ...]:
    return clause.sentence.words[name.start : name.end]
