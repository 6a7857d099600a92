"""What a course is called, and what it is about."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired

from webapp.characters import title_line
from webapp.forms.lengths import at_most
from webapp.forms.people import PeopleForm
from webapp.forms.teaching.spoken import Spoken
from webapp.models import lengths

LONG = 48 * 1024  # bytes of what is longer than a line; the form says itself what is too long


class CourseForm(Spoken, FlaskForm):  # type: ignore[misc]
    """A course's title and description."""

    title = StringField(
        _l("Title"),
        [
            DataRequired(_l("Give the course a title.")),
            at_most(lengths.TITLE),
        ],
        filters=[title_line],
    )
    description = TextAreaField(_l("Description"), [at_most(lengths.DESCRIPTION)])


class CourseDeletionForm(PeopleForm):
    """A box to tick, to delete a course."""

    sure = BooleanField(
        _l("Delete the course with everything in it"),
        validators=[InputRequired(_l("Tick the box if you are sure."))],
    )
