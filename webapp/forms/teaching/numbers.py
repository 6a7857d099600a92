"""Numbers as people type them, with a decimal comma too."""

from __future__ import annotations

from decimal import Decimal
from math import isfinite
from typing import Any

from flask_babel import gettext as _
from wtforms import FloatField, ValidationError

from questions.typed_answers import parse_number


def read_number(text: str) -> Decimal:
    """Return the number that was typed. Raises ValidationError when it is none."""
    number = parse_number(text)
    if number is None or not isfinite(float(number)):
        raise ValidationError(_("Write a number in digits."))
    return number


class TypedFloatField(FloatField):
    """A number; ``1,5`` is read like ``1.5``."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read the number, or say beside the field what it should be."""
        if valuelist:
            self.data = None
            self.data = float(read_number(str(valuelist[0])))
