from pathlib import Path

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from questions.language.packing import Floats, load, look_up, pack, pack_table, save, unpack

matrices = arrays(
    np.float32, array_shapes(min_dims=2, max_dims=2), elements=st.floats(-100, 100, width=32)
)


@given(matrices)
def test_packing_a_matrix_loses_at_most_half_a_step(weights: Floats) -> None:
    packed, scale = pack(weights)
    assert packed.dtype == np.int8
    assert (np.abs(unpack(packed, scale) - weights) <= scale * 0.501).all()


def test_a_table_of_few_values_is_kept_whole() -> None:
    table = np.random.default_rng(1).choice([-1.5, 0.25, 3.0], (400, 6)).astype(np.float32)
    codes, centres = pack_table(table, 2)
    assert (codes.shape, centres.shape) == ((400, 3), (3, 256, 2))
    assert np.array_equal(look_up(codes, centres), table)


def test_any_other_table_is_nearly_kept() -> None:
    table = np.random.default_rng(1).normal(size=(2_000, 8)).astype(np.float32)
    codes, centres = pack_table(table, 2)
    assert np.mean((look_up(codes, centres) - table) ** 2) < 0.02


def test_saves_what_it_loads(tmp_path: Path) -> None:
    weights: dict[str, Floats] = {"even": np.eye(3, dtype=np.float32)}
    weights["row"] = np.full(3, 1 / 3, np.float32)
    save(tmp_path / "weights.npz", weights, {"tags": np.array(["NN", "VB"])})
    found, others = load(tmp_path / "weights.npz")
    assert set(found) == set(weights)
    assert np.allclose(found["even"], weights["even"])
    assert np.array_equal(found["row"], weights["row"])
    assert others["tags"].tolist() == ["NN", "VB"]
