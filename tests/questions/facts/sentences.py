"""One sentence at a time, read as a document of its own."""

from __future__ import annotations

from functools import cache

from questions.facts.reading import Facts, read_facts
from questions.language import pipeline
from questions.language.words import Word, say
from questions.reading import plain


@cache
def read(text: str) -> Facts:
    """Return what a text states."""
    return read_facts(plain.read(text), "text", pipeline.load())


def spelt(words: list[Word] | tuple[Word, ...]) -> str:
    """Return words as text."""
    return say(list(words))
