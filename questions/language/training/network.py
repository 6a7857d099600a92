"""Train the network on treebanks and names; needs the extra ``train``."""

from __future__ import annotations

import gzip
import random
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from questions.language.network import NETWORK_FILE
from questions.language.packing import Floats, look_up, pack_table, save
from questions.language.pieces import PIECES_FILE, SPECIALS, Pieces
from questions.language.pipeline import LONGEST
from questions.language.training.batches import NOTHING, Batch, Kinds, Row, batches
from questions.language.training.examples import Example, examples
from questions.language.training.minilm import pieces, pretrained, usual_pieces
from questions.language.training.model import Model
from questions.language.training.variety import Variety

SEED = 7
STEPS = 4_000
WARM = 270
EVERY = 100  # steps: news of how it goes
SAVED = 500  # steps: what is learnt so far is written down
DECAY = 0.998  # of the running averages that are kept in the end
BEND = 1.702  # silu(1.702 x) / 1.702 is close to the gelu of x that MiniLM has
NEW, BOTTOM, TOP, LOWER = 1e-3, 1e-4, 2e-4, 0.85  # rates, and how much less lower layers move
TASKS = ("tags", "heads", "relations", "labels")


def train_network(corpora: Path, folder: Path, titles: frozenset[str], steps: int = STEPS) -> None:
    """Learn from the corpora and write the network to ``folder``; news goes to the console."""
    torch.manual_seed(SEED)
    torch.set_num_threads(1)  # the same sums in the same order on every machine
    chance = random.Random(SEED)  # noqa: S311 - a repeatable order
    codes, centres = _table(folder)
    learnt = [each for each in examples(corpora, "train", titles) if len(each.words) <= LONGEST]
    kinds = _kinds(learnt)
    known = Pieces.load(folder)
    rows = [Row(each, known, kinds) for each in learnt]
    table = torch.from_numpy(look_up(codes, centres.astype(np.float32)))
    variety = Variety(learnt, folder)
    model = Model(table, len(kinds.tags), len(kinds.relations))
    _begin(model)
    others: dict[str, Any] = {"codes": codes, "centres": centres}
    others |= {"tags": np.array(kinds.tags), "relations": np.array(kinds.relations)}

    def batch(rows: list[Row]) -> Batch:
        return Batch(rows, known, variety, chance)

    for averages in _learn(model, rows, batch, chance, steps):
        weights = dict(_laid_out(name, each.numpy()) for name, each in averages.items())
        save(folder / NETWORK_FILE, weights, others)


def _table(folder: Path) -> tuple[Any, Any]:
    """Write the pieces in Latin script, and return their embeddings, packed."""
    kept = usual_pieces()
    (folder / PIECES_FILE).write_bytes(gzip.compress("\n".join(kept).encode(), 9, mtime=0))
    rows = [*map(pieces().index, SPECIALS), *kept.values()]
    codes, centres = pack_table(pretrained()["embeddings.word_embeddings.weight"][rows], 2)
    return codes, centres.astype(np.float16)


def _kinds(learnt: list[Example]) -> Kinds:
    trees = [each.tree for each in learnt if each.tree]
    tags = {tag for tree in trees for tag in tree.tags}
    relations = {name for tree in trees for name in tree.relations} - {"ROOT"}
    return Kinds(sorted(tags), sorted(relations))


def _begin(model: Model) -> None:
    """Start the encoder from MiniLM's first layers."""
    old = {name: torch.from_numpy(each) for name, each in pretrained().items()}
    new = model.state_dict()
    new["places"] = old["embeddings.position_embeddings.weight"]
    new["places"] = new["places"] + old["embeddings.token_type_embeddings.weight"][0]
    for kind in ("weight", "bias"):
        new[f"ready.{kind}"] = old[f"embeddings.LayerNorm.{kind}"]
        for number in range(len(model.layers)):
            layer = f"encoder.layer.{number}"
            parts = {
                "look": torch.cat(
                    [old[f"{layer}.attention.self.{n}.{kind}"] for n in ("query", "key", "value")]
                ),
                "gather": old[f"{layer}.attention.output.dense.{kind}"],
                "gathered": old[f"{layer}.attention.output.LayerNorm.{kind}"],
                "up": old[f"{layer}.intermediate.dense.{kind}"] * BEND,
                "down": old[f"{layer}.output.dense.{kind}"] / (BEND if kind == "weight" else 1),
                "done": old[f"{layer}.output.LayerNorm.{kind}"],
            }
            new |= {f"layers.{number}.{name}.{kind}": each for name, each in parts.items()}
    model.load_state_dict(new)


def _learn(
    model: Model,
    rows: list[Row],
    batch: Callable[[list[Row]], Batch],
    chance: random.Random,
    steps: int,
) -> Iterator[dict[str, Tensor]]:
    """Yield the averages of the weights now and then, and at the end."""
    groups = [_group(model, name) for name, _ in model.named_parameters()]
    optimizer = torch.optim.AdamW(groups, fused=True)
    averages = {name: each.detach().clone() for name, each in model.named_parameters()}
    now = [each.detach() for each in model.parameters()]
    started, losses, waiting = time.monotonic(), Counter[str](), list[list[Row]]()
    for step in range(1, steps + 1):
        waiting = waiting or list(batches(rows, chance))
        part = min(1, step / WARM, max(0.01, 1 - step / steps))
        for group in optimizer.param_groups:
            group["lr"] = group["rate"] * part
        with torch.autocast("cpu", torch.bfloat16):
            lost = _losses(model, batch(waiting.pop()))
        torch.stack(list(lost.values())).sum().backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 2.0)
        optimizer.step()
        optimizer.zero_grad()
        kept = min(DECAY, (1 + step) / (10 + step))
        torch._foreach_lerp_(list(averages.values()), now, 1 - kept)
        losses.update({task: value.item() / EVERY for task, value in lost.items()})
        if step % EVERY == 0:
            print(step, round(time.monotonic() - started), dict(losses), flush=True)
            losses.clear()
        if step % SAVED == 0 or step == steps:
            yield averages


def _group(model: Model, name: str) -> dict[str, Any]:
    """Return a weight with its rate: lower layers move less, new parts most."""
    rate = NEW
    if name.startswith("layers."):
        rate = TOP * LOWER ** (len(model.layers) - 1 - int(name.split(".")[1]))
    elif name.startswith(("places", "ready")):
        rate = BOTTOM
    weight = model.get_parameter(name)
    decay = 0.01 if weight.ndim > 1 else 0.0
    return {"params": [weight], "rate": rate, "weight_decay": decay}


def _losses(model: Model, batch: Batch) -> dict[str, Tensor]:
    truths = {task: getattr(batch, task) for task in TASKS}
    return {
        task: functional.cross_entropy(
            answer.float().flatten(0, 1), truths[task].flatten(), ignore_index=NOTHING
        )
        for task, answer in zip(TASKS, model(batch), strict=True)
        if (truths[task] != NOTHING).any()
    }


def _laid_out(name: str, weight: Floats) -> tuple[str, Floats]:
    """Return a weight the way the network multiplies by it."""
    if weight.ndim == 3:
        return name, weight.reshape(len(weight), -1)
    return name, weight.T.copy() if name.endswith(".weight") else weight
