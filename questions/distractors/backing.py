"""Whether the document itself bears out what was meant to be wrong."""

from __future__ import annotations

import re
from collections.abc import Sequence

from questions.facts.reading import Facts, stems
from questions.language.words import Sentence, Word

_ALIKE = 0.5
_SMALLEST = 4  # letters: shorter words say little of what a sentence is about


def is_backed(
    facts: Facts, value: str, words: Sequence[Word], sentence: Sentence, share: float = _ALIKE
) -> bool:
    """Return whether a sentence other than ``sentence`` has ``value`` with much of ``words``."""
    content = {stem for word in words if len(word.text) >= _SMALLEST for stem in stems(word.text)}
    whole = re.compile(rf"(?<!\w){re.escape(value)}(?!\w)")
    for other in facts.sentences:
        if other is sentence or not whole.search(other.passage.span.of(facts.document.text)):
            continue
        said = {stem for word in other.words for stem in stems(word.text)}
        if content and len(content & said) >= share * len(content):
            return True
    return False
