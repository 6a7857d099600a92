"""Errors as plain text, which templates tell from lists of errors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask_babel import gettext as _
from wtforms import Form

from webapp.characters import find_unfit, without_unfit

if TYPE_CHECKING:
    _Base = Form
else:
    _Base = object


class Spoken(_Base):
    """Mixed into a form: after it is validated, its errors are said in the reader's language."""

    def validate(self, extra_validators: Any = None) -> bool:
        """Validate the form."""
        valid = super().validate(extra_validators)
        for field in self:
            if isinstance(field.data, str) and find_unfit(field.data):
                field.data = without_unfit(field.data)
                field.errors = [*field.errors, unfit_message()]
                valid = False
            field.errors = [_plain(error) for error in field.errors]
        return bool(valid)


def unfit_message() -> str:
    """Return what is said beside a field out of which characters that are no text were taken."""
    return str(_("Characters that are no text were taken out. Look it over and send it again."))


def _plain(error: Any) -> Any:
    return error if isinstance(error, dict | list | tuple) else str(error)
