"""How a clause becomes a question: inversion, and a name in place of a pronoun."""

from __future__ import annotations

from questions.facts.clauses import Clause, spoken, without
from questions.language.words import Word, lemma, say

_DO = {"VBD": "did", "VBZ": "does", "VBP": "do"}
_PLURAL = {"NNS", "NNPS"}


def subject_of(clause: Clause) -> str:
    """Return the subject as it stands inside a sentence."""
    return spoken(clause.subject, clause.sentence)


def of_subject(clause: Clause, word: str) -> str:
    """Return "Who built it in 1950?" for "In 1950 Holt built it".

    Where a second verb follows, what stands before the subject stays there.
    """
    predicate = say(list(clause.predicate))
    fronted = [spoken(words, clause.sentence) for words in clause.fronted]
    if fronted and clause.sentence.child(clause.head, "conj"):
        before = ", ".join(fronted)
        return f"{before[:1].upper()}{before[1:]}, {word.lower()} {predicate}?"
    return " ".join([word, predicate, *fronted]) + "?"


def inverted(clause: Clause, subject: str, left_out: tuple[Word, ...]) -> str:
    """Return "did Warsaw become …" for "Warsaw became …"; phrases before the subject follow."""
    finite = clause.finite
    subject = _closed(clause, subject)
    rest = without(clause.predicate, left_out)
    gone = {word.index for word in left_out}
    tail = [
        spoken(words, clause.sentence) for words in clause.fronted if words[0].index not in gone
    ]
    if finite is not clause.head or lemma(finite) == "be":
        rest = [word for word in rest if word is not finite]
        parts = [finite.lower, subject, say(rest)]
    else:
        verb = _bent(clause)
        plain = [
            Word(
                word.index,
                lemma(word) if word is verb else word.text,
                word.tag,
                word.head,
                word.relation,
                word.start,
                word.end,
                word.space,
            )
            for word in rest
        ]
        parts = [_DO[finite.tag], subject, say(plain)]
    return " ".join(part for part in [*parts, *tail] if part)


def _closed(clause: Clause, subject: str) -> str:
    """Return a subject with the comma that ends what is put in: "Warren, the senator,"."""
    after = clause.sentence.words[clause.subject[-1].index + 1 :][:1]
    put_in = any(word.text == "," for word in clause.subject)
    return f"{subject}," if put_in and after and after[0].text == "," else subject


def _bent(clause: Clause) -> Word:
    """Return the word that has the ending of the finite verb: in "co-founded" the last one."""
    words = clause.sentence.words
    after = words[clause.finite.index + 1 :][:2]
    joined = len(after) == 2 and after[0].text == "-" and not after[0].space
    return after[1] if joined and after[1].tag in {"VBD", "VBN", "VBZ"} else clause.finite


def told(clause: Clause, subject: str, left_out: tuple[Word, ...]) -> str:
    """Return the clause as a statement without the words left out."""
    text = f"{subject} {say(without(clause.predicate, left_out))}"
    return text[:1].upper() + text[1:]


def words_of(clause: Clause, left_out: tuple[Word, ...]) -> tuple[Word, ...]:
    """Return the words of the source that a question on ``clause`` repeats."""
    gone = {word.index for word in left_out}
    fronted = [word for words in clause.fronted for word in words]
    every = [*fronted, *clause.subject, *clause.predicate]
    return tuple(word for word in every if word.index not in gone)


def is_plural(clause: Clause) -> bool:
    """Return whether the subject is more than one."""
    head = clause.subject_head
    return head.tag in _PLURAL or bool(clause.sentence.child(head, "conj"))
