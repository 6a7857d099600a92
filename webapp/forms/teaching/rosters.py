"""A roster: pasted or as a file, looked over before anybody is invited."""

from __future__ import annotations

import hashlib
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from werkzeug.datastructures import FileStorage
from wtforms import Field, HiddenField, TextAreaField, ValidationError

from questions.reading.decoding import decode
from questions.reading.unreadable import UnreadableError
from webapp.forms.people import PeopleForm
from webapp.services.teaching.roster import LARGEST


class RosterForm(PeopleForm):
    """Whom to invite; ``seen`` stands for the lines that were looked over."""

    roster = TextAreaField(_l("Paste the lines"))
    file = FileField(_l("Or choose a file"))
    seen = HiddenField()

    def validate_roster(self, field: Field) -> None:
        """There are lines, pasted or in a file, and not in both."""
        pasted = (field.data or "").strip()
        content = self._content()
        if content and pasted and not self.was_seen:
            raise ValidationError(_("Paste the lines or choose a file, not both."))
        if content:
            field.data = _text_of(content)
        elif not pasted:
            raise ValidationError(_("Paste the lines, or choose a file."))

    @property
    def text(self) -> str:
        """The lines, with one kind of line end."""
        return "\n".join((self.roster.data or "").splitlines())

    @property
    def was_seen(self) -> bool:
        """Whether these are the lines that were looked over."""
        return bool(self.seen.data) and self.seen.data == _mark(self.text)

    def show_again(self, text: str | None = None) -> None:
        """Put lines into the form: by default those given, as looked over."""
        self.roster.data = self.text if text is None else text
        self.seen.data = _mark(self.text) if text is None else ""

    def _content(self) -> bytes:
        given: Any = self.file.data
        return given.read(LARGEST + 1) if isinstance(given, FileStorage) else b""


def _text_of(content: bytes) -> str:
    if len(content) > LARGEST:
        raise ValidationError(_("The file is larger than 128 KB. Take fewer lines at a time."))
    try:
        text = decode(content).text
    except UnreadableError as error:
        raise ValidationError(_("The file cannot be read: it %(why)s", why=str(error))) from error
    return text


def _mark(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:32]
