"""Writing a question as GIFT."""

from __future__ import annotations

import json
import re
from typing import Any

from questions.interactions import Answer, Choice, Match, Option, Order, Recall, TextEntry
from questions.interchange.gift.syntax import escaped, weighed
from questions.interchange.shares import NotCarriedError
from questions.question import Question

GAP = "____"
TRUE_AND_FALSE = ("True", "False")
_NUMBER = re.compile(r"-?\d+(\.\d+)?")
_ARROW = "->"


def write_question(question: Question) -> str:
    """Return the lines of a question, or raise NotCarriedError."""
    block = _block(question)
    if question.explanation and not isinstance(question.interaction, Recall):
        block += f"####{escaped(question.explanation)}"
    title = f"::{question.id}::" if question.id else ""
    if question.type != "cloze":
        return _joined(question, f"{title}[markdown]{escaped(question.stem)} {{{block}}}")
    before, _gap, after = question.stem.partition(GAP)
    asked = f"{title}[markdown]{escaped(before)}{space(before[-1:])}"
    return _joined(question, f"{asked}{{{block}}}{space(after[:1])}{escaped(after)}")


def _joined(question: Question, asked: str) -> str:
    return "\n".join([*_comments(question), asked.rstrip(), ""])


def space(beside_gap: str) -> str:
    """Return one space where there is any beside a gap."""
    return " " if beside_gap.isspace() else ""


def _comments(question: Question) -> list[str]:
    named = [f"[id:{question.id}]"] if question.id else []
    named += [f"[tag:{_bracketed(tag)}]" for tag in question.tags]
    kept = json.dumps(_beside(question), ensure_ascii=True)
    return [*([f"// {' '.join(named)}"] if named else []), f"// recite: {kept}"]


def _bracketed(tag: str) -> str:
    return " ".join(tag.split()).replace("\\", "\\\\").replace("]", "\\]")


def _beside(question: Question) -> dict[str, Any]:
    """Return what GIFT has no place for."""
    spelt = question.model_dump(mode="json", exclude_defaults=True)
    kept: dict[str, Any] = {"type": question.type}
    named = ("citations", "score", "hints", "statistics")
    kept |= {name: spelt[name] for name in named if name in spelt}
    if isinstance(question.interaction, Recall) and question.explanation:
        kept["explanation"] = question.explanation
    inside = spelt["interaction"]
    kept |= {name: inside[name] for name in ("shuffle", "significant", "typos") if name in inside}
    if isinstance(question.interaction, TextEntry) and not _is_numerical(question.interaction):
        kept["matches"] = [_matched(answer) for answer in question.interaction.answers]
    return kept


def _matched(answer: Answer) -> dict[str, Any]:
    return answer.model_dump(mode="json", include={"match", "tolerance"}, exclude_defaults=True)


def _block(question: Question) -> str:
    match question.interaction:
        case Choice() as choice:
            return _choice(choice)
        case TextEntry() as entry:
            return _numbers(entry) if _is_numerical(entry) else _texts(entry)
        case Match() as match:
            return _pairs(match)
        case Recall() as recall:
            return f"####{escaped(recall.back)}"
        case Order():
            raise NotCarriedError("GIFT has no questions whose items are put in order.")


def _choice(choice: Choice) -> str:
    texts = tuple(option.text for option in choice.options)
    if texts == TRUE_AND_FALSE and not choice.multiple and _is_plain(choice):
        right, wrong = sorted(choice.options, key=lambda option: -option.fraction)
        said = [wrong.feedback, right.feedback] if right.feedback else [wrong.feedback]
        told = "".join(f"#{escaped(text)}" for text in said) if any(said) else ""
        return right.text.upper() + told
    return " ".join(_option(option, choice.multiple) for option in choice.options)


def _is_plain(choice: Choice) -> bool:
    return sorted(option.fraction for option in choice.options) == [0, 1]


def _option(option: Option, multiple: bool) -> str:
    if multiple:
        written = weighed("~", option.fraction, option.text)
    elif option.fraction == 1:
        written = weighed("=", None, option.text)
    else:
        written = weighed("~", option.fraction or None, option.text)
    return written + _told(option.feedback)


def _told(feedback: str) -> str:
    return f"#{escaped(feedback)}" if feedback.strip() else ""


def _is_numerical(entry: TextEntry) -> bool:
    return all(a.match == "number" and _NUMBER.fullmatch(a.text) for a in entry.answers)


def _numbers(entry: TextEntry) -> str:
    written = []
    for answer in entry.answers:
        within = "" if answer.tolerance is None else f":{answer.tolerance!r}"
        share = f"%{answer.fraction * 100:g}%" if answer.fraction != 1 else ""
        written.append(f"={share}{answer.text}{within}{_told(answer.feedback)}")
    return "#" + " ".join(written)


def _texts(entry: TextEntry) -> str:
    if any(_ARROW in answer.text for answer in entry.answers):
        raise NotCarriedError("GIFT takes an answer with “->” in it for a pair to match.")
    return " ".join(
        weighed("=", None if answer.fraction == 1 else answer.fraction, answer.text, is_typed=True)
        + _told(answer.feedback)
        for answer in entry.answers
    )


def _pairs(match: Match) -> str:
    if any(_ARROW in left for left, _right in match.pairs):
        raise NotCarriedError("GIFT cannot match a text with “->” in it.")
    pairs = [*match.pairs, *(("", distractor) for distractor in match.distractors)]
    return " ".join(f"={escaped(left)} -> {escaped(right)}" for left, right in pairs)
