"""Keep the numbers of a network in few bytes."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
CENTRES = 256
_ROUNDS = 20


def pack(weights: Floats) -> tuple[NDArray[np.int8], Floats]:
    """Return a matrix in whole numbers from -127 to 127, and what each column is to be times."""
    scale = np.maximum(np.abs(weights).max(axis=0), 1e-12) / 127
    return np.rint(weights / scale).astype(np.int8), scale.astype(np.float32)


def unpack(packed: NDArray[np.int8], scale: Floats) -> Floats:
    """Return the matrix that was packed, but for what rounding took."""
    return packed * scale


def pack_table(table: Floats, width: int) -> tuple[NDArray[np.uint8], Floats]:
    """Return a table as codes: for each ``width`` columns, the number of the nearest centre.

    The centres are shaped (columns / width, 256, width).
    """
    chance = np.random.default_rng(0)
    groups = np.split(table, table.shape[1] // width, axis=1)
    found = [k_means(group, CENTRES, _ROUNDS, chance) for group in groups]
    codes = np.stack([nearest for nearest, _ in found], axis=1).astype(np.uint8)
    return codes, np.stack([centres for _, centres in found])


def save(path: Path, weights: Mapping[str, Floats], others: Mapping[str, NDArray[Any]]) -> None:
    """Write named weights, the matrices packed, and other arrays as they are."""
    arrays = dict(others)
    for name, each in weights.items():
        if each.ndim == 1:
            arrays[name] = each
        else:
            arrays[name], arrays[f"{name}.scale"] = pack(each)
    np.savez_compressed(path, allow_pickle=False, **arrays)


def load(path: Path) -> tuple[dict[str, Floats], dict[str, NDArray[Any]]]:
    """Read what was saved: the weights, unpacked, and the other arrays."""
    with np.load(path, allow_pickle=False) as file:
        arrays = {name: file[name] for name in file}
    scales = {name for name in arrays if name.endswith(".scale")}
    weights = {
        name: unpack(each, arrays[f"{name}.scale"]) if f"{name}.scale" in scales else each
        for name, each in arrays.items()
        if f"{name}.scale" in scales or (each.dtype == np.float32 and name not in scales)
    }
    return weights, {name: arrays[name] for name in arrays.keys() - weights.keys() - scales}


def look_up(codes: NDArray[np.uint8], centres: Floats) -> Floats:
    """Return the rows of a packed table that have these codes."""
    found: Floats = centres[np.arange(len(centres)), codes]
    return found.reshape(len(codes), -1)


def k_means(
    points: Floats, count: int, rounds: int, chance: np.random.Generator
) -> tuple[NDArray[np.intp], Floats]:
    """Return the nearest of ``count`` centres to each point, and the centres."""
    centres = points[chance.choice(len(points), count, replace=count > len(points))].copy()
    nearest = _nearest(points, centres)
    for _ in range(rounds):
        sizes = np.bincount(nearest, minlength=count)[:, None]
        sums = np.stack([np.bincount(nearest, column, count) for column in points.T], axis=1)
        centres = np.where(sizes > 0, sums / np.maximum(sizes, 1), centres).astype(np.float32)
        nearest = _nearest(points, centres)
    return nearest, centres


def _nearest(points: Floats, centres: Floats) -> NDArray[np.intp]:
    half = (centres**2).sum(axis=1) / 2
    blocks = np.array_split(points, 1 + len(points) * len(centres) // 2_000_000)
    return np.concatenate([(block @ centres.T - half).argmax(axis=1) for block in blocks])
