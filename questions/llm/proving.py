"""From a draft to a candidate, if the document proves it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from questions.asking.candidate import Candidate, asked, choice, cite, typed
from questions.documents import Document, Passage, PassageKind, Span
from questions.facts.dangling import dangles
from questions.facts.reading import Facts
from questions.interactions import Choice, Interaction, Option, Recall
from questions.language import pipeline
from questions.language.words import Sentence, Word
from questions.llm.drafts import KINDS, Draft
from questions.llm.quotes import find
from questions.llm.wording import DENYING, in_order, is_said, left_out, lemmas, unproved
from questions.question import Stance
from questions.typed_answers import normalise, parse_number
from questions.types.cloze import GAP

_LONGEST = 300
_LONGEST_QUOTE = 2_000
_SMALL = frozenset("DT POS IN TO CC MD PRP PRP$ WDT WP WRB EX RP".split())
_MARKS = frozenset(". , : '' `` -LRB-".split())
_FEWEST = 2
_MOST = 4
_MARKUP = re.compile(r"[<>{}\[\]|\\*#`]|://|www\.|&\w+;|(?<!_)_{1,3}(?!_)")
_FROM_DOCUMENT = re.compile(r"^According to the (?:document|text|article), ")
_ACCORDING = re.compile(r"^According to [^,]+, ")


class UnprovedError(Exception):
    """The document does not prove a draft; the message says in what."""


@dataclass(frozen=True, slots=True)
class _Source:
    """A sentence, the part from ``start`` on that may prove an answer, and whose words it is.

    ``names`` are those of the speaker, ``saying`` words to attribute it with.
    """

    sentence: Sentence
    whole: str
    start: int
    evidence: str
    stance: Stance = Stance.ASSERTED
    speaker: str | None = None
    names: tuple[str, ...] = ()
    saying: tuple[str, ...] = ()

    @property
    def wording(self) -> str:
        """What a question may repeat."""
        return " ".join([self.evidence, *self.names, *self.saying])


def prove(draft: Draft, facts: Facts) -> Candidate:
    """Return the candidate that a draft makes; raises :class:`UnprovedError`."""
    _must_be_plain(draft)
    source = _source(facts, _sentence(facts, draft.quote))
    _must_be_whose(draft, source, facts)
    by_name = source.speaker and facts.names.full(draft.answer) == source.speaker
    key = source.speaker if by_name and source.speaker else _in(source, draft.answer)
    _must_be_attributed(draft.stem, source, asked_for=bool(by_name))
    _must_say(draft, source, key, facts)
    _must_stand_alone(draft.stem)
    question = asked(
        draft.type,
        draft.stem,
        _shape(draft, key, source, facts),
        [cite(facts, source.sentence, source.stance, source.speaker)],
    )
    way = "who said it" if by_name else "model claim" if source.speaker else "model"
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


def _source(facts: Facts, sentence: Sentence) -> _Source:
    """Return whose words a sentence is, as our own reading has it."""
    text = facts.document.text
    own = sentence.passage.span.of(text)
    if _is_order(sentence) or own.endswith("?"):
        raise UnprovedError("the sentence states nothing")
    if any(sentence is other for other in facts.asserted):
        return _Source(sentence, own, sentence.passage.span.start, own)
    claims = [claim for claim in facts.claims if claim.sentence is sentence]
    if len({(claim.speaker, claim.stance) for claim in claims}) != 1:
        raise UnprovedError("it cannot be told whose words these are")
    claim = claims[0]
    said = sentence.span(list(claim.content))
    verbs = DENYING if claim.stance is Stance.DENIED else {"say", "state"}
    return _Source(
        sentence,
        own,
        said.start,
        said.of(text),
        claim.stance,
        claim.speaker,
        _names(claim.speaker, facts),
        (claim.verb.text, *verbs),
    )


def _is_order(sentence: Sentence) -> bool:
    """Return whether a sentence tells somebody to do something."""
    return sentence.root.tag == "VB" and not sentence.child(sentence.root, "nsubj")


def _names(speaker: str, facts: Facts) -> tuple[str, ...]:
    """Return what a speaker goes by: the last name too, where nobody else has it."""
    last = speaker.split()[-1]
    bearers = {facts.names.full(name) for name in facts.names.kinds if name.split()[-1] == last}
    return (speaker, last) if bearers <= {speaker} else (speaker,)


def _must_be_whose(draft: Draft, source: _Source, facts: Facts) -> None:
    named = set(facts.names.full(draft.speaker or "").split())
    if named and (source.speaker is None or not named.issuperset(source.speaker.split())):
        raise UnprovedError(f"these are not words of {draft.speaker}")


def _must_be_attributed(stem: str, source: _Source, *, asked_for: bool) -> None:
    if source.speaker is None:
        return
    if not is_said(stem) or not (asked_for or any(find(stem, name) for name in source.names)):
        raise UnprovedError(f"it is a claim of {source.speaker} and not asked as that")
    if (source.stance is Stance.DENIED) != bool(lemmas(stem) & DENYING):
        raise UnprovedError("a denial is not asked as one, or what is none is")


def _must_say(draft: Draft, source: _Source, key: str, facts: Facts) -> None:
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


def _made_true(draft: Draft, source: _Source, key: str, facts: Facts) -> str:
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


def _must_be_wrong(option: str, key: str, source: _Source, facts: Facts) -> None:
    """An option is a number, or words of the document from elsewhere, and like the key."""
    number = parse_number(key)
    if number is not None:
        if parse_number(option) in {None, number}:
            raise UnprovedError(f"“{option}” is not another number")
    elif not any(find(stated, option) for stated in _stated(facts)):
        raise UnprovedError(f"“{option}” is not in the document")
    if find(source.whole, option):
        raise UnprovedError(f"“{option}” may be right too")
    kinds = {facts.names.kind_of(text) for text in (key, option)} - {None}
    if len(kinds) > 1:
        raise UnprovedError(f"“{option}” is of another kind than the answer")


def _stated(facts: Facts) -> Iterator[str]:
    """Yield the sentences that say something and of which it is known whose words they are."""
    for sentence in (*facts.asserted, *(claim.sentence for claim in facts.claims)):
        if not _is_order(sentence):
            yield sentence.passage.span.of(facts.document.text)


def _must_stand_alone(stem: str) -> None:
    stem = _FROM_DOCUMENT.sub("", stem)
    whole = Passage(PassageKind.SENTENCE, 1, 0, Span(0, len(stem)))
    for sentence in pipeline.load().read(Document(stem, (whole,))):
        if found := dangles(sentence, sentence.words, person=stem.startswith("Who ")):
            raise UnprovedError(f"“{found}” points outside the question")


def _shape(draft: Draft, key: str, source: _Source, facts: Facts) -> Interaction:
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
        if (
            not _FEWEST
            <= len({normalise(text) for text in draft.wrong})
            == len(draft.wrong)
            <= _MOST
        ):
            raise UnprovedError(f"it needs {_FEWEST} to {_MOST} different wrong options")
        for option in draft.wrong:
            _must_be_wrong(option, key, source, facts)
        return choice(key, draft.wrong, ordered=is_number)
    short = (name for name in facts.names.kinds if facts.names.full(name) == key)
    return typed(key, () if is_number else short, number=is_number)


def _in(source: _Source, answer: str) -> str:
    """Return an answer as the evidence spells it."""
    for found in find(source.evidence, answer):
        start, end = source.start + found.start, source.start + found.end
        words = [word for word in source.sentence.words if start <= word.start and word.end <= end]
        if words and _is_whole(source.sentence, words):
            return " ".join(found.of(source.evidence).split())
    raise UnprovedError(f"the sentence does not have “{answer}” as one whole")


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
    return len(tops) == 1 and tops[0].tag not in _SMALL and words[-1].tag not in _MARKS
