"""From a draft to a candidate, if the document proves it."""

from __future__ import annotations

import re

from questions.asking.candidate import Candidate, asked, choice, cite, typed
from questions.asking.ways import MODEL, MODEL_CLAIM, WHO_SAID_IT
from questions.documents import Document, Passage, PassageKind, Span
from questions.facts.dangling import dangles
from questions.facts.reading import Facts
from questions.folding import fold
from questions.interactions import Choice, Interaction, Option, Recall
from questions.language import pipeline
from questions.language.lexicon.verbs import DENYING
from questions.llm.drafts import KINDS, Draft
from questions.llm.quotes import find
from questions.llm.sources import Proof, UnprovedError, source_of, stated
from questions.llm.wording import in_order, is_said, left_out, lemmas, unproved
from questions.question import Stance
from questions.typed_answers import parse_number
from questions.types.cloze import GAP

_LONGEST = 300
_FEWEST = 2
_MOST = 4
_MARKUP = re.compile(r"[<>{}\[\]|\\*#`]|://|www\.|&\w+;|(?<!_)_{1,3}(?!_)")
_FROM_DOCUMENT = re.compile(r"^According to the (?:document|text|article), ")
# What is asked with these words is answered by what has these characters.
_ANSWERED_BY = (
    (re.compile(r"\b(?:what|which) (?:year|date)\b", re.IGNORECASE), re.compile(r"\d")),
    (
        re.compile(r"\bhow many\b", re.IGNORECASE),
        re.compile(
            r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|"
            r"(?:twen|thir|for|fif|six|seven|eigh|nine)ty)\b"
        ),
    ),
    (re.compile(r"\bwhom?\b", re.IGNORECASE), re.compile(r"^\D+$")),
)
_ACCORDING = re.compile(r"^According to [^,]+, ")


def prove(draft: Draft, facts: Facts) -> Candidate:
    """Return the candidate that a draft makes; raises :class:`UnprovedError`."""
    _must_be_plain(draft)
    source = source_of(facts, draft.quote)
    _must_be_whose(draft, source, facts)
    speaker = source.speaker if facts.names.full(draft.answer) == source.speaker else None
    key = speaker or source.spelt(draft.answer)
    _must_be_attributed(draft.stem, source, asked_for=speaker is not None)
    _must_say(draft, source, key, facts)
    if draft.stem.endswith("?"):
        _must_fit(draft.stem, key)
    _must_stand_alone(draft.stem, facts.known(source.sentence))
    question = asked(
        draft.type,
        draft.stem,
        _shape(draft, key, source, facts),
        [cite(facts, source.sentence, source.stance, source.speaker)],
    )
    way = WHO_SAID_IT if speaker else MODEL_CLAIM if source.speaker else MODEL
    # The words of a statement have no key among them that it could give away.
    return Candidate(way, question, "" if draft.type == "true_false" else key, source.sentence, ())


def _must_be_plain(draft: Draft) -> None:
    if draft.type not in KINDS:
        raise UnprovedError(f"“{draft.type}” is not asked for")
    for text in (draft.stem, draft.answer, *draft.wrong):
        if not 0 < len(text) <= _LONGEST:
            raise UnprovedError("a text is empty or too long")
        if _MARKUP.search(text) or not text.isprintable():
            raise UnprovedError("there is markup in it")
    ends = {"cloze": "", "true_false": "."}.get(draft.type, "?")
    if not draft.stem.endswith(ends):
        raise UnprovedError(f"it does not end with “{ends}”")


def _must_be_whose(draft: Draft, source: Proof, facts: Facts) -> None:
    named = set(facts.names.full(draft.speaker or "").split())
    if named and (source.speaker is None or not named.issuperset(source.speaker.split())):
        raise UnprovedError(f"these are not words of {draft.speaker}")


def _must_be_attributed(stem: str, source: Proof, *, asked_for: bool) -> None:
    if source.speaker is None:
        return
    if not is_said(stem) or not (asked_for or any(find(stem, name) for name in source.names)):
        raise UnprovedError(f"it is a claim of {source.speaker} and not asked as that")
    if (source.stance is Stance.DENIED) != bool(lemmas(stem) & DENYING):
        raise UnprovedError("a denial is not asked as one, or what is none is")


def _must_say(draft: Draft, source: Proof, key: str, facts: Facts) -> None:
    """Let a stem say no more than the evidence, and a statement say it in the same order."""
    stem, wording = _FROM_DOCUMENT.sub("", draft.stem), source.wording
    if draft.type == "cloze":
        wording = source.whole
        if not find(wording, stem.replace(GAP, key)):
            raise UnprovedError("with the answer in the gap it is not of the sentence")
    if draft.type == "true_false":
        stem = _made_true(draft, source, key, facts)
        if not in_order(_ACCORDING.sub("", stem), source.whole):
            raise UnprovedError("the statement is not in the order of the sentence")
    if word := unproved(stem, wording):
        raise UnprovedError(f"the sentence does not say “{word}”")
    if word := left_out(stem, source.whole):
        raise UnprovedError(f"“{word}” of the sentence is left out")


def _must_fit(stem: str, key: str) -> None:
    for asking, answering in _ANSWERED_BY:
        if asking.search(stem) and not answering.search(key):
            raise UnprovedError(f"“{key}” does not answer what is asked")


def _made_true(draft: Draft, source: Proof, key: str, facts: Facts) -> str:
    """Return a statement with what is wrong in it put right."""
    if not draft.wrong:
        if not find(draft.stem, key):
            raise UnprovedError("the statement is not about the answer")
        return draft.stem
    places = find(draft.stem, draft.wrong[0])
    if len(draft.wrong) != 1 or len(places) != 1:
        raise UnprovedError("it cannot be told what is wrong in the statement")
    _must_be_wrong(draft.wrong[0], key, source, facts)
    return draft.stem[: places[0].start] + key + draft.stem[places[0].end :]


def _must_be_wrong(option: str, key: str, source: Proof, facts: Facts) -> None:
    """An option is a number, or words of the document from elsewhere, and like the key."""
    number = parse_number(key)
    if number is not None:
        if parse_number(option) in {None, number}:
            raise UnprovedError(f"“{option}” is not another number")
    elif not any(find(sentence, option) for sentence in stated(facts)):
        raise UnprovedError(f"“{option}” is not in the document")
    if find(source.whole, option):
        raise UnprovedError(f"“{option}” may be right too")
    kinds = {facts.names.kind_of(text) for text in (key, option)} - {None}
    if len(kinds) > 1:
        raise UnprovedError(f"“{option}” is of another kind than the answer")


def _must_stand_alone(stem: str, known: set[str]) -> None:
    stem = _FROM_DOCUMENT.sub("", stem)
    whole = Passage(PassageKind.SENTENCE, 1, 0, Span(0, len(stem)))
    for sentence in pipeline.load().read(Document(stem, (whole,))):
        if found := dangles(sentence, sentence.words, person=stem.startswith("Who "), known=known):
            raise UnprovedError(f"“{found}” points outside the question")


def _shape(draft: Draft, key: str, source: Proof, facts: Facts) -> Interaction:
    if draft.type == "flashcard":
        return Recall(back=key)
    if draft.type == "true_false":
        options = (("True", not draft.wrong), ("False", bool(draft.wrong)))
        return Choice(
            shuffle=False,
            options=tuple(Option(text=text, fraction=float(right)) for text, right in options),
        )
    is_number = parse_number(key) is not None
    if draft.type == "multiple_choice":
        different = {fold(option) for option in draft.wrong}
        if len(different) < len(draft.wrong) or not _FEWEST <= len(different) <= _MOST:
            raise UnprovedError(f"it needs {_FEWEST} to {_MOST} different wrong options")
        for option in draft.wrong:
            _must_be_wrong(option, key, source, facts)
        return choice(key, draft.wrong, ordered=is_number)
    short = facts.names.forms(key)
    return typed(key, () if is_number else short, number=is_number)
