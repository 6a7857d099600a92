"""Whether the document itself bears out what was meant to be wrong."""

from __future__ import annotations

import re
from collections.abc import Sequence

from questions.facts.reading import Facts, stems
from questions.language.words import Sentence, Word

_ALIKE = 0.5  # of the words: a plain choice; a sentence with half of them may state the same
_SMALLEST = 4  # letters: shorter words say little of what a sentence is about


def is_backed(
    facts: Facts, value: str, words: Sequence[Word], sentence: Sentence, share: float = _ALIKE
) -> bool:
    """Return whether a sentence other than ``sentence`` has ``value`` with much of ``words``."""
    content = {stem for word in words if len(word.text) >= _SMALLEST for stem in stems(word.text)}
    for other in naming(facts, value) if content else []:
        if other is sentence:
            continue
        said = {stem for word in other.words for stem in stems(word.text)}
        if len(content & said) >= share * len(content):
            return True
    return False


def naming(facts: Facts, *texts: str) -> list[Sentence]:
    """Return the sentences that have every one of ``texts``, whole words of it."""
    found = [set(facts.places.get(stem, ())) for text in texts for stem in stems(text)]
    whole = [re.compile(rf"(?<!\w){re.escape(text)}(?!\w)") for text in texts]
    return [
        facts.sentences[place]
        for place in sorted(set.intersection(*found) if found else ())
        if all(
            one.search(facts.sentences[place].passage.span.of(facts.document.text)) for one in whole
        )
    ]
