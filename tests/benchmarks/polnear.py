"""Claims of speakers as people marked them: PolNeAR's articles and annotations, read.

PolNeAR: https://github.com/networkdynamics/PolNeAR. Of each attribution only what has a source
and a content is taken.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from questions.documents import Span


@dataclass(frozen=True, slots=True)
class Attributed:
    """What is said, in one or more pieces, and by whom as the text has it there."""

    source: str
    content: tuple[Span, ...]

    def covers(self, span: Span) -> int:
        """Return how many characters of ``span`` are of what is said."""
        return sum(overlap(piece, span) for piece in self.content)

    def length(self) -> int:
        """Return how many characters are said."""
        return sum(piece.end - piece.start for piece in self.content)


@dataclass(frozen=True, slots=True)
class Article:
    """An article with what is attributed in it."""

    name: str
    text: str
    attributed: tuple[Attributed, ...]

    def covered(self, span: Span) -> float:
        """Return what share of ``span`` is something that anybody says."""
        every = {
            place
            for one in self.attributed
            for piece in one.content
            for place in range(max(piece.start, span.start), min(piece.end, span.end))
        }
        return len(every) / max(1, span.end - span.start)


def overlap(one: Span, other: Span) -> int:
    """Return how many characters two spans share."""
    return max(0, min(one.end, other.end) - max(one.start, other.start))


def read_articles(folder: Path, most: int | None = None) -> Iterator[Article]:
    """Yield the articles of one part, or ``most`` of them, as far apart as there are."""
    files = sorted((folder / "text").glob("*.txt"))
    step = max(1, len(files) // most) if most else 1
    for file in files[::step][:most]:
        marks = sorted((folder / "attributions").glob(f"{file.stem}_????.ann"))
        if marks:
            text = file.read_bytes().decode("utf-8")
            lines = marks[0].read_text(encoding="utf-8").splitlines()
            yield Article(file.stem, text, tuple(_attributed(text, lines)))


def _attributed(text: str, lines: Sequence[str]) -> Iterator[Attributed]:
    spans = {}
    for line in lines:
        name, kind_and_places, words = (*line.split("\t", 2), "", "")[:3]
        if name.startswith("T") and words:  # some words are of two lines
            places = kind_and_places.partition(" ")[2]
            spans[name] = tuple(Span(*map(int, piece.split())) for piece in places.split(";"))
    for line in lines:
        if line.startswith("E"):
            parts = [part.partition(":")[::2] for part in line.split("\t")[1].split()]
            content = [p for role, name in parts if _is(role, "Content") for p in spans[name]]
            source = [p for role, name in parts if _is(role, "Source") for p in spans[name]]
            if content and source:
                said = " ".join(piece.of(text) for piece in sorted(source, key=lambda p: p.start))
                yield Attributed(said, tuple(sorted(content, key=lambda p: p.start)))


def _is(role: str, wanted: str) -> bool:
    """Return whether a role is one, or one of several of its kind: "Content2"."""
    return role.rstrip("0123456789") == wanted
