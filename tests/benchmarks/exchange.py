"""How fast questions go out and come in: ``python -m tests.benchmarks.exchange [questions]``.

Ten thousand unless told otherwise: those of the seed bank again and again, each with an id and a
stem of its own. Printed for each format are the questions a second that it writes and reads, how
many of them it has no room for, the size of the file, and the megabytes that a process takes at
its height, what Python and the questions take themselves left out. Formats are tried one after the
other, each in a process of its own.
"""

from __future__ import annotations

import multiprocessing
import resource
import sys
import time
from itertools import cycle, islice

from questions.bank import load_seed
from questions.interchange import FORMATS
from questions.question import Question

SEED = "azernews-2023-01-20"
QUESTIONS = 10_000
_HEADINGS = ("format", "written/s", "read/s", "left out", "MB", "memory MB")


def some(count: int) -> list[Question]:
    """Return so many questions, none of them twice."""
    bank = load_seed(SEED)[1].questions
    return [
        question.model_copy(update={"id": f"q-{n}", "stem": f"{question.stem} ({n})"})
        for n, question in enumerate(islice(cycle(bank), count))
    ]


def measure(name: str, count: int) -> list[str]:
    """Write and read questions in a format; returns the figures as they are printed."""
    form, questions = FORMATS[name], some(count)
    before = _height()
    begun = time.perf_counter()
    written = form.write(questions)
    between = time.perf_counter()
    read = form.read(written.content)
    ended = time.perf_counter()
    found = len(read.questions)
    return [
        name,
        f"{count / (between - begun):,.0f}",
        f"{found / (ended - between):,.0f}",
        str(count - found),
        f"{len(written.content) / 1e6:.1f}",
        str(_height() - before),
    ]


def _height() -> int:
    """Return the most megabytes that this process has taken."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def main() -> None:
    """Measure every format and print a table."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else QUESTIONS
    print(("{:>12}" * len(_HEADINGS)).format(*_HEADINGS))
    for name in FORMATS:
        # A process that was not copied: what it has freed is its own.
        with multiprocessing.get_context("spawn").Pool(1) as process:
            figures = process.apply(measure, (name, count))
        print(("{:>12}" * len(figures)).format(*figures), flush=True)


if __name__ == "__main__":
    main()
