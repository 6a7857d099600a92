"""What is said: the words of a clause that somebody says, without what says so."""

from __future__ import annotations

from itertools import pairwise

from questions.language.lexicon.marks import SPEECH_MARKS
from questions.language.lexicon.verbs import HOLDING, SAYING
from questions.language.words import Sentence, Word, lemma

_BOTH = frozenset({'"', "''", "``"})
_NEAR = 12  # words: a plain choice; further behind a verb "that" belongs to something else
_FINITE = frozenset("VBD VBZ VBP MD".split())
_OPENS, _CLOSES = _BOTH | {"“", "‘"}, _BOTH | {"”"}


def _quoted(sentence: Sentence, verb: Word) -> list[Word]:
    """Return what stands in quotes at the beginning, where that is all that is quoted."""
    marks = [word.index for word in sentence.words if word.text in SPEECH_MARKS]
    if len(marks) != 2 or marks[0] != 0 or verb.index < marks[1]:
        return []
    words = list(sentence.words[1 : marks[1]])
    while words and words[-1].tag in {".", ",", ":"}:
        words.pop()
    return words


def _told_first(sentence: Sentence, verb: Word) -> list[Word]:
    """Return what comes before ", researchers say" at the end of a sentence."""
    subject = sentence.child(verb, "nsubj")
    if subject is None or sentence.words[0].text in SPEECH_MARKS:
        return []
    start = min(subject.index, *(word.index for word in sentence.subtree(subject)))
    words = list(sentence.words[: start - 1]) if start else []
    if sum(word.text in SPEECH_MARKS for word in words) % 2:
        return []
    last = max(verb.index, subject.index)
    ends = all(word.tag in {".", "''"} for word in sentence.words[last + 1 :])
    return words if words and ends and sentence.words[start - 1].text == "," else []


def content_of(sentence: Sentence, verb: Word) -> list[Word]:
    """Return the words of what is said, without "that" and without what closes it."""
    if verb.relation == "parataxis" or verb is sentence.root:
        if quoted := _quoted(sentence, verb) or _told_first(sentence, verb):
            return quoted
    if verb.relation == "parataxis":
        return []
    after = (child for child in sentence.children(verb, "ccomp") if child.index > verb.index)
    said = next(after, None)
    if said is None:
        return _behind_that(sentence, verb)
    if said.tag == "VBG" and not sentence.child(said, "aux"):
        return []
    if not sentence.child(said, "nsubj", "csubj", "expl"):
        return []  # "a gap that experts say renders it moot"
    found = _bare(_of_one_speaker(sentence, verb, said))
    words = _paired(sentence, found) if found else []
    return words if _is_whole(words) else []


def _behind_that(sentence: Sentence, verb: Word) -> list[Word]:
    """Return what follows "that" behind the main verb, where the parser took it for something else.

    Nobody else says anything in it: "told reporters in the lobby that …".
    """
    if verb is not sentence.root or lemma(verb) not in SAYING:
        return []
    near = sentence.words[verb.index + 1 : verb.index + _NEAR]
    that = next((word for word in near if word.lower == "that" or word.text == ","), None)
    if that is None or that.tag != "IN" or that.relation != "mark":
        return []
    words = _bare(list(sentence.words[that.index :]))
    others = (word for word in words if word.is_verb and lemma(word) in SAYING | HOLDING)
    if not words or any(others):
        return []
    words = _paired(sentence, words)
    return words if _is_whole(words) else []


def _of_one_speaker(sentence: Sentence, verb: Word, said: Word) -> list[Word]:
    """Return a clause without what is joined to it and tells what the speaker says besides."""
    gone = {
        word.index
        for joined in sentence.children(said, "conj")
        if joined.tag == verb.tag
        and lemma(joined) in SAYING
        and not sentence.child(joined, "nsubj")
        for word in sentence.subtree(joined)
    }
    return [word for word in sentence.subtree(said) if word.index not in gone]


def _is_whole(words: list[Word]) -> bool:
    """Return whether what is said is one run of words, but for marks, and has a finite verb."""
    run = all(two.index - one.index <= 2 for one, two in pairwise(words))
    told = any(word.lower == "according" for word in words)
    asks = any(word.tag.startswith("W") for word in words[:2])
    return run and not (told or asks) and any(word.tag in _FINITE for word in words)


def _bare(words: list[Word]) -> list[Word]:
    """Return words without "that" before them and marks around them."""
    while words and (words[0].lower in {"that", ","} or words[0].tag in {"``", ",", ":"}):
        words = words[1:]
    while words and words[-1].tag in {".", ",", "''", ":", "CC"}:
        words = words[:-1]
    return words


def _paired(sentence: Sentence, words: list[Word]) -> list[Word]:
    """Return words with the mark that begins or ends what a part of them quotes, or without both.

    A full stop within the quotation does not belong to it: then neither mark stays. Nothing is
    returned where the quotation goes on outside.
    """
    marks = [word for word in words if word.text in SPEECH_MARKS]
    if len(marks) % 2 == 0:
        return words
    first, last = words[0].index, words[-1].index
    before, after = sentence.words[max(0, first - 1) : first], sentence.words[last + 1 : last + 3]
    if before and before[0].text in _OPENS and marks[0].text in _CLOSES:
        return [before[0], *words]
    if marks[-1].text not in _OPENS or not any(word.text in _CLOSES for word in after):
        return []
    if after[0].text in _CLOSES:
        return [*words, after[0]]
    return [word for word in words if word is not marks[-1]]
