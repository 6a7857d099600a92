"""Errors as plain text, which templates tell from lists of errors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wtforms import Form

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
            field.errors = [_plain(error) for error in field.errors]
        return bool(valid)


def _plain(error: Any) -> Any:
    return error if isinstance(error, dict | list | tuple) else str(error)
