"""The pipeline as a whole."""

import time
from pathlib import Path
from threading import Barrier, Thread

import pytest
from threadpoolctl import threadpool_info

from questions.language import pipeline
from questions.language.pipeline import load

SEED = Path(__file__).parents[3] / "seeds" / "azernews-2023-01-20.txt"


def test_matrices_are_multiplied_in_one_order() -> None:
    """Two threads add up otherwise where one is kept waiting: a text would be read in two ways."""
    load()
    used = [pool["num_threads"] for pool in threadpool_info() if pool["user_api"] == "blas"]
    assert used and set(used) == {1}


def test_who_asks_at_a_time_gets_the_same_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """It takes most of a second and 100 MB: one that is being loaded is waited for."""
    made: list[object] = []

    def make() -> object:
        made.append(object())
        time.sleep(0.05)
        return made[-1]

    monkeypatch.setattr(pipeline, "Pipeline", make)
    pipeline._load.cache_clear()
    found, together = [], Barrier(4)

    def ask() -> None:
        together.wait()
        found.append(load())

    threads = [Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    pipeline._load.cache_clear()
    assert len(made) == 1
    assert found == made * 4
