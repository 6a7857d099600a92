"""Reading in a process of its own, which may crash, hang or eat without harm to this one."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from typing import Any

from questions.documents import PassageKind
from questions.reading.confinement import SECONDS
from questions.reading.kinds import Kind
from questions.reading.origin import Origin
from questions.reading.parts import Part
from questions.reading.unreadable import Cause, UnreadableError, damaged

_STARTING = 3  # seconds
_LOOK_UP = 0.25  # seconds
_KEPT = {"SYSTEMROOT", "LANG", "LC_ALL"}  # of the environment: no secrets of this process


def read_apart(
    kind: Kind,
    content: bytes,
    seconds: int = SECONDS,
    meanwhile: Callable[[], None] = lambda: None,
) -> tuple[list[Part], Origin]:
    """Return what the reader of ``kind`` finds in ``content``.

    ``meanwhile`` is called a few times a second; what it raises ends the reading.

    Raises UnreadableError, also where the reader took too long, too much or fell over.
    """
    answer = run_apart("questions.reading.child", kind.reader, content, seconds, meanwhile)
    found = json.loads(answer)
    if "cause" in found:
        error = UnreadableError(found["message"], Cause(found["cause"]))
        error.add_note(found["detail"])
        raise error
    return [_part(fields) for fields in found["parts"]], Origin(**found["origin"])


def run_apart(
    child: str,
    reader: str,
    content: bytes,
    seconds: int = SECONDS,
    meanwhile: Callable[[], None] = lambda: None,
) -> bytes:
    """Return what the module ``child`` writes that is given ``reader`` and ``content``.

    It is to confine itself to so many ``seconds`` and to end with this process, whose number it
    is given. Raises UnreadableError where it does not end well.
    """
    kept = {name: value for name, value in os.environ.items() if name in _KEPT}
    environment = {**kept, "PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "TZ": "UTC"}
    arguments = [reader, str(seconds), str(os.getpid())]
    with tempfile.TemporaryFile() as given:  # has no name, so that nothing of it can be left
        given.write(content)
        given.seek(0)
        with subprocess.Popen(  # noqa: S603 -- this same program
            [sys.executable, "-P", "-m", child, *arguments],
            stdin=given,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
        ) as process:
            try:
                code, answer = _answer_of(process, seconds + _STARTING, meanwhile)
            except BaseException:
                process.kill()
                raise
    if code != 0:
        raise _fallen(code)
    return answer


def _answer_of(
    process: subprocess.Popen[bytes], seconds: int, meanwhile: Callable[[], None]
) -> tuple[int, bytes]:
    end = time.monotonic() + seconds
    while True:
        meanwhile()
        try:
            answer, _ = process.communicate(timeout=_LOOK_UP)
            return process.returncode, answer
        except subprocess.TimeoutExpired as error:
            if time.monotonic() > end:
                raise _too_slow() from error


def _fallen(code: int) -> UnreadableError:
    """Return what it means that the reader ended without an answer."""
    if code == -getattr(signal, "SIGXCPU", 0):
        return _too_slow()
    if code == -getattr(signal, "SIGKILL", 0):
        return too_hungry()
    return damaged(f"The reader ended with {code}.")


def _too_slow() -> UnreadableError:
    return UnreadableError(
        f"takes over {SECONDS} seconds to read. Split it, or save its text as .txt.", Cause.TIME
    )


def too_hungry() -> UnreadableError:
    """Return the error for a file that cannot be read in the memory there is."""
    return UnreadableError(
        "needs too much memory to be read. Split it, or save its text as .txt.", Cause.MEMORY
    )


def _part(fields: list[Any]) -> Part:
    kind, text, depth, mark, pages, is_note = fields
    found = PassageKind(kind) if kind else None
    return Part(found, text, depth, mark, tuple((at, label) for at, label in pages), is_note)
