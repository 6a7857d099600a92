"""Who spoke or was spoken of lately, and so is "he", "she" or "the minister" who speaks now."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from questions.documents import Passage
from questions.facts.naming import Names
from questions.language.lexicon.marks import SPEECH_MARKS
from questions.language.lexicon.people import NOT_ASKED_BY_WHAT
from questions.language.lexicon.things import FINDINGS
from questions.language.words import Sentence, Word

_SEXES = ("he", "she")
_LONGEST_AGO = 10  # sentences: a plain choice; who was named further back may be forgotten
_ENDINGS = ("er", "or", "ist", "ian", "man", "ant", "ee", "person")
_NO_PERSON = FINDINGS | {"it", "they"}


@dataclass(frozen=True, slots=True)
class _Bearer:
    person: str
    since: Passage
    is_doubtful: bool = False


@dataclass(slots=True)
class Lately:
    """``latest`` is who spoke last, ``bearers`` who "he" and "she" are, and since when.

    By paragraph, ``named`` are the people, and ``strangers`` says where one has no name.
    """

    names: Names
    latest: str | None = None
    bearers: dict[str, _Bearer] = field(default_factory=dict)
    named: dict[int, set[str]] = field(default_factory=dict)
    strangers: set[int] = field(default_factory=set)

    def hear(self, sentence: Sentence, subject: Word | None, speaker: str | None) -> None:
        """Note who speaks; somebody without a name may be the next "he", several are not."""
        if speaker is None:
            self.latest = None
            if subject is None or not (subject.tag.endswith("S") or subject.lower in _NO_PERSON):
                self.bearers.clear()
                self.strangers.add(sentence.passage.paragraph)
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
            return self._only_one(sentence, pronoun)
        others = set(self._named_before(sentence, pronoun)) - {found.person}
        if any(self.names.sexes.get(other, pronoun.lower) == pronoun.lower for other in others):
            return None
        is_far = found.since.paragraph != sentence.passage.paragraph
        return None if is_far and found.is_doubtful else found.person

    def note(self, sentence: Sentence) -> None:
        """Note whom a sentence names, outside quotations, and whether it tells of a stranger."""
        paragraph = sentence.passage.paragraph
        subject = sentence.child(sentence.root, "nsubj")
        if subject and subject.tag == "NN" and _is_of_people(subject.lower):
            self.strangers.add(paragraph)
        people = set(self._named_before(sentence, None))
        self.named.setdefault(paragraph, set()).update(people)

    def _only_one(self, sentence: Sentence, pronoun: Word) -> str | None:
        """Return the one person of this paragraph, or of that before, who can be meant."""
        paragraph = sentence.passage.paragraph
        here = self.named.get(paragraph, set()) | set(self._named_before(sentence, pronoun))
        before = max((number for number in self.named if number < paragraph), default=-1)
        for number, people in ((paragraph, here), (before, self.named.get(before, set()))):
            sexes = {person: self.names.sexes.get(person) for person in people}
            fits = [person for person, sex in sexes.items() if sex in {None, pronoun.lower}]
            if number in self.strangers or len(fits) > 1:
                return None
            if fits:
                is_sure = sexes[fits[0]] is not None and len(fits[0].split()) > 1
                return fits[0] if is_sure else None
        return None

    def _named_before(self, sentence: Sentence, word: Word | None) -> Iterator[str]:
        """Yield who is named, before a word if there is one, but in a quotation."""
        end = word.index if word else len(sentence.words)
        for name in sentence.names:
            marks = sum(word.text in SPEECH_MARKS for word in sentence.words[: name.start])
            if name.kind == "PER" and name.start < end and marks % 2 == 0:
                yield self.names.meant(sentence, name)

    def _crowds(self, person: str, sex: str) -> bool:
        """Return whether it is not known if somebody is a "he", but it is of the last one."""
        known = self.bearers.get(sex)
        sure = known is not None and known.person in self.names.sexes
        return sure and person not in self.names.sexes

    def _sexes(self, person: str | None) -> tuple[str, ...]:
        sex = self.names.sexes.get(person or "")
        return (sex,) if sex else _SEXES


def _is_of_people(noun: str) -> bool:
    return noun in NOT_ASKED_BY_WHAT or noun.endswith(_ENDINGS)
