"""Train and measure the tagger and parser: ``python -m questions.language.train CORPORA``."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.training import Example
from thinc.api import fix_random_seed

from questions.language.treebanks import Tree, in_newspaper_print, read_trees

STEPS = 2_800
SEED = 7
_CONFIG = """
[nlp]
lang = "en"
pipeline = ["tok2vec", "tagger", "parser"]

[components]

[components.tok2vec]
factory = "tok2vec"

[components.tok2vec.model]
@architectures = "spacy.Tok2Vec.v2"

[components.tok2vec.model.embed]
@architectures = "spacy.MultiHashEmbed.v2"
width = 96
attrs = ["NORM", "PREFIX", "SUFFIX", "SHAPE"]
rows = [5000, 1000, 2500, 2500]
include_static_vectors = false

[components.tok2vec.model.encode]
@architectures = "spacy.MaxoutWindowEncoder.v2"
width = 96
depth = 4
window_size = 1
maxout_pieces = 3

[components.tagger]
factory = "tagger"

[components.tagger.model]
@architectures = "spacy.Tagger.v2"

[components.tagger.model.tok2vec]
@architectures = "spacy.Tok2VecListener.v1"
width = 96

[components.parser]
factory = "parser"
min_action_freq = 20

[components.parser.model]
@architectures = "spacy.TransitionBasedParser.v2"
state_type = "parser"
extra_state_tokens = false
hidden_width = 64
maxout_pieces = 2
use_upper = true

[components.parser.model.tok2vec]
@architectures = "spacy.Tok2VecListener.v1"
width = 96
"""


def train_parser(corpora: Path, folder: Path, steps: int = STEPS) -> None:
    """Train on EWT and GUM and write the pipeline to ``folder``; progress goes to the console."""
    from thinc.api import Adam, Config

    fix_random_seed(SEED)
    chance = random.Random(SEED)  # noqa: S311 - a repeatable order
    nlp = spacy.util.load_model_from_config(
        Config().from_str(_CONFIG), auto_fill=True, validate=True
    )
    trees = [
        in_newspaper_print(tree) if chance.random() < 0.25 else tree
        for name in ("ewt", "gum")
        for tree in read_trees(corpora / name / "train.conllu")
    ]
    examples = [_example(nlp, tree) for tree in trees]
    nlp.initialize(lambda: examples)
    optimizer = Adam(
        learn_rate=0.001, beta1=0.9, beta2=0.999, L2=0.01, grad_clip=1.0, use_averages=True
    )
    started = time.process_time()
    losses: dict[str, float] = {}
    for step, batch in enumerate(_batches(examples, chance), 1):
        nlp.update(batch, sgd=optimizer, drop=0.1, losses=losses)
        if step % 200 == 0:
            print(step, round(time.process_time() - started), losses, flush=True)
            losses = {}
        if step == steps:
            break
        if step % 700 == 0:
            with nlp.use_params(optimizer.averages):
                print(measure_parser(corpora, nlp, "dev"), flush=True)
    with nlp.use_params(optimizer.averages):
        nlp.to_disk(folder)


def measure_parser(corpora: Path, nlp: Language, part: str = "test") -> dict[str, float]:
    """Return UAS, LAS and tag accuracy in percent, sentences given, from raw text."""
    figures = {}
    for name in ("ewt", "gum"):
        examples = [_example(nlp, tree) for tree in read_trees(corpora / name / f"{part}.conllu")]
        for example in examples:
            _keep_whole(example.predicted)
        scores = nlp.evaluate(examples)
        for kind in ("dep_uas", "dep_las", "tag_acc"):
            figures[f"{name} {part} {kind}"] = round(100 * scores[kind], 1)
        figures[f"{name} {part} tokens per second"] = round(scores["speed"])
    return figures


def _example(nlp: Language, tree: Tree) -> Example:
    reference = Doc(
        nlp.vocab,
        words=tree.words,
        spaces=tree.spaces,
        tags=tree.tags,
        heads=tree.heads,
        deps=tree.relations,
    )
    return Example(nlp.make_doc(reference.text), reference)


def _keep_whole(doc: Doc) -> None:
    for token in doc:
        token.is_sent_start = token.i == 0


def _batches(examples: list[Example], chance: random.Random) -> Iterator[list[Example]]:
    """Yield batches for ever, growing from 300 to 2,000 words."""
    size = 300.0
    while True:
        chance.shuffle(examples)
        batch: list[Example] = []
        words = 0
        for example in examples:
            batch.append(example)
            words += len(example.predicted)
            if words >= size:
                yield batch
                batch, words = [], 0
                size = min(2_000.0, size * 1.001)
