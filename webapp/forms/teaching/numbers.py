"""Numbers as people type them, with a decimal comma too."""

from __future__ import annotations

from decimal import Decimal
from math import isfinite
from typing import Any

from flask_babel import gettext as _
from wtforms import DecimalField, FloatField

from questions.typed_answers import parse_number


def _read(text: str) -> Decimal:
    number = parse_number(text)
    if number is None or not isfinite(float(number)):
        raise ValueError(_("Write a number in digits."))
    return number


class TypedDecimalField(DecimalField):
    """A number to be kept exactly; ``1,5`` is read like ``1.5``."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read the number, or say beside the field what it should be."""
        if valuelist and str(valuelist[0]).strip():
            self.data = None
            self.data = _read(str(valuelist[0]))


class TypedFloatField(FloatField):
    """A number; ``1,5`` is read like ``1.5``."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read the number, or say beside the field what it should be."""
        if valuelist:
            self.data = None
            self.data = float(_read(str(valuelist[0])))
