"""What is known of words: lists of names, clusters, capitals, and the rest of the document."""

import gzip
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from babel import Locale

from questions.language.lexicon.links import SENTENCE_OPENERS
from questions.language.lexicon.names import NAME_LINKS

NameWords = tuple[str, ...]  # its words
Ids = tuple[str, ...]  # of clusters, coarse to fine

LONGEST_NAME = 8
PLACES = frozenset({"territory", "region", "state", "city"})
CLUSTERS_FILE = "clusters.txt.gz"
LISTS_FOLDER = "gazetteers"
UNKNOWN = ("-", "-", "-", "-")


# A middling cluster id, the features of a word, and those it lends to its neighbours.
Description = tuple[str, list[str], list[str]]
PAD: Description = ("-", ["w=|"], ["w=|"])


def normal(word: str) -> str:
    """Return the spelling under which a token is looked up: no capitals, no full stops."""
    return word.lower().replace("’", "'").replace(".", "") or word


def name_tokens(name: str) -> NameWords:
    """Split a name the way the tokeniser would, in its normal spelling."""
    plain = normal(re.sub(r"\s*\(.*?\)", "", name))
    return tuple(re.findall(r"'s\b|\w+(?:'(?!s\b)\w+)*|&|-", plain))


@dataclass(slots=True)
class Gazetteers:
    """Names of several kinds, found in a sentence by their longest match."""

    kinds: dict[NameWords, list[str]] = field(default_factory=dict)
    openings: dict[str, int] = field(default_factory=dict)

    @classmethod
    def load(cls, folder: Path) -> "Gazetteers":
        """Read every list in the folder; the stem of a file names its kind."""
        lists = cls()
        for kind, names in _babel_names():
            lists.add(kind, names)
        for path in sorted((folder / LISTS_FOLDER).glob("*.txt*")):
            lists.add(path.name.split(".")[0], read_lines(path))
        return lists

    def add(self, kind: str, names: Iterable[str]) -> None:
        """Enter names under a kind; a name may be of several."""
        for name in names:
            tokens = name_tokens(name)
            if not 0 < len(tokens) <= LONGEST_NAME:
                continue
            known = self.kinds.setdefault(tokens, [])
            if kind not in known:
                known.append(kind)
            self.openings[tokens[0]] = max(self.openings.get(tokens[0], 0), len(tokens))

    def of(self, word: str) -> list[str]:
        """Return the kinds of one lower-case word taken alone."""
        return self.kinds.get((word,), [])

    def is_place(self, name: NameWords) -> bool:
        """Say whether a name is that of a place, whatever else it may be."""
        return not PLACES.isdisjoint(self.kinds.get(name, ()))

    def words(self, kind: str) -> frozenset[str]:
        """Return the single words of a kind."""
        return frozenset(
            name[0] for name, kinds in self.kinds.items() if len(name) == 1 and kind in kinds
        )

    def matches(self, lower: Sequence[str], capital: Sequence[bool]) -> list[list[str]]:
        """Mark the tokens of each longest match with its kind and their place in it."""
        marks: list[list[str]] = [[] for _ in lower]
        start = 0
        while start < len(lower):
            length = self._longest(lower, start) if capital[start] else 0
            if length:
                _mark(marks, start, length, self.kinds[tuple(lower[start : start + length])])
            start += length or 1
        return marks

    def _longest(self, lower: Sequence[str], start: int) -> int:
        for length in range(self.openings.get(lower[start], 0), 0, -1):
            if tuple(lower[start : start + length]) in self.kinds:
                return min(length, len(lower) - start)
        return 0


def _mark(marks: list[list[str]], start: int, length: int, kinds: list[str]) -> None:
    for place in range(length):
        prefix = "U" if length == 1 else "B" if place == 0 else "I"
        marks[start + place].extend(f"{prefix}-{kind}" for kind in kinds)


def _babel_names() -> Iterator[tuple[str, list[str]]]:
    english = Locale("en")
    yield "territory", [name for code, name in english.territories.items() if code.isalpha()]
    yield "region", [name for code, name in english.territories.items() if code.isdigit()]
    yield "language", list(english.languages.values())


def read_lines(path: Path) -> list[str]:
    """Read the lines of a text file, plain or compressed."""
    data = path.read_bytes()
    text = (gzip.decompress(data) if path.suffix == ".gz" else data).decode()
    return [line for line in text.split("\n") if line]


class Clusters:
    """Cluster ids, coarse to fine, of the first and last word piece of a word."""

    def __init__(self, table: dict[str, Ids]) -> None:
        self._table = table
        self._seen: dict[str, tuple[Ids, Ids, int]] = {}

    @classmethod
    def load(cls, folder: Path) -> "Clusters":
        """Read the table of word pieces: one a line, then its ids."""
        rows = (line.split(" ") for line in read_lines(folder / CLUSTERS_FILE))
        return cls({piece: tuple(ids) for piece, *ids in rows})

    def of(self, word: str) -> tuple[Ids, Ids, int]:
        """Return ids of the first piece, ids of the last, and the number of pieces."""
        found = self._seen.get(word)
        if found is None:
            pieces = self._pieces(word) or [UNKNOWN]
            found = self._seen[word] = (pieces[0], pieces[-1], len(pieces))
        return found

    def _pieces(self, word: str) -> list[Ids]:
        pieces: list[Ids] = []
        start = 0
        while start < len(word):
            end = self._longest(word, start)
            if end == start:
                return []
            pieces.append(self._table["##" + word[start:end] if start else word[start:end]])
            start = end
        return pieces

    def _longest(self, word: str, start: int) -> int:
        prefix = "##" if start else ""
        for end in range(len(word), start, -1):
            if prefix + word[start:end] in self._table:
                return end
        return start


def shape(word: str) -> str:
    """Return a word's outline: Xx for Paris, X for NATO, X.X. for U.S., d for 1994."""
    outline = re.sub(r"[^\W\d_a-z]+", "X", re.sub(r"[a-zß-öø-ÿ]+", "x", word))
    return re.sub(r"\d+", "d", outline)


class WordTables:
    """Features of single words, worked out once for each spelling."""

    def __init__(self, clusters: Clusters, gazetteers: Gazetteers) -> None:
        self.clusters = clusters
        self.gazetteers = gazetteers
        self._seen: dict[str, Description] = {}

    @classmethod
    def load(cls, folder: Path) -> "WordTables":
        """Read the clusters and the lists of names in a folder."""
        return cls(Clusters.load(folder), Gazetteers.load(folder))

    def of(self, word: str) -> Description:
        """Return a middling cluster id, the features of the word, and those for its neighbours."""
        found = self._seen.get(word)
        if found is None:
            found = self._seen[word] = self._describe(word)
        return found

    def _describe(self, word: str) -> Description:
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


@dataclass(frozen=True, slots=True)
class Run:
    """Capitalised words in a row."""

    start: int
    end: int


def runs(lower: Sequence[str], capital: Sequence[bool], linked: bool) -> Iterator[Run]:
    """Yield the runs of capitalised words in a sentence, with or without links."""
    start = 0
    while start < len(lower):
        if not capital[start] or (start == 0 and lower[0] in SENTENCE_OPENERS):
            start += 1
            continue
        end = start + 1
        while (reach := _reach(lower, capital, end, linked)) > end:
            end = reach
        yield Run(start, end)
        start = end


def _reach(lower: Sequence[str], capital: Sequence[bool], end: int, linked: bool) -> int:
    size = len(lower)
    if end < size and capital[end]:
        return end + 1
    for step in (1, 2):
        if end + step < size and capital[end + step]:
            between = lower[end : end + step]
            if between == ["-"] or (
                linked
                and between[0] in NAME_LINKS
                and all(word in NAME_LINKS or word == "the" for word in between)
            ):
                return end + step + 1
    return end


class DocumentView:
    """What the whole of a document says of each of its words."""

    def __init__(self, sentences: Sequence[Sequence[str]]) -> None:
        self.sentences = sentences
        self.lower = [[word.lower() for word in words] for words in sentences]
        self.capital = [[word[:1].isupper() for word in words] for words in sentences]
        cases = list(zip(self.lower, self.capital, strict=True))
        self.runs = [list(runs(lower, capital, True)) for lower, capital in cases]
        self.cores = [list(runs(lower, capital, False)) for lower, capital in cases]
        self.places: dict[str, list[tuple[int, int]]] = defaultdict(list)
        self.longest: dict[str, NameWords] = {}
        self.acronyms: dict[str, NameWords] = {}
        self._share = self._shares()
        self._note_runs()

    def share(self, low: str) -> int:
        """Return how often a word is capitalised inside a sentence: never 0, always 4."""
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

    def _note_acronym(self, name: NameWords, short: str) -> None:
        initials = [word[0].upper() for word in name if word[:1].isalpha()]
        if short[:1].isupper() and len(short) > 1 and short[0] in initials and " " not in short:
            self.acronyms[short] = name
