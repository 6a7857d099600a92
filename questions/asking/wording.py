"""How a clause becomes a question, and what may be left out of a sentence."""

from __future__ import annotations

import re

from questions.distractors import is_country
from questions.facts.clauses import Clause, spoken, without
from questions.facts.naming import name_of
from questions.facts.reality import is_stated
from questions.language.words import Sentence, Word, lemma, say

_ENDS = {".", ":", ";"}
_MARKS = " .,:;"
_JOINS = {"-", "–", ")", "/"}
_PARTIES = {"v", "v.", "vs", "vs."}
_TELEPHONE = re.compile(r"\+\d{6}")
_FINITE = {"VBD", "VBZ", "VBP", "MD"}
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


def is_whole(sentence: Sentence) -> bool:
    """Return whether a sentence has an end and a verb that makes it one: a caption has none."""
    if sentence.words[-1].text not in _ENDS or _is_entry(sentence):
        return False
    verbs = [sentence.root, *sentence.children(sentence.root, "aux", "cop")]
    return any(word.tag in _FINITE for word in verbs)


def _is_entry(sentence: Sentence) -> bool:
    """Return whether a sentence is one of a list: it begins with its number, or has a telephone."""
    first, second = sentence.words[:2]
    numbered = first.tag == "CD" and (second.tag in {"NNP", "NNPS"} or second.text in {",", "."})
    return numbered or any(_TELEPHONE.match(word.text) for word in sentence.words)


def may_go(sentence: Sentence, start: int, end: int) -> bool:
    """Return whether words may be left out: of what is not so, countless others are right."""
    if _is_joined(sentence, start, end) or _is_by_the_way(sentence, start, end):
        return False
    return all(is_stated(sentence, word) for word in sentence.words[start:end])


def _is_by_the_way(sentence: Sentence, start: int, end: int) -> bool:
    """Return whether a gap would have no weight: "most ____ cities", "per ____"."""
    last = sentence.words[end - 1]
    name = sentence.name_at(last)
    is_land = name is not None and is_country(name_of(sentence, name))
    narrows = is_land and last.relation in {"compound", "amod"}
    return narrows or sentence.words[start - 1].lower == "per"


def _is_joined(sentence: Sentence, start: int, end: int) -> bool:
    """Return whether a gap would touch a hyphen or bracket: that leaves half a word or a clue."""
    around = [*sentence.words[max(0, start - 1) : start], *sentence.words[end : end + 1]]
    if any(word.text in _JOINS or word.lower in _PARTIES for word in around):
        return True
    after = sentence.words[end : end + 2]
    if len(after) == 2 and after[0].text == "." and after[1].text[:1].isupper():
        return True  # an abbreviation, and what it stands before
    bracket = sentence.words[end : end + 2]
    return len(bracket) == 2 and bracket[0].text == "(" and not bracket[1].text[:1].isdigit()


def written(*words: Word) -> str:
    """Return words as a sentence, with a full stop at its end."""
    parts = (word.text + " " * word.space for word in words if word.text)
    text = " ".join("".join(parts).split())
    return f"{text.rstrip(_MARKS)}."
