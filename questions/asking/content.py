"""What somebody says, asked as other statements are: "According to Ada Byron, what would …?"."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from questions.asking.candidate import Candidate, cite
from questions.asking.crediting import article, is_called
from questions.facts.claims import Claim
from questions.facts.clauses import clause_of
from questions.facts.reading import Facts
from questions.facts.reality import is_denied, is_stated
from questions.language.lexicon.marks import SPEECH_MARKS
from questions.language.lexicon.pronouns import FIRST_AND_SECOND
from questions.language.words import Word
from questions.question import Stance

_Asking = Callable[[Facts], Iterator[Candidate]]


def of_claims(ways: Sequence[_Asking]) -> _Asking:
    """Return a way to ask for the parts of what somebody says, as that one's claim."""

    def ask_content(facts: Facts) -> Iterator[Candidate]:
        for claim in facts.claims:
            own = _of(facts, claim)
            for way in ways if own else ():
                for candidate in way(own or facts):
                    yield _as_claim(facts, claim, candidate)

    return ask_content


def _of(facts: Facts, claim: Claim) -> Facts | None:
    """Return the facts with nothing stated but what somebody says, if there is a clause of it."""
    if claim.stance is not Stance.CLAIMED or claim.is_act or not is_called(facts, claim):
        return None
    told = [clause_of(claim.sentence, head) for head in _heads(claim)]
    found = [each for each in told if each and _lies_in(claim, each.subject, each.predicate)]
    if not found:
        return None
    return replace(
        facts,
        clauses=[each for each in found if is_stated(claim.sentence, each.head)],
        denied=[each for each in found if is_denied(claim.sentence, each.head)],
    )


def _heads(claim: Claim) -> list[Word]:
    """Return the verb of what is said, those joined to it, and what these say in turn.

    What "fails to confirm the impression that …" tells of is not said.
    """
    words = claim.sentence.words
    inside = {word.index for word in claim.content}
    found = [word for word in claim.content if word.head not in inside or word.head == word.index]
    for relation in ("ccomp", "conj"):
        found += [
            word
            for word in claim.content
            if word.relation == relation and words[word.head] in found and word not in found
        ]
    return found


def _lies_in(claim: Claim, *parts: tuple[Word, ...]) -> bool:
    """Return whether a clause is of what is said alone, and does not speak of "me" or "you"."""
    inside = {word.index for word in claim.content}
    words = [word for part in parts for word in part]
    return all(
        word.index in inside
        and word.lower not in FIRST_AND_SECOND
        and word.text not in SPEECH_MARKS
        for word in words
        if word.text
    )


def _as_claim(facts: Facts, claim: Claim, candidate: Candidate) -> Candidate:
    stem = candidate.question.stem
    stem = f"According to {article(claim)}{claim.speaker}, {stem[:1].lower()}{stem[1:]}"
    citation = cite(facts, claim.sentence, claim.stance, claim.speaker)
    leaned = [cite(facts, sentence) for sentence in claim.sentence.leans_on]
    question = candidate.question.model_copy(
        update={"stem": stem, "citations": tuple(dict.fromkeys([citation, *leaned]))}
    )
    words = tuple(word for word in candidate.words if word.index not in claim.selves)
    way = replace(candidate.way, is_claim=True)
    return replace(candidate, question=question, words=words, way=way)
