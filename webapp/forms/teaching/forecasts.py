"""The day that a class's memory is forecast for."""

from __future__ import annotations

from datetime import date, timedelta

from flask import Request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, Form, ValidationError
from wtforms.validators import Optional

from webapp.forms.teaching.spoken import Spoken

_FAR = timedelta(days=730)
_AHEAD = timedelta(days=28)


class ForecastForm(Spoken, Form):
    """A day from today up to two years ahead; ``day`` is four weeks ahead where none is."""

    on = DateField(_l("On which day"), [Optional()])

    def __init__(self, request: Request, today: date) -> None:
        super().__init__(request.args)
        self.today = today
        self.is_sound = self.validate()
        ahead = today + _AHEAD
        self.day: date = (self.on.data or ahead) if self.is_sound else ahead
        if self.is_sound:
            self.on.data = self.day

    def validate_on(self, field: DateField) -> None:
        """Refuse what is past, and what nobody can forecast."""
        if field.data is None:
            return  # what is no day is said by the field
        if field.data < self.today:
            raise ValidationError(_("That day is past. Choose today or a later one."))
        if field.data > self.today + _FAR:
            raise ValidationError(_("That is more than two years ahead. Choose an earlier day."))
