"""True or false: whether somebody said what the document has them, or another, say."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256

from questions.asking.candidate import Candidate, Declined, asked, cite, true_or_false
from questions.asking.crediting import asking, told
from questions.asking.ways import WHOSE_CLAIM
from questions.facts.claims import Claim
from questions.facts.reading import Facts, stems
from questions.language.lexicon.pronouns import OF_ONE_SEX

_FEWEST = 5  # words: a plain choice; fewer hardly say who would claim them
_LONGEST = 200  # characters: 94 % of the sentences of EWT and GUM are no longer
_SHARED = 0.4  # of the words: a plain choice; sharing more, two speakers may say the same
_SMALLEST = 4  # letters: shorter words say little of what is said


def judge_attributions(facts: Facts) -> Iterator[Candidate | Declined]:
    """Ask of claims, where several speak, whether they are one's or another's."""
    found = [
        claim
        for claim in facts.claims
        if _is_person(facts, claim.speaker) and len(claim.content) >= _FEWEST
    ]
    found.sort(key=lambda claim: sha256(_text(facts, claim).encode()).digest())
    first = sha256(facts.slug.encode()).digest()[0]
    for number, claim in enumerate(found, first):
        other = None if _is_told_by_sex(claim) else _other(facts, claim)
        if other is None:
            where = cite(facts, claim.sentence, claim.stance, claim.speaker)
            yield Declined(WHOSE_CLAIM, "no statement: nobody else surely did not say so", where)
        else:
            yield _ask(facts, claim, claim.speaker if number % 2 else other)


def _ask(facts: Facts, claim: Claim, named: str) -> Candidate:
    said = asking(claim, claim.content)
    verb = "of whom that is said" if claim.is_act else f"who {told(claim)} so"
    otherwise = f"In the document it is {claim.speaker} {verb}."
    is_true = named == claim.speaker
    question = asked(
        "true_false",
        f"According to the document, {named} {said}.",
        true_or_false(is_true=is_true, otherwise=otherwise),
        [cite(facts, claim.sentence, claim.stance, claim.speaker)],
    )
    if not is_true:
        question = question.model_copy(update={"explanation": otherwise})
    words = tuple(word for word in claim.content if word.index not in claim.selves)
    return Candidate(WHOSE_CLAIM, question, f"{is_true}: {claim.speaker}", claim.sentence, words)


def _other(facts: Facts, claim: Claim) -> str | None:
    """Return another speaker, whose own claims are of something else."""
    own = {word.text for word in claim.sentence.words}
    for name in dict.fromkeys(other.speaker for other in facts.claims):
        if facts.names.same(name, claim.speaker) or not _is_person(facts, name):
            continue
        claims = [other for other in facts.claims if other.speaker == name]
        if name.split()[-1] not in own and not any(_is_alike(claim, other) for other in claims):
            return name
    return None


def _is_person(facts: Facts, name: str) -> bool:
    return facts.names.kind_of(name) == "PER" and len(name.split()) > 1


def _is_told_by_sex(claim: Claim) -> bool:
    """Return whether what is said has "his" or "her", which would fit one speaker alone."""
    return any(word.lower in OF_ONE_SEX for word in claim.content)


def _is_alike(one: Claim, other: Claim) -> bool:
    ours, theirs = _content(one), _content(other)
    return len(ours & theirs) > _SHARED * min(len(ours), len(theirs))


def _content(claim: Claim) -> set[str]:
    words = (word.text for word in claim.content if len(word.text) >= _SMALLEST)
    return {stem for text in words for stem in stems(text)}


def _text(facts: Facts, claim: Claim) -> str:
    return claim.sentence.passage.span.of(facts.document.text)
