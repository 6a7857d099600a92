"""Find the people, places and organisations that a document names."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast

import pycrfsuite

from questions.language.gazetteers import Clusters, Gazetteers, normal

Kind = Literal["PER", "LOC", "ORG"]
KINDS: tuple[Kind, ...] = ("PER", "LOC", "ORG")
MODEL_FILE = "entities.crfsuite"
LINKS = frozenset("of for de del della der von van bin ibn al el la le du & - ' ’ 's ’s".split())
STARTERS = frozenset(
    """the a an in on at of by to from for with and but or if when while after before since as it
    he she they we you i this that these those his her its their our my there here what who how
    why where which not no so then""".split()
)
PAD = ("-", ["w=|"], ["w=|"])


@dataclass(frozen=True, slots=True)
class Entity:
    """A name in a sentence: its tokens from start up to end, and its kind."""

    start: int
    end: int
    kind: Kind


@dataclass(frozen=True, slots=True)
class Run:
    """Capitalised words in a row, with the small words that link them."""

    start: int
    end: int


def shape(word: str) -> str:
    """Return a word's outline: Xx for Paris, X for NATO, X.X. for U.S., d for 1994."""
    outline = re.sub(r"[^\W\d_a-z]+", "X", re.sub(r"[a-zß-öø-ÿ]+", "x", word))
    return re.sub(r"\d+", "d", outline)


def runs(words: Sequence[str], lower: Sequence[str], capital: Sequence[bool]) -> Iterator[Run]:
    """Yield the runs of capitalised words in a sentence."""
    start = 0
    while start < len(words):
        if not capital[start] or (start == 0 and lower[0] in STARTERS):
            start += 1
            continue
        end = start + 1
        while (reach := _reach(lower, capital, end)) > end:
            end = reach
        yield Run(start, end)
        start = end


def _reach(lower: Sequence[str], capital: Sequence[bool], end: int) -> int:
    size = len(lower)
    if end < size and capital[end]:
        return end + 1
    for step in (1, 2):
        if end + step < size and capital[end + step]:
            between = lower[end : end + step]
            if between[0] in LINKS and all(word in LINKS or word == "the" for word in between):
                return end + step + 1
    return end


class Lexicon:
    """Features of single words, worked out once for each spelling."""

    def __init__(self, clusters: Clusters, gazetteers: Gazetteers) -> None:
        self.clusters = clusters
        self.gazetteers = gazetteers
        self._seen: dict[str, tuple[str, list[str], list[str]]] = {}

    def of(self, word: str) -> tuple[str, list[str], list[str]]:
        """Return a middling cluster id, the features of the word, and those for its neighbours."""
        found = self._seen.get(word)
        if found is None:
            found = self._seen[word] = self._describe(word)
        return found

    def _describe(self, word: str) -> tuple[str, list[str], list[str]]:
        low = word.lower()
        first, last, count = self.clusters.of(low)
        outline = shape(word)
        near = [f"w={low}", f"s={outline[:5]}", f"c={first[1]}", f"d={first[2]}", f"e={last[1]}"]
        own = [f"w={low}", f"W={word}", f"s={outline[:8]}", f"n={min(count, 4)}"]
        own += [f"f{size}={value}" for size, value in enumerate(first)]
        own += [f"l{size}={value}" for size, value in enumerate(last)]
        own += [f"p{size}={low[:size]}" for size in range(1, 5)]
        own += [f"x{size}={low[-size:]}" for size in range(1, 5)]
        own += [f"k={kind}" for kind in self.gazetteers.of(normal(word))]
        return first[1], own, near


class DocumentView:
    """What the whole of a document says of each of its words."""

    def __init__(self, sentences: Sequence[Sequence[str]]) -> None:
        self.sentences = sentences
        self.lower = [[word.lower() for word in words] for words in sentences]
        self.capital = [[word[:1].isupper() for word in words] for words in sentences]
        self.runs = [
            list(runs(words, lower, capital))
            for words, lower, capital in zip(sentences, self.lower, self.capital, strict=True)
        ]
        self.places: dict[str, list[tuple[int, int]]] = defaultdict(list)
        self.longest: dict[str, tuple[str, ...]] = {}
        self.acronyms: dict[str, tuple[str, ...]] = {}
        self._share = self._shares()
        self._note_runs()

    def share(self, low: str) -> int:
        """Return how many of ten occurrences of a word, but at sentence starts, are capitalised."""
        return self._share.get(low, -1)

    def _shares(self) -> dict[str, int]:
        totals: Counter[str] = Counter()
        capitals: Counter[str] = Counter()
        for lower, capital in zip(self.lower, self.capital, strict=True):
            totals.update(lower[1:])
            capitals.update(low for low, big in zip(lower[1:], capital[1:], strict=True) if big)
        return {low: 4 * capitals[low] // count for low, count in totals.items()}

    def _note_runs(self) -> None:
        for number, found in enumerate(self.runs):
            for run in found:
                self._note_run(number, run)

    def _note_run(self, number: int, run: Run) -> None:
        name = tuple(self.sentences[number][run.start : run.end])
        for place in range(run.start, run.end):
            word = self.sentences[number][place]
            self.places[word].append((number, place))
            if len(name) > len(self.longest.get(word, ())):
                self.longest[word] = name
        after = self.sentences[number][run.end : run.end + 3]
        if len(name) > 1 and len(after) == 3 and after[0] == "(" and after[2] == ")":
            self._note_acronym(name, after[1])

    def _note_acronym(self, name: tuple[str, ...], short: str) -> None:
        initials = [word[0].upper() for word in name if word[:1].isalpha()]
        if short[:1].isupper() and len(short) > 1 and short[0] in initials and " " not in short:
            self.acronyms[short] = name


class Features:
    """Turns a document into the features of each of its tokens."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon

    def of(self, sentences: Sequence[Sequence[str]]) -> list[list[list[str]]]:
        """Return the features of every token of every sentence of one document."""
        view = DocumentView(sentences)
        return [self._sentence(view, number) for number in range(len(sentences))]

    def _sentence(self, view: DocumentView, number: int) -> list[list[str]]:
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

    def _add_runs(
        self, view: DocumentView, number: int, rows: list[list[str]], marks: list[list[str]]
    ) -> None:
        rows[0].append("first")
        for run in view.runs[number]:
            common = self._run(view, number, run, marks)
            for place in range(run.start, run.end):
                row = rows[place]
                row += common
                row.append(f"rp={min(place - run.start, 3)},{min(run.end - place, 4)}")
                row += self._elsewhere(view, number, place)

    def _run(self, view: DocumentView, number: int, run: Run, marks: list[list[str]]) -> list[str]:
        lower = view.lower[number]
        before = lower[run.start - 1] if run.start else "|"
        after = lower[run.end] if run.end < len(lower) else "|"
        last, first = lower[run.end - 1], lower[run.start]
        found = [f"rb={before}", f"ra={after}", f"rl={last}", f"rf={first}"]
        found += [f"rn={min(run.end - run.start, 6)}", f"rc={self.lexicon.of(last)[0]}"]
        kinds = {mark for place in range(run.start, run.end) for mark in marks[place]}
        found += [f"rk={kind}" for kind in kinds]
        short = view.sentences[number][run.end + 1 : run.end + 2]
        if after == "(" and short and short[0] in view.acronyms:
            found.append("ra=acronym")
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


def _around(
    known: Sequence[tuple[str, list[str], list[str]]], shares: Sequence[int]
) -> Iterator[str]:
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


def _near_marks(marks: list[list[str]], place: int) -> Iterator[str]:
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


class EntityTagger:
    """Names the people, places and organisations of a document."""

    def __init__(self, features: Features, model: Path) -> None:
        self._features = features
        self._tagger = pycrfsuite.Tagger()
        self._tagger.open(str(model))

    @classmethod
    def load(cls, folder: Path) -> "EntityTagger":
        """Read the model and its tables from a folder."""
        lexicon = Lexicon(Clusters.load(folder), Gazetteers.load(folder))
        return cls(Features(lexicon), folder / MODEL_FILE)

    def tag(self, sentences: Sequence[Sequence[str]]) -> list[list[Entity]]:
        """Return the entities of each sentence; give all the sentences of one document."""
        rows = self._features.of(sentences)
        return [spans(self._tagger.tag(row)) for row in rows]
