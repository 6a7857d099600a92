"""What a course is called, and what it is about."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from webapp.characters import title_line
from webapp.forms.teaching.spoken import Spoken

LONG = 48 * 1024  # bytes of what is longer than a line; the form says itself what is too long


class CourseForm(Spoken, FlaskForm):  # type: ignore[misc]
    """A course's title and description."""

    title = StringField(
        _l("Title"),
        [
            DataRequired(_l("Give the course a title.")),
            Length(max=120, message=_l("Keep it under 120 characters.")),
        ],
        filters=[title_line],
    )
    description = TextAreaField(
        _l("Description"), [Length(max=1000, message=_l("Keep it under 1,000 characters."))]
    )
