"""A package of Anki’s with what somebody answered, and the course that it is for."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from werkzeug.datastructures import FileStorage
from wtforms import Field, SelectField, ValidationError

from questions.reading.unreadable import UnreadableError
from questions.receiving.histories import LARGEST, AnsweredCard, receive_history
from webapp.forms.teaching.imports import name_of
from webapp.forms.teaching.offers import offer
from webapp.forms.teaching.spoken import Spoken
from webapp.models import Course


class AnkiForm(Spoken, FlaskForm):  # type: ignore[misc]
    """What is to be looked over. After it was validated, ``name`` and ``content`` are the file."""

    file = FileField(_l("File"))
    course = SelectField(_l("Course"), default="")

    def __init__(self, courses: Sequence[Course]) -> None:
        super().__init__()
        self._courses = {each.slug: each for each in courses}
        named = ((each.slug, each.title) for each in courses)
        self.course.choices = offer([("", _("All my courses")), *named])
        self.name, self.content = "", b""

    @property
    def chosen(self) -> Course | None:
        """The course that is chosen, if one is."""
        return self._courses.get(self.course.data or "")

    def validate_file(self, field: Field) -> None:
        """It is there, and not too large."""
        if not isinstance(field.data, FileStorage):
            raise ValidationError(_("Choose a file: in Anki, File → Export makes it."))
        self.name = name_of(field.data.filename or "")
        with field.data.stream as stream:
            self.content = stream.read(LARGEST + 1)

    def refuse(self, message: object) -> None:
        """Put what is wrong with the file beside where it was given."""
        self.file.errors = [*self.file.errors, str(message)]


def read_history(name: str, content: bytes) -> list[AnsweredCard]:
    """Read what was answered. Raises ValueError, which says what is wrong, and what to do."""
    try:
        cards = receive_history(content)
    except UnreadableError as error:
        raise ValueError(f"{name} {error}") from error
    if not cards:
        raise ValueError(
            _(
                "%(name)s has no answers in it. Export the deck again in Anki, with “Include "
                "scheduling information” ticked.",
                name=name,
            )
        )
    return cards
