"""The pipeline as a whole."""

import time
from pathlib import Path
from threading import Barrier, Thread

import pytest
from threadpoolctl import threadpool_info

from questions.language import network, pipeline
from questions.language.pipeline import load
from questions.reading.plain import read

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


def test_a_text_is_read_the_same_on_one_processor_and_on_two(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    source = read(SEED.read_text(encoding="utf-8") * 3)
    found = []
    for threads in (1, 2):
        monkeypatch.setattr(network, "_MOST_THREADS", threads)
        monkeypatch.setattr("os.cpu_count", lambda: 2)
        found.append(load().read(source))
    assert found[0] == found[1]
