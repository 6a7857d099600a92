"""Words and sentences as the parser sees them, with their place in the document."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from questions.documents import Passage, Span
from questions.language.labels import Label

EntityKind = Literal["PER", "LOC", "ORG"]


@dataclass(frozen=True, slots=True)
class Word:
    """A word: Penn Treebank tag, index of its head (its own for the root) and UD relation.

    ``start`` and ``end`` are character offsets into the document's text.
    """

    index: int
    text: str
    tag: str
    head: int
    relation: str
    start: int
    end: int
    space: bool

    @property
    def lower(self) -> str:
        """The word in lower case."""
        return self.text.lower()

    @property
    def is_noun(self) -> bool:
        """Whether it is a noun or a name."""
        return self.tag.startswith("NN")

    @property
    def is_verb(self) -> bool:
        """Whether it is a verb form other than a modal."""
        return self.tag.startswith("VB")


@dataclass(frozen=True, slots=True)
class Name:
    """Words ``start`` up to, but not including, ``end`` of a sentence that name somebody."""

    start: int
    end: int
    kind: EntityKind


@dataclass(frozen=True)
class Sentence:
    """A parsed sentence of a document, and those that names in place of pronouns come from.

    A ``label`` stood before it, and is none of its words.
    """

    passage: Passage
    words: tuple[Word, ...]
    names: tuple[Name, ...] = ()
    leans_on: tuple[Sentence, ...] = ()
    label: Label | None = None

    @cached_property
    def root(self) -> Word:
        """The word that is its own head; the first where the parse is broken."""
        return next((word for word in self.words if word.head == word.index), self.words[0])

    @cached_property
    def _children(self) -> dict[int, list[Word]]:
        children: dict[int, list[Word]] = {}
        for word in self.words:
            if word.head != word.index:
                children.setdefault(word.head, []).append(word)
        return children

    def children(self, word: Word, *relations: str) -> list[Word]:
        """Return the dependents of ``word``, in order; of these relations, where any is given.

        ``obl`` also finds ``obl:tmod`` and the like.
        """
        found = self._children.get(word.index, [])
        if not relations:
            return found
        return [
            child
            for child in found
            if child.relation in relations or child.relation.partition(":")[0] in relations
        ]

    def child(self, word: Word, *relations: str) -> Word | None:
        """Return the first dependent of ``word`` with one of the relations."""
        return next(iter(self.children(word, *relations)), None)

    def subtree(self, word: Word) -> list[Word]:
        """Return ``word`` and everything below it, in the order of the text."""
        found = []
        waiting = [word]
        while waiting:
            current = waiting.pop()
            found.append(current)
            waiting.extend(self.children(current))
        return sorted(found, key=lambda found: found.index)

    def span(self, words: list[Word]) -> Span:
        """Return the span of the document from the first of ``words`` to the last."""
        return Span(words[0].start, words[-1].end)

    def name_at(self, word: Word) -> Name | None:
        """Return the name that ``word`` is part of."""
        return next((name for name in self.names if name.start <= word.index < name.end), None)

    def spelt(self, name: Name) -> str:
        """Return the name as the sentence has it."""
        return say(list(self.words[name.start : name.end]))


def lemma(word: Word) -> str:
    """Return the dictionary form of a verb."""
    from lemminflect import getLemma

    return str(getLemma(word.lower, "VERB")[0])


def past(word: Word) -> str:
    """Return the past tense of a verb."""
    from lemminflect import getInflection

    return str(getInflection(lemma(word), "VBD")[0])


def say(words: list[Word]) -> str:
    """Return the words as text, spaced as they were, whether or not they were neighbours."""
    parts = []
    words = [word for word in words if word.text]
    for word, following in zip(words, [*words[1:], None], strict=False):
        parts.append(word.text)
        if following is None:
            continue
        if following.text in {",", ".", ";", ":"} and following.index != word.index + 1:
            continue
        if word.space or following.index != word.index + 1:
            parts.append(" ")
    return " ".join("".join(parts).split())
