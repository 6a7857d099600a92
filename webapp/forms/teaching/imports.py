"""A file of questions, or what was pasted, and the format that it is in."""

from __future__ import annotations

from pathlib import PurePath
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from werkzeug.datastructures import FileStorage
from wtforms import Field, SelectField, TextAreaField, ValidationError

from questions.receiving import LARGEST, Received, UnreadableError, receive
from webapp.characters import find_unfit, title_line, without_unfit
from webapp.forms.teaching.formats import find_offered, offered_formats
from webapp.forms.teaching.offers import offer
from webapp.forms.teaching.spoken import Spoken, unfit_message
from webapp.models import lengths

_LONGEST_PASTE = 1024 * 1024
LONG_FIELDS = {"text": 2 * _LONGEST_PASTE}  # the form says what is over


class ImportForm(Spoken, FlaskForm):  # type: ignore[misc]
    """What is to be looked over. After it was validated, ``name`` and ``content`` are the file."""

    file = FileField(_l("File"))
    text = TextAreaField(_l("Or paste the questions"))
    format = SelectField(_l("Format"), default="")

    def __init__(self) -> None:
        super().__init__()
        named = ((each.name, each.label) for each in offered_formats())
        self.format.choices = offer([("", _("Find it by itself")), *named])
        self.name, self.content = "", b""

    def validate(self, extra_validators: Any = None) -> bool:
        """Validate the form, which is not valid with nothing in it."""
        self.name, self.content = "", b""
        valid = super().validate(extra_validators)
        if valid and not self.content and not self.name:
            self.file.errors = [_("Choose a file, or paste the questions.")]
            valid = False
        return bool(valid)

    def validate_file(self, field: Field) -> None:
        """It is not too large, and has something in it."""
        if not isinstance(field.data, FileStorage):
            return
        self.name = name_of(field.data.filename or "")
        with field.data.stream as stream:
            self.content = stream.read(LARGEST + 1)
        if len(self.content) > LARGEST:
            raise ValidationError(
                _("%(name)s is over %(most)s MB. Split it.", name=self.name, most=LARGEST >> 20)
            )
        if not self.content.strip():
            raise ValidationError(_("%(name)s is empty.", name=self.name))

    def validate_text(self, field: Field) -> None:
        """It is text, and not too much; where a file is given as well, that counts."""
        pasted = field.data or ""
        if find_unfit(pasted):
            field.data = without_unfit(pasted)
            raise ValidationError(unfit_message())
        if len(pasted.encode()) > _LONGEST_PASTE:
            raise ValidationError(_("It is over 1 MB. Give it as a file."))
        if pasted.strip() and not self.name:
            self.name, self.content = _("Pasted text"), pasted.encode()

    def refuse(self, message: object) -> None:
        """Put what is wrong with the questions beside where they were given."""
        beside = self.file if isinstance(self.file.data, FileStorage) else self.text
        beside.errors = [*beside.errors, str(message)]


def read_questions(name: str, content: bytes, form: str) -> Received:
    """Read a file of questions. Raises ValueError, which says what is wrong, and what to do."""
    try:
        received = receive(name, content, form)
    except UnreadableError as error:
        raise ValueError(f"{name} {error}") from error
    if not received.reading.questions:
        raise ValueError(_nothing_found(name, received))
    return received


def _nothing_found(name: str, received: Received) -> str:
    found = find_offered(received.format)
    said = _(
        "No question was found in %(name)s, read as %(format)s.",
        name=name,
        format=found.label if found else received.format,
    )
    problems = received.reading.problems
    why = f" {problems[0]}" if problems else ""
    return f"{said}{why} {_('If it is in another format, choose that below.')}"


def name_of(given: str) -> str:
    """Return the name of a file that somebody gave, as it can be shown and kept."""
    name = title_line(PurePath(given.replace("\\", "/")).name) or "?"
    return name[-lengths.FILE_NAME :]
