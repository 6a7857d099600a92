"""YAML read: its nodes and what they spell, without what would let few lines stand for much."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from questions.interchange.format import Problem
from questions.interchange.yaml_nodes import TEXT, Loader, twice_written

Take = Callable[[Node], None]
LISTED = "questions"  # the key under which a mapping has the list

_DEEPEST = 100
_NOT_YAML = "This is not YAML: "
_MERGED = frozenset({"tag:yaml.org,2002:merge", "tag:yaml.org,2002:value"})
# PyYAML lets these through where a value only looks like a number or a date.
_UNREADABLE = (
    yaml.YAMLError,
    ValueError,
    OverflowError,
    KeyError,
    IndexError,
    AttributeError,
    RecursionError,
)


def load_yaml(text: str) -> object | Problem:
    """Return what the YAML spells, or why it cannot be read; a key written twice is a reason."""
    root = compose(text)
    if root is None or isinstance(root, Problem):
        return root
    if doubled := next(twice_written(root), None):
        return Problem("", doubled)
    return construct(root)


def compose(text: str, take: Take | None = None) -> Node | Problem | None:
    """Return the nodes of the YAML, or why it cannot be read.

    Aliases are refused: a few lines of them can stand for gigabytes. So are tags: what is
    read is plain values. And so is what is nested beyond all need.

    ``take`` is given each entry of the list that the YAML is, or has as ``questions``, once it is
    read. That list comes back empty: the nodes of thousands of questions need not be kept.
    """
    try:
        return _Composer(_events(text)).root(take)
    except _RefusedError as refused:
        return refused.problem


class _RefusedError(Exception):
    def __init__(self, mark: object, message: str) -> None:
        super().__init__(message)
        self.problem = Problem(_line(mark), message)


def _events(text: str) -> Iterator[Any]:
    try:
        yield from yaml.parse(text, Loader=yaml.CSafeLoader)
    except _UNREADABLE as error:
        raise _RefusedError(*_reason(error)) from error


class _Composer:
    """Makes nodes of events; PyYAML's own takes five times as long, and keeps them all."""

    def __init__(self, events: Iterator[Any]) -> None:
        self._events = events
        self._depth = 0

    def root(self, take: Take | None) -> Node | None:
        """Return the node of the one document that there may be."""
        next(self._events)  # the stream begins
        if type(next(self._events)) is yaml.StreamEndEvent:
            return None
        root = self._node(next(self._events), take)
        next(self._events)  # the document ends
        after = next(self._events)
        if type(after) is not yaml.StreamEndEvent:
            raise _RefusedError(after.start_mark, f"{_NOT_YAML}but found another document")
        return root

    def _node(self, event: Any, take: Take | None = None) -> Node:
        kind, mark = type(event), event.start_mark
        if kind is yaml.AliasEvent:
            raise _RefusedError(mark, "Aliases (*name) are not read. Repeat it.")
        if event.tag is not None:
            raise _RefusedError(mark, "Tags (!name) are not read. Leave it out.")
        if kind is yaml.ScalarEvent:
            return ScalarNode(_looks_like(event), event.value, mark)
        if self._depth == _DEEPEST:
            raise _RefusedError(mark, "This is nested too deeply.")
        self._depth += 1
        made: Node
        if kind is yaml.SequenceStartEvent:
            made = SequenceNode("tag:yaml.org,2002:seq", self._parts(take), mark)
        else:
            made = MappingNode("tag:yaml.org,2002:map", self._pairs(take), mark)
        self._depth -= 1
        return made

    def _parts(self, take: Take | None) -> list[Node]:
        parts: list[Node] = []
        add = take or parts.append
        while type(event := next(self._events)) is not yaml.SequenceEndEvent:
            add(self._node(event))
        return parts

    def _pairs(self, take: Take | None) -> list[tuple[Node, Node]]:
        pairs = []
        while type(event := next(self._events)) is not yaml.MappingEndEvent:
            key = self._node(event)
            taken = take if key.value == LISTED else None
            pairs.append((key, self._node(next(self._events), taken)))
        return pairs


def _looks_like(event: Any) -> str:
    """Return the tag of a value: what it looks like, where it has no quotes."""
    text: str = event.value
    if event.implicit[0]:
        for tag, pattern in Loader.yaml_implicit_resolvers.get(text[:1], ()):
            if pattern.match(text):
                return str(tag)
    return TEXT


def construct(node: Node) -> object | Problem:
    """Return the values that ``node`` spells, or why it spells none."""
    loader = Loader("")
    try:
        return _value(node, loader)
    except _UNREADABLE as error:
        mark, message = _reason(error)
        return Problem(_line(mark), message)
    finally:
        loader.dispose()


def _value(node: Node, loader: Loader) -> object:
    if isinstance(node, ScalarNode) and node.tag == TEXT:
        return node.value
    if isinstance(node, SequenceNode):
        return [_value(part, loader) for part in node.value]
    if isinstance(node, MappingNode) and all(
        isinstance(key, ScalarNode) and key.tag not in _MERGED for key, _ in node.value
    ):
        return {_value(key, loader): _value(value, loader) for key, value in node.value}
    built: object = loader.construct_object(node, deep=True)
    return built


def _reason(error: Exception) -> tuple[object, str]:
    """Return where something cannot be read, where that is known, and why."""
    reason = getattr(error, "problem", None) or error
    return getattr(error, "problem_mark", None), f"{_NOT_YAML}{reason}"


def _line(mark: object) -> str:
    line = getattr(mark, "line", None)
    return "" if line is None else f"line {line + 1}"
