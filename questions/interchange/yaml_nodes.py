"""What YAML has besides its values: lines, keys written twice, and what was written unquoted."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

TEXT = "tag:yaml.org,2002:str"
_READ_AS = {
    "tag:yaml.org,2002:bool": "yes or no",
    "tag:yaml.org,2002:int": "a number",
    "tag:yaml.org,2002:float": "a number",
    "tag:yaml.org,2002:timestamp": "a date",
    "tag:yaml.org,2002:null": "nothing",
}


class Loader(yaml.CSafeLoader):
    """Plain values only; what merely looks like a number or a date is text."""


def _or_text(
    construct: Callable[[Loader, ScalarNode], object],
) -> Callable[[Loader, ScalarNode], object]:
    def constructed(loader: Loader, node: ScalarNode) -> object:
        try:
            return construct(loader, node)
        except (ValueError, OverflowError, KeyError, IndexError, AttributeError):
            return node.value

    return constructed


for _tag in ("int", "float", "timestamp"):
    _name = f"tag:yaml.org,2002:{_tag}"
    Loader.add_constructor(_name, _or_text(yaml.CSafeLoader.yaml_constructors[_name]))


def twice_written(node: Node) -> Iterator[str]:
    """Yield a message for each key that a mapping in ``node`` has twice, with both lines."""
    if isinstance(node, SequenceNode):
        for entry in node.value:
            yield from twice_written(entry)
    if isinstance(node, MappingNode):
        lines: dict[str, int] = {}
        for key, value in node.value:
            if isinstance(key, ScalarNode):
                line = key.start_mark.line + 1
                if key.value in lines:
                    both = f"in lines {lines[key.value]} and {line}"
                    yield f"“{key.value}” is written twice, {both}. Leave one out."
                lines.setdefault(key.value, line)
            yield from twice_written(value)


def unquoted(node: Node, place: Sequence[int | str]) -> str | None:
    """Return why what stands at ``place`` in ``node`` is no text, where it lacks quotes.

    Parts of the place that the node does not have are passed over.
    """
    for part in place:
        node = _child(node, part) or node
    if not isinstance(node, ScalarNode) or node.tag == TEXT or not node.value:
        return None
    read_as = _READ_AS.get(node.tag, "something else")
    return (
        f'Put quotes around it: "{node.value}" (line {node.start_mark.line + 1}). '
        f"Without them YAML reads {read_as}, not text."
    )


def _child(node: Node, part: int | str) -> Node | None:
    if isinstance(node, SequenceNode) and isinstance(part, int) and part < len(node.value):
        found: Node = node.value[part]
        return found
    if isinstance(node, MappingNode):
        return next((value for key, value in node.value if key.value == part), None)
    return None
