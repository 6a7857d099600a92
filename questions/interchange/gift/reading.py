"""Reading GIFT: blocks of lines, each a question, with the comments before it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from questions.interchange.format import Problem, Reading
from questions.interchange.gift.answers import Texts, interaction_of
from questions.interchange.gift.syntax import END, cut_last, find, format_of_text
from questions.interchange.gift.writing import GAP, space
from questions.interchange.native import came_of, joined, read_object
from questions.interchange.shares import NotCarriedError
from questions.interchange.tagging import fitting
from questions.slugs import slugify

_ID = re.compile(r"\[id:((?:\\.|[^\]\\])+)\]")
_TAG = re.compile(r"\[tag:((?:\\.|[^\]\\])+)\]")
_EMBEDDED = re.compile(r"\s*\d*:[A-Z_]{2,}:")  # such as {1:MC:…}, of Moodle’s embedded answers
_SEVERAL = "Several gaps in one text are not asked here; write each as a question of its own."
_BESIDE = re.compile(r"//\s*recite:\s*(\{.*)")


@dataclass
class _Block:
    """The lines of a question, and what the comments before it say."""

    line: int
    lines: list[str] = field(default_factory=list)
    id: str | None = None
    tags: list[str] = field(default_factory=list)
    beside: dict[str, Any] = field(default_factory=dict)

    def hear(self, comment: str) -> None:
        """Keep what a comment says."""
        if found := _BESIDE.match(comment):
            beside = json.loads(found[1])
            self.beside = beside if isinstance(beside, dict) else {}
            return
        if named := _ID.search(comment):
            self.id = slugify(_unbracketed(named[1]))
        self.tags += [_unbracketed(tag) for tag in _TAG.findall(comment)]


def read_blocks(text: str) -> Reading:
    """Read every block; report those that cannot be carried over."""
    return joined(map(_read, _blocks(text)))


def _read(block: _Block | Problem) -> Reading:
    if isinstance(block, Problem):
        return Reading((), (block,))
    where = f"line {block.line}"
    try:
        spelt, notes = _spell(block)
    except NotCarriedError as reason:
        return came_of(where, [str(reason)])
    return came_of(where, read_object(spelt), notes, spelt)


def _blocks(text: str) -> Iterator[_Block | Problem]:
    category: list[str] = []
    block = _Block(0)
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for number, line in enumerate([*lines, ""], 1):
        bare = line.strip()
        if bare.startswith("//"):
            try:
                block.hear(bare)
            except ValueError:
                yield Problem(f"line {number}", "What stands after “recite:” is not whole.")
        elif bare.startswith("$CATEGORY:"):
            category = _category(bare.removeprefix("$CATEGORY:"))
        elif bare:
            block.line = block.line or number
            block.lines.append(line)
        elif block.lines:
            block.tags = [*category, *block.tags]
            yield block
            block = _Block(0)


def _category(path: str) -> list[str]:
    """Return the tag of a category: the way to it, without what Moodle puts before it."""
    names = [name.strip() for name in path.split("/")]
    names = [name for name in names if name and not name.startswith("$") and name != "top"]
    return ["::".join(names)] if names else []


def _unbracketed(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text).strip()


def _spell(block: _Block) -> tuple[dict[str, Any], list[str]]:
    """Return the question a block spells, in the native schema, and what was changed."""
    text = "\n".join(block.lines).strip()
    if text.startswith("::"):
        end = find(text, "::", 2)
        text = text[end + 2 :] if end != END else text
    start = find(text, "{")
    if start == END:
        raise NotCarriedError("This is a text to read and asks nothing. It was left out.")
    end = find(text, "}", start)
    if end == END:
        raise NotCarriedError(
            "The answers begin with { and there is no } after them, before a blank line."
        )
    if find(text, "{", end) != END or _EMBEDDED.match(text, start + 1):
        raise NotCarriedError(_SEVERAL)
    inside, told = cut_last(text[start + 1 : end], "####")
    notes: list[str] = []
    texts = Texts(format_of_text(text), notes)
    before, after = texts.of(text[:start]), texts.of(text[end + 1 :])
    kind, interaction = interaction_of(inside.strip(), block.beside, told is not None, texts)
    explanation = texts.of(told or "")
    if interaction["kind"] == "recall":
        interaction["back"], explanation = explanation, block.beside.get("explanation", "")
    if after or kind == "cloze":
        before = f"{before}{space(text[:start][-1:])}{GAP}{space(text[end + 1 :][:1])}{after}"
    spelt = {
        "id": block.id,
        "type": block.beside.get("type") or ("cloze" if after and kind == "short_answer" else kind),
        "stem": before.strip(),
        "interaction": interaction,
        "explanation": explanation,
        "tags": fitting(block.tags, notes.append),
    }
    kept = ("citations", "score", "hints", "statistics")
    return spelt | {n: block.beside[n] for n in kept if n in block.beside}, notes
