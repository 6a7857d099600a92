"""What ``recite propose`` costs: ``python -m tests.benchmarks.large FILE…``.

Each file, and some made up, runs in a process of its own; memory is that process's peak.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from pathlib import Path

_SIZE = 1_000_000
_PIECES = {
    "words.txt": "word ",
    "no-spaces.txt": "a",
    "items.txt": "- a\n",
    "items.md": "- a\n",
    "headings.md": "# A\n\n",
    "brackets.md": "![",
    "tables.md": "| a | b |\n| - | - |\n",
}


def main(files: list[Path]) -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        for name, piece in _PIECES.items():
            made = Path(folder) / name
            made.write_text(piece * (_SIZE // len(piece)), encoding="utf-8")
            files.append(made)
        for file in files:
            seconds, own, memory, questions = _run(file)
            print(
                f"{file.name:20} {seconds:6.1f} s, {own:6.1f} s of it CPU, {memory:5.0f} MB, "
                f"{questions} questions"
            )


def _run(file: Path) -> tuple[float, float, float, int]:
    read, write = os.pipe()
    started = time.perf_counter()
    child = os.fork()
    if not child:
        os.close(read)
        os.dup2(write, 1)
        os.execv(sys.executable, [sys.executable, "-c", _COMMAND, "propose", str(file)])
    os.close(write)
    with os.fdopen(read, "rb") as output:
        questions = sum(1 for _ in output)
    _, _, used = os.wait4(child, 0)
    seconds = time.perf_counter() - started
    return seconds, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, questions


_COMMAND = "from webapp.cli import main; main()"

if __name__ == "__main__":
    main([Path(name) for name in sys.argv[1:]])
