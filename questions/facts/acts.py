"""What somebody wants, asks for or judges, told without a clause: "praised …", "plans to …"."""

from __future__ import annotations

from dataclasses import dataclass

from questions.facts.clauses import predicate_of
from questions.facts.moments import is_year
from questions.facts.reality import is_denied, is_stated
from questions.language.lexicon.degrees import REPEATED
from questions.language.lexicon.marks import SPEECH_MARKS
from questions.language.lexicon.pronouns import FIRST_AND_SECOND
from questions.language.lexicon.verbs import CALLING, JUDGING, WANTING
from questions.language.words import Sentence, Word, lemma

_ONE = frozenset("VBD VBZ MD".split())
_SEVERAL = frozenset({"were", "are", "have"})
_LONGEST = 40  # words: a plain choice; a longer predicate tells of more than one thing
_FEWEST = 5  # words: as many as make a claim elsewhere


@dataclass(frozen=True, slots=True)
class Act:
    """What somebody does, in ``words`` from the first verb on; ``verb`` is the main one."""

    verb: Word
    words: tuple[Word, ...]
    is_of_several: bool


def act_of(sentence: Sentence) -> Act | None:
    """Return the main clause, where it tells what somebody wants, asks for or judges.

    A year makes it a matter of history, which is the publisher's.
    """
    root = sentence.root
    if any(is_year(word.text) for word in sentence.words):
        return None
    if not root.is_verb or not _is_act(sentence, root):
        return None
    words = tuple(
        word
        for word in predicate_of(sentence, root)
        if not (word.lower in REPEATED and word.head == root.index)
    )
    if not _FEWEST <= len(words) <= _LONGEST or not _is_told(sentence, root, words):
        return None
    several = words[0].tag not in _ONE or words[0].lower in _SEVERAL
    return Act(root, words, several)


def _is_told(sentence: Sentence, root: Word, words: tuple[Word, ...]) -> bool:
    """Return whether it is so, and told in the publisher's words: at most a part is quoted."""
    marks = [word for word in words if word.text in SPEECH_MARKS]
    every = sum(word.text in SPEECH_MARKS for word in sentence.words)
    if len(marks) % 2 or len(marks) != every:
        return False
    stated = is_stated(sentence, root) and not is_denied(sentence, root)
    return stated and not any(word.lower in FIRST_AND_SECOND for word in words)


def _is_act(sentence: Sentence, verb: Word) -> bool:
    if sentence.child(verb, "ccomp"):
        return False
    what = lemma(verb)
    if what in WANTING and (wanted := sentence.child(verb, "xcomp")):
        return wanted.tag == "VB"
    if what in CALLING:
        following = sentence.words[verb.index + 1 : verb.index + 2]
        return any(word.lower in {"for", "on"} for word in following)
    return what in JUDGING and sentence.child(verb, "obj") is not None
