"""The quiz builder: what a quiz is called, when it is open, and what each place asks."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateTimeLocalField,
    Field,
    FieldList,
    Form,
    FormField,
    HiddenField,
    IntegerField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import DataRequired, NumberRange, Optional

from webapp.characters import title_line
from webapp.forms.lengths import at_most
from webapp.forms.teaching.moments import MOMENT, from_local, in_reach, to_local
from webapp.forms.teaching.numbers import TypedFloatField
from webapp.forms.teaching.quiz_rules import RulesFields, fields_of
from webapp.forms.teaching.quiz_sections import SectionsFields, section_values
from webapp.forms.teaching.quiz_wishes import FillFields, FindFields
from webapp.forms.teaching.spoken import Spoken
from webapp.models import FacilityBand, lengths
from webapp.services.quizzes.building import MOST_QUESTIONS, Built, Drawn, Picked, Plan
from webapp.services.quizzes.queries.published_questions import Askable


class PlaceFields(Spoken, Form):
    """A place of the quiz: a question, pinned or not, or a draw by tag."""

    question = HiddenField()
    version = HiddenField()
    pinned = BooleanField(_l("Keep to this version"))
    tag = HiddenField()
    kind = HiddenField()
    document = HiddenField()
    facility = HiddenField()
    count = IntegerField(_l("Questions"), [Optional(), NumberRange(1, MOST_QUESTIONS)])
    mark = TypedFloatField(
        _l("Marks"),
        [
            DataRequired(_l("Say what it is worth.")),
            NumberRange(0.1, 100, message=_l("Use 0.1 to 100.")),
        ],
        default=1.0,
    )

    def is_draw(self) -> bool:
        """Return whether the place draws its questions."""
        wanted = (self.tag, self.kind, self.document, self.facility)
        return any(field.data for field in wanted)


class QuizForm(Spoken, SectionsFields, RulesFields, FillFields, FindFields, FlaskForm):  # type: ignore[misc]
    """A quiz; times are in the instructor's own zone."""

    title = StringField(
        _l("Title"),
        [
            DataRequired(_l("Give the quiz a title.")),
            at_most(lengths.TITLE),
        ],
        filters=[title_line],
    )
    description = TextAreaField(_l("Description"), [at_most(lengths.DESCRIPTION)])
    attempts_allowed = IntegerField(
        _l("Attempts allowed"), [Optional(), NumberRange(1, 100, message=_l("Use 1 to 100."))]
    )
    time_limit_minutes = IntegerField(
        _l("Time limit in minutes"), [Optional(), NumberRange(1, 600, message=_l("Use 1 to 600."))]
    )
    opens_at = DateTimeLocalField(_l("Opens"), [Optional(), in_reach], format=MOMENT)
    closes_at = DateTimeLocalField(_l("Closes"), [Optional(), in_reach], format=MOMENT)
    picked = FieldList(FormField(PlaceFields), max_entries=MOST_QUESTIONS)
    add = SelectMultipleField(_l("Questions to add"), validate_choice=False)

    def validate_closes_at(self, field: Field) -> None:
        """It closes after it opens."""
        if field.data and self.opens_at.data and field.data <= self.opens_at.data:
            raise ValidationError(_("It must close after it opens."))

    def plan(self, zone: str, published: dict[UUID, Askable], before: Plan | None = None) -> Plan:
        """Return the quiz the valid fields spell, ``before`` being as it was shown."""
        return Plan(
            title=self.title.data or "",
            description=(self.description.data or "").strip(),
            mode=self.quiz_mode(),
            attempts_allowed=self.attempts_allowed.data,
            time_limit_minutes=self.time_limit_minutes.data,
            opens_at=from_local(self.opens_at.data, zone, before.opens_at if before else None),
            closes_at=from_local(self.closes_at.data, zone, before.closes_at if before else None),
            places=tuple(
                place
                for row in self.picked
                if (place := _place(row.form.data, published)) is not None
            ),
            rules=self.rules(),
            sections=self.planned_sections(),
        )

    def question_ids(self) -> list[UUID]:
        """Return the questions that are picked."""
        ids = (read_id(row.form.question.data) for row in self.picked)
        return [question_id for question_id in ids if question_id is not None]

    def refuse(self, message: object, field: str | None) -> None:
        """Put a message beside its field, or above the form."""
        if field and field in self:
            self[field].errors = [*self[field].errors, str(message)]
        else:
            self.form_errors.append(str(message))

    def rearrange(self, do: str) -> bool:
        """Do what a button of the form asks, if it asks for no more than another form."""
        if self.arrange(do):
            return True
        if do == "add":
            self.take_in()
        elif do == "draw":
            self._draw()
        elif do != "find":
            return False
        return True

    def take_in(self) -> None:
        """Make a place of each question that is ticked to be added."""
        there = {row.form.question.data for row in self.picked}
        for question in self.add.data or ():
            readable = read_id(question) is not None and question not in there
            if readable and len(self.picked) < MOST_QUESTIONS:
                self.picked.append_entry({"question": question})
        self.add.data = []

    def _draw(self) -> None:
        wanted = {
            "tag": self.draw_tag.data or "",
            "kind": self.draw_type.data or "",
            "document": self.draw_document.data or "",
            "facility": self.draw_facility.data or "",
        }
        if not any(wanted.values()):
            self.draw_tag.errors = [
                _("Choose a tag, a kind, a document or how hard it turned out.")
            ]
        elif not self.draw_count.data or self.draw_count.data < 1:
            self.draw_count.errors = [_("Say how many to draw.")]
        elif len(self.picked) < MOST_QUESTIONS:
            self.picked.append_entry({**wanted, "count": self.draw_count.data})
            self.draw_tag.data = self.draw_type.data = self.draw_document.data = ""
            self.draw_facility.data = ""
            self.draw_count.data, self.draw_count.raw_data = None, None


def filled_from(built: Built, zone: str) -> dict[str, Any]:
    """Return the fields' values for a quiz."""
    plan = built.plan
    return {
        "title": plan.title,
        "description": plan.description,
        "attempts_allowed": plan.attempts_allowed,
        "time_limit_minutes": plan.time_limit_minutes,
        "opens_at": to_local(plan.opens_at, zone),
        "closes_at": to_local(plan.closes_at, zone),
        "picked": [_fields(place) for place in plan.places],
        "sections": [section_values(section) for section in plan.sections],
        **fields_of(plan.rules, plan.mode),
    }


def picks_of(question_ids: Iterable[UUID]) -> list[dict[str, Any]]:
    """Return the fields' values of the places of a quiz that asks these questions."""
    return [{"question": str(question_id)} for question_id in question_ids]


def _fields(place: Picked | Drawn) -> dict[str, Any]:
    if isinstance(place, Drawn):
        return {
            "tag": place.tag,
            "kind": place.type,
            "document": place.document,
            "facility": place.facility.value if place.facility else "",
            "count": place.count,
            "mark": place.max_mark,
        }
    return {
        "question": str(place.question_id),
        "version": str(place.version_id or ""),
        "pinned": place.version_id is not None,
        "mark": place.max_mark,
    }


def _place(fields: dict[str, Any], published: dict[UUID, Askable]) -> Picked | Drawn | None:
    mark = fields["mark"]
    if any(fields[name] for name in ("tag", "kind", "document", "facility")):
        return Drawn(
            fields["tag"] or "",
            fields["count"] or 1,
            mark,
            type=fields["kind"] or "",
            document=fields["document"] or "",
            facility=read_band(fields["facility"]),
        )
    question_id = read_id(fields["question"])
    if question_id is None:
        return None
    pinned = read_id(fields["version"]) if fields["pinned"] else None
    if fields["pinned"] and pinned is None and question_id in published:
        pinned = published[question_id].version_id
    return Picked(question_id, pinned, mark)


def read_id(text: str | None) -> UUID | None:
    """Return the id that ``text`` spells, or ``None``."""
    try:
        return UUID(text or "")
    except ValueError:
        return None


def read_band(text: str | None) -> FacilityBand | None:
    """Return how hard questions are to be, or ``None`` where it may be any."""
    return FacilityBand(text) if text in list(FacilityBand) else None
