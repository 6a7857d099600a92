"""Formats of questions by the names that people know them by, the most looked for first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l

from questions.interchange import FORMATS, Format


@dataclass(frozen=True, slots=True)
class Offered:
    """A format as it is offered: its name, and what it is good for."""

    form: Format
    label: Any
    hint: Any

    @property
    def name(self) -> str:
        """What it is called in addresses and commands."""
        return self.form.name

    @property
    def ending(self) -> str:
        """What its files end in."""
        return self.form.suffixes[0]


_TOLD = {
    "moodle": (_l("Moodle XML"), _l("For a question bank in Moodle, with its categories.")),
    "gift": (_l("GIFT"), _l("Text that Moodle and many others read.")),
    "aiken": (_l("Aiken"), _l("Plain text, for choices with one right answer.")),
    "docx": (_l("Word"), _l("Numbered questions, as tests are written in Word.")),
    "plain": (_l("Numbered text"), _l("Numbered questions with lettered options, as plain text.")),
    "csv": (_l("CSV"), _l("A table with a question a row, for a spreadsheet.")),
    "xlsx": (_l("Excel"), _l("A workbook with a question a row.")),
    "qti": (_l("QTI 2.1"), _l("The standard that most learning platforms take, as a package.")),
    "qti3": (_l("QTI 3.0"), _l("Its newest version, for platforms that ask for it.")),
    "canvas": (_l("Canvas"), _l("A package for Canvas, as its own exports are.")),
    "blackboard": (_l("Blackboard"), _l("Text with tabs, for a test or pool in Blackboard.")),
    "h5p": (
        _l("H5P"),
        _l("A question set or dialog cards, for sites that have the H5P content types installed."),
    ),
    "kahoot": (_l("Kahoot"), _l("A workbook for quizzes in Kahoot.")),
    "anki": (_l("Anki"), _l("A deck; choices, pairs and orders are cards there as well.")),
    "anki-text": (_l("Anki notes"), _l("Notes as text, for Anki’s own import of such.")),
    "cards": (_l("Terms"), _l("A line a card, for Quizlet, Knowt and Brainscape.")),
    "yaml": (_l("Recite YAML"), _l("All that Recite knows of a question, good to read.")),
    "jsonl": (_l("Recite JSON Lines"), _l("All that Recite knows of a question, one a line.")),
}


def offered_formats() -> list[Offered]:
    """Return every format; those without a name of their own go by their files' ending."""
    places = {name: place for place, name in enumerate(_TOLD)}
    forms = sorted(FORMATS.values(), key=lambda form: places.get(form.name, len(places)))
    return [_offer(form) for form in forms]


def find_offered(name: str) -> Offered | None:
    """Return the format of that name, if there is one."""
    return _offer(FORMATS[name]) if name in FORMATS else None


def _offer(form: Format) -> Offered:
    label, hint = _TOLD.get(form.name, (form.name.upper(), " ".join(form.suffixes)))
    return Offered(form, label, hint)
