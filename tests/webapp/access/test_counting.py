"""Counting together: what several processes count, they count as one."""

from __future__ import annotations

import sqlite3
import stat
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from limits import parse
from limits.errors import StorageError
from limits.strategies import FixedWindowRateLimiter

from tests.webapp.worlds import START
from webapp.access.counting import SharedCounts
from webapp.config import load_config

TWENTY = parse("20 per 15 minutes")
HIT = """
import sys
from limits import parse
from limits.strategies import FixedWindowRateLimiter
from webapp.access.counting import SharedCounts
limiter = FixedWindowRateLimiter(SharedCounts(sys.argv[1]))
print(sum(limiter.hit(parse("20 per 15 minutes"), "somebody") for _ in range(15)))
"""


@pytest.fixture
def uri(tmp_path: Path) -> str:
    return f"shared://{tmp_path}/limits.db"


@pytest.fixture
def limiter(uri: str) -> Iterator[FixedWindowRateLimiter]:
    with time_machine.travel(START, tick=False):
        yield FixedWindowRateLimiter(SharedCounts(uri))


def test_processes_share_what_may_be_tried(uri: str) -> None:
    with ThreadPoolExecutor(3) as threads:
        command = [sys.executable, "-c", HIT, uri]
        done = list(threads.map(lambda _n: subprocess.check_output(command), range(3)))
    assert sum(map(int, done)) == 20


def test_of_what_was_never_tried_nothing_counts(uri: str) -> None:
    counts = SharedCounts(uri)
    with time_machine.travel(START, tick=False):
        assert counts.get("nobody") == 0
        assert counts.get_expiry("nobody") == START.timestamp()


def test_threads_take_turns(limiter: FixedWindowRateLimiter) -> None:
    with ThreadPoolExecutor(8) as threads:
        taken = list(threads.map(lambda _n: limiter.hit(TWENTY, "somebody"), range(60)))
    assert taken.count(True) == 20


def test_a_window_ends_and_another_begins(limiter: FixedWindowRateLimiter) -> None:
    assert [limiter.hit(TWENTY, "somebody") for _ in range(21)][-2:] == [True, False]
    end = START + timedelta(minutes=15)
    assert limiter.get_window_stats(TWENTY, "somebody") == (end.timestamp(), 0)
    with time_machine.travel(end, tick=False):
        assert limiter.get_window_stats(TWENTY, "somebody").remaining == 20
        assert limiter.hit(TWENTY, "somebody")
        assert limiter.get_window_stats(TWENTY, "somebody").remaining == 19


def test_what_is_given_back_and_forgotten_may_be_tried_again(uri: str) -> None:
    counts = SharedCounts(uri)
    assert (counts.incr("a", 60), counts.incr("a", 60), counts.incr("a", 60, -1)) == (1, 2, 1)
    counts.clear("a")
    assert (counts.get("a"), counts.incr("b", 60), counts.reset(), counts.check()) == (
        0,
        1,
        1,
        True,
    )


def test_windows_that_are_over_are_let_go_of(tmp_path: Path, uri: str) -> None:
    counts = SharedCounts(uri)
    with time_machine.travel(START, tick=False):
        counts.incr("old", 60)
    with time_machine.travel(START + timedelta(seconds=60), tick=False):
        assert counts.get("old") == 0
        counts.incr("new", 60)
        assert counts.get_expiry("new") == (START + timedelta(seconds=120)).timestamp()
        assert counts.get_expiry("old") == (START + timedelta(seconds=60)).timestamp()
    kept = sqlite3.connect(tmp_path / "limits.db").execute("SELECT name FROM counts").fetchall()
    assert kept == [("new",)]


def test_the_file_is_its_owners_alone(tmp_path: Path, uri: str) -> None:
    SharedCounts(uri).incr("a", 60)
    assert stat.S_IMODE((tmp_path / "limits.db").stat().st_mode) == 0o600


def test_a_file_that_cannot_be_had_is_said_to_be_one(tmp_path: Path) -> None:
    counts = SharedCounts(f"shared://{tmp_path}/none/limits.db", wrap_exceptions=True)
    with pytest.raises((StorageError, OSError)):
        counts.incr("a", 60)


@pytest.mark.parametrize(("workers", "kept"), [("1", "memory://"), ("2", "shared://")])
def test_one_process_counts_in_memory_and_several_in_a_file(
    tmp_path: Path, workers: str, kept: str
) -> None:
    given = {"RECITE_DATA": str(tmp_path), "RECITE_WORKERS": workers}
    assert load_config(given).limits_url.startswith(kept)
