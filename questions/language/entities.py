"""Find the people, places and organisations that a document names."""

import gzip
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast

import pycrfsuite

from questions.language.gazetteers import (
    LINKS,
    PAD,
    Description,
    DocumentView,
    Gazetteers,
    Lexicon,
    Name,
    Run,
    normal,
)

Kind = Literal["PER", "LOC", "ORG"]
KINDS: tuple[Kind, ...] = ("PER", "LOC", "ORG")
MODEL_FILE = "entities.crfsuite.gz"
# These belong to the name: Lady Gaga, Pope Francis, St. Peter.
STYLES = frozenset("lady lord sir dame st saint count king queen prince princess pope".split())
LINKS_THE = LINKS | {"the"}
SUFFIXES = frozenset(
    "academy agency association bank bureau college commission committee company corporation "
    "council department federation foundation inc institute league ltd ministry organisation "
    "organization parliament party programme school union university".split()
)
OFTEN = 3  # of four occurrences


@dataclass(frozen=True, slots=True)
class Entity:
    """A name in a sentence: its tokens from start up to end, and its kind."""

    start: int
    end: int
    kind: Kind


Rows = list[list[str]]


class Features:
    """Turns a document into the features of each of its tokens."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon

    def of(self, view: DocumentView) -> list[Rows]:
        """Return the features of every token of every sentence of one document."""
        return [
            self._sentence(view, number) if view.sentences[number] else []
            for number in range(len(view.sentences))
        ]

    def _sentence(self, view: DocumentView, number: int) -> Rows:
        words, capital = view.sentences[number], view.capital[number]
        known = [PAD, PAD, *map(self.lexicon.of, words), PAD, PAD]
        shares = [-1, -1, *map(view.share, view.lower[number]), -1, -1]
        marks = self.lexicon.gazetteers.matches([normal(word) for word in words], capital)
        titled = sum(capital) * 5 // max(1, sum(word[:1].isalpha() for word in words))
        rows = []
        for place in range(len(words)):
            row = ["bias", f"t={titled}", *known[place + 2][1]]
            row += _around(known[place : place + 5], shares[place : place + 5])
            row += [f"g={mark}" for mark in marks[place]]
            row += _near_marks(marks, place)
            rows.append(row)
        self._add_runs(view, number, rows, marks)
        return rows

    def _add_runs(self, view: DocumentView, number: int, rows: Rows, marks: Rows) -> None:
        rows[0].append("first")
        for run in view.runs[number]:
            self._add_run(view, number, run, "r", rows, marks)
            for place in range(run.start, run.end):
                rows[place] += self._elsewhere(view, number, place)
        for run in view.cores[number]:
            self._add_run(view, number, run, "i", rows, marks)

    def _add_run(
        self, view: DocumentView, number: int, run: Run, tag: str, rows: Rows, marks: Rows
    ) -> None:
        common = [tag + value for value in self._run(view, number, run, marks)]
        for place in range(run.start, run.end):
            rows[place] += common
            rows[place].append(f"{tag}p{min(place - run.start, 3)},{min(run.end - place, 4)}")

    def _run(self, view: DocumentView, number: int, run: Run, marks: Rows) -> list[str]:
        lower = view.lower[number]
        before = lower[run.start - 1] if run.start else "|"
        after = lower[run.end] if run.end < len(lower) else "|"
        last, first = lower[run.end - 1], lower[run.start]
        found = [f"b={before}", f"a={after}", f"l={last}", f"f={first}"]
        found += [f"n={min(run.end - run.start, 6)}", f"c={self.lexicon.of(last)[0]}"]
        kinds = {mark for place in range(run.start, run.end) for mark in marks[place]}
        found += [f"k={kind}" for kind in sorted(kinds)]
        short = view.sentences[number][run.end + 1 : run.end + 2]
        if after == "(" and short and short[0] in view.acronyms:
            found.append("a=acronym")
        return found

    def _elsewhere(self, view: DocumentView, number: int, place: int) -> Iterator[str]:
        word = view.sentences[number][place]
        longest = view.longest[word]
        yield f"ol={min(len(longest), 4)}"
        if len(longest) > 1:
            yield f"of={longest[0].lower()}"
            yield f"oz={longest[-1].lower()}"
            yield f"oc={self.lexicon.of(longest[-1])[0]}"
            yield f"oi={longest.index(word) == len(longest) - 1}"
            for kind in self.lexicon.gazetteers.of(normal(longest[0])):
                yield f"og={kind}"
        if word in view.acronyms:
            yield "acronym"
            yield f"az={view.acronyms[word][-1].lower()}"
        for sentence, spot in view.places[word][:6]:
            if (sentence, spot) != (number, place):
                lower = view.lower[sentence]
                yield f"o-={lower[spot - 1] if spot else '|'}"
                yield f"o+={lower[spot + 1] if spot + 1 < len(lower) else '|'}"


def _around(known: Sequence[Description], shares: Sequence[int]) -> Iterator[str]:
    for offset in (0, 1, 3, 4):
        for value in known[offset][2]:
            yield f"{offset}{value}"
    word = [item[2][0] for item in known]
    group = [item[0] for item in known]
    yield f"b-{word[1]}{word[2]}"
    yield f"b+{word[2]}{word[3]}"
    yield f"c-{group[1]},{group[2]}"
    yield f"c+{group[2]},{group[3]}"
    yield f"cc{group[1]},{group[3]}"
    for offset in (1, 2, 3):
        yield f"h{offset}={shares[offset]}"


def _near_marks(marks: Rows, place: int) -> Iterator[str]:
    if place:
        for mark in marks[place - 1]:
            yield f"g-={mark}"
    if place + 1 < len(marks):
        for mark in marks[place + 1]:
            yield f"g+={mark}"


def spans(labels: Sequence[str]) -> list[Entity]:
    """Read the entities off a sequence of B-, I- and O labels; other kinds are left out."""
    found = []
    start = 0
    for place, label in enumerate([*labels, "O"]):
        previous = labels[place - 1] if place else "O"
        if previous != "O" and label != "I-" + previous[2:]:
            if previous[2:] in KINDS:
                found.append(Entity(start, place, cast(Kind, previous[2:])))
        if label != "I-" + previous[2:]:
            start = place
    return found


def smooth(view: DocumentView, found: Sequence[Sequence[Entity]]) -> list[list[Entity]]:
    """Give each name one kind throughout a document, and find it wherever it stands."""
    kinds = _vote(view, found)
    smoothed = []
    for number, entities in enumerate(found):
        words = view.sentences[number]
        kept = [Entity(e.start, e.end, kinds[tuple(words[e.start : e.end])]) for e in entities]
        taken = {place for e in kept for place in range(e.start, e.end)}
        kept += [e for e in _missed(view, number, kinds) if taken.isdisjoint(range(e.start, e.end))]
        smoothed.append(sorted(kept, key=lambda e: e.start))
    return smoothed


def _vote(view: DocumentView, found: Sequence[Sequence[Entity]]) -> dict[Name, Kind]:
    votes: dict[Name, Counter[Kind]] = defaultdict(Counter)
    for words, entities in zip(view.sentences, found, strict=True):
        for entity in entities:
            votes[tuple(words[entity.start : entity.end])][entity.kind] += 1
    for name in [name for name, count in votes.items() if len(name) > 1 and _first(count) == "PER"]:
        if name[-1:] in votes:
            votes[name[-1:]]["PER"] += 1
    kinds = {name: _first(count) for name, count in votes.items()}
    for short, name in view.acronyms.items():
        if kinds.get(name) == "ORG" or (name in kinds and (short,) in kinds):
            kinds[(short,)] = kinds[name]
    return kinds


def _first(count: Counter[Kind]) -> Kind:
    return count.most_common(1)[0][0]


def _missed(view: DocumentView, number: int, kinds: dict[Name, Kind]) -> Iterator[Entity]:
    words = view.sentences[number]
    for run in view.runs[number]:
        name = tuple(words[run.start : run.end])
        if name in kinds and (len(name) > 1 or view.share(name[0].lower()) >= OFTEN):
            yield Entity(run.start, run.end, kinds[name])
        elif len(name) > 1 and name[-1].lower() in SUFFIXES:
            yield Entity(run.start, run.end, "ORG")


def mend(words: Sequence[str], entity: Entity, lists: Gazetteers) -> list[Entity]:
    """Take titles off people, part places from people after them, leave out whole peoples."""
    low = [normal(word) for word in words[entity.start : entity.end]]
    if len(low) == 1 and entity.kind != "ORG" and "demonym" in lists.of(low[0]):
        return []
    if entity.kind == "PER":
        return _untitled(words, entity, _titles(low, lists), lists)
    cut = _person_after(low, lists) if entity.kind == "LOC" else 0
    if not cut:
        return [entity]
    middle = entity.start + cut
    return [Entity(entity.start, middle, "LOC"), Entity(middle, entity.end, "PER")]


def _titles(low: Sequence[str], lists: Gazetteers) -> int:
    """Return how many of the words are titles, or stand between a title and the rest."""
    cut = 0
    while cut < len(low) and (_is_title(low[cut], lists) or (cut and low[cut] in LINKS_THE)):
        cut += 1
    return cut


def _is_title(word: str, lists: Gazetteers) -> bool:
    return "title" in lists.of(word) and word not in STYLES


def _untitled(words: Sequence[str], entity: Entity, cut: int, lists: Gazetteers) -> list[Entity]:
    start = entity.start + cut
    rest = Entity(start, entity.end, "PER")
    if cut == entity.end - entity.start:
        return [entity] if cut == 1 else []
    if cut and words[start - 1].lower() in LINKS_THE:
        place = tuple(map(normal, words[start : entity.end]))
        return [Entity(start, entity.end, "LOC")] if lists.is_place(place) else []
    peoples = entity.end - start == 1 and words[start].endswith("s")
    return [] if peoples and start and words[start - 1].lower() == "the" else [rest]


def _person_after(low: Sequence[str], lists: Gazetteers) -> int:
    for cut in range(len(low) - 2, 0, -1):
        if lists.is_place(tuple(low[:cut])) and "given" in lists.of(low[cut]):
            return 0 if "placeword" in lists.of(low[-1]) else cut
    return 0


class EntityTagger:
    """Names the people, places and organisations of a document."""

    def __init__(self, features: Features, model: bytes) -> None:
        self._features = features
        self._tagger = pycrfsuite.Tagger()
        self._model = gzip.decompress(model)  # kept, as the tagger reads it in place
        self._tagger.open_inmemory(self._model)

    @classmethod
    def load(cls, folder: Path) -> "EntityTagger":
        """Read the model and its tables from a folder."""
        return cls(Features(Lexicon.load(folder)), (folder / MODEL_FILE).read_bytes())

    def tag(self, sentences: Sequence[Sequence[str]]) -> list[list[Entity]]:
        """Return the entities of each sentence; give all the sentences of one document."""
        view = DocumentView(sentences)
        lists = self._features.lexicon.gazetteers
        found = []
        for words, row in zip(sentences, self._features.of(view), strict=True):
            labelled = spans(self._tagger.tag(row))
            found.append([part for each in labelled for part in mend(words, each, lists)])
        return smooth(view, found)
