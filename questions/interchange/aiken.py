"""Aiken: choices of one as plain text, a line for the question, one an option, one for the key.

Moodle, whose format it is, shows its texts by their letters.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from string import ascii_uppercase
from typing import Any

from questions.interactions import Choice
from questions.interchange.carrying import each_carried
from questions.interchange.format import Reading, Writing
from questions.interchange.literal import literal
from questions.interchange.native import came_of, joined, read_objects, read_text
from questions.interchange.plainness import SET_APART, is_set_apart, to_plain
from questions.interchange.shares import NotCarriedError
from questions.question import Question

_OPTION = re.compile(r"([A-Z])[.)]\s+(\S.*)")
_KEY = re.compile(r"ANSWER\s*:\s*([A-Z])\s*", re.I)
_NO_KEY = "There is no line “ANSWER: A” after the options of this question."
_LOOKS_LIKE_ANOTHER = re.compile(rf"{_OPTION.pattern}|{_KEY.pattern}")


@dataclass
class _Block:
    """The lines of one question."""

    line: int
    stem: list[str] = field(default_factory=list)
    options: list[tuple[str, str]] = field(default_factory=list)
    has_ended: bool = False  # an empty line stands after its options


class Aiken:
    """Aiken."""

    name = "aiken"
    suffixes = (".aiken",)

    def read(self, content: bytes) -> Reading:
        """Read a question from every run of lines that ends with its key."""
        return read_text(content, lambda text: joined(_read(text)))

    def write(self, questions: Iterable[Question]) -> Writing:
        """Write the choices of one; report the others, and what has no place."""
        blocks, problems = each_carried(questions, _write, _left_out)
        return Writing("\n".join(blocks).encode(), problems)


def _read(text: str) -> Iterator[Reading]:
    block = _Block(0)
    for number, line in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), 1):
        bare = line.strip()
        if not bare:
            block.has_ended = bool(block.options)
            continue
        block.line = block.line or number
        if key := _KEY.fullmatch(bare):
            yield _question(block, key[1].upper())
            block = _Block(0)
        elif (option := _OPTION.fullmatch(bare)) and block.stem:
            block.options.append((option[1], option[2]))
        elif block.options:
            said = f"Line {number} is neither an option, such as “A. Yes”, nor “ANSWER: A”."
            said = _NO_KEY if block.has_ended else said
            yield _left_out_of(block, said)
            block = _Block(number, [bare])
        else:
            block.stem.append(bare)
    if block.stem:
        yield _left_out_of(block, _NO_KEY)


def _question(block: _Block, key: str) -> Reading:
    where = f"line {block.line}"
    if key not in [letter for letter, _text in block.options]:
        return _left_out_of(block, f"The answer is {key}, and no option is {key}.")
    return read_objects([(where, _spelt(block, key))])


def _left_out_of(block: _Block, said: str) -> Reading:
    return came_of(f"line {block.line}", [said], spelt=_spelt(block, ""))


def _spelt(block: _Block, key: str) -> dict[str, Any]:
    options = [{"text": literal(text), "fraction": float(n == key)} for n, text in block.options]
    return {
        "type": "multiple_choice",
        "stem": literal("\n".join(block.stem)),
        "interaction": {"kind": "choice", "options": options},
    }


def _write(question: Question) -> str:
    choice = question.interaction
    if not isinstance(choice, Choice) or choice.multiple:
        raise NotCarriedError("Aiken has choices of one alone.")
    texts = [to_plain(option.text).strip() for option in choice.options]
    if any("\n" in text for text in texts):
        raise NotCarriedError("Aiken has one line for each option, and one here has several.")
    if len({" ".join(text.split()).casefold() for text in texts}) < len(texts):
        raise NotCarriedError("Without bold, links and the like, two options would be the same.")
    lines = [line.strip() for line in to_plain(question.stem).split("\n") if line.strip()]
    if any(_LOOKS_LIKE_ANOTHER.fullmatch(line) for line in lines):
        raise NotCarriedError("A line of the question looks like an option or a key of Aiken’s.")
    letters = list(zip(ascii_uppercase, choice.options, strict=False))
    key = next(letter for letter, option in letters if option.fraction == 1)
    lines += [f"{letter}. {text}" for letter, text in zip(ascii_uppercase, texts, strict=False)]
    return "\n".join([*lines, f"ANSWER: {key}", ""])


def _left_out(question: Question) -> Iterator[str]:
    """Yield what Aiken has no place for in a question that it can hold."""
    choice = question.interaction
    if not isinstance(choice, Choice):
        return
    texts = (question.stem, *(option.text for option in choice.options))
    has = {
        "its citations and explanation were": question.citations or question.explanation,
        "its hints were": question.hints,
        "the feedback to its options was": any(option.feedback for option in choice.options),
        "that its options stay in order was": not choice.shuffle,
        "what wrong options cost was": any(option.fraction < 0 for option in choice.options),
        "its id and tags were": question.id or question.tags,
        "its statistics were": question.statistics,
        "the empty lines of its text were": "" in map(str.strip, question.stem.strip().split("\n")),
    }
    yield from (f"{what} left out" for what, is_there in has.items() if is_there)
    if any(map(is_set_apart, texts)):
        yield SET_APART
