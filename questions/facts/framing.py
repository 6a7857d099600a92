"""How what stands around a sentence has it taken: as a speaker's turn, a claim to be tried, a fact.

Nothing is asked of what the next sentence takes back, of an exercise in true and false, or of
what a correction says was wrong.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from questions.documents import Document, Passage, PassageKind
from questions.facts.claims import Authorship, Claim
from questions.facts.headlines import headline, is_byline, is_headline
from questions.facts.naming import Names
from questions.facts.reality import is_stated
from questions.facts.speech import says_i
from questions.facts.withdrawing import (
    puts_right,
    takes_back,
    takes_back_several,
    takes_itself_back,
)
from questions.language.labels import Label, Labels, heading_kind
from questions.language.lexicon.labels import NAMELESS_SPEAKERS
from questions.language.lexicon.people import OFFICES, TITLES
from questions.language.lexicon.truth import EXERCISE
from questions.language.words import Sentence
from questions.question import Stance

_TURNS = 2  # a plain choice: with so many labels a text is a talk, whose turns go over paragraphs
_NOBODYS = Authorship(is_own=False)
_VOID = Authorship(is_own=False, is_void=True)


@dataclass(frozen=True, slots=True)
class _Frame:
    """``own``, or a ``turn`` of ``speaker`` if he has a name, or ``doubtful``."""

    kind: str = "own"
    speaker: str | None = None
    goes_on: bool = False


_OWN = _Frame()


def framed(
    document: Document, sentences: Sequence[Sentence], names: Names, voices: Sequence[Authorship]
) -> list[Authorship]:
    """Return whose words each sentence is, now that what stands around it is looked at."""
    by_number = {sentence.passage.number: sentence for sentence in sentences}
    frames = dict(_frames(document, names))
    back = _taken_back(document, by_number)
    top = headline(document, sentences)
    return [
        _VOID
        if sentence.passage.number in back
        or sentence is top
        or is_headline(sentence)
        or is_byline(sentence, sentences[-1])
        else _in_frame(sentence, voice, frames.get(sentence.passage.number, _OWN))
        for sentence, voice in zip(sentences, voices, strict=True)
    ]


def _in_frame(sentence: Sentence, voice: Authorship, frame: _Frame) -> Authorship:
    if frame.kind == "own":
        return voice
    if frame.kind == "doubtful" or frame.speaker is None or not voice.is_own:
        return _NOBODYS
    if not is_stated(sentence, sentence.root) or says_i(sentence.words):
        return _NOBODYS
    words = list(sentence.words)
    while words and words[-1].tag in {".", ",", ":", "''"}:
        words.pop()
    claim = Claim(sentence, frame.speaker, sentence.root, tuple(words), Stance.CLAIMED)
    return Authorship(False, (claim,)) if words else _NOBODYS


def _frames(document: Document, names: Names) -> Iterator[tuple[int, _Frame]]:
    """Yield how each sentence is to be taken, by its number."""
    labels = _labels(document)
    is_talk = sum(bool(label and label.kind == "turn") for label in labels.values()) >= _TURNS
    frame, paragraph = _OWN, -1
    for passage in document.passages:
        text = passage.span.of(document.text)
        if passage.kind in {PassageKind.TITLE, PassageKind.HEADING}:
            frame = _below(text, labels[passage], names)
            continue
        if passage.kind is not PassageKind.SENTENCE:
            continue
        if passage.paragraph != paragraph:
            paragraph, goes_on = (
                passage.paragraph,
                frame.goes_on or (frame.kind == "turn" and is_talk),
            )
            frame = frame if goes_on else _OWN
        frame = _told_by(text, labels[passage], frame, names)
        if frame.kind == "turn" and _names_itself(text, labels[passage], frame.speaker):
            frame = _Frame("doubtful", goes_on=frame.goes_on)
        yield passage.number, frame


def _names_itself(text: str, label: Label | None, speaker: str | None) -> bool:
    """Return whether a sentence speaks of whom it is labelled with: he is its topic."""
    told = text[label.end if label else 0 :]
    return bool(speaker) and (speaker or "").split()[-1] in told.replace("’", " ").split()


def _labels(document: Document) -> dict[Passage, Label | None]:
    texts = {passage: passage.span.of(document.text) for passage in document.passages}
    found = Labels(texts.values())
    return {passage: found.of(text) for passage, text in texts.items()}


def _below(heading: str, label: Label | None, names: Names) -> _Frame:
    """Return how to take what stands below a heading."""
    if EXERCISE.search(heading) or heading_kind(heading) == "doubtful":
        return _Frame("doubtful", goes_on=True)
    if label and label.kind == "turn" and label.end == len(heading):
        return _Frame("turn", _speaker(label.name, names), goes_on=True)
    return _OWN


def _told_by(text: str, label: Label | None, frame: _Frame, names: Names) -> _Frame:
    """Return how to take a sentence with its label, and what comes after it."""
    if EXERCISE.search(text):
        return _Frame("doubtful", goes_on=True)
    if label is None:
        return frame
    alone = label.end >= len(text)
    match label.kind:
        case "turn":
            return _Frame("turn", _speaker(label.name, names), goes_on=alone)
        case "doubtful":
            return _Frame("doubtful", goes_on=alone)
        case _:
            return _OWN


def _speaker(label: str, names: Names) -> str | None:
    """Return who speaks under a label, by the full name that the text gives, or ``None``."""
    words = [word.title() if word.isupper() and len(word) > 1 else word for word in label.split()]
    titles = TITLES | OFFICES
    bare = [word for word in words if word.strip(".").lower() not in titles]
    if not bare or bare[0].lower() in NAMELESS_SPEAKERS or bare[-1].lower() in NAMELESS_SPEAKERS:
        return None
    known = names.person(bare[-1]) if len(bare) == 1 else names.full(" ".join(bare))
    return known or (" ".join(words) if len(words) > 1 else None)


def _taken_back(document: Document, sentences: dict[int, Sentence]) -> set[int]:
    """Return the numbers of sentences that take something back, and of those they take back."""
    passages = [p for p in document.passages if p.kind is PassageKind.SENTENCE]
    gone = {number for number, sentence in sentences.items() if takes_itself_back(sentence)}
    for before, passage in pairwise(passages):
        sentence = sentences.get(passage.number)
        if sentence is not None and sentence.label is not None and sentence.label.kind == "turn":
            continue
        if puts_right(sentences.get(before.number), sentence):
            gone.add(before.number)
        if not takes_back(passage.span.of(document.text), sentence):
            continue
        gone |= {before.number, passage.number}
        if takes_back_several(sentence):
            gone |= {p.number for p in passages if p.paragraph == before.paragraph}
    return gone
