"""Run `recite` in this process, or in one of its own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask import Flask

from webapp.cli import recite
from webapp.config import Config


def run(app: Flask, monkeypatch: pytest.MonkeyPatch, *arguments: str | Path) -> Result:
    """Run a command here, on the database of ``app``; an unforeseen error is raised."""
    config: Config = app.extensions["recite"]
    monkeypatch.setenv("RECITE_DATA", str(config.data))
    monkeypatch.setenv("DATABASE_URL", config.database_url)
    result = CliRunner().invoke(recite, [str(argument) for argument in arguments])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


@contextmanager
def started(
    arguments: Sequence[str], *, until: str, cwd: Path, seconds: float = 60
) -> Iterator[tuple[subprocess.Popen[str], list[str]]]:
    """Start a process, wait until it prints ``until``, and make sure that it ends."""
    process = subprocess.Popen(
        arguments,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        cwd=cwd,
        start_new_session=True,
    )
    output = process.stdout
    assert output is not None
    lines: list[str] = []
    ready = threading.Event()

    def listen() -> None:
        for line in output:
            lines.append(line.rstrip("\n"))
            if until in line:
                ready.set()
        ready.set()

    listener = threading.Thread(target=listen)
    listener.start()
    try:
        assert ready.wait(seconds), lines
        assert process.poll() is None, lines
        yield process, lines
    finally:
        _kill(process)
        listener.join()
        output.close()


def _kill(process: subprocess.Popen[str]) -> None:
    """Kill a process that did not end, with its workers, which are in groups of their own."""
    if process.poll() is None:
        workers = children(process.pid)
        process.kill()
        for worker in workers:
            with suppress(ProcessLookupError):  # it ends with its server
                os.kill(worker, signal.SIGKILL)
    process.wait()


def children(pid: int) -> list[int]:
    """Return the processes that any thread of a process has started."""
    lists = Path(f"/proc/{pid}/task").glob("*/children")
    return [int(child) for each in lists for child in each.read_text().split()]


def command(*arguments: str) -> list[str]:
    """Return the command line that runs `recite` with this Python."""
    return [sys.executable, "-c", "from webapp.cli import main; main()", *arguments]
