"""The network as it is trained, in torch."""

from __future__ import annotations

import math

import torch
from torch import Tensor, nn
from torch.nn import functional

from questions.language.entities import LABELS
from questions.language.pieces import CASES
from questions.language.training.batches import Batch

LAYERS = 4
WIDTH, INNER, SIDES = 384, 1536, 12
ARCS, RELATIONS = 256, 64  # widths of a word as a dependent and as a head


class Layer(nn.Module):
    """An encoder layer as BERT has it, but for a quicker bend."""

    def __init__(self) -> None:
        super().__init__()
        self.look = nn.Linear(WIDTH, 3 * WIDTH)
        self.gather = nn.Linear(WIDTH, WIDTH)
        self.gathered = nn.LayerNorm(WIDTH, 1e-12)
        self.up = nn.Linear(WIDTH, INNER)
        self.down = nn.Linear(INNER, WIDTH)
        self.done = nn.LayerNorm(WIDTH, 1e-12)

    def forward(self, rows: Tensor, here: Tensor, drop: float) -> Tensor:
        """Return the rows of padded sentences, each with what it sees of the others."""
        sentences, length, _ = rows.shape
        parts = self.look(rows).view(sentences, length, 3, SIDES, -1).permute(2, 0, 3, 1, 4)
        query, key, value = parts.unbind()
        shares = query @ key.transpose(2, 3) / math.sqrt(WIDTH / SIDES)
        seen = (
            shares.masked_fill(~here[:, None, None, :], -1e4).softmax(3, dtype=value.dtype) @ value
        )
        seen = seen.transpose(1, 2).reshape(sentences, length, WIDTH)
        rows = self.gathered(rows + self.gather(seen))
        return self.done(rows + functional.dropout(self.down(functional.silu(self.up(rows))), drop))


class Model(nn.Module):
    """Pieces to tags, heads, relations and names."""

    def __init__(self, table: Tensor, tags: int, relations: int) -> None:
        super().__init__()
        self.register_buffer("table", table, persistent=False)
        self.places = nn.Parameter(torch.zeros(512, WIDTH))
        self.cases = nn.Parameter(torch.zeros(CASES + 1, WIDTH))
        self.ready = nn.LayerNorm(WIDTH, 1e-12)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))
        self.tag = nn.Linear(WIDTH, tags)
        self.name = nn.Linear(WIDTH, len(LABELS))
        self.sides = nn.Linear(WIDTH, 2 * ARCS + 2 * RELATIONS)
        self.arc = nn.Linear(ARCS, ARCS)
        self.relation = nn.Parameter(torch.zeros(RELATIONS + 1, relations, RELATIONS + 1))

    def forward(self, batch: Batch) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """Return the scores of tags, heads, relations to the true heads, and labels of names."""
        drop = 0.1 if self.training else 0.0
        rows = self.table[batch.pieces] + self.cases[batch.cases]
        rows = functional.dropout(self.ready(rows + self.places[: rows.shape[1]]), drop)
        for layer in self.layers:
            rows = layer(rows, batch.here, drop)
        words = rows.gather(1, batch.firsts[:, :, None].expand(-1, -1, WIDTH))
        drop = 0.25 if self.training else 0.0
        words = functional.dropout(words, drop)
        sides = functional.dropout(functional.relu(self.sides(words)), drop)
        below, above, under, over = sides.split([ARCS, ARCS, RELATIONS, RELATIONS], dim=2)
        arcs = self.arc(below) @ above.transpose(1, 2) / math.sqrt(ARCS)
        arcs = arcs.float().masked_fill(~batch.real[:, None, :], -1e4)
        over = over.gather(1, batch.heads.clamp(min=0)[:, :, None].expand(-1, -1, RELATIONS))
        one = torch.ones_like(under[:, :, :1])
        under, over = torch.cat([under, one], 2), torch.cat([over, one], 2)
        table = self.relation.to(under.dtype)
        relations = (under @ table.flatten(1)).unflatten(2, table.shape[1:])
        relations = (relations @ over[:, :, :, None])[:, :, :, 0]
        return self.tag(words), arcs, relations, self.name(words)
