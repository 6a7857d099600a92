"""How many: an object that is counted."""

from __future__ import annotations

from collections.abc import Iterator

from questions.asking.candidate import Candidate, asked, choice, prove
from questions.asking.ways import HOW_MANY
from questions.asking.wording import inverted, subject_of, words_of
from questions.distractors import other_numbers
from questions.facts.clauses import Clause
from questions.facts.moments import is_year
from questions.facts.reading import Facts
from questions.language.words import Word, say
from questions.typed_answers import parse_number


def ask_how_many(facts: Facts) -> Iterator[Candidate]:
    """Ask how many of what somebody has, made, won …"""
    for clause in facts.clauses:
        counted = clause.sentence.child(clause.head, "obj")
        number = counted and clause.sentence.child(counted, "nummod")
        if counted and number and counted.index > clause.finite.index:
            if candidate := _ask(facts, clause, counted, number):
                yield candidate


def _ask(facts: Facts, clause: Clause, counted: Word, number: Word) -> Candidate | None:
    sentence = clause.sentence
    phrase = sentence.subtree(counted)
    if phrase[0] is not number or counted.tag != "NNS":
        return None
    distractors = other_numbers(number.text, counted.text)
    if phrase[1].lower in {"to", "or", "and", "-", "–"}:
        return None
    if not distractors or parse_number(number.text) is None or is_year(number.text):
        return None
    what = say([word for word in phrase if word is not number])
    stem = f"How many {what} {inverted(clause, subject_of(clause), tuple(phrase))}?"
    return Candidate(
        HOW_MANY,
        asked(
            "multiple_choice",
            stem,
            choice(number.text, distractors, ordered=True),
            prove(facts, sentence),
        ),
        number.text,
        sentence,
        words_of(clause, (number,)),
    )
