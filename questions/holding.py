"""What each format can hold: tried on a question for each thing that there may be to hold."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from questions.interactions import (
    Answer,
    Choice,
    Interaction,
    Match,
    Option,
    Order,
    Recall,
    TextEntry,
)
from questions.interchange import FORMATS, Format, write_out
from questions.media import named, names_in, refer
from questions.question import Citation, Question, Stance, Statistics

_HELD, _SAID = "●", "–"


def _asked(kind: str, interaction: Interaction, stem: str = "Which?") -> Question:
    return Question(type=kind, stem=stem, interaction=interaction)


def _options(*shares: float) -> tuple[Option, ...]:
    texts = zip(("Lyon", "Paris", "Nice"), shares, strict=False)
    return tuple(Option(text=text, fraction=share) for text, share in texts)


_ONE = _asked("multiple_choice", Choice(options=_options(1, 0)))
_SEVERAL = _asked("multiple_response", Choice(multiple=True, options=_options(0.5, 0.5, -1)))
_TRUTHS = (Option(text="True", fraction=1), Option(text="False", fraction=0))
_TYPED = _asked("short_answer", TextEntry(answers=(Answer(text="Lyon"), Answer(text="Lyons"))))
_CARD = _asked("flashcard", Recall(back="Lyon"))
_NUMBER = Answer(text="3.5", match="number", tolerance=0.5)
_QUOTE = "It was so."
_CITED = Citation(
    document="a-document", start=7, end=7 + len(_QUOTE), quote=_QUOTE, stance=Stance.ASSERTED
)

# A point, and four hundredths of a second of silence: as small as either can be.
_PICTURE = named(
    bytes.fromhex(
        "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"
        "0000000c4944415408d763f8ffff3f0005fe02fea7359981"
        "0000000049454e44ae426082"
    ),
    ".png",
)
_SOUND = named(
    b"RIFF\x26\0\0\0WAVEfmt \x10\0\0\0\1\0\1\0\x40\x1f\0\0\x40\x1f\0\0\1\0\x08\0"
    b"data\2\0\0\0\x80\x80",
    ".wav",
)
FILES = {file.name: file.content for file in (_PICTURE, _SOUND)}

KINDS = {
    "a choice of one": _ONE,
    "a choice of several": _SEVERAL,
    "true or false": _asked("true_false", Choice(shuffle=False, options=_TRUTHS)),
    "typed answers": _TYPED,
    "numbers with a tolerance": _asked("numerical", TextEntry(answers=(_NUMBER,))),
    "dates": _asked("short_answer", TextEntry(answers=(Answer(text="1992-03-01", match="date"),))),
    "a gap in a sentence": _asked("cloze", _TYPED.interaction, "It is in ____ today."),
    "pairs": _asked("matching", Match(pairs=(("a", "1"), ("b", "2")), distractors=("3",))),
    "items in order": _asked("ordering", Order(items=("first", "second", "third"))),
    "flashcards": _CARD,
}
OF_ANSWERS = {
    "feedback to options": _asked(
        "multiple_choice",
        Choice(options=(Option(text="a", fraction=1, feedback="Yes."), *_options(0))),
    ),
    "what wrong options cost": _asked("multiple_choice", Choice(options=_options(1, -0.25))),
    "options that stay in order": _asked(
        "multiple_choice", Choice(shuffle=False, options=_options(1, 0))
    ),
    "shares of right options": _asked(
        "multiple_response", Choice(multiple=True, options=_options(0.75, 0.25, -1))
    ),
    "answers right in part": _asked(
        "short_answer", TextEntry(answers=(Answer(text="a"), Answer(text="b", fraction=0.5)))
    ),
    "what counts in what is typed": _asked(
        "short_answer", TextEntry(answers=(Answer(text="a"),), typos=False)
    ),
}
BESIDE: dict[str, dict[str, Any]] = {
    "the explanation": {"explanation": "Because."},
    "citations": {"citations": (_CITED,)},
    "several citations": {"citations": (_CITED, _CITED.model_copy(update={"document": "other"}))},
    "ids": {"id": "lyon"},
    "tags": {"tags": ("towns", "france::south")},
    "hints": {"hints": ("Think of rivers.",)},
    "bold, links and the like": {"stem": "**Which** [town](https://example.org/)?"},
    "formulas": {"explanation": "As \\(x^2\\)."},
    "pictures": {"explanation": refer(_PICTURE.name, "a point")},
    "sounds": {"explanation": refer(_SOUND.name, "a click")},
    "statistics": {"statistics": Statistics(asked=10, facility=0.5, as_of=date(2026, 11, 3))},
}


def holds(form: Format, question: Question) -> bool:
    """Return whether a question comes back from a format as it went."""
    reading = form.read(write_out(form, [question], FILES).content)
    found = {file.name for file in reading.files}
    return reading.questions == (question,) and found == set(names_in(question))


def tried_on(form: Format) -> Iterator[tuple[str, Question]]:
    """Yield what may be to hold, each with the question that it is tried on."""
    yield from KINDS.items()
    yield from OF_ANSWERS.items()
    plain = _ONE if holds(form, _ONE) else _CARD
    for name, fields in BESIDE.items():
        yield name, plain.model_copy(update=fields)


def table() -> str:
    """Return a table in Markdown: a row for each thing, a column for each format."""
    columns = {
        form.name: {name: holds(form, asked) for name, asked in tried_on(form)}
        for form in FORMATS.values()
    }
    names = [name for name, _asked_of in tried_on(FORMATS["jsonl"])]
    rows = [["", *columns], ["---", *[":-:"] * len(columns)]]
    for name in names:
        rows.append([name, *(_HELD if held[name] else _SAID for held in columns.values())])
    return "\n".join(f"| {' | '.join(row)} |" for row in rows) + "\n"
