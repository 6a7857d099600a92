"""Keeping the sections of a quiz: what is changed is another section, for attempts show the old."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import delete, exists, select
from sqlalchemy.orm import Session

from webapp.db import new_id
from webapp.models import Attempt, QuizSection, SectionPassage, lengths
from webapp.services.copies import copy_row
from webapp.services.errors import Refusal
from webapp.services.quizzes.queries.sections import excerpt_of, passages_of, sections_of
from webapp.services.sources.queries.readings import Excerpt, quotes_of
from webapp.services.texts import refuse_unfit

MOST_SECTIONS = 20  # of a quiz: a plain choice, with a hundred questions at most
MOST_PASSAGES = 5  # of a section: a plain choice


@dataclass(frozen=True, slots=True)
class PlannedSection:
    """A section as its author wants it; so many places of the quiz stand ``before`` it."""

    before: int
    heading: str
    text: str = ""
    shuffles: bool = False
    passages: tuple[Excerpt, ...] = ()

    @property
    def content(self) -> tuple[object, ...]:
        """What it says and does, wherever it begins."""
        return self.heading, self.text, self.shuffles, self.passages


def load_sections(session: Session, quiz_id: UUID) -> tuple[PlannedSection, ...]:
    """Return the sections of a quiz to edit."""
    return tuple(planned for _row, planned in _planned(session, quiz_id))


def check_sections(sections: Sequence[PlannedSection], places: int) -> None:
    """Refuse what cannot be kept.

    Raises:
        Refusal: there are too many, or one has no questions or no heading.
    """
    if len(sections) > MOST_SECTIONS:
        raise Refusal(_("%(most)s sections are the most.", most=MOST_SECTIONS), "sections")
    starts = [*(section.before for section in sections), places]
    for section, (start, after) in zip(sections, pairwise(starts), strict=True):
        refuse_unfit(section.heading, section.text, field="sections")
        if not section.heading:
            raise Refusal(_("Give each section a heading."), "sections")
        if start >= after:
            raise Refusal(
                _(
                    "The section “%(heading)s” has no questions. Move it, or remove it.",
                    heading=section.heading,
                ),
                "sections",
            )


def keep_sections(
    session: Session,
    course_id: UUID,
    quiz_id: UUID,
    sections: Sequence[PlannedSection],
    at: datetime,
) -> None:
    """Let a quiz have these sections from now on; attempts keep those they began with.

    Raises:
        Refusal: a passage stands in no text of the course, or is too long.
    """
    there = _planned(session, quiz_id)
    for row, _old in there:
        row.position = None
    for section in sections:
        known = next((pair for pair in there if pair[1].content == section.content), None)
        if known is not None:
            there.remove(known)
            known[0].position = section.before + 1
        else:
            _add(session, course_id, quiz_id, section, at)
    session.flush()
    if not session.scalar(select(exists().where(Attempt.quiz_id == quiz_id))):
        session.execute(
            delete(QuizSection).where(
                QuizSection.quiz_id == quiz_id, QuizSection.position.is_(None)
            )
        )


def copy_sections(
    session: Session,
    quiz_id: UUID,
    copy_id: UUID,
    at: datetime,
    *,
    places: Mapping[int, int] | None = None,
    revisions: Mapping[UUID, UUID] | None = None,
) -> None:
    """Copy the sections of a quiz to a copy of it.

    ``places`` are the positions of the copied places by those of the old ones, where some were
    left out; ``revisions`` the copied texts, where those are copied as well.
    """
    rows = sections_of(session, quiz_id)
    passages = passages_of(session, [row.id for row in rows])
    for row, position in _positions(rows, places):
        copied = copy_row(row, id=new_id(at), quiz_id=copy_id, position=position)
        session.add(copied)
        session.flush()
        for passage in passages[row.id]:
            revision_id = (revisions or {}).get(passage.revision_id, passage.revision_id)
            session.add(copy_row(passage, section_id=copied.id, revision_id=revision_id))


def _positions(
    rows: Sequence[QuizSection], places: Mapping[int, int] | None
) -> list[tuple[QuizSection, int]]:
    """Return where each section begins in a copy, without those that have no place left."""
    if places is None:
        return [(row, row.position or 1) for row in rows]
    kept = []
    starts = [*(row.position or 1 for row in rows), max(places, default=0) + 1]
    for row, (start, end) in zip(rows, pairwise(starts), strict=True):
        its = [new for old, new in places.items() if start <= old < end]
        if its:
            kept.append((row, min(its)))
    return kept


def _planned(session: Session, quiz_id: UUID) -> list[tuple[QuizSection, PlannedSection]]:
    rows = sections_of(session, quiz_id)
    passages = passages_of(session, [row.id for row in rows])
    return [
        (
            row,
            PlannedSection(
                before=(row.position or 1) - 1,
                heading=row.heading,
                text=row.text,
                shuffles=row.shuffles,
                passages=tuple(excerpt_of(passage) for passage in passages[row.id]),
            ),
        )
        for row in rows
    ]


def _add(
    session: Session, course_id: UUID, quiz_id: UUID, section: PlannedSection, at: datetime
) -> None:
    quotes = quotes_of(session, course_id, section.passages)
    if len(quotes) < len(set(section.passages)):
        raise Refusal(
            _(
                "A passage of “%(heading)s” is not in this course. Choose it again.",
                heading=section.heading,
            ),
            "sections",
        )
    if any(len(quote) > lengths.READING for quote in quotes.values()):
        raise Refusal(too_long(), "sections")
    row = QuizSection(
        id=new_id(at),
        quiz_id=quiz_id,
        position=section.before + 1,
        heading=section.heading,
        text=section.text,
        shuffles=section.shuffles,
    )
    session.add(row)
    session.flush()
    session.add_all(
        SectionPassage(
            section_id=row.id,
            position=position,
            revision_id=each.revision_id,
            start=each.start,
            end=each.end,
            quote=quotes[each],
        )
        for position, each in enumerate(section.passages, 1)
    )


def too_long() -> str:
    """Return what is said of a passage that is too long."""
    return str(
        _(
            "A passage may have %(most)s characters. Choose less, or divide it.",
            most=lengths.READING,
        )
    )
