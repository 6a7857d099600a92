"""Review: which part of it one goes through, and what one reports."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import Field, RadioField, TextAreaField
from wtforms.validators import InputRequired, ValidationError

from webapp.forms.lengths import at_most
from webapp.forms.teaching.offers import offer
from webapp.forms.teaching.spoken import Spoken
from webapp.models import FLAGS, ReportKind
from webapp.models.lengths import NOTE

_SCOPE = ("attempt", "until")


class ReportForm(Spoken, FlaskForm):  # type: ignore[misc]
    """What is wrong with a question, and more of it in the learner's words."""

    kind = RadioField(
        _l("What is wrong with it?"),
        [InputRequired(_l("Choose what is wrong with it."))],
        choices=offer(
            [
                (ReportKind.WRONG_KEY.value, _l("The answer given as right is wrong")),
                (ReportKind.UNCLEAR.value, _l("It is unclear")),
                (ReportKind.TYPO.value, _l("It has a typing error")),
                (ReportKind.OTHER.value, _l("Something else")),
            ]
        ),
        validate_choice=False,
    )
    reason = TextAreaField(
        _l("In a line"),
        [at_most(NOTE)],
        filters=[lambda text: (text or "").strip()],
    )

    def validate_kind(self, field: Field) -> None:
        """Refuse what is none of the kinds."""
        if field.data not in list(FLAGS):
            raise ValidationError(str(_l("Choose what is wrong with it.")))


class ReplyForm(Spoken, FlaskForm):  # type: ignore[misc]
    """What an instructor answers to those who reported a question."""

    reply = TextAreaField(
        _l("Answer in a line"),
        [at_most(NOTE)],
        filters=[lambda text: (text or "").strip()],
    )


def scope_of(query: Mapping[str, str]) -> dict[str, Any]:
    """Return what of an address says which part of the reviews one goes through."""
    return {name: query[name] for name in _SCOPE if name in query}
