"""How files from elsewhere are read: ``python -m tests.benchmarks.conformance FOLDER…``.

Every file below the folders is read as the import page reads it: in the format that it seems to be
in, and within the same limits, in a copy of this process that they end. Printed for each format
are the files read whole, those read with reports of what was left out, those in which no question
was found, those on which the reader fell over or ran out of time or memory, and the questions that
came of them. ``--reports`` adds why something was left out, the commonest reason first, and
``--files`` a line for each file.
"""

from __future__ import annotations

import argparse
import json
import os
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from questions.interchange import FORMATS
from questions.reading.confinement import close_doors, confine
from questions.receiving.child import answer
from questions.receiving.guessing import guess_formats

_HEADINGS = ("format", "files", "whole", "reports", "refused", "fell", "questions")
SECONDS = 10  # of computing, as the import page allows
_SHOWN = 60  # reasons: plain choice
# What differs between two reports for one reason: what is quoted, and numbers.
_PARTICULAR = re.compile(r"“[^”]*”|\"[^\"]*\"|\b\d[\d.,]*\b")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file: one of the headings, and what was reported."""

    format: str
    ended: str
    questions: int
    reports: tuple[str, ...]


def try_out(path: Path) -> Outcome:
    """Read one file."""
    content = path.read_bytes()
    names = guess_formats(path.name, content)
    found = _read_apart(names, content)
    if found is None:
        return Outcome(names[0], "fell", 0, ("The reader ended without an answer.",))
    reports = tuple(problem["message"] for problem in found["problems"])
    ended = "refused" if not found["count"] else "reports" if reports else "whole"
    return Outcome(found["format"], ended, found["count"], reports)


def _read_apart(names: list[str], content: bytes) -> dict[str, Any] | None:
    """Return what a copy of this process finds, or ``None`` where it ends otherwise."""
    out, into = os.pipe()
    child = os.fork()
    if not child:
        try:
            os.close(out)
            confine(SECONDS)
            close_doors()
            told = json.dumps(answer(names, content)).encode()
            while told:
                told = told[os.write(into, told) :]
        except BaseException:
            os._exit(1)
        os._exit(0)
    os.close(into)
    with os.fdopen(out, "rb") as read:
        told = read.read()
    _pid, status = os.waitpid(child, 0)
    found: dict[str, Any] | None = None if status else json.loads(told)
    return found


def files_of(folders: list[Path]) -> Iterator[Path]:
    """Return every file below the folders that has a byte in it, in order."""
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.is_file() and path.stat().st_size:
                yield path


def rows_of(outcomes: list[Outcome]) -> Iterator[list[str]]:
    """Return the figures of each format that was met, and the sums."""
    met = [name for name in FORMATS if any(each.format == name for each in outcomes)]
    for name in [*met, "together"]:
        those = [each for each in outcomes if name in (each.format, "together")]
        ended = Counter(each.ended for each in those)
        counts = [ended[heading] for heading in _HEADINGS[2:6]]
        asked = sum(each.questions for each in those)
        yield [name, *(f"{count:,}" for count in (len(those), *counts, asked))]


def main() -> None:
    """Receive every file and print the table."""
    parser = argparse.ArgumentParser(description="Read files from elsewhere.")
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--reports", action="store_true", help="add the reasons by count")
    parser.add_argument("--files", action="store_true", help="add a line for each file")
    told = parser.parse_args()
    outcomes = []
    for path in files_of(told.folders):
        outcome = try_out(path)
        outcomes.append(outcome)
        if told.files:
            said = outcome.reports[0] if outcome.reports else ""
            print(
                outcome.format, outcome.ended, outcome.questions, path, said, sep="\t", flush=True
            )
    for row in (_HEADINGS, *rows_of(outcomes)):
        print("| " + " | ".join(row) + " |")
        if row is _HEADINGS:
            print("| --- |" + " --: |" * (len(row) - 1))
    if told.reports:
        reasons = Counter(_PARTICULAR.sub("…", each) for o in outcomes for each in o.reports)
        for reason, count in reasons.most_common(_SHOWN):
            print(f"{count:>6}  {reason}")


if __name__ == "__main__":
    main()
