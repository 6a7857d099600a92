"""Claims of whoever is named beside a statement: ", Ann Poe recalled,", "according to Ann Poe"."""

from __future__ import annotations

from collections.abc import Sequence

from questions.facts.according import Source, is_finding, source_of
from questions.facts.claims import Claim
from questions.facts.insertions import Insertion
from questions.facts.naming import Names, name_of
from questions.language.lexicon.marks import SPEECH_MARKS
from questions.language.lexicon.verbs import DENYING, SAYING
from questions.language.words import Sentence, lemma, say
from questions.question import Stance


def inserted(
    sentence: Sentence, found: Sequence[Insertion], names: Names, known: Sequence[Claim]
) -> list[Claim]:
    """Return the claim of whoever a single insertion names, where nobody else speaks."""
    if len(found) != 1 or known or any(word.text in SPEECH_MARKS for word in sentence.words):
        return []
    verb, rest = found[0].verb, found[0].rest
    named = [name for name in sentence.names if sentence.words[name.start] in found[0].words]
    neutral = lemma(verb) in SAYING - DENYING and not sentence.child(verb, "obj")
    if len(named) != 1 or named[0].kind != "PER" or not neutral or not rest:
        return []
    speaker = names.full(name_of(sentence, named[0]))
    return [Claim(sentence, speaker, verb, rest, Stance.CLAIMED)]


def sourced(sentence: Sentence, names: Names) -> list[Claim]:
    """Return the claim of "According to Ada Byron, …", where it names one."""
    source = source_of(sentence)
    if source is None:
        return []
    name = next((n for n in sentence.names if sentence.words[n.start] in source.phrase), None)
    if is_finding(source.phrase) or name is None:
        text = say(list(source.phrase))
        is_name = source.phrase[0].tag in {"NNP", "NNPS"}
        speaker = text if is_name else text[:1].lower() + text[1:]
        return [_claim(sentence, speaker, source, named=False)] if source.rest else []
    full = names.full(name_of(sentence, name)) if name and name.kind != "LOC" else None
    return [_claim(sentence, full, source, named=True)] if full and source.rest else []


def _claim(sentence: Sentence, speaker: str, source: Source, *, named: bool) -> Claim:
    return Claim(sentence, speaker, sentence.root, source.rest, Stance.CLAIMED, named)
