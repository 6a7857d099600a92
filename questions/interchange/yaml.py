"""The native schema in YAML, for people to edit: a list, or a mapping with ``questions``."""

from __future__ import annotations

from collections.abc import Iterable

import yaml

from questions.interchange.format import Problem, Reading, Writing
from questions.interchange.native import decode, read_objects, write_object
from questions.question import Question

_DEEPEST = 100
# PyYAML lets these through where a value only looks like a number or a date.
_UNREADABLE = (
    yaml.YAMLError,
    ValueError,
    KeyError,
    IndexError,
    AttributeError,
    RecursionError,
)


class Yaml:
    """YAML."""

    name = "yaml"
    suffixes = (".yaml", ".yml")

    def read(self, content: bytes) -> Reading:
        """Read the questions of one YAML document; aliases are refused."""
        text = decode(content)
        if isinstance(text, Problem):
            return Reading((), (text,))
        stored = load_yaml(text)
        if isinstance(stored, Problem):
            return Reading((), (stored,))
        if isinstance(stored, dict):
            stored = stored.get("questions")
        if not isinstance(stored, list):
            return Reading((), (Problem("", "There is no list of questions in the file."),))
        return read_objects((f"question {n}", entry) for n, entry in enumerate(stored, 1))

    def write(self, questions: Iterable[Question]) -> Writing:
        """Write a list of questions; everything is carried."""
        spelt = [write_object(question) for question in questions]
        text = yaml.dump(spelt, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=96)
        return Writing(text.encode(), ())


class _Dumper(yaml.SafeDumper):
    """Plain values only."""


def _spell(dumper: _Dumper, text: str) -> yaml.ScalarNode:
    # PyYAML leaves NEL as it is, and then reads it as the end of a line.
    style = '"' if "\x85" in text else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _spell)


def load_yaml(text: str) -> object | Problem:
    """Return what the YAML spells, or why it cannot be read.

    Aliases are refused: a few lines of them can stand for gigabytes. So are tags: what is
    read is plain values. And so is what is nested beyond all need.
    """
    depth = 0
    try:
        for event in yaml.parse(text, Loader=yaml.CSafeLoader):
            if isinstance(event, yaml.AliasEvent):
                return Problem(_line(event.start_mark), "Aliases (*name) are not read. Repeat it.")
            if getattr(event, "tag", None) is not None:
                return Problem(_line(event.start_mark), "Tags (!name) are not read. Leave it out.")
            depth += isinstance(event, yaml.CollectionStartEvent)
            depth -= isinstance(event, yaml.CollectionEndEvent)
            if depth > _DEEPEST:
                return Problem(_line(event.start_mark), "This is nested too deeply.")
        stored: object = yaml.load(text, Loader=yaml.CSafeLoader)
        return stored
    except _UNREADABLE as error:
        mark = getattr(error, "problem_mark", None)
        reason = getattr(error, "problem", None) or error
        return Problem(_line(mark), f"This is not YAML: {reason}")


def _line(mark: object) -> str:
    line = getattr(mark, "line", None)
    return "" if line is None else f"line {line + 1}"
