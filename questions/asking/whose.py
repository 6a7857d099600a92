"""Whose: what somebody has, where it did something or something was done to it."""

from __future__ import annotations

from collections.abc import Iterator

from questions.asking.candidate import Candidate, asked, pick_or_type, prove
from questions.asking.ways import WHOSE
from questions.asking.wording import inverted, subject_of, words_of
from questions.distractors import other_names
from questions.facts.clauses import Clause, spoken
from questions.facts.naming import name_of
from questions.facts.reading import Facts
from questions.language.words import Name, Sentence, Word, say

_LONGEST = 4  # words of what somebody has: a plain choice, what is longer tells it


def ask_whose(facts: Facts) -> Iterator[Candidate]:
    """Ask whose it was that did something, and whose something was done to."""
    for clause in facts.clauses:
        if clause.finite.tag != "VBP" and clause.finite.lower not in {"were", "are", "have"}:
            if owner := owner_of(clause.sentence, list(clause.subject), clause.subject_head):
                tail = [spoken(words, clause.sentence) for words in clause.fronted]
                said = [_had(clause.subject), say(list(clause.predicate)), *tail]
                yield _ask(facts, clause, owner, clause.subject, " ".join(said))
        found = clause.sentence.child(clause.head, "obj")
        if found is None or found.index < clause.finite.index:
            continue
        phrase = tuple(clause.sentence.subtree(found))
        if owner := owner_of(clause.sentence, list(phrase), found):
            rest = inverted(clause, subject_of(clause), phrase)
            yield _ask(facts, clause, owner, phrase, f"{_had(phrase)} {rest}")


def owner_of(sentence: Sentence, phrase: list[Word], head: Word) -> Name | None:
    """Return who has what a phrase is, where it is "Gore's decision" and no more."""
    mark = next((word for word in phrase if word.tag == "POS"), None)
    if mark is None or head.tag not in {"NN", "NNS"} or phrase[-1] is not head:
        return None
    name = sentence.name_at(phrase[0])
    if name is None or name.kind != "PER" or name.start != phrase[0].index:
        return None
    ends = name.end - (sentence.words[name.end - 1].tag == "POS")
    whole = phrase[-1].index - phrase[0].index + 1 == len(phrase)
    return name if whole and ends == mark.index and len(_behind(phrase)) <= _LONGEST else None


def _behind(phrase: list[Word] | tuple[Word, ...]) -> list[Word]:
    mark = next(word.index for word in phrase if word.tag == "POS")
    return [word for word in phrase if word.index > mark]


def _had(phrase: tuple[Word, ...]) -> str:
    return say(_behind(phrase))


def _ask(
    facts: Facts, clause: Clause, owner: Name, phrase: tuple[Word, ...], said: str
) -> Candidate:
    key = facts.names.full(name_of(clause.sentence, owner))
    distractors = other_names(facts, key, clause.sentence)
    kind, shape = pick_or_type(key, distractors, facts.names.forms(key))
    question = asked(kind, f"Whose {said}?", shape, prove(facts, clause.sentence))
    kept = tuple(word for word in words_of(clause, phrase)) + tuple(_behind(phrase))
    words = tuple(sorted(kept, key=lambda word: word.index))
    return Candidate(WHOSE, question, key, clause.sentence, words)
