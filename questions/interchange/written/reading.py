"""Reading questions as they are written: each by itself, whatever is in the way of another."""

from __future__ import annotations

import hashlib
from bisect import bisect
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from questions.interchange.format import Problem, Reading
from questions.interchange.literal import shown_by
from questions.interchange.native import read_object
from questions.interchange.shares import NotCarriedError
from questions.interchange.written.answers import interaction_of
from questions.interchange.written.assembling import Assembler
from questions.interchange.written.blocks import Block, Part
from questions.interchange.written.lines import Line
from questions.question import Question

NONE_FOUND = (
    "There is no question here that begins with its number, such as “1. Who …?”. If this is a "
    "text to ask about, upload it as a document."
)
_HOMELESS = ("id", "tags", "citations", "score", "statistics")
_TIED = ("type", "stem", "interaction", "explanation", "hints")


def read_lines(
    lines: Iterable[Line],
    unit: str = "line",
    lost: Sequence[tuple[int, str]] = (),
    meant: Callable[[str], str] = str,
) -> Reading:
    """Read every question that some lines hold; report those that cannot be asked.

    ``unit`` is what the lines are counted as, and ``lost`` what each of them had that is none;
    ``meant`` makes Markdown of texts.
    """
    made = Assembler(unit, meant).take_all(lines)
    if not made.blocks:
        return Reading((), (Problem("", NONE_FOUND),))
    questions: list[Question] = []
    begun = [block.line for block in made.blocks]
    beside: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for each in lost:
        beside[bisect(begun, each[0])].append(each)
    before = (Problem(f"{unit} {number}", said) for number, said in beside[0])
    problems = [*made.problems, *before]
    numbers = Counter(block.number for block in made.blocks)
    for count, block in enumerate(made.blocks, 1):
        keyed = made.key.get(block.number, [])
        result = _read(block, keyed, is_alone=numbers[block.number] == 1)
        problems += _problems_of(block, result, unit, len(questions))
        is_read = isinstance(result, Question)
        problems += [
            Problem(f"{unit} {number}", said, len(questions), is_read)
            for number, said in beside[count]
        ]
        if isinstance(result, Question):
            questions.append(result)
    problems += _unused(made.key, numbers, unit)
    return Reading(tuple(questions), tuple(problems))


def _problems_of(
    block: Block, result: Question | list[str], unit: str, place: int
) -> Iterator[Problem]:
    where = f"{unit} {block.line}"
    if isinstance(result, Question):
        for said in block.notes:
            yield Problem(where, said, place, is_read=True)
        for line, said in block.strays:
            yield Problem(f"{unit} {line}", said, place, is_read=True)
        return
    strays = (f"{unit} {line}: {said}" for line, said in block.strays)
    for number, said in enumerate([*result, *strays]):
        yield Problem(where, said, place, spelt=None if number else _made_out(block))


def _made_out(block: Block) -> dict[str, Any]:
    stem = block.meant(block.stem.text)
    if not block.options:
        return {"stem": stem}
    options = [
        {"text": block.meant(each.text), "fraction": each.is_right} for each in block.options
    ]
    return {"stem": stem, "interaction": {"kind": "choice", "options": options}}


def _unused(key: dict[str, list[Part]], numbers: Counter[str], unit: str) -> Iterator[Problem]:
    for number, parts in key.items():
        if number not in numbers:
            said = f"The key at the end has an answer to {number}, and no question is numbered so."
            yield Problem(f"{unit} {parts[0].line}", said)


def _read(block: Block, keyed: list[Part], *, is_alone: bool) -> Question | list[str]:
    """Return the question that is written, or what is wrong with it."""
    kept = block.beside
    fields = {name: kept[name] for name in _HOMELESS if name in kept}
    if kept.get("unless") == digest_of(block):
        block.notes.clear()
        block.strays.clear()
        fields |= {name: kept[name] for name in _TIED if name in kept}
    elif keyed and not is_alone:
        return [
            f"Several questions are numbered {block.number}, and the key at the end does not say "
            "which of them it means. Number them through, or write the answer under each."
        ]
    try:
        return read_object(spell(block, keyed, fields))
    except NotCarriedError as reason:
        return [str(reason)]


def spell(block: Block, keyed: list[Part], fields: dict[str, Any]) -> dict[str, Any]:
    """Return the object that spells a question, with what is known of it beside its text.

    Raises NotCarriedError.
    """
    spelt = {} if "interaction" in fields else _asked(block, keyed)
    meant = block.meant
    told = [part.text for part in block.told]
    told += [] if "citations" in fields else [f"Source: {part.text}" for part in block.sources]
    tags = [tag.strip() for part in block.tags for tag in part.text.split(";")]
    spelt |= {
        "stem": meant(block.stem.text),
        "explanation": meant("\n\n".join(filter(None, told))),
        "hints": [meant(part.text) for part in block.hints],
        "tags": list(dict.fromkeys(filter(None, tags))),
    }
    return spelt | fields


def _asked(block: Block, keyed: list[Part]) -> dict[str, Any]:
    kind, interaction = interaction_of(block, keyed)
    return {"type": kind, "interaction": shown_by(interaction, block.meant)}


def digest_of(block: Block) -> str:
    """Return what tells whether anything that a question says was changed."""
    return hashlib.sha256("\n".join(block.said).encode()).hexdigest()[:16]
