"""Claims of whoever is named beside a statement: ", Ann Poe recalled,", "according to Ann Poe"."""

from __future__ import annotations

from collections.abc import Sequence

from questions.facts.according import Source, is_finding, source_of
from questions.facts.claims import Claim
from questions.facts.insertions import Insertion
from questions.facts.naming import Names, name_of
from questions.language.lexicon.marks import SPEECH_MARKS
from questions.language.lexicon.verbs import DENYING, SAYING
from questions.language.words import Sentence, Word, lemma, say
from questions.question import Stance


def inserted(
    sentence: Sentence,
    found: Sequence[Insertion],
    names: Names,
    heard: Sequence[tuple[Word, str | None]],
) -> list[Claim]:
    """Return the claim of whoever a single insertion names, or means by "he"."""
    if len(found) != 1 or not _is_beside(sentence, found[0]):
        return []
    verb, rest = found[0].verb, found[0].rest
    named = [name for name in sentence.names if sentence.words[name.start] in found[0].words]
    neutral = lemma(verb) in SAYING - DENYING and not sentence.child(verb, "obj")
    if not neutral or not rest or len(named) > 1:
        return []
    if named:
        full = names.full(name_of(sentence, named[0])) if named[0].kind == "PER" else None
    else:
        full = dict(heard).get(verb)
    return [Claim(sentence, full, verb, rest, Stance.CLAIMED)] if full else []


def _is_beside(sentence: Sentence, found: Insertion) -> bool:
    """Return whether the rest is one statement, not quoted but for phrases on either side."""
    if not found.rest or found.rest[0].text in SPEECH_MARKS:
        return False
    over = sentence.words[found.verb.head]
    if found.verb.relation == "acl":
        over = sentence.words[over.head]  # as the parser takes "the dam, Poe recalled, was"
    if sentence.root not in {found.verb, over}:
        return False  # "all of whom, she explained, needed it"
    first = found.words[0].index
    marks = [word.index < first for word in sentence.words if word.text in SPEECH_MARKS]
    return sum(marks) % 2 == 0 and len(marks) % 2 == 0


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
