"""The fields of a text entry: words on lines, or numbers with their tolerance."""

from __future__ import annotations

from typing import Any, Literal

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    Field,
    FieldList,
    Form,
    FormField,
    StringField,
    TextAreaField,
    ValidationError,
)

from questions.interactions import Answer, Interaction, TextEntry
from questions.lengths import ANSWERS
from questions.typed_answers import Significant, parse_date, parse_number
from webapp.forms.teaching.lines import first_repeated, lines, lines_of
from webapp.forms.teaching.numbers import read_number
from webapp.forms.teaching.shapes.shape import TEXT, Shape
from webapp.forms.teaching.spoken import Spoken

_FLAGS: tuple[Significant, ...] = ("accents", "punctuation", "articles")


class WordsShape(Shape):
    """Words to type, each accepted answer on a line."""

    answers = TextAreaField(_l("Accepted answers"), [lines(1, ANSWERS)])
    dates = BooleanField(_l("They are dates"))
    accents = BooleanField(_l("Accents count"))
    punctuation = BooleanField(_l("Punctuation counts"))
    articles = BooleanField(_l("Articles count"))
    typos = BooleanField(_l("Forgive one slip of the keyboard in a long word"), default=True)

    @staticmethod
    def filled_from(interaction: TextEntry) -> dict[str, Any]:
        """Return the answers, one on each line."""
        return {
            "answers": "\n".join(answer.text for answer in interaction.answers),
            "dates": all(answer.match == "date" for answer in interaction.answers),
            "typos": interaction.typos,
            **dict.fromkeys(interaction.significant, True),
        }

    def validate_dates(self, field: Field) -> None:
        """Each line is a day when they are dates."""
        for line in lines_of(self.answers.data) if field.data and not self.answers.errors else ():
            if parse_date(line) is None:
                raise ValidationError(
                    _("“%(line)s” is not a date. Write it like 2023-01-20.", line=line)
                )

    def build(self, kind: str, before: Interaction | None) -> TextEntry:
        """Keep what was known of an answer that stays."""
        match: Literal["date", "text"] = "date" if self.dates.data and kind != "cloze" else "text"
        known = _known_answers(before)
        return TextEntry(
            answers=tuple(
                _kept(known, Answer(text=line, match=match)) for line in lines_of(self.answers.data)
            ),
            significant=tuple(flag for flag in _FLAGS if self[flag].data),
            typos=bool(self.typos.data),
        )


class NumberFields(Spoken, Form):
    """One accepted number, and how far off an answer may be."""

    number = StringField(_l("Number"), TEXT)
    tolerance = StringField(_l("May be off by"))

    def validate_number(self, field: Field) -> None:
        """It is a number in digits."""
        if (field.data or "").strip() and parse_number(field.data) is None:
            raise ValidationError(_("Write a number in digits."))

    def validate_tolerance(self, field: Field) -> None:
        """It is a number in digits, and none below nothing; or nothing."""
        if (field.data or "").strip() and read_number(field.data) < 0:
            raise ValidationError(_("Use 0 or more."))


class NumbersShape(Shape):
    """Numbers to type, each with its tolerance."""

    rows = "numbers"
    most_rows = ANSWERS
    numbers = FieldList(FormField(NumberFields), min_entries=1, max_entries=ANSWERS)

    @staticmethod
    def filled_from(interaction: TextEntry) -> dict[str, Any]:
        """Return a row for each number."""
        return {
            "numbers": [
                {"number": answer.text, "tolerance": _as_typed(answer.tolerance)}
                for answer in interaction.answers
            ]
        }

    def validate_numbers(self, field: FieldList[Any]) -> None:
        """There is one, and none twice."""
        written = [text for row in field if (text := (row.form.number.data or "").strip())]
        if not written:
            raise ValidationError(_("Write the right number."))
        if repeated := first_repeated(written):
            raise ValidationError(_("“%(line)s” is there twice.", line=repeated))

    def build(self, _kind: str, before: Interaction | None) -> TextEntry:
        """Keep what was known of a number that stays."""
        known = _known_answers(before)
        written = [row.form for row in self.numbers if (row.form.number.data or "").strip()]
        return TextEntry(answers=tuple(_kept(known, _as_answer(form)) for form in written))


def _as_answer(form: NumberFields) -> Answer:
    typed = (form.tolerance.data or "").strip()
    return Answer(
        text=(form.number.data or "").strip(),
        match="number",
        tolerance=float(read_number(typed)) if typed else None,
    )


def _as_typed(tolerance: float | None) -> str:
    return "" if tolerance is None else str(tolerance).removesuffix(".0")


def _known_answers(before: Interaction | None) -> dict[str, Answer]:
    answers = before.answers if isinstance(before, TextEntry) else ()
    return {answer.text: answer for answer in answers}


def _kept(known: dict[str, Answer], answer: Answer) -> Answer:
    """Return ``answer`` with the credit and the feedback it had."""
    earlier = known.get(answer.text)
    if earlier is None:
        return answer
    kept = {"fraction": earlier.fraction, "feedback": earlier.feedback}
    return answer.model_copy(update=kept)
