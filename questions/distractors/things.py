"""Other things of the kind of a term: those of the document that mean nearly the same."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

from questions.distractors.backing import is_backed
from questions.distractors.wanted import WANTED
from questions.facts.reading import Facts, stems
from questions.facts.things import Thing, is_led
from questions.language import pipeline
from questions.language.words import Sentence, Word

# Plain choices, of the cosine of two meanings: below, an option tempts nobody, and above it may be
# another word for the key.
_NEAR = 0.3
_SAME = 0.75
_SAME_NOUN = 0.2  # what it counts that two are of one noun: "physical" and "mental health"
_LENGTH = 0.05  # what it costs to have a word more or fewer


def other_things(
    facts: Facts, key: str, noun: Word, sentence: Sentence, words: Sequence[Word]
) -> list[str]:
    """Return three other things like ``key``, which has this noun; none where there are fewer.

    None stands in the sentence, shares a word with what is asked, or is said to be right too.
    """
    asked = frozenset(chain.from_iterable(stems(word.text) for word in words))
    led = is_led(sentence, noun)
    found: list[str] = []
    for thing, alike in _nearest(facts, key):
        if alike < _NEAR or len(found) == WANTED:
            break
        if thing.tag != noun.tag or not (thing.led if led else thing.bare):
            continue
        if sentence.passage.number in thing.sentences:
            continue
        own = frozenset(stems(thing.text))
        if own & asked or _holds(thing.text, [key, *found]) or _is_same(thing.text, [key, *found]):
            continue
        if not is_backed(facts, thing.text, words, sentence):
            found.append(thing.text)
    if len(found) < WANTED:
        return []
    return [text[:1].upper() + text[1:] for text in found] if key[:1].isupper() else found


def _nearest(facts: Facts, key: str) -> list[tuple[Thing, float]]:
    own = key.lower().split()
    rated = []
    for thing, alike in facts.things.like(key, _NEAR - _SAME_NOUN):
        words = thing.text.lower().split()
        alike += _SAME_NOUN * (words[-1] == own[-1]) - _LENGTH * abs(len(words) - len(own))
        rated.append((thing, alike))
    return sorted(rated, key=lambda pair: (-pair[1], pair[0].text))


def _holds(text: str, others: Sequence[str]) -> bool:
    """Return whether one has all the words of another, however these end."""
    own = frozenset(stems(text))
    return any(own <= (found := frozenset(stems(other))) or found <= own for other in others)


def _is_same(text: str, others: Sequence[str]) -> bool:
    """Return whether a thing means what another does."""
    rows = pipeline.load().meanings([text, *others])
    return bool((rows[1:] @ rows[0] > _SAME).any())
