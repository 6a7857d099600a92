"""The fields of a quiz that say how it is graded, and what stands before an attempt at it."""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce
from operator import or_
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    Field,
    Form,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    ValidationError,
)
from wtforms.validators import NumberRange, Optional

from webapp.characters import code_as_kept
from webapp.forms.teaching.numbers import TypedFloatField
from webapp.forms.teaching.offers import offer
from webapp.learning.behaviours import MOST_TRIES, PENALTIES, THIRD, Behaviour
from webapp.learning.grades import GradingMethod
from webapp.models import QuizMode, Seen, lengths
from webapp.services.quizzes.rules import (
    AFTER_CLOSING,
    FEWEST_IN_CODE,
    Rules,
    Showing,
    by_mode,
    unfit_code,
)

MOST_WAITING = 60 * 24 * 30  # minutes: a month, a plain choice
_PERCENT = 100


CHOSEN, CLOSING = "chosen", "closing"
_DURING = (Seen.VERDICT, Seen.KEY, Seen.EXPLANATION, Seen.PASSAGE)
_NAMES = {
    Seen.MARK: _l("The mark"),
    Seen.VERDICT: _l("Whether it was right"),
    Seen.KEY: _l("The right answer"),
    Seen.EXPLANATION: _l("Explanation and feedback"),
    Seen.PASSAGE: _l("The passage"),
}


class SeenField(SelectMultipleField):
    """Boxes for what is shown at one moment; the data is a list of numbers."""

    def __init__(self, label: str, aspects: Iterable[Seen], **given: Any) -> None:
        choices = offer([(str(aspect.value), _NAMES[aspect]) for aspect in aspects])
        super().__init__(label, coerce=int, choices=choices, **given)

    @property
    def seen(self) -> Seen:
        """What is ticked; who sees the right answer sees the verdict too."""
        seen = reduce(or_, (Seen(value) for value in self.data or ()), Seen(0))
        return seen | Seen.VERDICT if Seen.KEY in seen else seen


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

    mode = RadioField(
        _l("Kind of quiz"),
        choices=offer(
            [
                (QuizMode.PRACTICE.value, _l("Practice")),
                (QuizMode.TEST.value, _l("Test")),
                (CLOSING, _l("Test, shown after closing")),
                (CHOSEN, _l("Choose what is shown when")),
            ]
        ),
        default=QuizMode.PRACTICE.value,
    )
    asks_confidence = BooleanField(_l("Ask how sure learners are of each answer"))
    tries = SelectField(
        _l("Tries for each question"),
        choices=offer((str(n), str(n)) for n in range(1, MOST_TRIES + 1)),
        coerce=int,
        default=1,
    )
    penalty = SelectField(
        _l("A wrong try costs"),
        choices=offer(
            [
                ("0", _l("nothing")),
                ("1", _l("10 % of the mark")),
                ("2", _l("25 % of the mark")),
                ("3", _l("33⅓ % of the mark")),
                ("4", _l("50 % of the mark")),
                ("5", _l("100 % of the mark")),
            ]
        ),
        coerce=int,
        default=PENALTIES.index(THIRD),
    )
    shuffles_questions = BooleanField(_l("Mix the questions for each attempt"))
    shuffles_options = BooleanField(_l("Mix the options for each attempt"), default=True)
    tells_median = BooleanField(_l("Show learners the median of the class"))
    shown_during = SeenField(_l("After each answer"), _DURING)
    shown_after = SeenField(_l("For ten minutes after handing in"), _NAMES)
    shown_later = SeenField(_l("Later, while it is open"), _NAMES)
    shown_closed = SeenField(_l("After closing"), _NAMES)

    def showing(self) -> Showing | None:
        """Return what the valid fields say is shown when; ``None`` is as the mode says."""
        if self.mode.data == CLOSING:
            return AFTER_CLOSING
        if self.mode.data != CHOSEN:
            return None
        moments = (self.shown_during, self.shown_after, self.shown_later, self.shown_closed)
        return Showing(*(field.seen for field in moments))

    def quiz_mode(self) -> QuizMode:
        """Return the mode that the valid fields spell."""
        showing = self.showing()
        if showing is None:
            return QuizMode(self.mode.data)
        return QuizMode.PRACTICE if showing.during else QuizMode.TEST

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
        is_mixed = self.shuffles_questions.data or not self.shuffles_options.data
        is_other = is_graded or is_mixed or self.tells_median.data
        return is_other or any(field.data or field.errors for field in fields)

    def rules(self) -> Rules:
        """Return the rules that the valid fields spell."""
        percent = self.pass_percent.data
        return Rules(
            grading_method=GradingMethod(self.grading_method.data),
            pass_mark=None if percent is None else percent / _PERCENT,
            waiting_minutes=self.waiting_minutes.data,
            access_code=(self.access_code.data or "").strip() or None,
            shuffles_questions=self.shuffles_questions.data,
            shuffles_options=self.shuffles_options.data,
            showing=self.showing(),
            tells_median=self.tells_median.data,
            behaviour=Behaviour(
                self.asks_confidence.data, self.tries.data, PENALTIES[self.penalty.data]
            ),
        )


def fields_of(rules: Rules, mode: QuizMode) -> dict[str, Any]:
    """Return the fields' values for rules, and for what is shown when."""
    showing = rules.showing or by_mode(mode)
    kinds = {None: mode.value, AFTER_CLOSING: CLOSING}
    percent = None if rules.pass_mark is None else round(rules.pass_mark * _PERCENT, 6)
    return {
        "grading_method": rules.grading_method.value,
        "pass_percent": percent,
        "waiting_minutes": rules.waiting_minutes,
        "access_code": rules.access_code,
        "mode": kinds.get(rules.showing, CHOSEN),
        "shuffles_questions": rules.shuffles_questions,
        "shuffles_options": rules.shuffles_options,
        "tells_median": rules.tells_median,
        "asks_confidence": rules.behaviour.asks_confidence,
        "tries": rules.behaviour.tries,
        "penalty": PENALTIES.index(rules.behaviour.penalty),
        "shown_during": _ticked(showing.during),
        "shown_after": _ticked(showing.after),
        "shown_later": _ticked(showing.later),
        "shown_closed": _ticked(showing.closed),
    }


def _ticked(seen: Seen) -> list[int]:
    return [aspect.value for aspect in _NAMES if aspect in seen]
