"""What a quiz is to be filled with, and what is looked for to pick by hand: fields of its form."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    Form,
    HiddenField,
    IntegerField,
    SelectField,
    SelectMultipleField,
    StringField,
)
from wtforms.validators import NumberRange, Optional
from wtforms.widgets import CheckboxInput

from webapp.forms.teaching.offers import offer
from webapp.services.quizzes.building import MOST_QUESTIONS
from webapp.services.quizzes.filling import Wish
from webapp.services.quizzes.queries.published_questions import Sought

if TYPE_CHECKING:
    _Base = Form
else:
    _Base = object

_USUAL = 20  # questions: a plain choice
_LONGEST_SEED = 16
Named = Sequence[tuple[str, str, int]]


class _Ticks(SelectMultipleField):
    """A box to tick for each choice."""

    option_widget = CheckboxInput()


def _new_seed() -> str:
    return secrets.token_hex(4)


class FillFields(_Base):
    """Mixed into the form of a quiz: what it is to be filled with."""

    fill_count = IntegerField(
        _l("Questions in all"),
        [Optional(), NumberRange(1, MOST_QUESTIONS, message=_l("Use 1 to 100."))],
        default=_USUAL,
    )
    fill_types = _Ticks(_l("Kinds"), validate_choice=False)
    fill_documents = _Ticks(_l("Documents"), validate_choice=False)
    fill_tags = _Ticks(_l("Tags"), validate_choice=False)
    fill_even = BooleanField(_l("As many of each kind"), default=True)
    fill_new = BooleanField(_l("None that a quiz of this course asks yet"), default=True)
    fill_apart = BooleanField(_l("No two about the same sentence"), default=True)
    seed = HiddenField(default=_new_seed)

    def offer_wishes(self, types: Named, documents: Named, tags: Named) -> None:
        """Offer what there is published, each with how many questions there are of it."""
        for field, named in (
            (self.fill_types, types),
            (self.fill_documents, documents),
            (self.fill_tags, tags),
        ):
            field.choices = offer(_counted(named))

    def wish(self) -> Wish | None:
        """Return what the fields ask for; ``None`` where they do not say how many."""
        if not self.fill_count.data or not 1 <= self.fill_count.data <= MOST_QUESTIONS:
            self.fill_count.errors = [_("Use 1 to 100.")]
            return None
        return Wish(
            count=self.fill_count.data,
            documents=frozenset(self.fill_documents.data or ()),
            types=tuple(dict.fromkeys(self.fill_types.data or ())),
            tags=frozenset(self.fill_tags.data or ()),
            is_even=bool(self.fill_even.data),
            is_new=bool(self.fill_new.data),
            is_apart=bool(self.fill_apart.data),
        )

    def drawn_by(self) -> str:
        """Return the seed that chance is drawn by, the same as long as the form is at work."""
        return (self.seed.data or "")[:_LONGEST_SEED]


class FindFields(_Base):
    """Mixed into the form of a quiz: what is looked for to be picked, and what is drawn."""

    draw_tag = SelectField(_l("Tag"), validate_choice=False)
    draw_type = SelectField(_l("Kind of question"), validate_choice=False)
    draw_document = SelectField(_l("Document to draw from"), validate_choice=False)
    draw_facility = SelectField(_l("How hard it turned out"), validate_choice=False)
    draw_count = IntegerField(
        _l("How many"),
        [Optional(), NumberRange(1, MOST_QUESTIONS, message=_l("Use 1 to 100."))],
    )

    find = StringField(_l("Words in questions and answers"))
    find_type = SelectField(_l("Of the kind"), validate_choice=False)
    find_document = SelectField(_l("From the document"), validate_choice=False)
    find_tag = SelectField(_l("With the tag"), validate_choice=False)
    find_new = BooleanField(_l("Only what no quiz of this course asks yet"))

    def offer_finds(self, types: Named, documents: Named, tags: Named, bands: Named) -> None:
        """Offer what to look for and to draw by, each with how many questions there are of it."""
        self.draw_facility.choices = offer([("", _("Any")), *_counted(bands)])
        for fields, named in (
            ((self.find_type, self.draw_type), types),
            ((self.find_document, self.draw_document), documents),
            ((self.find_tag, self.draw_tag), tags),
        ):
            for field in fields:
                field.choices = offer([("", _("Any")), *_counted(named)])

    def sought(self) -> Sought:
        """Return what is looked for."""
        return Sought(
            text=self.find.data or "",
            tag=self.find_tag.data or "",
            type=self.find_type.data or "",
            document=self.find_document.data or "",
            is_new=bool(self.find_new.data),
        )


def _counted(named: Named) -> Iterable[tuple[str, str]]:
    for value, label, count in named:
        yield value, _("%(name)s (%(n)s)", name=label, n=count)
