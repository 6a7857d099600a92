"""Who spoke or was spoken of lately, and so is "he", "she" or "the minister" who speaks now."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from questions.documents import Passage
from questions.facts.naming import Names
from questions.language.lexicon.marks import SPEECH_MARKS
from questions.language.lexicon.things import FINDINGS
from questions.language.words import Sentence, Word

_SEXES = ("he", "she")
_LONGEST_AGO = 10  # sentences: a plain choice; who was named further back may be forgotten
_NO_PERSON = FINDINGS | {"it", "they"}


@dataclass(frozen=True, slots=True)
class _Bearer:
    person: str
    since: Passage
    is_doubtful: bool = False


@dataclass(slots=True)
class Lately:
    """``latest`` is who spoke last, ``bearers`` who "he" and "she" are, and since when."""

    names: Names
    latest: str | None = None
    bearers: dict[str, _Bearer] = field(default_factory=dict)

    def hear(self, sentence: Sentence, subject: Word | None, speaker: str | None) -> None:
        """Note who speaks; somebody without a name may be the next "he", several are not."""
        if speaker is None:
            self.latest = None
            if subject is None or not (subject.tag.endswith("S") or subject.lower in _NO_PERSON):
                self.bearers.clear()
        elif self.names.kind_of(speaker) == "ORG":
            self.latest = None
        else:
            self.latest = speaker
            for sex in self._sexes(speaker):
                self.bearers[sex] = _Bearer(speaker, sentence.passage, self._crowds(speaker, sex))

    def tell_of(self, sentence: Sentence, person: str | None) -> None:
        """Note that somebody is spoken of: "he" may be that one now, or whoever spoke before."""
        self.latest = person if self.latest in {None, person} else None
        for sex in self._sexes(person):
            known = self.bearers.pop(sex, None)
            if person and (known is None or known.person == person):
                self.bearers[sex] = _Bearer(person, sentence.passage)

    def meant(self, sentence: Sentence, pronoun: Word) -> str | None:
        """Return whom "he" or "she" means, who is not somebody named right before it."""
        found = self.bearers.get(pronoun.lower)
        if found is None or sentence.passage.number - found.since.number > _LONGEST_AGO:
            return None
        others = set(self._named_before(sentence, pronoun)) - {found.person}
        if any(self.names.sexes.get(other, pronoun.lower) == pronoun.lower for other in others):
            return None
        is_far = found.since.paragraph != sentence.passage.paragraph
        return None if is_far and found.is_doubtful else found.person

    def _named_before(self, sentence: Sentence, word: Word) -> Iterator[str]:
        """Yield who is named before a word, but in a quotation."""
        for name in sentence.names:
            marks = sum(word.text in SPEECH_MARKS for word in sentence.words[: name.start])
            if name.kind == "PER" and name.start < word.index and marks % 2 == 0:
                yield self.names.meant(sentence, name)

    def is_next(self, sentence: Sentence, pronoun: Word) -> bool:
        """Return whether whom a pronoun means was named in the sentence before, or here."""
        found = self.bearers.get(pronoun.lower)
        since = found.since if found else None
        return (
            since is not None
            and since.paragraph == sentence.passage.paragraph
            and sentence.passage.number - since.number <= 1
        )

    def _crowds(self, person: str, sex: str) -> bool:
        """Return whether it is not known if somebody is a "he", but it is of the last one."""
        known = self.bearers.get(sex)
        sure = known is not None and known.person in self.names.sexes
        return sure and person not in self.names.sexes

    def _sexes(self, person: str | None) -> tuple[str, ...]:
        sex = self.names.sexes.get(person or "")
        return (sex,) if sex else _SEXES
