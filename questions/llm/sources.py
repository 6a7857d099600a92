"""The sentence a quote is of, and whose words it is by our own reading."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from questions.facts.claims import Claim
from questions.facts.naming import name_of
from questions.facts.reading import Facts
from questions.language.lexicon.verbs import DENYING
from questions.language.words import Sentence, Word
from questions.llm.quotes import find
from questions.question import Stance

_LONGEST_QUOTE = 2_000
_SMALL = frozenset("DT POS IN TO CC MD PRP PRP$ WDT WP WRB EX RP".split())


class UnprovedError(Exception):
    """The document does not prove a draft; the message says in what."""


@dataclass(frozen=True, slots=True)
class Proof:
    """A sentence and the part of it, from ``start`` on, that may prove an answer.

    ``names`` are those of the speaker, and ``besides`` has what a question may say although the
    part does not: full names, and words to attribute with.
    """

    sentence: Sentence
    whole: str
    start: int
    evidence: str
    besides: tuple[str, ...]
    stance: Stance = Stance.ASSERTED
    speaker: str | None = None
    names: tuple[str, ...] = ()

    @property
    def wording(self) -> str:
        """What a question may repeat."""
        return " ".join([self.evidence, *self.besides, *self.names])

    def spelt(self, answer: str) -> str:
        """Return an answer as the evidence spells it.

        Raises:
            UnprovedError: it is not there, or only cut out of something.
        """
        for found in find(self.evidence, answer):
            start, end = self.start + found.start, self.start + found.end
            words = [w for w in self.sentence.words if start <= w.start and w.end <= end]
            if words and _is_whole(self.sentence, words):
                return " ".join(found.of(self.evidence).split())
        raise UnprovedError(f"the sentence does not have “{answer}” as one whole")


def source_of(facts: Facts, quote: str) -> Proof:
    """Return the source of a quote.

    Raises:
        UnprovedError: it has none, or several, or one that proves nothing.
    """
    sentence = _sentence(facts, quote)
    text = facts.document.text
    own = sentence.passage.span.of(text)
    if _is_order(sentence) or own.endswith("?"):
        raise UnprovedError("the sentence states nothing")
    full = tuple(facts.names.full(name_of(sentence, name)) for name in sentence.names)
    if any(sentence is other for other in facts.asserted):
        return Proof(sentence, own, sentence.passage.span.start, own, full)
    claims = [claim for claim in facts.claims if claim.sentence is sentence]
    if len({(claim.speaker, claim.stance) for claim in claims}) != 1:
        raise UnprovedError("it cannot be told whose words these are")
    claim = max(claims, key=lambda each: _shared(facts, each, quote))
    said = sentence.span(list(claim.content))
    verbs = DENYING if claim.stance is Stance.DENIED else {"say", "state"}
    return Proof(
        sentence,
        own,
        said.start,
        said.of(text),
        (*full, claim.verb.text, *verbs),
        claim.stance,
        claim.speaker,
        _names(claim.speaker, facts) if claim.named else (claim.speaker,),
    )


def _shared(facts: Facts, claim: Claim, quote: str) -> int:
    """Return how many characters a claim shares with a quote from its sentence."""
    whole = claim.sentence.passage.span
    said = claim.sentence.span(list(claim.content))
    found = next(iter(find(whole.of(facts.document.text), quote)))
    start, end = whole.start + found.start, whole.start + found.end
    return max(0, min(end, said.end) - max(start, said.start))


def stated(facts: Facts) -> Iterator[str]:
    """Yield the sentences that say something and of which it is known whose words they are."""
    for sentence in (*facts.asserted, *(claim.sentence for claim in facts.claims)):
        if not _is_order(sentence):
            yield sentence.passage.span.of(facts.document.text)


def _sentence(facts: Facts, quote: str) -> Sentence:
    if len(quote) > _LONGEST_QUOTE:
        raise UnprovedError("the quote is too long")
    text = facts.document.text
    found = [
        sentence
        for sentence in facts.sentences
        for _ in find(sentence.passage.span.of(text), quote)
    ]
    if len(found) != 1:
        raise UnprovedError(f"the quote stands in {'several places' if found else 'no sentence'}")
    return found[0]


def _is_order(sentence: Sentence) -> bool:
    """Return whether a sentence tells somebody to do something."""
    return sentence.root.tag == "VB" and not sentence.child(sentence.root, "nsubj")


def _names(speaker: str, facts: Facts) -> tuple[str, ...]:
    """Return what a speaker goes by: the last name too, where nobody else has it."""
    last = speaker.split()[-1]
    bearers = {facts.names.full(name) for name in facts.names.kinds if name.split()[-1] == last}
    return (speaker, last) if bearers <= {speaker} else (speaker,)


def _is_whole(sentence: Sentence, words: list[Word]) -> bool:
    """Return whether words hang together in a sentence and are not cut out of a name."""
    inside = {word.index for word in words}
    if any(inside == set(range(name.start, name.end)) for name in sentence.names):
        return True
    for name in sentence.names:
        own = {w.index for w in sentence.words[name.start : name.end] if w.tag not in _SMALL}
        if inside & own and own - inside:
            return False
    joined = [word for word in sentence.words if word.relation in {"compound", "flat", "fixed"}]
    if any((word.index in inside) != (word.head in inside) for word in joined):
        return False
    tops = [word for word in words if word.head == word.index or word.head not in inside]
    return len(tops) == 1 and tops[0].tag not in _SMALL
