"""The pipeline as a whole."""

from threadpoolctl import threadpool_info

from questions.language.pipeline import load


def test_matrices_are_multiplied_in_one_order() -> None:
    """Two threads add up otherwise where one is kept waiting: a text would be read in two ways."""
    load()
    used = [pool["num_threads"] for pool in threadpool_info() if pool["user_api"] == "blas"]
    assert used and set(used) == {1}
