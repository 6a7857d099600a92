"""Whose what stands in quotes is: a quotation that runs over sentences, or around its speaker."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from questions.facts.claims import Authorship, Claim
from questions.language.words import Sentence, Word
from questions.question import Stance

_FEWEST = 4  # words: a plain choice; fewer are a phrase, or hardly say anything
_OPENS, _CLOSES, _BOTH = frozenset("“ ``".split()), frozenset("”"), frozenset(['"', "''"])
_MARKS = _OPENS | _CLOSES | _BOTH
_ENDS = frozenset(". , : ; ! ? … — – -".split())
_FINITE = frozenset("VBD VBZ VBP MD".split())


@dataclass(frozen=True, slots=True)
class _Quoting:
    """A sentence with what of it is quoted; ``is_open`` where the quotation goes on behind it."""

    sentence: Sentence
    voice: Authorship
    runs: tuple[tuple[Word, ...], ...]
    is_open: bool

    @property
    def is_whole(self) -> bool:
        """Whether nothing of it stands outside the quotation."""
        inside = {word.index for run in self.runs for word in run}
        rest = (word for word in self.sentence.words if word.index not in inside)
        return bool(self.runs) and all(word.text in _MARKS | _ENDS for word in rest)

    @property
    def speakers(self) -> set[str | None]:
        """Who speaks by what stands outside the quotation; ``None`` is somebody unknown."""
        inside = {word.index for run in self.runs for word in run}
        tellers = [(verb, who) for verb, who in self.voice.heard if verb.index not in inside]
        return {who for _, who in tellers}


def with_quotations(
    sentences: Sequence[Sentence], voices: Sequence[Authorship]
) -> list[Authorship]:
    """Return whose words each sentence is, now that quotations are followed over sentences.

    All that is quoted in a paragraph is the one speaker's who is named there. A quotation that a
    paragraph leaves open goes on in the next.
    """
    found: list[Authorship] = []
    carried: str | None = None
    together = list(zip(sentences, voices, strict=True))
    for _, group in groupby(together, key=lambda entry: entry[0].passage.paragraph):
        paragraph = list(_quotings(group))
        named = {who for each in paragraph if each.runs for who in each.speakers}
        one = next(iter(named)) if len(named) == 1 else None
        whose = carried if not named and paragraph[0].is_whole else one
        found += [_completed(each, whose) for each in paragraph]
        carried = whose if paragraph[-1].is_open else None
    return found


def _quotings(group: Iterable[tuple[Sentence, Authorship]]) -> Iterator[_Quoting]:
    is_open = False
    for sentence, voice in group:
        runs, is_open = _runs(sentence, is_open=is_open)
        yield _Quoting(sentence, voice, runs, is_open)


def _runs(sentence: Sentence, *, is_open: bool) -> tuple[tuple[tuple[Word, ...], ...], bool]:
    """Return what is quoted in a sentence, and whether the quotation goes on behind it."""
    runs: list[tuple[Word, ...]] = []
    run: list[Word] = []
    for word in sentence.words:
        if word.text in _OPENS | (frozenset() if is_open else _BOTH):
            is_open, run = True, []
        elif word.text in _CLOSES | _BOTH:
            runs.append(tuple(run))
            is_open, run = False, []
        elif is_open:
            run.append(word)
    runs.append(tuple(run))
    return tuple(each for each in runs if each), is_open


def _completed(quoting: _Quoting, whose: str | None) -> Authorship:
    """Return a sentence's voice with the claim that stands in quotes, where none was found."""
    voice = quoting.voice
    if voice.claims or not (quoting.is_whole or len(quoting.speakers) == 1):
        return voice
    speaker = whose if quoting.is_whole else next(iter(quoting.speakers))
    said = [words for run in quoting.runs if _is_statement(words := _trimmed(run), quoting)]
    if speaker is None or not said:
        return voice
    verb = next((verb for verb, who in voice.heard if who == speaker), quoting.sentence.root)
    content = max(said, key=len)
    claim = Claim(quoting.sentence, speaker, verb, content, Stance.CLAIMED, is_quoted=True)
    return replace(voice, is_own=False, claims=(claim,))


def _trimmed(run: Sequence[Word]) -> tuple[Word, ...]:
    words = list(run)
    while words and words[-1].text in _ENDS:
        words.pop()
    return tuple(words)


def _is_statement(words: Sequence[Word], quoting: _Quoting) -> bool:
    """Return whether quoted words are a whole statement: no question, no end of a clause."""
    if len(words) < _FEWEST or not words[0].text[:1].isupper():
        return False
    after = quoting.sentence.words[words[-1].index + 1 :][:1]
    asks = bool(after) and after[0].text == "?"
    return not asks and any(word.tag in _FINITE for word in words)
