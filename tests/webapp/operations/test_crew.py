"""Several processes that serve at one address: `recite serve` with RECITE_WORKERS."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest

from tests.webapp.operations.running import children, command, started
from tests.webapp.operations.test_demonstration import free_port

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="processes and signals"),
    pytest.mark.slow,
]


@pytest.fixture
def port(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> int:
    port = free_port()
    monkeypatch.setenv("RECITE_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("RECITE_PORT", str(port))
    monkeypatch.setenv("RECITE_WORKERS", "2")
    monkeypatch.setenv("RECITE_WORKER", "apart")
    monkeypatch.setenv("RECITE_LOG_LEVEL", "WARNING")
    monkeypatch.delenv("DATABASE_URL", raising=False)
    return port


@pytest.fixture
def server(port: int, tmp_path: Path) -> Iterator[int]:
    """The process that starts the others, which must end with it."""
    with started(command("serve"), until="Serving at", cwd=tmp_path, seconds=180) as (
        process,
        lines,
    ):
        yield process.pid
        last = children(process.pid)
        process.send_signal(signal.SIGTERM)
        assert process.wait(30) == 0
    assert not [pid for pid in last if Path(f"/proc/{pid}").exists()]
    assert not [line for line in lines if "Traceback" in line], lines


def status(port: int) -> int:
    with urlopen(f"http://127.0.0.1:{port}/readyz", timeout=180) as answer:
        return int(answer.status)


def test_each_is_replaced_while_the_others_go_on(server: int, port: int) -> None:
    both = children(server)
    assert len(both) == 2
    assert {status(port) for _ in range(20)} == {200}
    for pid in both:
        os.kill(pid, signal.SIGKILL)
        assert {status(port) for _ in range(20)} == {200}
        until = time.monotonic() + 180
        while pid in children(server) or len(children(server)) < 2:
            assert time.monotonic() < until
            time.sleep(0.1)
    assert not set(both) & set(children(server))
