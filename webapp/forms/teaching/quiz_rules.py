"""The fields of a quiz that say how it is graded, and what stands before an attempt at it."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import Field, Form, IntegerField, RadioField, StringField, ValidationError
from wtforms.validators import NumberRange, Optional

from webapp.characters import code_as_kept
from webapp.forms.teaching.numbers import TypedFloatField
from webapp.forms.teaching.offers import offer
from webapp.learning.grades import GradingMethod
from webapp.models import lengths
from webapp.services.quizzes.rules import FEWEST_IN_CODE, Rules, unfit_code

MOST_WAITING = 60 * 24 * 30  # minutes: a month, a plain choice
_PERCENT = 100


class RulesFields(Form):
    """Mixed into the form of a quiz; what is rarely used, and stays as it is when left alone."""

    grading_method = RadioField(
        _l("The grade is"),
        choices=offer(
            [
                (GradingMethod.HIGHEST.value, _l("The highest attempt")),
                (GradingMethod.AVERAGE.value, _l("The average of all attempts")),
                (GradingMethod.FIRST.value, _l("The first attempt")),
                (GradingMethod.LAST.value, _l("The last attempt")),
            ]
        ),
        default=GradingMethod.HIGHEST.value,
    )
    pass_percent = TypedFloatField(
        _l("Passed with, in percent of the marks"),
        [Optional(), NumberRange(1, _PERCENT, message=_l("Use 1 to 100."))],
    )
    waiting_minutes = IntegerField(
        _l("Minutes to wait between attempts"),
        [Optional(), NumberRange(1, MOST_WAITING, message=_l("Use 1 to 43200, which is 30 days."))],
    )
    access_code = StringField(
        _l("Code to begin"),
        render_kw={"autocomplete": "off", "spellcheck": "false", "maxlength": 40},
    )

    def validate_access_code(self, field: Field) -> None:
        """It can be told and typed."""
        code = code_as_kept(field.data or "")
        if (field.data or "").strip() and not FEWEST_IN_CODE <= len(code) <= lengths.ACCESS_CODE:
            raise ValidationError(unfit_code())

    @property
    def has_rules(self) -> bool:
        """Whether any of them is other than it is by itself, or wrong."""
        fields = (self.pass_percent, self.waiting_minutes, self.access_code)
        is_graded = self.grading_method.data != GradingMethod.HIGHEST.value
        return is_graded or any(field.data or field.errors for field in fields)

    def rules(self) -> Rules:
        """Return the rules that the valid fields spell."""
        percent = self.pass_percent.data
        return Rules(
            grading_method=GradingMethod(self.grading_method.data),
            pass_mark=None if percent is None else percent / _PERCENT,
            waiting_minutes=self.waiting_minutes.data,
            access_code=(self.access_code.data or "").strip() or None,
        )


def fields_of(rules: Rules) -> dict[str, Any]:
    """Return the fields' values for rules."""
    percent = None if rules.pass_mark is None else round(rules.pass_mark * _PERCENT, 6)
    return {
        "grading_method": rules.grading_method.value,
        "pass_percent": percent,
        "waiting_minutes": rules.waiting_minutes,
        "access_code": rules.access_code,
    }
