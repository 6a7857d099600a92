"""As what people are spoken of: "Senator", "explorer", as speakers, on one list with others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

from questions.facts.claims import Claim
from questions.facts.naming import Names, name_of
from questions.language.words import Name, Sentence

_BEFORE = 2  # words before a name that may say what somebody is: a plain choice
_SPEAKS = "speaks"


class Standing:
    """What the people of a document are spoken of as; found when first asked for."""

    def __init__(
        self, sentences: Sequence[Sentence], names: Names, claims: Sequence[Claim]
    ) -> None:
        self._sentences, self._names, self._claims = sentences, names, claims

    def of(self, person: str) -> frozenset[str]:
        """Return what somebody is spoken of as: two who share something are of a kind."""
        return frozenset(self._found.get(self._names.full(person), ()))

    @cached_property
    def _found(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for claim in self._claims:
            if claim.named:
                found.setdefault(self._names.full(claim.speaker), set()).add(_SPEAKS)
        for sentence in self._sentences:
            people = [name for name in sentence.names if name.kind == "PER"]
            for name in people:
                full = self._names.full(name_of(sentence, name))
                found.setdefault(full, set()).update(_said_to_be(sentence, name))
                if _is_listed(sentence, name, people):
                    found[full].add(f"listed {sentence.passage.number}")
        return found


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
