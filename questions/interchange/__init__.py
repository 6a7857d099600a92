"""Formats: how questions come in and go out. One file a format, and its line in FORMATS."""

from pathlib import PurePath

from questions.interchange.aiken import Aiken
from questions.interchange.anki import Anki, AnkiText
from questions.interchange.blackboard import Blackboard
from questions.interchange.cards import Cards
from questions.interchange.filing import write_out
from questions.interchange.format import Format, Problem, Reading, Writing
from questions.interchange.gift import Gift
from questions.interchange.h5p import H5p
from questions.interchange.jsonl import JsonLines
from questions.interchange.moodle import MoodleXml
from questions.interchange.qti import Canvas, Qti, Qti3
from questions.interchange.table import Kahoot, Spreadsheet, Table
from questions.interchange.written import PlainText, Word
from questions.interchange.yaml import Yaml

FORMATS: dict[str, Format] = {
    form.name: form
    for form in (
        *(JsonLines(), Yaml(), Gift(), MoodleXml(), Aiken(), Cards(), Anki(), AnkiText()),
        *(PlainText(), Word(), Table(), Spreadsheet(), Kahoot(), Blackboard()),
        *(H5p(), Qti(), Qti3(), Canvas()),
    )
}

__all__ = ["FORMATS", "Format", "Problem", "Reading", "Writing", "format_of", "write_out"]


def format_of(file_name: str) -> Format | None:
    """Return the format that a file's name ends for, or ``None``; the longest ending decides."""
    endings = ["".join(PurePath(file_name.lower()).suffixes[-n:]) for n in (2, 1)]
    forms = {suffix: form for form in FORMATS.values() for suffix in form.suffixes}
    return next((forms[ending] for ending in endings if ending in forms), None)
