"""What is known of words before reading: lists of names, and clusters of similar words."""

import gzip
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from babel import Locale

LONGEST_NAME = 8
CLUSTERS_FILE = "clusters.txt.gz"
LISTS_FOLDER = "gazetteers"
UNKNOWN = ("0", "0", "0", "0")


def normal(word: str) -> str:
    """Return the spelling under which a token is looked up: no capitals, no full stops."""
    return word.lower().replace("’", "'").replace(".", "") or word


def name_tokens(name: str) -> tuple[str, ...]:
    """Split a name the way the tokeniser would, in its normal spelling."""
    plain = normal(re.sub(r"\s*\(.*?\)", "", name))
    return tuple(re.findall(r"'s\b|\w+(?:'(?!s\b)\w+)*|&|-", plain))


@dataclass(slots=True)
class Gazetteers:
    """Names of several kinds, found in a sentence by their longest match."""

    kinds: dict[tuple[str, ...], list[str]] = field(default_factory=dict)
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

    def matches(self, lower: Sequence[str], capital: Sequence[bool]) -> list[list[str]]:
        """Mark the tokens of each longest match with its kind and their place in it."""
        marks: list[list[str]] = [[] for _ in lower]
        for start, word in enumerate(lower):
            if not capital[start] or word not in self.openings:
                continue
            for length in range(min(self.openings[word], len(lower) - start), 0, -1):
                kinds = self.kinds.get(tuple(lower[start : start + length]))
                if kinds:
                    _mark(marks, start, length, kinds)
                    break
        return marks


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
    """Read the lines of a text file, plain or compressed, without comments."""
    data = path.read_bytes()
    text = (gzip.decompress(data) if path.suffix == ".gz" else data).decode()
    return [line for line in text.splitlines() if line and not line.startswith("#")]


class Clusters:
    """Cluster ids, coarse to fine, of the first and last word piece of a word."""

    def __init__(self, table: dict[str, tuple[str, ...]]) -> None:
        self._table = table
        self._seen: dict[str, tuple[tuple[str, ...], tuple[str, ...], int]] = {}

    @classmethod
    def load(cls, folder: Path) -> "Clusters":
        """Read the table of word pieces: one a line, then its ids."""
        rows = (line.split(" ") for line in read_lines(folder / CLUSTERS_FILE))
        return cls({piece: tuple(ids) for piece, *ids in rows})

    def of(self, word: str) -> tuple[tuple[str, ...], tuple[str, ...], int]:
        """Return ids of the first piece, ids of the last, and the number of pieces."""
        found = self._seen.get(word)
        if found is None:
            pieces = self._pieces(word) or [UNKNOWN]
            found = self._seen[word] = (pieces[0], pieces[-1], len(pieces))
        return found

    def _pieces(self, word: str) -> list[tuple[str, ...]]:
        pieces: list[tuple[str, ...]] = []
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
