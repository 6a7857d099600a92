"""A question as a row of a table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from string import ascii_uppercase

from questions.interactions import Answer, Choice, Interaction, Match, Order, Recall, TextEntry
from questions.interchange.format import Problem
from questions.question import Citation, Question

BETWEEN = " | "  # accepted answers in one cell
PAIRED = " = "  # left and right of a pair
WITHIN = " ± "
HEADINGS = ("id", "type", "question", "answer", "explanation", "tags")
CITED = ("document", "start", "quote", "stance", "speaker")
_FEWEST_OPTIONS = 4  # columns of options that a table has at least
_RUN = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet takes for a formula


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of a question: before its options, the options, and after them."""

    before: list[str]
    options: list[str]
    after: list[str]


def table_of(questions: Sequence[Question]) -> list[list[str]]:
    """Return the headings, and a row of cells for each question."""
    rows = [row_of(question) for question in questions]
    most = max([_FEWEST_OPTIONS, *(len(row.options) for row in rows)])
    options = [f"option {number}" for number in range(1, most + 1)]
    table = [[*HEADINGS[:3], *options, *HEADINGS[3:], *CITED]]
    for row in rows:
        spare = [""] * (most - len(row.options))
        table.append([*row.before, *row.options, *spare, *row.after])
    return table


def losses(questions: Sequence[Question]) -> tuple[Problem, ...]:
    """Return, question by question, what has no column."""
    return tuple(
        Problem(f"question {number}", said)
        for number, question in enumerate(questions, 1)
        for said in left_out(question)
    )


def row_of(question: Question) -> Row:
    """Return the cells of a question; what a spreadsheet would run is text behind an apostrophe."""
    options, key = _answered(question.interaction)
    cited = _cited(question.citations[0]) if question.citations else [""] * 5
    return Row(
        safe([question.id or "", question.type, question.stem]),
        safe(options),
        safe([key, question.explanation, BETWEEN.join(question.tags), *cited]),
    )


def safe(cells: Sequence[str]) -> list[str]:
    """Return cells, those that a spreadsheet would run as texts behind an apostrophe."""
    return [f"'{cell}" if cell.startswith((*_RUN, "'")) else cell for cell in cells]


def _cited(citation: Citation) -> list[str]:
    place = [citation.document, str(citation.start), citation.quote]
    return [*place, citation.stance.value, citation.speaker or ""]


def _answered(interaction: Interaction) -> tuple[list[str], str]:
    """Return the cells of the options, and that of the key."""
    match interaction:
        case Choice():
            letters = zip(ascii_uppercase, interaction.options, strict=False)
            key = ", ".join(letter for letter, option in letters if option.fraction > 0)
            return [option.text for option in interaction.options], key
        case TextEntry():
            return [], BETWEEN.join(_entry(a) for a in interaction.answers if a.fraction == 1)
        case Match():
            pairs = [PAIRED.join(pair) for pair in interaction.pairs]
            spare = [f"{PAIRED.lstrip()}{text}" for text in interaction.distractors]
            return [*pairs, *spare], ""
        case Order():
            return list(interaction.items), ""
        case Recall():
            return [], interaction.back


def _entry(answer: Answer) -> str:
    return answer.text + (f"{WITHIN}{answer.tolerance!r}" if answer.tolerance else "")


def left_out(question: Question) -> Iterator[str]:
    """Yield what of a question a table has no column for."""
    if len(question.citations) > 1:
        yield "only the first of its citations has columns: the others were left out"
    if question.statistics:
        yield "its statistics were left out"
    if question.hints:
        yield "its hints were left out"
    interaction = question.interaction
    match interaction:
        case Choice():
            yield from _left_out_of_choice(interaction, question.type)
        case TextEntry():
            yield from _left_out_of_entry(interaction)
            if question.type != "numerical" and any(a.match != "text" for a in interaction.answers):
                yield "that an answer is a number or a date was left out"
        case Match() if any(_looks_paired(left) for left, _right in interaction.pairs):
            yield f"“{PAIRED.strip()}” stands between the halves of a pair, and inside one here"
        case _:
            return


def _looks_paired(left: str) -> bool:
    return PAIRED in f"{left} " or left.startswith(PAIRED.strip())


def _left_out_of_choice(choice: Choice, kind: str) -> Iterator[str]:
    if any(option.feedback for option in choice.options):
        yield "the feedback to its options was left out"
    if choice.shuffle == (kind == "true_false"):
        yield "whether its options stay in order was left out"
    if _shares(choice) != usual_shares([option.fraction > 0 for option in choice.options], choice):
        yield "the shares of its options were left out"


def _shares(choice: Choice) -> list[float]:
    return [round(option.fraction, 4) for option in choice.options]


def usual_shares(right: Sequence[bool], choice: Choice | None = None) -> list[float]:
    """Return the shares of options when right ones share the mark and wrong ones cost as much."""
    if choice is not None and not choice.multiple:
        return [float(is_right) for is_right in right]
    many, few = max(1, sum(right)), max(1, len(right) - sum(right))
    return [round(1 / many if is_right else -1 / few, 4) for is_right in right]


def _left_out_of_entry(entry: TextEntry) -> Iterator[str]:
    if any(answer.fraction != 1 for answer in entry.answers):
        yield "answers that are right in part were left out"
    if any(answer.feedback for answer in entry.answers):
        yield "the feedback to its answers was left out"
    if entry.significant or not entry.typos:
        yield "what counts in what is typed was left out"
    if any("|" in answer.text for answer in entry.answers):
        yield "“|” stands between answers, and inside one here"
