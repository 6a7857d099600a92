"""Documents to take in, and where one comes from."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import PurePath
from typing import Any
from urllib.parse import urlsplit

from babel import Locale
from flask_babel import get_locale, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import MultipleFileField
from werkzeug.datastructures import FileStorage
from wtforms import (
    BooleanField,
    DateField,
    Field,
    SelectField,
    StringField,
    TextAreaField,
    TimeField,
    ValidationError,
)
from wtforms.validators import DataRequired, Optional, Regexp

from questions.reading.decoding import LARGEST
from questions.reading.files import UnreadableError
from questions.reading.kinds import LARGEST_FILE, kind_of
from questions.reading.unreadable import too_large
from webapp.characters import find_unfit, title_line, without_unfit
from webapp.forms.lengths import at_most
from webapp.forms.teaching.offers import offer
from webapp.forms.teaching.spoken import Spoken, unfit_message
from webapp.models import Document, lengths
from webapp.services.sources.uploads import Given

_LANGUAGES = "en az ar de es fa fr hy it ja ka kk ko nl pl pt ru tr uk zh".split()
MOST_FILES = 20  # at once
LONG_FIELDS = {"text": 2 * LARGEST}  # the form says what is over


class UploadForm(Spoken, FlaskForm):  # type: ignore[misc]
    """What is to be taken in: files, a pasted text, an address, or some of each.

    After it was validated, ``given`` is what can be read of it. What cannot is told of beside its
    field, and keeps nothing else from being taken in.
    """

    files = MultipleFileField(_l("Files"))
    text = TextAreaField(_l("Or paste a text"))
    link = StringField(
        _l("Or the address of a page"), [at_most(lengths.ADDRESS)], filters=[title_line]
    )

    propose = BooleanField(_l("Propose questions at once"), default=True)

    def __init__(self, most: int = MOST_FILES) -> None:
        super().__init__()
        self._most = most
        self.given: list[Given] = []
        self.refused: list[str] = []

    def validate(self, extra_validators: Any = None) -> bool:
        """Validate the form, which is not valid with nothing in it."""
        self.given, self.refused = [], []
        valid = super().validate(extra_validators)
        if valid and not self.given:
            self.files.errors = [_("Choose a file, paste a text or give an address.")]
        if len(self.given) > self._most:
            self.given, valid = [], False
            self.files.errors = [
                ngettext(
                    "Give one text only.",
                    "Give %(num)s texts at once at most.",
                    self._most,
                )
            ]
        return bool(valid and self.given)

    def validate_files(self, field: Field) -> None:
        """Each is of a kind that can be read."""
        chosen = [file for file in field.data or () if isinstance(file, FileStorage)]
        self.refused = list(filter(None, map(self._take, chosen)))
        if self.refused:
            raise ValidationError(" ".join(self.refused))

    def validate_text(self, field: Field) -> None:
        """It is text, and not too much."""
        pasted = field.data or ""
        if find_unfit(pasted):
            field.data = without_unfit(pasted)
            raise ValidationError(unfit_message())
        if len(pasted.encode()) > LARGEST:
            raise ValidationError(_("It is over 1 MB. Take it in as several documents."))
        if pasted.strip():
            self.given.append(Given(_("Pasted text") + ".txt", pasted.encode()))

    def validate_link(self, field: Field) -> None:
        """It is one of a page on the web."""
        address = (field.data or "").strip()
        if not address:
            return
        if "://" not in address:
            address = f"https://{address}"
        if not _is_web_address(address):
            raise ValidationError(
                _("Write the whole address, such as https://example.org/page.html.")
            )
        self.given.append(Given(_name_of(address), address=address))

    def refuse(self, message: object, field: str | None) -> None:
        """Put what a service refuses beside its field."""
        beside = self[field if field in {"text", "link"} else "files"]
        beside.errors = [*beside.errors, str(message)]

    def _take(self, file: FileStorage) -> str | None:
        """Take a file; returns what is wrong with it."""
        name = title_line(PurePath((file.filename or "").replace("\\", "/")).name) or "?"
        with file.stream as stream:
            content = stream.read(LARGEST_FILE + 1)
        try:
            kind = kind_of(name, content)
            if len(content) > kind.largest:
                raise too_large(kind.largest)
        except UnreadableError as error:
            return f"{name} {error}"
        self.given.append(Given(name[-lengths.FILE_NAME :], content))
        return None


class DetailsForm(Spoken, FlaskForm):  # type: ignore[misc]
    """Where a document comes from."""

    title = StringField(
        _l("Title"),
        [DataRequired(_l("Give the document a title.")), at_most(lengths.DOCUMENT_TITLE)],
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
    author = StringField(_l("Author"), [at_most(lengths.PUBLISHER)], filters=[title_line])
    published_on = DateField(_l("Date published"), [Optional()])
    published_at = TimeField(_l("Time"), [Optional()])
    offset = StringField(
        _l("Offset from UTC"),
        [Optional(), Regexp(r"^[+-](0\d|1[0-4]):[0-5]\d$", message=_l("Write it like +04:00."))],
        default="+00:00",
    )
    language = SelectField(_l("Language"), default="en")

    def __init__(self, document: Document) -> None:
        super().__init__(obj=document, **dict(_moment(document.published)))
        locale = get_locale() or Locale("en")
        codes = dict.fromkeys([*_LANGUAGES, document.language])
        self.language.choices = offer((code, _language(code, locale)) for code in codes)

    @property
    def published(self) -> str:
        """The day of publication in ISO 8601, with time and zone where given, or nothing."""
        day, at = self.published_on.data, self.published_at.data
        if day and at:
            return f"{day}T{at:%H:%M}{self.offset.data or '+00:00'}"
        return str(day or "")


def _is_web_address(address: str) -> bool:
    try:
        parts = urlsplit(address)
        return parts.scheme in {"http", "https"} and "." in (parts.hostname or "")
    except ValueError:
        return False


def _name_of(address: str) -> str:
    return address.partition("://")[2].rstrip("/")[: lengths.FILE_NAME]


def _language(code: str, locale: Locale) -> str:
    try:
        return str(Locale.parse(code).get_display_name(locale)).capitalize()
    except ValueError:
        return code


def _moment(published: str) -> Iterator[tuple[str, Any]]:
    """Yield the fields that say when a document was published, as far as it is known."""
    try:
        yield "published_on", date.fromisoformat(published[:10])
        at = datetime.fromisoformat(published)
    except ValueError:
        return
    if "T" in published:
        yield "published_at", at.time()
    if at.tzinfo:
        yield "offset", published[-6:] if published[-6] in "+-" else "+00:00"
