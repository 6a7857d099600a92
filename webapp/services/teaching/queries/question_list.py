"""A course's questions for those who write them: one page of those that are looked for."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import CTE, Row, and_, select

from questions.interactions import in_a_line, load_interaction
from webapp import models
from webapp.db import db
from webapp.services.teaching.queries.question_facets import (
    Filters,
    Need,
    Order,
    count_choices,
    entries_of,
    in_order,
    passing,
)
from webapp.services.teaching.queries.question_standings import Standing

PAGE = 50


@dataclass(frozen=True, slots=True)
class CitedPlace:
    """Where a question's first passage stands; ``number`` is 0 for what is no sentence."""

    document: str
    title: str
    number: int


@dataclass(frozen=True, slots=True)
class ListedQuestion:
    """A question in a list, by its newest version: asked, answered, and what is to be known.

    ``asked`` and ``facility`` are what quizzes came to, where they asked it often enough.
    """

    id: UUID
    stem: str
    answer: str
    type: str
    standing: Standing
    tags: tuple[str, ...]
    needs: frozenset[str]
    facility: float | None
    asked: int | None
    place: CitedPlace | None


@dataclass(frozen=True, slots=True)
class Catalogue:
    """One page of a list of questions, and how many there would be with each other choice."""

    lines: tuple[ListedQuestion, ...]
    total: int
    page: int
    pages: int
    counts: Mapping[str, Mapping[str, int]]


def list_questions(course_id: UUID, filters: Filters, page: int) -> Catalogue:
    """Return one page of the questions that pass the filters, in the order that is wanted."""
    entries = entries_of(course_id, filters.text)
    total, counts = count_choices(entries, filters)
    pages = max(1, -(-total // PAGE))
    page = min(max(page, 1), pages)
    lines = _lines(entries, _ids(entries, filters, page))
    return Catalogue(lines, total, page, pages, counts)


def matching_ids(course_id: UUID, filters: Filters) -> list[UUID]:
    """Return every question that passes the filters."""
    entries = entries_of(course_id, filters.text)
    return list(db.session.scalars(select(entries.c.id).where(*passing(entries, filters))))


def _ids(entries: CTE, filters: Filters, page: int) -> list[UUID]:
    """Return the questions of one page in order."""
    first, query = (page - 1) * PAGE, select(entries.c.id).where(*passing(entries, filters))
    if filters.order != Order.STEM:
        query = query.order_by(*in_order(entries, filters.order)).limit(PAGE).offset(first)
        return list(db.session.scalars(query))
    # The engines fold case each in its own way, and SQLite that of English alone.
    rows = db.session.execute(
        query.add_columns(models.QuestionVersion.stem).join(
            models.QuestionVersion, models.QuestionVersion.id == entries.c.version_id
        )
    )
    ids = [
        question_id
        for question_id, _stem in sorted(rows, key=lambda row: (row[1].casefold(), row[0]))
    ]
    return ids[first : first + PAGE]


def _lines(entries: CTE, ids: Sequence[UUID]) -> tuple[ListedQuestion, ...]:
    rows = db.session.execute(
        select(entries, models.QuestionVersion)
        .join(models.QuestionVersion, models.QuestionVersion.id == entries.c.version_id)
        .where(entries.c.id.in_(ids))
    ).all()
    places = _places([row.version_id for row in rows])
    lines = {row.id: _line(row, places.get(row.version_id)) for row in rows}
    return tuple(lines[question_id] for question_id in ids)


def _line(row: Row[Any], place: CitedPlace | None) -> ListedQuestion:
    version = row.QuestionVersion
    return ListedQuestion(
        id=row.id,
        stem=version.stem,
        answer=in_a_line(load_interaction(version.interaction).key(), " · "),
        type=version.type,
        standing=Standing(row.standing),
        tags=tuple(version.tags),
        needs=frozenset(need.value for need in Need if getattr(row, need)),
        facility=row.facility,
        asked=row.asked,
        place=place,
    )


def _places(version_ids: Collection[UUID]) -> dict[UUID, CitedPlace]:
    rows = db.session.execute(
        select(
            models.Citation.version_id,
            models.Document.slug,
            models.Document.title,
            models.Passage.number,
        )
        .join(models.DocumentRevision, models.DocumentRevision.id == models.Citation.revision_id)
        .join(models.Document, models.Document.id == models.DocumentRevision.document_id)
        .join(
            models.Passage,
            and_(
                models.Passage.revision_id == models.Citation.revision_id,
                models.Passage.start < models.Citation.end,
                models.Passage.end > models.Citation.start,
            ),
        )
        .where(models.Citation.version_id.in_(version_ids), models.Citation.position == 0)
        .order_by(models.Passage.position.desc())
    )
    return {version_id: CitedPlace(slug, title, number) for version_id, slug, title, number in rows}
