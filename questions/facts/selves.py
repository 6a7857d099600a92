"""Who speaks of himself: "Ada Byron said that she built it"."""

from __future__ import annotations

from dataclasses import replace

from questions.facts.claims import Claim
from questions.facts.naming import Names, name_of
from questions.language.lexicon.marks import SPEECH_MARKS
from questions.language.lexicon.pronouns import FEMININE, MASCULINE, SEX_OF_PRONOUN
from questions.language.words import Sentence, Word

_ITS = frozenset({"it", "its", "itself"})
_THEIR = frozenset({"they", "their", "them", "themselves"})


def with_selves(claim: Claim, before: Sentence | None, names: Names) -> Claim:
    """Return the claim with the pronouns in it that can mean nobody but the speaker.

    Not so in direct speech, nor after anybody else is named in the sentence or, within a
    paragraph, in the one before.
    """
    kind = names.kind_of(claim.speaker)
    if claim.is_quoted or (claim.named and kind not in {"PER", "ORG"}) or _is_marked(claim):
        return claim
    own = [word for word in _unquoted(claim) if word.tag in {"PRP", "PRP$"}]
    if not claim.named:
        found = _before_nouns(claim, own, _THEIR | _ITS)
    elif kind == "ORG":
        found = _before_nouns(claim, own, _ITS)
    else:
        found = _his(_until_another(claim, own, names), names.sexes.get(claim.speaker))
        is_near = before and before.passage.paragraph == claim.sentence.passage.paragraph
        if (
            found
            and before
            and is_near
            and _others(claim, before, names, SEX_OF_PRONOUN.get(found[0].lower))
        ):
            found = []
    return replace(claim, selves=frozenset(word.index for word in found))


def _is_marked(claim: Claim) -> bool:
    """Return whether what is said begins in quotes."""
    first = claim.content[0]
    before = claim.sentence.words[max(0, first.index - 1)]
    return bool({before.text, first.text} & SPEECH_MARKS)


def _unquoted(claim: Claim) -> list[Word]:
    """Return the words of a claim before the first that are quoted."""
    marks = [word.index for word in claim.sentence.words if word.text in SPEECH_MARKS]
    start = claim.content[0].index
    end = min((mark for mark in marks if mark > start), default=len(claim.sentence.words))
    return [word for word in claim.content if word.index < end]


def _his(own: list[Word], sex: str | None) -> list[Word]:
    """Return the pronouns of one sex, that of the speaker, where there are no others for people."""
    used = {SEX_OF_PRONOUN.get(word.lower) for word in own if word.lower in MASCULINE | FEMININE}
    return (
        [word for word in own if word.lower in MASCULINE | FEMININE]
        if used <= {sex} or (sex is None and len(used) == 1)
        else []
    )


def _before_nouns(claim: Claim, own: list[Word], kinds: frozenset[str]) -> list[Word]:
    """Return "it" or "they" where nothing else of the clause before them could be meant."""
    found = []
    for word in own:
        if word.lower not in kinds:
            continue
        earlier = (w for w in claim.content if w.index < word.index and w.is_noun)
        if not any(earlier):
            found.append(word)
    return found


def _until_another(claim: Claim, own: list[Word], names: Names) -> list[Word]:
    """Return the pronouns that come before anybody else is named beside the speaker.

    Whoever is named in a phrase before the speaker, who is the subject, is not meant.
    """
    sentence = claim.sentence
    people = [(n.start, name_of(sentence, n)) for n in sentence.names if n.kind == "PER"]
    starts = (start for start, name in people if names.same(name, claim.speaker))
    first = next(starts, 0)
    others = [start for start, name in people if not names.same(name, claim.speaker)]
    others = [start for start in others if start > first]
    return [word for word in own if word.index < min(others, default=len(sentence.words))]


def _others(claim: Claim, before: Sentence, names: Names, sex: str | None) -> bool:
    """Return whether anybody else named in the sentence before may be of that sex."""
    people = {names.full(name_of(before, name)) for name in before.names if name.kind == "PER"}
    return any(
        not names.same(person, claim.speaker) and names.sexes.get(person, sex) == sex
        for person in people
    )
