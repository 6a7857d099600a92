"""Measure what the weights are worth on text they were not learnt from.

``python -m questions.language.training.figures CORPORA [FOLDER]`` writes the page of figures.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from questions.language.entities import KINDS, EntityTagger, spans
from questions.language.network import Network
from questions.language.pipeline import WEIGHTS
from questions.language.training.annotated import Labelled, read_uner, wikigold
from questions.language.training.treebanks import Tree, read_trees

if TYPE_CHECKING:
    from spacy.tokens import Doc
    from spacy.training import Example

FIGURES_FILE = "FIGURES.md"
PAGE = """\
# Figures

Written by `python -m questions.language.training.figures`; do not edit.

The parse, from raw text with the sentences given (UAS, LAS and tag accuracy in percent, without
punctuation):

{parse}
Names, with the words given:

{names}
All:

{cost}"""


def measure(corpora: Path, folder: Path) -> str:
    """Measure the weights in ``folder`` and return the page of figures."""
    return PAGE.format(
        parse=_table(measure_parse(corpora, folder)),
        names=_table(measure_names(corpora, folder)),
        cost=_table(measure_cost(corpora, folder)),
    )


def measure_parse(corpora: Path, folder: Path, part: str = "test") -> dict[str, float]:
    """Return UAS, LAS and tag accuracy in percent."""
    from spacy.scorer import Scorer

    network = Network.load(folder)
    found = {}
    for name in ("ewt", "gum"):
        trees = read_trees(corpora / name / f"{part}.conllu")
        parsed = list(_parsed(network, list(trees)))
        scores = Scorer.score_deps(parsed, "dep", ignore_labels=("punct",))
        scores |= Scorer.score_token_attr(parsed, "tag")
        for kind in ("dep_uas", "dep_las", "tag_acc"):
            found[f"{name} {part} {kind}"] = round(100 * scores[kind], 1)
    return found


def _parsed(network: Network, trees: Sequence[Tree]) -> Iterator[Example]:
    """Yield each tree beside what is read of its text."""
    import spacy
    from spacy.tokens import Doc
    from spacy.training import Example

    nlp = spacy.blank("en")
    docs = [nlp.make_doc(tree.text) for tree in trees]
    readings = network.read([[token.text for token in doc] for doc in docs])
    for tree, doc, reading in zip(trees, docs, readings, strict=True):
        said = _doc(doc, reading.tags, reading.heads, reading.relations)
        spaces = tree.spaces
        truth = Doc(nlp.vocab, words=tree.words, spaces=spaces)
        yield Example(said, _doc(truth, tree.tags, tree.heads, tree.relations))


def _doc(doc: Doc, tags: Sequence[str], heads: Sequence[int], relations: Sequence[str]) -> Doc:
    from spacy.tokens import Doc

    words, spaces = [token.text for token in doc], [bool(token.whitespace_) for token in doc]
    return Doc(doc.vocab, words, spaces, tags=[*tags], heads=[*heads], deps=[*relations])


def measure_names(corpora: Path, folder: Path) -> dict[str, float]:
    """Return precision, recall and F."""
    network, tagger = Network.load(folder), EntityTagger.load(folder)
    sets = {
        "UNER test": read_uner(corpora / "uner-ewt/test.iob2"),
        "wikigold fifth": wikigold(corpora, held_out=True),
    }
    return {
        f"{name} {measure}": round(value, 3)
        for name, documents in sets.items()
        for measure, value in _rates(network, tagger, documents).items()
    }


def _rates(network: Network, tagger: EntityTagger, documents: list[Labelled]) -> dict[str, float]:
    right, said, there = Counter[str](), Counter[str](), Counter[str]()
    for text in documents:
        words = [sentence.words for sentence in text]
        answers = tagger.tag(words, [reading.names for reading in network.read(words)])
        for sentence, answer in zip(text, answers, strict=True):
            truth = set(spans(sentence.labels))
            right.update(entity.kind for entity in truth.intersection(answer))
            said.update(entity.kind for entity in answer)
            there.update(entity.kind for entity in truth)
    figures = {f"{kind} F": _rate(2 * right[kind], said[kind] + there[kind]) for kind in KINDS}
    hits, made, real = right.total(), said.total(), there.total()
    return {
        "precision": _rate(hits, made),
        "recall": _rate(hits, real),
        "F": _rate(2 * hits, made + real),
    } | figures


def _rate(part: int, whole: int) -> float:
    return part / whole if whole else 0.0


def measure_cost(corpora: Path, folder: Path) -> dict[str, float]:
    """Return how fast parse and names are read together, and how much room the weights take."""
    network, tagger = Network.load(folder), EntityTagger.load(folder)
    texts = [[sentence.words for sentence in text] for text in wikigold(corpora, held_out=True)]
    started = time.process_time()
    for words in texts:
        tagger.tag(words, [reading.names for reading in network.read(words)])
    used = time.process_time() - started
    count = sum(len(words) for text in texts for words in text)
    size = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
    return {
        "words per second of one core": round(count / used, -2),
        "megabytes of weights": round(size / 1e6, 1),
    }


def _table(figures: Mapping[str, float]) -> str:
    rows = "".join(f"| {name} | {value:g} |\n" for name, value in figures.items())
    return f"| measure | figure |\n| --- | --- |\n{rows}"


if __name__ == "__main__":
    weights = Path(sys.argv[2]) if len(sys.argv) > 2 else WEIGHTS
    (weights / FIGURES_FILE).write_text(measure(Path(sys.argv[1]), weights), encoding="utf-8")
