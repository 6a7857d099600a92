"""A document to take in: its text, pasted or from a file, and where it comes from."""

from __future__ import annotations

from pathlib import PurePath
from typing import Any

from babel import Locale
from flask_babel import get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import (
    DateField,
    Field,
    SelectField,
    StringField,
    TextAreaField,
    TimeField,
    ValidationError,
)
from wtforms.validators import DataRequired, Length, Optional, Regexp

from questions.reading.canonical import canonical
from webapp.characters import find_unfit, title_line, without_unfit
from webapp.forms.teaching.offers import offer
from webapp.forms.teaching.spoken import Spoken, unfit_message

LARGEST = 1024 * 1024
_LANGUAGES = "en az ar de es fa fr hy it ja ka kk ko nl pl pt ru tr uk zh".split()
_SUFFIXES = {".txt", ".md", ".markdown"}


class DocumentForm(Spoken, FlaskForm):  # type: ignore[misc]
    """A document's origin; its text after it was found valid, and its file's name if it has one.

    Characters NUL, which no database takes, are taken out and pointed out beside the text.
    """

    title = StringField(
        _l("Title"),
        [
            DataRequired(_l("Give the document a title.")),
            Length(max=200, message=_l("Keep it under 200 characters.")),
        ],
        filters=[title_line],
    )
    publisher = StringField(
        _l("Publisher"),
        [
            DataRequired(_l("Say who published it. Citations name the publisher.")),
            Length(max=120, message=_l("Keep it under 120 characters.")),
        ],
        filters=[title_line],
    )
    published_on = DateField(_l("Date published"), [Optional()])
    published_at = TimeField(_l("Time"), [Optional()])
    offset = StringField(
        _l("Offset from UTC"),
        [Optional(), Regexp(r"^[+-](0\d|1[0-4]):[0-5]\d$", message=_l("Write it like +04:00."))],
        default="+00:00",
    )
    language = SelectField(_l("Language"), default="en")
    text = TextAreaField(_l("Text"))
    file = FileField(_l("Or a file"))

    def __init__(self, **values: Any) -> None:
        super().__init__(**values)
        locale = get_locale() or Locale("en")
        names = ((code, Locale.parse(code).get_display_name(locale)) for code in _LANGUAGES)
        self.language.choices = offer((code, str(name).capitalize()) for code, name in names)
        self.source_text = ""
        self.source_name = ""

    @property
    def published(self) -> str:
        """The day of publication in ISO 8601, with time and zone where given, or nothing."""
        day, at = self.published_on.data, self.published_at.data
        if day and at:
            return f"{day}T{at:%H:%M}{self.offset.data or '+00:00'}"
        return str(day or "")

    def validate_file(self, field: Field) -> None:
        """It is a text file, and the only text given."""
        if not field.data:
            return
        content, name = field.data.read(LARGEST + 1), PurePath(field.data.filename or "")
        field.data.close()
        if name.suffix.lower() not in _SUFFIXES:
            raise ValidationError(_("Choose a .txt or .md file."))
        if (self.text.data or "").strip():
            raise ValidationError(_("Paste the text or choose a file, not both."))
        self.source_text, self.source_name = _decode(content), name.name

    def validate_text(self, field: Field) -> None:
        """There is some, and not too much."""
        pasted = (field.data or "").replace("\r\n", "\n")
        if find_unfit(pasted):
            field.data = without_unfit(pasted)
            raise ValidationError(unfit_message())
        if not pasted.strip() and not self.file.data:
            raise ValidationError(_("Paste the text, or choose a file."))
        if pasted.strip():
            self.source_text = _decode(pasted.encode())


def _decode(content: bytes) -> str:
    if len(content) > LARGEST:
        raise ValidationError(_("It is over 1 MB. Take it in as several documents."))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ValidationError(
            _("The file is not UTF-8 (byte %(at)s). Save it as UTF-8.", at=error.start)
        ) from error
    if "\0" in text:
        raise ValidationError(_("This is not a text file. Save it as plain text."))
    if what := find_unfit(text):
        raise ValidationError(
            _("It has a character that is no text (%(what)s). Take it out.", what=what)
        )
    if not text.strip():
        raise ValidationError(_("The file is empty."))
    return canonical(text)
