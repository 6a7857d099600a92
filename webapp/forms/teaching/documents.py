"""A document to take in: its text, pasted or from a file, and where it comes from."""

from __future__ import annotations

import zlib
from base64 import b64decode, b64encode
from pathlib import PurePath
from typing import Any

from babel import Locale
from flask_babel import get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import (
    BooleanField,
    DateField,
    Field,
    HiddenField,
    SelectField,
    StringField,
    TextAreaField,
    TimeField,
    ValidationError,
)
from wtforms.validators import DataRequired, Optional, Regexp

from questions.reading.canonical import canonical
from questions.reading.decoding import LARGEST
from webapp.characters import find_unfit, title_line, without_unfit
from webapp.forms.lengths import at_most
from webapp.forms.teaching.offers import offer
from webapp.forms.teaching.spoken import Spoken, unfit_message
from webapp.models import lengths

_LANGUAGES = "en az ar de es fa fr hy it ja ka kk ko nl pl pt ru tr uk zh".split()
_SUFFIXES = {".txt", ".md", ".markdown"}
LONG_FIELDS = {"text": 2 * LARGEST, "held": 2 * LARGEST}  # the form says what is over


class DocumentForm(Spoken, FlaskForm):  # type: ignore[misc]
    """A document's origin; its text after it was found valid, and its file's name if it has one.

    No browser sends a file twice by itself: one that was read is held in the page, so that an
    error elsewhere does not lose it, and is judged like a new one when it comes back.

    Characters NUL, which no database takes, are taken out and pointed out beside the text.
    """

    title = StringField(
        _l("Title"),
        [
            DataRequired(_l("Give the document a title.")),
            at_most(lengths.DOCUMENT_TITLE),
        ],
        filters=[title_line],
    )
    publisher = StringField(
        _l("Publisher"),
        [
            DataRequired(_l("Say who published it. Citations name the publisher.")),
            at_most(lengths.PUBLISHER),
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
    held = HiddenField()
    held_name = HiddenField()
    leave_out = BooleanField(_l("Leave this file out"))

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
        try:
            content, name = self._file(field)
        finally:
            self.held.data = self.held_name.data = ""
        if not name:
            return
        if PurePath(name).suffix.lower() not in _SUFFIXES:
            raise ValidationError(_("Choose a .txt or .md file."))
        text = _decode(content)
        self.held.data, self.held_name.data = _pack(text.encode()), name
        if (self.text.data or "").strip():
            raise ValidationError(_("Paste the text or choose a file, not both."))
        self.source_text, self.source_name = text, name

    def refuse(self, message: object, field: str | None) -> None:
        """Put what a service refuses beside its field; of a file's text, beside the file."""
        beside = "file" if field in {None, "text"} and self.source_name else field or "text"
        self[beside].errors = [*self[beside].errors, str(message)]

    def _file(self, field: Field) -> tuple[bytes, str]:
        """Return the content and the name of the file just chosen, or else of the one held."""
        if field.data:
            name = PurePath(field.data.filename or "").name
            with field.data.stream as chosen:
                return chosen.read(LARGEST + 1), name or "?"
        if self.leave_out.data or not self.held.data:
            return b"", ""
        return _unpack(self.held.data), PurePath(self.held_name.data or "").name or "?"

    def validate_text(self, field: Field) -> None:
        """There is some, and not too much."""
        pasted = (field.data or "").replace("\r\n", "\n")
        if find_unfit(pasted):
            field.data = without_unfit(pasted)
            raise ValidationError(unfit_message())
        has_file = self.file.data or (self.held.data and not self.leave_out.data)
        if not pasted.strip() and not has_file:
            raise ValidationError(_("Paste the text, or choose a file."))
        if pasted.strip():
            self.source_text = _decode(pasted.encode())


def _pack(content: bytes) -> str:
    """Return what a hidden field can hold, much shorter than the text."""
    return b64encode(zlib.compress(content)).decode()


def _unpack(held: str) -> bytes:
    """Return what was packed, and no more than tells that it is too much."""
    try:
        return zlib.decompressobj().decompress(b64decode(held, validate=True), LARGEST + 1)
    except (ValueError, zlib.error) as error:
        raise ValidationError(_("The file was not kept. Choose it again.")) from error


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
