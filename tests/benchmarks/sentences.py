"""How well sentence ends are found: ``python -m tests.benchmarks.sentences FILE.conllu…``.

The sentences of each document are joined by spaces, so headings and items without a stop are
lost to any rule; the second line leaves those boundaries out.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path

from questions.documents import Span
from questions.reading.sentences import sentence_spans

_GENRES = ("academic", "bio", "news", "voyage")
_STOPPED = re.compile(r"[.!?…][\"'”’)\]]*(?: ?\[[\d –-]+\])*$")


def main(files: list[Path], *, show: bool) -> None:
    """Measure and print."""
    documents = [found for file in files for found in _documents(file)]
    for said, stopped in (("all boundaries", False), ("after a stop", True)):
        right = guessed = true = 0
        for sentences in documents:
            text, ends = _joined(sentences)
            wanted = {end for end in ends if not stopped or _STOPPED.search(text, end - 30, end)}
            found = {span.end for span in sentence_spans(text, Span(0, len(text)))} - {len(text)}
            if stopped and show:
                _show(text, wanted, found - (set(ends) - wanted))
            right += len(wanted & found)
            guessed += len(found - (set(ends) - wanted))
            true += len(wanted)
        print(f"{said}: precision {right / guessed:.3f}, recall {right / true:.3f} of {true}")


def _documents(file: Path) -> Iterator[list[str]]:
    sentences: list[str] = []
    kept = False
    for line in file.read_text(encoding="utf-8").splitlines():
        if line.startswith("# newdoc id"):
            if kept and sentences:
                yield sentences
            sentences, kept = [], any(f"_{genre}_" in line for genre in _GENRES)
        elif line.startswith("# text = "):
            sentences.append(line.removeprefix("# text = ").strip())
    if kept and sentences:
        yield sentences


def _joined(sentences: list[str]) -> tuple[str, list[int]]:
    ends = [at - 1 for at in accumulate(len(sentence) + 1 for sentence in sentences)]
    return " ".join(sentences), ends[:-1]


def _show(text: str, wanted: set[int], found: set[int]) -> None:
    for end in sorted(wanted ^ found):
        mark = "missed" if end in wanted else "false"
        print(f"{mark:7} {text[max(0, end - 60) : end]!r} | {text[end : end + 40]!r}")


if __name__ == "__main__":
    given = sys.argv[1:]
    main([Path(name) for name in given if name != "--show"], show="--show" in given)
