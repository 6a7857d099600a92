"""Split words into the pieces that the network knows, and tell how they are capitalised."""

import re
import unicodedata
from collections.abc import Sequence
from pathlib import Path

from questions.language.gazetteers import read_lines

PIECES_FILE = "pieces.txt.gz"
SPECIALS = ("[UNK]", "[CLS]", "[SEP]")
UNKNOWN, START, END = range(3)
LONGEST = 4  # pieces of a word: of longer ones the first and the last are taken
CASES = 5
_REMEMBERED = 100_000
_STRAIGHT = str.maketrans("‘’“”", "''\"\"")


class Pieces:
    """The pieces of words, as numbers."""

    def __init__(self, pieces: Sequence[str]) -> None:
        self._numbers = {piece: number for number, piece in enumerate([*SPECIALS, *pieces])}
        self._longest = max(map(len, self._numbers))
        self._seen: dict[str, tuple[int, ...]] = {}

    @classmethod
    def load(cls, folder: Path) -> "Pieces":
        """Read the list of pieces in a folder."""
        return cls(read_lines(folder / PIECES_FILE))

    def of(self, word: str) -> tuple[int, ...]:
        """Return the numbers of one to four pieces."""
        found = self._seen.get(word)
        if found is None:
            if len(self._seen) >= _REMEMBERED:
                self._seen = {}
            found = self._seen[word] = self._split(word)
        return found

    def _split(self, word: str) -> tuple[int, ...]:
        found = [piece for part in _parts(word) for piece in self._pieces(part)] or [UNKNOWN]
        return tuple(found if len(found) <= LONGEST else [*found[: LONGEST - 1], found[-1]])

    def _pieces(self, part: str) -> list[int]:
        found: list[int] = []
        start = 0
        while start < len(part):
            end = self._reach(part, start)
            if end == start:
                return [UNKNOWN]
            found.append(self._numbers["##" + part[start:end] if start else part[start:end]])
            start = end
        return found

    def _reach(self, part: str, start: int) -> int:
        prefix = "##" if start else ""
        for end in range(min(len(part), start + self._longest), start, -1):
            if prefix + part[start:end] in self._numbers:
                return end
        return start


def _parts(word: str) -> list[str]:
    """Return the runs of letters and digits, and each other mark alone, in plain lower case."""
    apart = unicodedata.normalize("NFD", word.translate(_STRAIGHT).lower())
    plain = "".join(mark for mark in apart if unicodedata.category(mark) != "Mn")
    return re.findall(r"[^\W_]+|[^\w\s]|_", plain)


def case(word: str) -> int:
    """Return how a word is capitalised: 0 not, 1 its first letter, 2 all, 3 some, 4 no letters."""
    if word.islower():
        return 0
    if not any(mark.isalpha() for mark in word):
        return 4
    if word.isupper() and len(word) > 1:
        return 2
    return 1 if word[0].isupper() and not any(mark.isupper() for mark in word[1:]) else 3
