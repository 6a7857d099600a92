"""The question editor: what every question has, and the fields of its interaction."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    Field,
    FieldList,
    Form,
    FormField,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import DataRequired

from questions import lengths
from questions.question import Stance
from webapp.forms.lengths import at_most
from webapp.forms.teaching.formulas import sound_formulas
from webapp.forms.teaching.kinds import KINDS
from webapp.forms.teaching.lines import lines
from webapp.forms.teaching.offers import offer
from webapp.forms.teaching.spoken import Spoken
from webapp.models.lengths import NOTE

TYPE_NAMES: dict[str, Any] = {name: kind.label for name, kind in KINDS.items()}
MOST_CITATIONS = lengths.CITATIONS
# In bytes, and more than is taken in: the form says itself, beside the field, what is too long.
LONG_FIELDS = {
    **dict.fromkeys(("answers", "distractors", "items"), 192 * 1024),
    **dict.fromkeys(("stem", "explanation", "hints", "quote", "back", "feedback"), 48 * 1024),
    **dict.fromkeys(("text", "left", "right", "note", "tags"), 16 * 1024),
}


class CitationFields(Spoken, Form):
    """A further citation, carried along unchanged."""

    document = HiddenField()
    start = HiddenField()
    end = HiddenField()
    quote = HiddenField()
    stance = HiddenField()
    speaker = HiddenField()


class QuestionForm(Spoken, Form):
    """What every question has, whatever its type."""

    type = RadioField(_l("Kind of question"), choices=offer(TYPE_NAMES.items()))
    stem = TextAreaField(
        _l("Question"),
        [
            DataRequired(_l("Write the question.")),
            at_most(lengths.STEM),
            sound_formulas,
        ],
    )
    explanation = TextAreaField(
        _l("Shown after the answer"),
        [at_most(lengths.EXPLANATION), sound_formulas],
    )
    hints = TextAreaField(_l("Hints"), [lines(0, lengths.HINTS, lengths.HINT), sound_formulas])
    tags = StringField(_l("Tags"))
    note = StringField(_l("What changed"), [at_most(NOTE)])
    origin = HiddenField()
    based_on = HiddenField()
    document = SelectField(_l("Document"), choices=[], validate_choice=False)
    shown = HiddenField()
    cite = SelectMultipleField(_l("Evidence"), coerce=int, validate_choice=False)
    quote = TextAreaField(_l("Quote"), [at_most(lengths.QUOTE)])
    start = HiddenField()
    stance = RadioField(
        _l("Whose claim"), choices=offer((s.value, s.value) for s in Stance), validate_choice=False
    )
    speaker = StringField(_l("Speaker"), [at_most(lengths.SPEAKER)])
    more = FieldList(FormField(CitationFields), max_entries=MOST_CITATIONS - 1)

    def validate_tags(self, field: Field) -> None:
        """Not too many, none too long."""
        tags = tags_of(field.data)
        if len(tags) > lengths.TAGS:
            raise ValidationError(_("Use at most %(n)s tags.", n=lengths.TAGS))
        if long := next((tag for tag in tags if len(tag) > lengths.TAG), None):
            raise ValidationError(_("“%(tag)s” is too long for a tag.", tag=long))


def tags_of(text: str | None) -> list[str]:
    """Return the tags of a line, parted by commas, each once, in lower case."""
    tags = (" ".join(part.split()).lower() for part in (text or "").split(","))
    return list(dict.fromkeys(tag for tag in tags if tag))
