"""Formulas in what is typed: those that cannot be shown are said beside their field."""

from __future__ import annotations

from flask_babel import gettext as _
from wtforms import Field, Form, ValidationError

from questions.formulas.converting import problem_of
from questions.formulas.finding import formulas_in, unclosed_in

_SHOWN = 60  # characters of a formula in a message: enough to find it by


def sound_formulas(_form: Form, field: Field) -> None:
    """Refuse a text with a formula that cannot be shown, or that is not closed."""
    text = field.data or ""
    for formula in formulas_in(text):
        if problem := problem_of(formula):
            said = formula.marked()
            said = said if len(said) <= _SHOWN else f"{said[:_SHOWN]}…"
            raise ValidationError(
                _("The formula %(latex)s cannot be shown: %(why)s.", latex=said, why=problem)
            )
    if mark := unclosed_in(text):
        bare, closing = mark[1], {"\\(": "\\)", "\\[": "\\]"}[mark]
        raise ValidationError(
            _(
                "A formula begins with %(mark)s and does not end: write %(closing)s behind it, or "
                "%(bare)s alone where none is meant.",
                mark=mark,
                closing=closing,
                bare=bare,
            )
        )
