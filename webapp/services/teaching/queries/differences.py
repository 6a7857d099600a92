"""How two versions of a question differ, part by part and word by word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from questions.interactions import Choice, Match, Order, Recall, TextEntry
from questions.question import Citation, Question

_WORD = re.compile(r"\s+|[^\W_]+|.", re.DOTALL)
# Words: beyond them whole texts stand beside each other. A plain choice, some seconds of work less.
_MOST = 3000


class Part(StrEnum):
    """A part of a question, in the order in which it is read."""

    TYPE = "type"
    STEM = "stem"
    OPTIONS = "options"
    KEY = "key"
    EVIDENCE = "evidence"
    CLAIM = "claim"
    EXPLANATION = "explanation"
    HINTS = "hints"
    TAGS = "tags"


@dataclass(frozen=True, slots=True)
class Run:
    """Words that both have, or one alone."""

    text: str
    is_alone: bool


@dataclass(frozen=True, slots=True)
class Difference:
    """A part that differs: as it was, and as it is."""

    part: Part
    old: tuple[Run, ...]
    new: tuple[Run, ...]


def compare_versions(old: Question, new: Question) -> tuple[Difference, ...]:
    """Return every part in which two versions differ."""
    before, after = dict(_parts(old)), dict(_parts(new))
    return tuple(
        _difference(part, before.get(part, ""), after.get(part, ""))
        for part in Part
        if before.get(part, "") != after.get(part, "")
    )


def _parts(question: Question) -> Iterator[tuple[Part, str]]:
    yield Part.TYPE, question.type
    yield Part.STEM, question.stem
    yield Part.OPTIONS, "\n".join(_options(question))
    yield Part.KEY, "\n".join(_key(question))
    yield Part.EVIDENCE, "\n".join(citation.quote for citation in question.citations)
    yield Part.CLAIM, "\n".join(map(_claim, question.citations))
    yield Part.EXPLANATION, question.explanation
    yield Part.HINTS, "\n".join(question.hints)
    yield Part.TAGS, ", ".join(question.tags)


def _options(question: Question) -> list[str]:
    match question.interaction:
        case Choice(options=options):
            return [f"{o.text} ({o.feedback})" if o.feedback else o.text for o in options]
        case Match(distractors=distractors):
            return list(distractors)
        case TextEntry() | Order() | Recall():
            return []


def _key(question: Question) -> list[str]:
    match question.interaction:
        case TextEntry(answers=answers):
            return [f"{a.text} ± {a.tolerance:g}" if a.tolerance else a.text for a in answers]
        case Choice() | Match() | Order() | Recall():
            return question.interaction.key()


def _claim(citation: Citation) -> str:
    return f"{citation.stance} · {citation.speaker}" if citation.speaker else citation.stance


def _difference(part: Part, old: str, new: str) -> Difference:
    ours, theirs = _WORD.findall(old), _WORD.findall(new)
    if len(ours) + len(theirs) > _MOST:
        return Difference(part, (Run(old, True),), (Run(new, True),))
    before: list[Run] = []
    after: list[Run] = []
    for tag, a, b, c, d in SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes():
        before.append(_run(ours[a:b], tag))
        after.append(_run(theirs[c:d], tag))
    return Difference(part, _seen(before), _seen(after))


def _run(words: Sequence[str], tag: str) -> Run:
    return Run("".join(words), tag != "equal")


def _seen(runs: Sequence[Run]) -> tuple[Run, ...]:
    """Return the runs that have words; a space between two that differ is no word in common."""
    seen: list[Run] = []
    for run in runs:
        if run.text and len(seen) > 1 and run.is_alone and seen[-1].text.isspace():
            seen[-2:] = [Run(seen[-2].text + seen[-1].text + run.text, True)]
        elif run.text:
            seen.append(run)
    return tuple(seen)
