"""The native schema in YAML, for people to edit: a list, or a mapping with ``questions``."""

from __future__ import annotations

import re
from collections.abc import Iterable

import yaml
from yaml.nodes import MappingNode, Node, SequenceNode

from questions.interchange.filing import in_records, parted, recorded, settled
from questions.interchange.format import Problem, Reading, Writing
from questions.interchange.native import decode, joined, read_objects, write_object
from questions.interchange.yaml_nodes import twice_written, unquoted
from questions.interchange.yaml_reading import LISTED, compose, construct
from questions.media import NO_FILES, Files
from questions.media.album import Album
from questions.question import Question

_ESCAPED = "\\U000"
_RECORD = re.compile(rb"^- file: (?P<name>\S*)\r?\n  content: (?P<content>[^\s\"']*)\r?\n?", re.M)


class Yaml:
    """YAML."""

    name = "yaml"
    suffixes = (".yaml", ".yml")

    def read(self, content: bytes) -> Reading:
        """Read the questions of one YAML document; aliases are refused."""
        content, records = parted(content, _RECORD)
        text = decode(content)
        if isinstance(text, Problem):
            return Reading((), (text,))
        readings: list[Reading] = []

        def take(node: Node) -> None:
            readings.append(_read(f"question {len(readings) + 1}", node))

        root = compose(text, take)
        problem = root if isinstance(root, Problem) else _unlisted(root)
        if problem is not None:
            return Reading((), (problem,))
        return settled(joined(readings), Album(in_records(records)))

    def write(self, questions: Iterable[Question]) -> Writing:
        """Write a list of questions; everything is carried but pictures and sounds."""
        return self.write_with_files(questions, NO_FILES)

    def write_with_files(self, questions: Iterable[Question], files: Files) -> Writing:
        """Write a list of questions, and at its end a record for each file."""
        asked = list(questions)
        spelt = [write_object(question) for question in asked]
        text = _dump(spelt, _QuickDumper)
        if _ESCAPED in text:
            text = _dump(spelt, _Dumper)
        records = (
            f"- file: {name}\n  content: {spelt}\n" for name, spelt in recorded(asked, files)
        )
        return Writing("".join([text, *records]).encode(), ())


def _unlisted(root: Node | None) -> Problem | None:
    """Return why a file neither is the list of questions nor has it by that name."""
    if isinstance(root, MappingNode):
        named = [pair for pair in root.value if pair[0].value == LISTED]
        if len(named) > 1:
            both = " and ".join(str(key.start_mark.line + 1) for key, _ in named)
            return Problem("", f"“questions” is written twice, in lines {both}. Leave one out.")
        root = named[0][1] if named else None
    if isinstance(root, SequenceNode):
        return None
    return Problem("", "There is no list of questions in the file.")


def _read(where: str, node: Node) -> Reading:
    doubled = tuple(Problem(where, message) for message in twice_written(node))
    if doubled:
        return Reading((), doubled)
    stored = construct(node)
    if isinstance(stored, Problem):
        return Reading((), (Problem(where, str(stored)),))
    return read_objects([(where, stored)], lambda place: unquoted(node, place))


class _Dumper(yaml.SafeDumper):
    """Plain values only."""


class _QuickDumper(yaml.CSafeDumper):
    """The same four times as fast, but for emoji: these it writes as numbers."""


def _dump(spelt: object, dumper: type[_Dumper] | type[_QuickDumper]) -> str:
    written: str = yaml.dump(spelt, Dumper=dumper, allow_unicode=True, sort_keys=False, width=96)
    return written


def _spell(dumper: _Dumper | _QuickDumper, text: str) -> yaml.ScalarNode:
    # PyYAML leaves NEL as it is, and then reads it as the end of a line.
    style = '"' if "\x85" in text else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _spell)
_QuickDumper.add_representer(str, _spell)
