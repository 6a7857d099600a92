"""The sections of a quiz: as they stand, as an attempt shows them, and ready to be read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.db import db
from webapp.models import Attempt, QuizSection, QuizSlot, SectionPassage
from webapp.services.sources.queries.readings import Excerpt, Reading, view_readings


@dataclass(frozen=True, slots=True)
class ShownSection:
    """A section over the questions ``first`` to ``last`` of an attempt; ``number`` from 1."""

    number: int
    first: int
    last: int
    heading: str
    text: str
    readings: tuple[Reading, ...]

    @property
    def opens(self) -> bool:
        """Whether there is something to read before its first question."""
        return bool(self.text or self.readings)

    def holds(self, number: int) -> bool:
        """Return whether a question, by its number, is one of its questions."""
        return self.first <= number <= self.last


def sections_of(session: Session, quiz_id: UUID) -> list[QuizSection]:
    """Return the sections that a quiz has now, in order."""
    return list(
        session.scalars(
            select(QuizSection)
            .where(QuizSection.quiz_id == quiz_id, QuizSection.position.is_not(None))
            .order_by(QuizSection.position, QuizSection.id)
        )
    )


def passages_of(
    session: Session, section_ids: Collection[UUID]
) -> defaultdict[UUID, list[SectionPassage]]:
    """Return the passages of sections, in order."""
    found: defaultdict[UUID, list[SectionPassage]] = defaultdict(list)
    if section_ids:
        for row in session.scalars(
            select(SectionPassage)
            .where(SectionPassage.section_id.in_(section_ids))
            .order_by(SectionPassage.section_id, SectionPassage.position)
        ):
            found[row.section_id].append(row)
    return found


def sections_shown(attempt: Attempt, questions: int) -> list[ShownSection]:
    """Return the sections that an attempt of so many questions shows: those it began with."""
    begun = [(first, UUID(section_id)) for first, section_id in attempt.sections]
    if not begun:
        return []
    ids = [section_id for _first, section_id in begun]
    rows = {
        row.id: row
        for row in db.session.scalars(select(QuizSection).where(QuizSection.id.in_(ids)))
    }
    return view_sections([(first, rows[section_id]) for first, section_id in begun], questions)


def view_sections(begun: Sequence[tuple[int, QuizSection]], questions: int) -> list[ShownSection]:
    """Return sections ready to be read, each with the number of its first question."""
    passages = passages_of(db.session(), [section.id for _first, section in begun])
    quotes = {excerpt_of(row): row.quote for rows in passages.values() for row in rows}
    readings = view_readings(quotes)
    starts = [*(first for first, _section in begun), questions + 1]
    return [
        ShownSection(
            number=number,
            first=first,
            last=after - 1,
            heading=section.heading,
            text=section.text,
            readings=tuple(readings[excerpt_of(row)] for row in passages[section.id]),
        )
        for number, ((first, section), after) in enumerate(zip(begun, starts[1:], strict=True), 1)
    ]


def headings_of(quiz_id: UUID) -> dict[UUID, str]:
    """Return the heading over each question that a quiz picks, by its id: empty where none is.

    Without sections there are none at all.
    """
    sections = sections_of(db.session(), quiz_id)
    if not sections:
        return {}
    rows = db.session.execute(
        select(QuizSlot.question_id, QuizSlot.position).where(
            QuizSlot.quiz_id == quiz_id, QuizSlot.question_id.is_not(None)
        )
    )
    return {
        question_id: next(
            (each.heading for each in reversed(sections) if (each.position or 0) <= position), ""
        )
        for question_id, position in rows
        if question_id
    }


def excerpt_of(passage: SectionPassage) -> Excerpt:
    """Return where a passage of a section stands."""
    return Excerpt(passage.revision_id, passage.start, passage.end)
