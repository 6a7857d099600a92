"""Names that mean the same: a surname for a person, an acronym for what it stands for."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, pairwise

from questions.documents import Span
from questions.facts.sexes import sexes
from questions.language.lexicon import any_of
from questions.language.lexicon.marks import QUOTATION_MARKS
from questions.language.lexicon.names import NAME_PARTICLES, OF_NO_PERSON, SMALL_IN_NAMES
from questions.language.lexicon.people import SEX_OF_TITLE, TITLES
from questions.language.words import EntityKind, Name, Sentence, Word

_BRACKETED = re.compile(r"\(([A-Z][A-Za-z&.-]{1,9})\)")
_NO_PERSON = re.compile(rf"\b(?:{any_of(OF_NO_PERSON)})\b")
_MAINLY = 3  # times: a plain choice
_ENDINGS = re.compile(r"(?:['’]s?)$")


@dataclass(frozen=True, slots=True)
class Acronym:
    """A name and its short form, as a sentence introduces them: "Partnership for Peace (PfP)"."""

    long: str
    short: str
    sentence: Sentence
    span: Span


class Names:
    """The names of a document, and which of them mean the same."""

    def __init__(self, sentences: Iterable[Sentence]) -> None:
        sentences = list(sentences)
        self.acronyms = [found for sentence in sentences for found in _acronyms(sentence)]
        self.counts: Counter[str] = Counter()
        kinds: dict[str, Counter[EntityKind]] = {}
        for sentence in sentences:
            for name in sentence.names:
                text = plain(sentence.spelt(name))
                self.counts[text] += 1
                kinds.setdefault(text, Counter())[name.kind] += 1
        self.most = max(self.counts.values(), default=0)
        self.kinds = {text: found.most_common(1)[0][0] for text, found in kinds.items()}
        self._full = {acronym.short: acronym.long for acronym in self.acronyms}
        self._namesakes = _namesakes(self.kinds)
        self._full |= self._surnames()
        self._people = {text.casefold() for text, kind in self.kinds.items() if kind == "PER"}
        self._bearers = _bearers(sentences)
        self._of_kind: dict[EntityKind, list[str]] = {}
        self._forms: dict[str, list[str]] = {}
        self.sexes = sexes(sentences, lambda sentence, name: self.full(sentence.spelt(name)))
        for text in self.kinds:
            self._forms.setdefault(self.full(text), []).append(text)

    def full(self, text: str) -> str:
        """Return the fullest form of a name that the document gives."""
        text = plain(text)
        return self._full.get(text, text)

    def meant(self, sentence: Sentence, name: Name) -> str:
        """Return whom a name means in a sentence: a surname of several, whom the text is about.

        That one is named in full so many times as often as all the others together; "Mr" and
        "Mrs" before the surname must fit him or her.
        """
        full = self.full(text := name_of(sentence, name))
        if full != text or len(text.split()) > 1 or not self._namesakes.get(text):
            return full
        counts = sorted(((self.counts[one], one) for one in self._namesakes[text]), reverse=True)
        (most, best), others = counts[0], sum(count for count, _ in counts[1:])
        words = sentence.words[max(0, name.start - 1) : name.end - 1]
        titles = {title for word in words if (title := word.lower.rstrip(".")) in TITLES}
        told = {SEX_OF_TITLE.get(title) for title in titles}
        fits = not told or told == {self.sexes.get(best)}
        return best if most >= _MAINLY * others and fits else full

    def forms(self, full: str) -> list[str]:
        """Return the names of the document whose fullest form is ``full``."""
        return self._forms.get(full, [])

    def person(self, surname: str) -> str | None:
        """Return the full name of whoever is spoken of by a surname, if only one bears it."""
        if len(self._namesakes.get(surname, ())) > 1:
            return None
        found = self._full.get(surname)
        if found and self.kinds.get(found) == "PER":
            return found
        bearers = self._bearers.get(surname, set())
        return next(iter(bearers)) if len(bearers) == 1 else None

    def is_ambiguous(self, text: str) -> bool:
        """Return whether a name alone does not tell which of several people bears it."""
        people = [set(name.split()) for name in self._namesakes.get(plain(text), ())]
        return any(not one <= other and not other <= one for one, other in combinations(people, 2))

    def same(self, one: str, other: str) -> bool:
        """Return whether two names may mean the same: then one is no distractor for the other."""
        one, other = self.full(one).casefold(), self.full(other).casefold()
        if one == other:
            return True
        ours, theirs = set(one.split()), set(other.split())
        if self._is_person(one) and self._is_person(other) and ours & theirs - NAME_PARTICLES:
            return True
        return (
            ours <= theirs or theirs <= ours or _initials(one) == other or _initials(other) == one
        )

    def _is_person(self, folded: str) -> bool:
        return folded in self._people

    def of_kind(self, kind: EntityKind) -> list[str]:
        """Return the names of a kind in their fullest form, the most frequent first."""
        if kind not in self._of_kind:
            found = [text for text, _ in self.counts.most_common() if self.kinds[text] == kind]
            likely = [self.full(text) for text in found if _looks_like(text, kind)]
            self._of_kind[kind] = list(dict.fromkeys(likely))
        return self._of_kind[kind]

    def kind_of(self, text: str) -> EntityKind | None:
        """Return of which kind a name is."""
        return self.kinds.get(plain(text))

    def _surnames(self) -> dict[str, str]:
        """Map each last name to the full name, where only one person of the document has it."""
        return {
            last: next(iter(full))
            for last, full in self._namesakes.items()
            if len(full) == 1 and self.kinds.get(last, "PER") == "PER"
        }


def _namesakes(kinds: Mapping[str, EntityKind]) -> dict[str, set[str]]:
    """Map each last name to the full names of the people who bear it."""
    found: dict[str, set[str]] = {}
    for text, kind in kinds.items():
        words = text.split()
        if kind == "PER" and len(words) > 1:
            found.setdefault(words[-1], set()).add(text)
    return found


def _bearers(sentences: list[Sentence]) -> dict[str, set[str]]:
    """Map each last name to the two-word names ending in it, whether or not they were found."""
    found: dict[str, set[str]] = {}
    for sentence in sentences:
        for first, last in pairwise(sentence.words):
            if first.tag == last.tag == "NNP" and first.relation in {"compound", "nsubj", "flat"}:
                if first.text[1:].islower() and last.text[1:].islower():
                    found.setdefault(last.text, set()).add(f"{first.text} {last.text}")
    return found


def _looks_like(text: str, kind: EntityKind) -> bool:
    """Return whether a name is spelt like one of its kind, and whole; a people is no person."""
    words = text.split()
    if not words[0][:1].isupper() or not words[-1][:1].isalnum() or words[-1] in SMALL_IN_NAMES:
        return False
    if kind == "PER":
        capital = all(word[:1].isupper() or word in NAME_PARTICLES for word in words)
        return capital and not _NO_PERSON.search(text) and len(words) <= 5
    return True


def plain(text: str) -> str:
    """Return a name without article, title or possessive ending."""
    words = _ENDINGS.sub("", text.strip()).split()
    while len(words) > 1 and words[0].lower().rstrip(".") in TITLES | {"the"}:
        words = words[1:]
    while len(words) > 1 and words[-1] in SMALL_IN_NAMES:
        words = words[:-1]
    return " ".join(words)


def name_of(sentence: Sentence, name: Name) -> str:
    """Return a name as it is spelt, without article, title or possessive ending."""
    return plain(sentence.spelt(name))


def _acronyms(sentence: Sentence) -> Iterator[Acronym]:
    if not sentence.words:
        return
    start = sentence.words[0].start
    text = "".join(word.text + " " * word.space for word in sentence.words)
    for found in _BRACKETED.finditer(text):
        short = found.group(1).replace(".", "")
        if long := _spelt_out(text[: found.start()].split(), short):
            at = text.index(long, max(0, found.start() - len(long) - 2))
            yield Acronym(long, short, sentence, Span(start + at, start + found.end()))


def _spelt_out(before: list[str], short: str) -> str | None:
    """Return the last words of ``before`` whose initials are ``short``."""
    letters = [letter.lower() for letter in short if letter.isalpha()]
    for size in range(len(letters), min(len(letters) + 4, len(before)) + 1):
        words = before[-size:]
        parts = [part for word in words for part in re.split(r"[-–/]", word)]
        great = [part[0].lower() for part in parts if part and part.lower() not in SMALL_IN_NAMES]
        every = [part[0].lower() for part in parts if part]
        if letters in (great, every) and words[0].lower() not in SMALL_IN_NAMES:
            return " ".join(words)
    return None


def with_long_forms(sentence: Sentence) -> Sentence:
    """Return the sentence with whole names: one for what an acronym is introduced for."""
    found = [name for one in sentence.names if (name := _person(sentence, one))]
    names = _with_nicknames(sentence, found)
    for acronym in _acronyms(sentence):
        places = [
            word.index
            for word in sentence.words
            if acronym.span.start <= word.start < acronym.span.start + len(acronym.long)
        ]
        whole = Name(places[0], places[-1] + 1, "ORG")
        names = [name for name in names if name.end <= whole.start or whole.end <= name.start]
        names.append(whole)
    return replace(sentence, names=tuple(sorted(names, key=lambda name: name.start)))


def _person(sentence: Sentence, name: Name) -> Name | None:
    """Return a name without "of State" at its beginning, which is of an office before it."""
    start, words = name.start, sentence.words
    while name.kind == "PER" and _is_hyphened(words[name.end - 1 : name.end + 2]):
        name = replace(name, end=name.end + 2)
    if name.kind != "PER" or words[start].tag != "IN":
        return name
    inside = range(name.start, name.end)
    heads = [
        sentence.words[place]
        for place in inside[1:]
        if sentence.words[place].head not in inside
        and not sentence.child(sentence.words[place], "case")
    ]
    if not heads:
        return None
    start = min(word.index for word in sentence.subtree(heads[-1]) if word.index in inside)
    return replace(name, start=max(start, name.start + 1)) if start < name.end else None


def _is_hyphened(words: Sequence[Word]) -> bool:
    """Return whether a name goes on behind a hyphen: "Temple-Nugent"."""
    return (
        len(words) == 3
        and words[1].text == "-"
        and not (words[0].space or words[1].space)
        and words[2].text[:1].isupper()
    )


def _with_nicknames(sentence: Sentence, names: list[Name]) -> list[Name]:
    """Return names in which a nickname in quotes, and what follows it, belongs to who bears it."""
    found: list[Name] = []
    for name in names:
        before = found[-1] if found else None
        if before and before.kind == "PER" and _is_nicknamed(sentence, before.end, name):
            found[-1] = replace(before, end=name.end)
        elif before is None or name.start >= before.end:
            found.append(name)
    return found


def _is_nicknamed(sentence: Sentence, start: int, name: Name) -> bool:
    """Return whether between two names there is nothing but great words in quotes."""
    words = sentence.words
    if start >= len(words) or words[start].text not in QUOTATION_MARKS:
        return False
    end = next((w.index for w in words[start + 1 : start + 5] if w.text in QUOTATION_MARKS), -1)
    inner = words[start + 1 : end]
    if end < 0 or not all(word.text[:1].isupper() for word in inner):
        return False
    return name.start == end + 1 or (start < name.start <= end < name.end)


def _initials(text: str) -> str:
    return "".join(word[0] for word in text.split() if word not in SMALL_IN_NAMES)
