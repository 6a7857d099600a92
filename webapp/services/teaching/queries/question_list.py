"""A course's questions for those who write them: one page of those that are looked for."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import and_, select

from questions.interactions import load_interaction
from webapp import models
from webapp.db import db
from webapp.services.teaching.queries.question_facets import (
    Entry,
    Filters,
    count_choices,
    entries_of,
    in_order,
    passes,
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
    """A question in a list, by its newest version: asked, answered, and what is to be known."""

    id: UUID
    stem: str
    answer: str
    type: str
    standing: Standing
    tags: tuple[str, ...]
    needs: frozenset[str]
    facility: float | None
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
    passing = in_order([entry for entry in entries if passes(entry, filters)], filters.order)
    pages = max(1, -(-len(passing) // PAGE))
    page = min(max(page, 1), pages)
    lines = _lines(passing[(page - 1) * PAGE : page * PAGE])
    return Catalogue(lines, len(passing), page, pages, count_choices(entries, filters))


def matching_ids(course_id: UUID, filters: Filters) -> list[UUID]:
    """Return every question that passes the filters."""
    return [entry.id for entry in entries_of(course_id, filters.text) if passes(entry, filters)]


def _lines(entries: Sequence[Entry]) -> tuple[ListedQuestion, ...]:
    ids = [entry.version_id for entry in entries]
    places = _places(ids)
    rows = db.session.execute(
        select(
            models.QuestionVersion.id,
            models.QuestionVersion.stem,
            models.QuestionVersion.interaction,
        ).where(models.QuestionVersion.id.in_(ids))
    )
    said = {row.id: row for row in rows}
    return tuple(
        ListedQuestion(
            id=entry.id,
            stem=said[entry.version_id].stem,
            answer=" · ".join(load_interaction(said[entry.version_id].interaction).key()),
            type=entry.type,
            standing=entry.standing,
            tags=entry.tags,
            needs=entry.choices["needs"],
            facility=entry.facility,
            place=places.get(entry.version_id),
        )
        for entry in entries
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
