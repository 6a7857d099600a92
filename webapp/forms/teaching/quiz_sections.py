"""The sections of a quiz in its form: headings among its places, and passages to read first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    FieldList,
    Form,
    FormField,
    HiddenField,
    IntegerField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, Optional

from webapp.characters import title_line
from webapp.forms.lengths import at_most
from webapp.forms.teaching.formulas import sound_formulas
from webapp.forms.teaching.places import read_place
from webapp.forms.teaching.quiz_rows import (
    OF_PLACES,
    OF_SECTIONS,
    QuizRow,
    count_places,
    interleave,
    places_before,
    rearranged,
    set_entries,
)
from webapp.forms.teaching.spoken import Spoken
from webapp.models import lengths
from webapp.services.quizzes.sectioning import MOST_PASSAGES, MOST_SECTIONS, PlannedSection
from webapp.services.sources.queries.readings import Excerpt

if TYPE_CHECKING:
    _Base = Form
else:
    _Base = object


class SectionFields(Spoken, Form):
    """A section: ``before`` is the number of places before it, ``listed`` whose text is shown."""

    before = HiddenField()
    heading = StringField(
        _l("Heading"),
        [DataRequired(_l("Give the section a heading.")), at_most(lengths.TITLE)],
        filters=[title_line],
    )
    text = TextAreaField(
        _l("Text before its questions"), [at_most(lengths.SECTION), sound_formulas]
    )
    shuffles = BooleanField(_l("Mix its questions for each attempt"))
    passages = FieldList(HiddenField(), max_entries=MOST_PASSAGES)
    source = SelectField(_l("Document"), validate_choice=False)
    words = TextAreaField(_l("Words of the passage"), [at_most(lengths.READING)])
    ticks = SelectMultipleField(_l("Paragraphs"), validate_choice=False)
    listed = HiddenField()

    def excerpts(self) -> list[Excerpt]:
        """Return where the passages stand that were chosen."""
        found = (read_excerpt(each.data) for each in self.passages)
        return list(dict.fromkeys(each for each in found if each is not None))

    def is_choosing(self) -> bool:
        """Return whether a passage was pointed at that is not taken in yet."""
        return bool((self.words.data or "").strip() or self.ticks.data)


class SectionsFields(_Base):
    """Mixed into the form of a quiz: its sections, among its ``picked`` places."""

    picked: FieldList[Any]
    sections = FieldList(FormField(SectionFields), max_entries=MOST_SECTIONS)
    section_before = IntegerField(_l("Before question"), [Optional()])

    touched: tuple[str, int] = ("", -1)  # what was done to which section: the focus goes there

    def planned_sections(self) -> tuple[PlannedSection, ...]:
        """Return the sections that the valid fields spell."""
        return tuple(
            PlannedSection(
                before=places_before(row.data),
                heading=row.form.heading.data or "",
                text=(row.form.text.data or "").replace("\r\n", "\n").strip(),
                shuffles=row.form.shuffles.data,
                passages=tuple(row.form.excerpts()),
            )
            for row in self.sections
        )

    def arrange(self, do: str) -> bool:
        """Do what a button of a row asks, or one that adds a section; say whether it was one."""
        verb, _dash, place = do.partition("-")
        if verb == "section":
            self._add_section()
        elif verb == "uncite":
            self._take_out(place)
        elif verb in OF_PLACES | OF_SECTIONS:
            self._move(verb, read_place(place))
        else:
            return False
        return True

    def _move(self, verb: str, at: int | None) -> None:
        rows = self._rows()
        likes = [n for n, row in enumerate(rows) if row.is_section is (verb in OF_SECTIONS)]
        if at is not None and at < len(likes):
            row = rows[likes[at]]
            self._set_rows(rearranged(rows, likes[at], verb), verb, row)

    def _add_section(self) -> None:
        if len(self.sections) >= MOST_SECTIONS:
            self.section_before.errors = [_("%(most)s sections are the most.", most=MOST_SECTIONS)]
            return
        rows, new = self._rows(), QuizRow({"before": "0"}, is_section=True)
        places = [n for n, row in enumerate(rows) if not row.is_section]
        number = max(self.section_before.data or len(places) + 1, 1)
        at = places[number - 1] if number <= len(places) else len(rows)
        self._set_rows([*rows[:at], new, *rows[at:]], "section", new)
        self.section_before.data, self.section_before.raw_data = None, None

    def _take_out(self, place: str) -> None:
        """Take a passage out of a section: the numbers of both, from 0."""
        section, _dash, passage = place.partition("-")
        at, number = read_place(section), read_place(passage)
        if at is not None and at < len(self.sections):
            passages = self.sections[at].form.passages
            set_entries(passages, [each.data for n, each in enumerate(passages) if n != number])
            self.touched = ("uncite", at)

    def _rows(self) -> list[QuizRow]:
        return interleave([row.data for row in self.sections], [row.data for row in self.picked])

    def _set_rows(self, rows: list[QuizRow], verb: str, done_to: QuizRow) -> None:
        count_places(rows)
        sections = [row for row in rows if row.is_section]
        set_entries(self.sections, [row.values for row in sections])
        set_entries(self.picked, [row.values for row in rows if not row.is_section])
        if done_to in sections:
            self.touched = (verb, sections.index(done_to))


def section_values(section: PlannedSection) -> dict[str, Any]:
    """Return the fields' values for a section."""
    return {
        "before": str(section.before),
        "heading": section.heading,
        "text": section.text,
        "shuffles": section.shuffles,
        "passages": [write_excerpt(each) for each in section.passages],
    }


def write_excerpt(excerpt: Excerpt) -> str:
    """Return a place in a text as a hidden field keeps it."""
    return f"{excerpt.revision_id}:{excerpt.start}:{excerpt.end}"


def read_excerpt(text: str | None) -> Excerpt | None:
    """Return the place in a text that a hidden field keeps, or ``None``."""
    revision, _colon, span = (text or "").partition(":")
    start, _colon, end = span.partition(":")
    first, after = read_place(start), read_place(end)
    try:
        revision_id = UUID(revision)
    except ValueError:
        return None
    if first is None or after is None or after <= first:
        return None
    return Excerpt(revision_id, first, after)
