"""Blackboard’s text files: a question a line, its kind first, tabs between its parts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from html import escape
from typing import Any

from questions.interactions import Choice, Interaction, Match, Order, Recall, TextEntry
from questions.interchange.carrying import each_carried, lost_between
from questions.interchange.format import Problem, Reading, Writing
from questions.interchange.literal import literal
from questions.interchange.markup import from_html, inline_of, looks_like_html
from questions.interchange.native import came_of, joined, read_object, read_text
from questions.interchange.shares import NotCarriedError, check_one_right, let_wrong_ones_cost
from questions.question import Question

_MOST = 50_000  # lines: as many as a table may have
_GAP = "____"
_DASHES = re.compile(r"_{3,}")
_TYPED = ("FIB", "NUM")  # whose answers are to be typed
_KIND = re.compile(r"[A-Z_]{2,20}")
_TRUTHS = {"true": True, "false": False}
_NO_PLACE = {
    "ESS": "An essay is for a person to mark.",
    "SR": "A short text is for a person to mark there.",
    "FIL": "Files that learners hand in are not asked for here.",
    "OP": "An opinion has no right answer.",
    "FIB_PLUS": "Several gaps in one text are not asked here; write each as a question of its own.",
    "JUMBLED_SENTENCE": "Several gaps in one text are not asked here.",
    "QUIZ_BOWL": "An answer that is a question is not asked for here.",
}
Shape = tuple[str, dict[str, Any]]


class Blackboard:
    """Blackboard’s text files."""

    name = "blackboard"
    suffixes = (".blackboard.txt",)

    def read(self, content: bytes) -> Reading:
        """Read a question from every line; report those of kinds that are not asked here."""
        return read_text(content, _read_all)

    def write(self, questions: Iterable[Question]) -> Writing:
        """Write a line for each question that Blackboard marks; report what has no place."""
        lines, problems = each_carried(questions, _line_of, _left_out)
        return Writing("".join(f"{line}\r\n" for line in lines).encode(), problems)


def _read_all(text: str) -> Reading:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if len(lines) > _MOST:
        return Reading((), (Problem("", f"There are over {_MOST:,} lines. Split it."),))
    return joined(_read(number, line) for number, line in enumerate(lines, 1) if line.strip())


def _read(number: int, line: str) -> Reading:
    kind, *parts = [part.strip() for part in line.rstrip().split("\t")]
    where, notes = f"line {number}", list[str]()
    try:
        spelt = _spell(kind.upper(), parts, notes)
    except NotCarriedError as reason:
        return came_of(where, [str(reason)], spelt={"stem": _text((parts or [""])[0], notes)})
    return came_of(where, read_object(spelt), notes, spelt)


def _spell(kind: str, parts: Sequence[str], notes: list[str]) -> dict[str, Any]:
    """Return the question a line spells, in the native schema."""
    read = _READERS.get(kind)
    if read is None:
        raise NotCarriedError(_why_not(kind))
    stem, *answers = [
        _text(part, notes, is_typed=number > 0 and kind in _TYPED)
        for number, part in enumerate(parts or [""])
    ]
    named, interaction = read(answers, notes)
    if named == "short_answer" and len(_DASHES.findall(stem)) == 1:
        named, stem = "cloze", _DASHES.sub(_GAP, stem)
    return {"type": named, "stem": stem, "interaction": interaction}


def _why_not(kind: str) -> str:
    if kind in _NO_PLACE:
        return f"{_NO_PLACE[kind]} It was left out."
    if _KIND.fullmatch(kind):
        return f"Blackboard’s kind of question “{kind}” is not known here. It was left out."
    return "A line begins with its kind of question, such as MC or TF, and a tab."


def _text(part: str, notes: list[str], *, is_typed: bool = False) -> str:
    if not looks_like_html(part):
        return part if is_typed else literal(part)
    text, lost = from_html(part, is_typed=is_typed)
    notes += [what for what in lost if what not in notes]
    return text


def _choice(answers: Sequence[str], _notes: list[str]) -> Shape:
    options = _options(answers)
    check_one_right(options)
    return "multiple_choice", {"kind": "choice", "options": options}


def _choices(answers: Sequence[str], notes: list[str]) -> Shape:
    options = _options(answers)
    right = sum(option["fraction"] for option in options)
    for option in options:
        option["fraction"] = round(option["fraction"] / max(1, right), 7)
    notes += let_wrong_ones_cost(options)
    return "multiple_response", {"kind": "choice", "multiple": True, "options": options}


def _options(answers: Sequence[str]) -> list[dict[str, Any]]:
    said = answers[1::2]
    if len(answers) % 2 or any(word.lower() not in ("correct", "incorrect") for word in said):
        raise NotCarriedError("Each answer is followed by “correct” or “incorrect”.")
    return [
        {"text": text, "fraction": float(word.lower() == "correct")}
        for text, word in zip(answers[::2], said, strict=True)
    ]


def _truth(answers: Sequence[str], _notes: list[str]) -> Shape:
    is_true = _TRUTHS.get(answers[0].lower()) if answers else None
    if is_true is None:
        raise NotCarriedError("The answer is neither “true” nor “false”.")
    options = [{"text": str(text), "fraction": float(text == is_true)} for text in (True, False)]
    return "true_false", {"kind": "choice", "shuffle": False, "options": options}


def _entry(answers: Sequence[str], _notes: list[str]) -> Shape:
    return "short_answer", {"kind": "text_entry", "answers": [{"text": a} for a in answers if a]}


def _number(answers: Sequence[str], _notes: list[str]) -> Shape:
    number, within = [*answers, "", ""][:2]
    answer = {"text": number, "match": "number", "tolerance": within.replace(",", ".") or None}
    return "numerical", {"kind": "text_entry", "answers": [answer]}


def _match(answers: Sequence[str], _notes: list[str]) -> Shape:
    pairs = [(left, right) for left, right in zip(answers[::2], answers[1::2], strict=False)]
    return "matching", {
        "kind": "match",
        "pairs": [pair for pair in pairs if pair[0]],
        "distractors": [right for left, right in pairs if not left],
    }


def _order(answers: Sequence[str], _notes: list[str]) -> Shape:
    return "ordering", {"kind": "order", "items": [answer for answer in answers if answer]}


_READERS: dict[str, Callable[[Sequence[str], list[str]], Shape]] = {
    "MC": _choice,
    "MA": _choices,
    "TF": _truth,
    "FIB": _entry,
    "NUM": _number,
    "MAT": _match,
    "ORD": _order,
}


def _line_of(question: Question) -> str:
    kind, answers = _shape(question.interaction, question.type)
    written = map(_typed if kind in _TYPED else _shown, answers)
    return "\t".join([kind, _shown(question.stem), *written])


def _typed(text: str) -> str:
    line = _on_one_line(text)
    return escape(line, quote=False) if looks_like_html(line) else line


def _shown(text: str) -> str:
    """Return a text on one line: as HTML where it would not read as it is meant else."""
    line = _on_one_line(text)
    return line if literal(line) == line else _on_one_line(inline_of(line))


def _on_one_line(text: str) -> str:
    return re.sub(r"\s+", " ", text.strip())


def _shape(interaction: Interaction, kind: str) -> tuple[str, list[str]]:
    match interaction:
        case Choice() if kind == "true_false":
            return "TF", [str(interaction.key()[0] == "True").lower()]
        case Choice():
            said = (("incorrect", "correct")[option.fraction > 0] for option in interaction.options)
            parts = zip(interaction.options, said, strict=True)
            kind_of_choice = "MA" if interaction.multiple else "MC"
            return kind_of_choice, [part for option, word in parts for part in (option.text, word)]
        case TextEntry() if kind == "numerical":
            answer = interaction.answers[0]
            return "NUM", [answer.text, *([f"{answer.tolerance!r}"] if answer.tolerance else [])]
        case TextEntry():
            return "FIB", [answer.text for answer in interaction.answers if answer.fraction == 1]
        case Match():
            return "MAT", [part for pair in interaction.pairs for part in pair]
        case Order():
            return "ORD", list(interaction.items)
        case Recall():
            raise NotCarriedError("Blackboard has no cards whose answer one says to oneself.")


def _left_out(question: Question) -> Iterator[str]:
    """Yield what Blackboard’s lines have no place for in a question that they can hold."""
    back = _read(1, _line_of(question)).questions
    yield from lost_between(question, back[0] if back else None)
