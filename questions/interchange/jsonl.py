"""The native schema as JSON Lines: one question a line."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator

from questions.interchange.filing import in_records, parted, recorded, settled
from questions.interchange.format import Problem, Reading, Writing
from questions.interchange.native import came_of, decode, joined, read_object, write_object
from questions.media import NO_FILES, Files
from questions.media.album import Album
from questions.question import Question

_RECORD = re.compile(
    rb'^[ \t]*\{[ \t]*"file"[ \t]*:[ \t]*"(?P<name>[^"\n]*)"[ \t]*,'
    rb'[ \t]*"content"[ \t]*:[ \t]*"(?P<content>[^"\n]*)"[ \t]*\}[ \t\r]*$',
    re.M,
)


class JsonLines:
    """JSON Lines."""

    name = "jsonl"
    suffixes = (".jsonl", ".ndjson")

    def read(self, content: bytes) -> Reading:
        """Read a question from every line that is not blank."""
        content, records = parted(content, _RECORD)
        text = decode(content)
        if isinstance(text, Problem):
            return Reading((), (text,))
        reading = joined(
            _read_line(f"line {number}", line)
            for number, line in enumerate(text.split("\n"), 1)
            if line.strip()
        )
        return settled(reading, Album(in_records(records)))

    def write(self, questions: Iterable[Question]) -> Writing:
        """Write a line a question; everything is carried but pictures and sounds."""
        return self.write_with_files(questions, NO_FILES)

    def write_with_files(self, questions: Iterable[Question], files: Files) -> Writing:
        """Write a line a question, and a line for each file."""
        asked = list(questions)
        records = (
            json.dumps({"file": name, "content": spelt}) + "\n"
            for name, spelt in recorded(asked, files)
        )
        return Writing("".join([*_lines(asked), *records]).encode(), ())


def _read_line(where: str, line: str) -> Reading:
    doubled: list[str] = []

    def as_object(pairs: list[tuple[str, object]]) -> dict[str, object]:
        keys = Counter(key for key, _ in pairs)
        doubled.extend(key for key, times in keys.items() if times > 1)
        return dict(pairs)

    try:
        stored = json.loads(line, object_pairs_hook=as_object)
        if doubled:
            said = [f"“{key}” is written twice in this line. Leave one out." for key in doubled]
            return came_of(where, said, spelt=stored)
        return came_of(where, read_object(stored), spelt=stored)
    except (ValueError, RecursionError) as error:
        return came_of(where, [f"This is not JSON: {error}"])


def _lines(questions: Iterable[Question]) -> Iterator[str]:
    for question in questions:
        yield json.dumps(write_object(question), ensure_ascii=False) + "\n"
