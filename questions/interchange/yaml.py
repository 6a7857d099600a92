"""The native schema in YAML, for people to edit: a list, or a mapping with ``questions``."""

from __future__ import annotations

import re
from collections.abc import Iterable

import yaml
from yaml.nodes import MappingNode, Node, SequenceNode

from questions.interchange.filing import in_records, parted, recorded, settled
from questions.interchange.format import Problem, Reading, Writing
from questions.interchange.native import decode, joined, read_objects, write_object
from questions.interchange.yaml_nodes import Loader, twice_written, unquoted
from questions.media import NO_FILES, Files
from questions.media.album import Album
from questions.question import Question

_DEEPEST = 100
_ESCAPED = "\\U000"
_RECORD = re.compile(rb"^- file: (?P<name>\S*)\r?\n  content: (?P<content>[^\s\"']*)\r?\n?", re.M)
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
        content, records = parted(content, _RECORD)
        text = decode(content)
        if isinstance(text, Problem):
            return Reading((), (text,))
        root = _compose(text)
        if isinstance(root, Problem):
            return Reading((), (root,))
        listed = _questions(root)
        if isinstance(listed, Problem):
            return Reading((), (listed,))
        read = joined(_read(f"question {n}", node) for n, node in enumerate(listed.value, 1))
        return settled(read, Album(in_records(records)))

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


def _questions(root: Node | None) -> SequenceNode | Problem:
    """Return the list of questions that a file is, or has by that name."""
    if isinstance(root, MappingNode):
        named = [pair for pair in root.value if pair[0].value == "questions"]
        if len(named) > 1:
            both = " and ".join(str(key.start_mark.line + 1) for key, _ in named)
            return Problem("", f"“questions” is written twice, in lines {both}. Leave one out.")
        root = named[0][1] if named else None
    if isinstance(root, SequenceNode):
        return root
    return Problem("", "There is no list of questions in the file.")


def _read(where: str, node: Node) -> Reading:
    doubled = tuple(Problem(where, message) for message in twice_written(node))
    if doubled:
        return Reading((), doubled)
    stored = _construct(node)
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


def load_yaml(text: str) -> object | Problem:
    """Return what the YAML spells, or why it cannot be read; a key written twice is a reason."""
    root = _compose(text)
    if root is None or isinstance(root, Problem):
        return root
    if doubled := next(twice_written(root), None):
        return Problem("", doubled)
    return _construct(root)


def _compose(text: str) -> Node | Problem | None:
    """Return the nodes of the YAML, or why it cannot be read.

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
        root: Node | None = yaml.compose(text, Loader=Loader)
        return root
    except _UNREADABLE as error:
        return _unreadable(error)


def _construct(node: Node) -> object | Problem:
    """Return the values that ``node`` spells, or why it spells none."""
    loader = Loader("")
    try:
        stored: object = loader.construct_document(node)
        return stored
    except _UNREADABLE as error:
        return _unreadable(error)
    finally:
        loader.dispose()


def _unreadable(error: Exception) -> Problem:
    mark = getattr(error, "problem_mark", None)
    reason = getattr(error, "problem", None) or error
    return Problem(_line(mark), f"This is not YAML: {reason}")


def _line(mark: object) -> str:
    line = getattr(mark, "line", None)
    return "" if line is None else f"line {line + 1}"
