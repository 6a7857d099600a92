"""What is said: the words of a clause that somebody says, without what says so."""

from __future__ import annotations

from questions.language.lexicon.marks import SPEECH_MARKS
from questions.language.words import Sentence, Word


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
    if said is None or (said.tag == "VBG" and not sentence.child(said, "nsubj", "aux")):
        return []
    words = sentence.subtree(said)
    while words and (words[0].lower in {"that", ","} or words[0].tag in {"``", ",", ":"}):
        words = words[1:]
    while words and words[-1].tag in {".", ",", "''", ":"}:
        words = words[:-1]
    return words
