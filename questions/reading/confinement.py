"""What a process that reads somebody's file may use: set by itself before it sees the file."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
from typing import Any

MEMORY = 512 * 1024 * 1024
SECONDS = 25  # and a few for starting and saying so: half a minute at most
_GRACE = 2  # seconds
_MOST_OPEN = 32
_PR_SET_PDEATHSIG = 1
_FORBIDDEN = (
    "socket.",
    "subprocess.",
    "os.exec",
    "os.fork",
    "os.posix_spawn",
    "os.spawn",
    "os.system",
    "os.remove",
    "os.rename",
    "os.mkdir",
    "ctypes.dlopen",
    "webbrowser.",
)


def end_with(parent: int, by: signal.Signals) -> None:
    """Have this process end when its parent does, however that ends: ``by`` that signal."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, by)
    if os.getppid() != parent:  # it ended before that
        os._exit(0)


def confine(seconds: int = SECONDS) -> None:
    """Limit memory and time, and let no file grow and no process start.

    Where the system knows no such limits, the clock of who started this process is left.
    """
    try:
        import resource
    except ImportError:  # pragma: no cover -- Windows
        return
    limits = {
        resource.RLIMIT_AS: MEMORY,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_NOFILE: _MOST_OPEN,
        resource.RLIMIT_NPROC: 0,
    }
    # The first end of time has a signal of its own, by which who started this knows it.
    bounds = {resource.RLIMIT_CPU: (seconds, seconds + _GRACE)}
    bounds |= {limit: (most, most) for limit, most in limits.items()}
    for limit, bound in bounds.items():
        try:
            resource.setrlimit(limit, bound)
        except (ValueError, OSError):  # pragma: no cover -- macOS sets no limit of memory
            continue


def close_doors() -> None:
    """Refuse from now on to connect, start or write, and to read what is no part of the program."""
    roots = tuple(
        os.path.realpath(path) + os.sep for path in {*sys.path, sys.prefix, sys.base_prefix} if path
    )

    def refuse(event: str, args: tuple[Any, ...]) -> None:
        if event.startswith(_FORBIDDEN) or (event == "open" and not _is_own(args, roots)):
            raise PermissionError(event)

    sys.addaudithook(refuse)


def _is_own(args: tuple[Any, ...], roots: tuple[str, ...]) -> bool:
    """Return whether a file of the program is opened for reading."""
    path, mode, flags = args
    if not isinstance(path, str | bytes) or (flags or 0) & (os.O_WRONLY | os.O_RDWR):
        return False
    if mode and set(mode) & set("wax+"):
        return False
    return os.path.realpath(os.fsdecode(path)).startswith(roots)
