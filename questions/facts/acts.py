"""What somebody wants, asks for or judges, told without a clause: "praised …", "plans to …"."""

from __future__ import annotations

from questions.facts.clauses import Clause, clause_of
from questions.facts.reality import is_denied, is_stated
from questions.language.lexicon.degrees import REPEATED
from questions.language.lexicon.marks import SPEECH_MARKS
from questions.language.lexicon.pronouns import FIRST_AND_SECOND
from questions.language.lexicon.verbs import CALLING, JUDGING, WANTING
from questions.language.words import Sentence, Word, lemma

_ONE = frozenset("VBD VBZ MD".split())
_LONGEST = 40  # words: a plain choice; a longer predicate tells of more than one thing
_FEWEST = 5  # words: as many as make a claim elsewhere


def act_of(sentence: Sentence) -> Clause | None:
    """Return the main clause, where it tells what somebody wants, asks for or judges."""
    root = sentence.root
    if not root.is_verb or not _is_act(sentence, root):
        return None
    clause = clause_of(sentence, root)
    if clause is None or clause.finite.tag not in _ONE or clause.finite.lower in _SEVERAL:
        return None
    if not is_stated(sentence, root) or is_denied(sentence, root):
        return None
    words = predicate(clause)
    marks = sum(word.text in SPEECH_MARKS for word in words)
    fits = _FEWEST <= len(words) <= _LONGEST and marks % 2 == 0
    return clause if fits and not any(w.lower in FIRST_AND_SECOND for w in words) else None


_SEVERAL = frozenset({"were", "are", "have"})


def predicate(clause: Clause) -> tuple[Word, ...]:
    """Return what somebody does, without "also" and the like."""
    return tuple(
        word
        for word in clause.predicate
        if not (word.lower in REPEATED and word.head == clause.head.index)
    )


def _is_act(sentence: Sentence, verb: Word) -> bool:
    if sentence.child(verb, "ccomp"):
        return False
    what = lemma(verb)
    if what in WANTING:
        wanted = sentence.child(verb, "xcomp")
        return wanted is not None and wanted.tag == "VB"
    if what in CALLING:
        return any(
            (case := sentence.child(word, "case")) is not None and case.lower in {"for", "on"}
            for word in sentence.children(verb, "obl")
        )
    return what in JUDGING and sentence.child(verb, "obj") is not None
