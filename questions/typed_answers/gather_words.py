"""Rewrite ``words.txt.gz``: ``python -m questions.typed_answers.gather_words NAMES LIST…``.

NAMES is the folder of gazetteers; each LIST is a file of English words, one a line, as the Debian
packages ``wamerican`` and ``wbritish`` install them; a capital marks a name.
"""

from __future__ import annotations

import gzip
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from babel import Locale

from questions.folding import fold
from questions.typed_answers.slips import WORDS_FILE

_SHORTEST = 4  # shorter ones are no slip of a word of five letters


def main(gazetteers: Path, lists: Iterable[Path]) -> None:
    """Keep words, and names that are no words."""
    listed = [line for file in lists for line in _lines(file) if "'" not in line]
    words = set(_folded(line for line in listed if line[0].islower()))
    kept = ("city.txt.gz", "given.txt.gz", "surname.txt.gz", "demonym.txt", "state.txt")
    names = set(_folded(line for line in listed if line[0].isupper()))
    names |= set(_folded(line for name in kept for line in _lines(gazetteers / name)))
    names |= set(_folded(Locale("en").territories.values()))
    parts = ("\n".join(sorted(part)) for part in (words, names - words))
    WORDS_FILE.write_bytes(gzip.compress("\n\n".join(parts).encode(), 9, mtime=0))


def _lines(file: Path) -> list[str]:
    data = file.read_bytes()
    return (gzip.decompress(data) if file.suffix == ".gz" else data).decode().splitlines()


def _folded(texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        yield from (word for word in fold(text).split() if len(word) >= _SHORTEST)


if __name__ == "__main__":
    main(Path(sys.argv[1]), [Path(name) for name in sys.argv[2:]])
