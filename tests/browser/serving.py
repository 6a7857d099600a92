"""The real command, serving the demonstration on a port of its own."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

RECITE = Path(sys.executable).with_name("recite")
_TO_START, _TO_STOP = 180, 30


@contextmanager
def demonstration(data: Path) -> Iterator[str]:
    """Serve a new demonstration from ``data``, yield its address, and stop it.

    Stopping is part of what is tested: it must end at once and without complaint.
    """
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    output = data / "output.txt"
    with output.open("wb") as file:
        process = subprocess.Popen(
            [RECITE, "demo", "--data", data / "demonstration", "--port", str(port)],
            stdout=file,
            stderr=subprocess.STDOUT,
            cwd=data,
            env=plain_environment(),
        )
    try:
        wait_for(f"{address}/healthz", process, output)
        yield address
        process.send_signal(signal.SIGTERM)
        assert process.wait(_TO_STOP) == 0, output.read_text(encoding="utf-8")
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def last_said(data: Path, lines: int = 60) -> str:
    """Return the end of what the server in ``data`` has written."""
    said = (data / "output.txt").read_text(encoding="utf-8", errors="replace")
    return "\n".join(said.splitlines()[-lines:])


def plain_environment() -> dict[str, str]:
    """Return the environment without settings of Recite's own."""
    ours = ("RECITE_", "DATABASE_URL", "SECRET_KEY")
    return {name: value for name, value in os.environ.items() if not name.startswith(ours)}


def wait_for(address: str, process: subprocess.Popen[bytes], output: Path) -> None:
    """Wait until ``address`` answers 200."""
    until = time.monotonic() + _TO_START
    while time.monotonic() < until:
        assert process.poll() is None, output.read_text(encoding="utf-8")
        try:
            with urlopen(address, timeout=5) as answer:
                if answer.status == 200:
                    return
        except (URLError, OSError):
            time.sleep(0.1)
    raise AssertionError(output.read_text(encoding="utf-8"))


def doctor(data: Path) -> subprocess.CompletedProcess[str]:
    """Run `recite doctor` on what the demonstration left in ``data``."""
    return subprocess.run(
        [RECITE, "doctor"],
        capture_output=True,
        text=True,
        cwd=data,
        env={**plain_environment(), "RECITE_DATA": str(data / "demonstration")},
        check=False,
    )
