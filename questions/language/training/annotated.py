"""Read the corpora whose names are annotated."""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from questions.language.entities import KINDS
from questions.language.gazetteers import normal

GUM_KINDS = {"person": "PER", "place": "LOC", "organization": "ORG"}
NAME_LINKS = frozenset({"of", "for", "de", "del", "van", "von", "al", "&", "-", "the", "and", "'s"})
PLACE_LINKS = NAME_LINKS - {"and", "for"}
NAME_TAGS = frozenset({"NNP", "NNPS", "NN", "NNS", "JJ", "CD"})
HELD_OUT = 5


class Tagged(NamedTuple):
    """A sentence and the label of each of its words."""

    words: list[str]
    labels: list[str]


Rows = list[list[str]]
Labelled = list[Tagged]  # the sentences of one document


def _read(path: Path, read_sentence: Callable[[Rows], Tagged]) -> list[Labelled]:
    documents: list[Labelled] = []
    for block in path.read_text(encoding="utf-8").split("\n\n"):
        if "# newdoc" in block:
            documents.append([])
        rows = [row.split("\t") for row in block.splitlines() if re.match(r"\d+\t", row)]
        if rows:
            documents[-1].append(read_sentence(rows))
    return documents


def read_uner(path: Path) -> list[Labelled]:
    """Read Universal NER, whose stray `B-O` is `O`."""
    return _read(path, lambda rows: Tagged([row[1] for row in rows], _begun([r[2] for r in rows])))


def readwikigold(path: Path) -> list[Labelled]:
    """Read wikigold, splitting the hyphens inside its words as the tokeniser does."""
    documents: list[Labelled] = []
    for text in path.read_text(encoding="utf-8").split("-DOCSTART- O"):
        blocks = (block.split("\n") for block in text.split("\n\n"))
        sentences = [[line.rsplit(" ", 1) for line in block if line] for block in blocks]
        if any(sentences):
            documents.append([_split_hyphens(rows) for rows in sentences if rows])
    return documents


def _split_hyphens(rows: Rows) -> Tagged:
    pairs = [
        (part, label)
        for word, label in rows
        for part in re.split(r"(?<=[^\W\d_])(-)(?=[^\W\d_])", word)
    ]
    return Tagged([word for word, _ in pairs], _begun([label for _, label in pairs]))


def _begun(labels: Sequence[str]) -> list[str]:
    """Let every entity begin with B-, and leave out kinds that the tagger does not tell."""
    known = [label if label[2:] in KINDS else "O" for label in labels]
    return [
        "B" + label[1:] if label != "O" and previous[2:] != label[2:] else label
        for previous, label in pairwise(["O", *known])
    ]


def read_gum(path: Path, titles: frozenset[str]) -> list[Labelled]:
    """Read the named mentions of GUM, trimmed to their names and without titles."""
    return _read(path, partial(_gum_sentence, titles=titles))


def _gum_sentence(rows: Rows, titles: frozenset[str]) -> Tagged:
    labels = ["O"] * len(rows)
    for start, end, kind in sorted(_mentions(rows), key=lambda found: found[0] - found[1]):
        first, stop = _trim(rows, start, end, NAME_LINKS if kind == "ORG" else PLACE_LINKS)
        while kind == "PER" and first < stop - 1 and normal(rows[first][1]) in titles:
            first += 1
        bare = kind == "PER" and normal(rows[stop - 1][1]) in titles
        if not bare and first < stop and all(label == "O" for label in labels[first:stop]):
            labels[first:stop] = [f"B-{kind}"] + [f"I-{kind}"] * (stop - first - 1)
    return Tagged([row[1] for row in rows], labels)


def _mentions(rows: Rows) -> Iterator[tuple[int, int, str]]:
    """Yield start, end and kind of the people, places and organisations mentioned."""
    opened: dict[str, list[tuple[int, str]]] = {}
    for place, row in enumerate(rows):
        entities = re.search(r"Entity=([^|]+)", row[9])
        for mark in re.findall(r"\([^()]+\)?|[^()]+\)", entities[1] if entities else ""):
            group, _, rest = mark.strip("()").partition("-")
            if mark[0] == "(":
                opened.setdefault(group, []).append((place, rest.split("-")[0]))
            if mark[-1] == ")" and opened.get(group):
                start, kind = opened[group].pop()
                if kind in GUM_KINDS:
                    yield start, place + 1, GUM_KINDS[kind]


def _trim(rows: Rows, start: int, end: int, links: frozenset[str]) -> tuple[int, int]:
    """Return the run of names round the head of a mention: nothing if that is no name."""
    heads = [row for row in range(start, end) if not start < int(rows[row][6]) <= end]
    if len(heads) != 1 or rows[heads[0]][3] != "PROPN" or not _named(rows[heads[0]]):
        return start, start
    first = stop = heads[0]
    while first > start and _joins(rows, links, first - 1, -1, start):
        first -= 1
    while stop + 1 < end and _joins(rows, links, stop + 1, 1, end - 1):
        stop += 1
    while not _named(rows[first]):
        first += 1
    while not _named(rows[stop]):
        stop -= 1
    return first, stop + 1


def _joins(rows: Rows, links: frozenset[str], place: int, step: int, limit: int) -> bool:
    if _named(rows[place]):
        return True
    beyond = place + step
    return (
        rows[place][1].lower() in links
        and (limit - beyond) * step >= 0
        and (_named(rows[beyond]) or rows[beyond][1].lower() == "the")
    )


def _named(row: list[str]) -> bool:
    return row[1][:1].isupper() and row[4] in NAME_TAGS


def wikigold(corpora: Path, held_out: bool) -> list[Labelled]:
    """Return the fifth of wikigold that nothing is learnt from, or the rest."""
    documents = readwikigold(corpora / "wikigold/wikigold.conll")
    return [text for number, text in enumerate(documents) if (number % HELD_OUT == 0) is held_out]
