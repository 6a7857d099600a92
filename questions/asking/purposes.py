"""What to do to reach something: "To correct a mistake, you add an entry that reverses it"."""

from __future__ import annotations

from collections.abc import Iterator

from questions.asking.candidate import Candidate, asked, prove
from questions.asking.ways import WHAT
from questions.facts.reading import Facts, unsaid
from questions.facts.reality import is_stated
from questions.interactions import Recall
from questions.language.lexicon.pronouns import SECOND
from questions.language.words import Sentence, Word, say

_FEWEST, _LONGEST = 3, 25  # words of an answer: plain choices; with fewer it tells little
_SAID = {"you", "one"}


def ask_what_to_do(facts: Facts) -> Iterator[Candidate]:
    """Ask what is to be done, where a sentence begins with what for."""
    for sentence in facts.asserted:
        root = sentence.root
        goal = _goal(sentence, root)
        subject = sentence.child(root, "nsubj")
        told = subject is None and root.tag == "VB"
        if not goal or not is_stated(sentence, root):
            continue
        if told or (subject is not None and subject.lower in _SAID):
            yield from _ask(facts, sentence, subject, goal)


def _goal(sentence: Sentence, root: Word) -> list[Word]:
    """Return "to correct a mistake" at the beginning of a sentence."""
    for child in sentence.children(root, "advcl"):
        words = sentence.subtree(child)
        whole = words[-1].index - words[0].index + 1 == len(words)
        if words[0].index == 0 and words[0].lower == "to" and whole:
            return [word for word in words if word.text != ","]
    return []


def _ask(
    facts: Facts, sentence: Sentence, subject: Word | None, goal: list[Word]
) -> Iterator[Candidate]:
    modal = sentence.child(sentence.root, "aux")
    verbs = [sentence.root, *([modal] if modal else [])]
    start = max(verbs, key=lambda word: word.index).index
    answer = [word for word in sentence.words[start:] if word.index > goal[-1].index]
    if modal is not None and modal.index == start:
        answer = answer[1:]
    while answer and answer[-1].tag in {".", ",", ":"}:
        answer.pop()
    plain = [word for word in sentence.words if word.lower not in SECOND]
    if not _FEWEST <= len(answer) <= _LONGEST or unsaid(sentence, plain, facts):
        return
    who = subject.lower if subject else "you"
    helper = modal.lower if modal else "does" if who == "one" else "do"
    stem = f"What {helper} {who} do {say(goal)[:1].lower()}{say(goal)[1:]}?"
    key = say(answer)
    question = asked(
        "flashcard", stem, Recall(back=key[:1].upper() + key[1:]), prove(facts, sentence)
    )
    yield Candidate(WHAT, question, key, sentence, tuple(goal))
