"""As what people are spoken of: "Senator", "explorer", as speakers, on one list with others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

from questions.facts.claims import Claim
from questions.facts.clauses import Clause
from questions.facts.naming import Names, name_of
from questions.language.lexicon.names import PLAYING
from questions.language.words import Name, Sentence

_BEFORE = 2  # words before a name that may say what somebody is: a plain choice
_SPEAKS = "speaks"


class Standing:
    """What the people of a document are spoken of as; found when first asked for."""

    def __init__(
        self,
        sentences: Sequence[Sentence],
        names: Names,
        claims: Sequence[Claim],
        clauses: Sequence[Clause],
    ) -> None:
        self._sentences, self._names = sentences, names
        self._claims, self._clauses = claims, clauses

    def of(self, person: str) -> frozenset[str]:
        """Return what somebody is spoken of as: two who share something are of a kind."""
        return frozenset(self._found.get(self._names.full(person), ()))

    def acts(self, person: str) -> bool:
        """Return whether a clause says what somebody does."""
        return self._names.full(person) in self._acting

    def is_played(self, person: str) -> bool:
        """Return whether a sentence says that somebody plays, or wrote, one of this name."""
        return self._names.full(person) in self._played

    @cached_property
    def _acting(self) -> set[str]:
        subjects = (
            (each.sentence, each.sentence.name_at(each.subject_head)) for each in self._clauses
        )
        return {self._full(sentence, name) for sentence, name in subjects if name is not None}

    @cached_property
    def _played(self) -> set[str]:
        return {
            self._full(sentence, name)
            for sentence in self._sentences
            for name in sentence.names
            if name.kind == "PER" and _is_behind(sentence, name)
        }

    def _full(self, sentence: Sentence, name: Name) -> str:
        return self._names.full(name_of(sentence, name))

    @cached_property
    def _found(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for claim in self._claims:
            if claim.named:
                found.setdefault(self._names.full(claim.speaker), set()).add(_SPEAKS)
        for sentence in self._sentences:
            people = [name for name in sentence.names if name.kind == "PER"]
            for name in people:
                full = self._full(sentence, name)
                found.setdefault(full, set()).update(_said_to_be(sentence, name))
                if _is_listed(sentence, name, people):
                    found[full].add(f"listed {sentence.passage.number}")
        return found


def _is_behind(sentence: Sentence, name: Name) -> bool:
    """Return whether a name stands behind "as", "played" or "the role of"."""
    before = [w.lower for w in sentence.words[: name.start] if w.lower not in {"the", ","}]
    return " ".join(before[-2:]) in PLAYING or " ".join(before[-1:]) in PLAYING


def _said_to_be(sentence: Sentence, name: Name) -> Iterator[str]:
    """Yield the nouns before a name, beside it and behind "is"."""
    for word in sentence.words[max(0, name.start - _BEFORE) : name.end]:
        inside = name.start <= word.index
        if word.is_noun and (word.head in range(name.start, name.end) or inside):
            if not inside or word.relation == "compound":
                yield word.lower.rstrip(".")
    for word in sentence.words[name.start : name.end]:
        yield from (one.lower for one in sentence.children(word, "appos") if one.is_noun)
        head = sentence.words[word.head]
        if word.relation == "nsubj" and head.is_noun and sentence.child(head, "cop"):
            yield head.lower
        if word.relation == "appos" and head.is_noun:
            yield head.lower


def _is_listed(sentence: Sentence, name: Name, people: Iterable[Name]) -> bool:
    """Return whether somebody stands in one list with others."""
    own = sentence.words[name.start : name.end]
    others = [w for one in people if one != name for w in sentence.words[one.start : one.end]]
    joined = {w.head for w in own if w.relation == "conj"} | {w.index for w in own}
    return any(w.relation == "conj" and w.head in joined for w in others) or any(
        w.relation == "conj" and w.head in {o.index for o in others} for w in own
    )
