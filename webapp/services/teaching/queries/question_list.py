"""A course's questions for those who write them: listed, filtered, and each one's history."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Text, and_, cast, func, select

from questions.question import Status
from webapp import models
from webapp.db import db

PAGE = 50
Listed = Select[models.Question, models.QuestionVersion]


class Standing(StrEnum):
    """Where a question as a whole stands, which its newest version alone does not say."""

    PUBLISHED = "published"
    CHANGED = "changed"
    DRAFT = "draft"
    PROPOSED = "proposed"
    RETIRED = "retired"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Filters:
    """What to list: empty means all."""

    document: str = ""
    type: str = ""
    tag: str = ""
    standing: str = ""
    text: str = ""

    def __bool__(self) -> bool:
        return any((self.document, self.type, self.tag, self.standing, self.text))


@dataclass(frozen=True, slots=True)
class CitedPlace:
    """Where a question's first passage stands; ``number`` is 0 for what is no sentence."""

    document: str
    title: str
    number: int


@dataclass(frozen=True, slots=True)
class ListedQuestion:
    """A question in a list, by its newest version."""

    id: UUID
    stem: str
    type: str
    standing: Standing
    tags: tuple[str, ...]
    place: CitedPlace | None


@dataclass(frozen=True, slots=True)
class Catalogue:
    """One page of a list of questions."""

    lines: tuple[ListedQuestion, ...]
    total: int
    page: int
    pages: int


def list_questions(course_id: UUID, filters: Filters, page: int) -> Catalogue:
    """Return one page, newest first, of the questions that pass the filters."""
    query = _filtered(_listed(course_id), filters)
    total = db.session.scalar(select(func.count()).select_from(query.subquery())) or 0
    pages = max(1, -(-total // PAGE))
    page = min(max(page, 1), pages)
    query = query.order_by(models.QuestionVersion.created_at.desc(), models.Question.id)
    rows = db.session.execute(query.limit(PAGE).offset((page - 1) * PAGE)).all()
    places = _places([version.id for _question, version in rows])
    lines = tuple(
        ListedQuestion(
            id=question.id,
            stem=version.stem,
            type=version.type,
            standing=standing_of(question, version.status),
            tags=tuple(version.tags),
            place=places.get(version.id),
        )
        for question, version in rows
    )
    return Catalogue(lines, total, page, pages)


def count_standings(course_ids: Collection[UUID]) -> dict[UUID, Counter[Standing]]:
    """Return how many questions stand where, in each of the courses."""
    is_out, is_newest_out = (
        models.Question.published.is_not(None),
        models.Question.published == models.Question.latest,
    )
    rows = db.session.execute(
        select(
            models.Question.course_id,
            is_out,
            is_newest_out,
            models.QuestionVersion.status,
            func.count(),
        )
        .join(models.QuestionVersion, _is_newest())
        .where(models.Question.course_id.in_(course_ids))
        .group_by(models.Question.course_id, is_out, is_newest_out, models.QuestionVersion.status)
    )
    counts: dict[UUID, Counter[Standing]] = {course_id: Counter() for course_id in course_ids}
    for course_id, out, newest_out, status, count in rows:
        counts[course_id][_standing(bool(out), bool(newest_out), status)] += count
    return counts


def known_tags(course_id: UUID) -> list[str]:
    """Return every tag of the newest versions, in alphabetical order."""
    tags = db.session.scalars(
        select(models.QuestionVersion.tags)
        .join(models.Question, _is_newest())
        .where(models.Question.course_id == course_id)
    )
    return sorted({tag for some in tags for tag in some})


def standing_of(question: models.Question, newest: Status) -> Standing:
    """Return where a question stands, given its newest version's status."""
    is_out = question.published is not None
    return _standing(is_out, question.published == question.latest, newest)


def _standing(is_out: bool, is_newest_out: bool, newest: Status) -> Standing:
    if is_out:
        return Standing.PUBLISHED if is_newest_out else Standing.CHANGED
    return {
        Status.PUBLISHED: Standing.RETIRED,
        Status.RETIRED: Standing.RETIRED,
        Status.REJECTED: Standing.REJECTED,
        Status.CANDIDATE: Standing.PROPOSED,
        Status.IN_REVIEW: Standing.PROPOSED,
        Status.DRAFT: Standing.DRAFT,
    }[newest]


def _is_newest() -> ColumnElement[bool]:
    return and_(
        models.QuestionVersion.question_id == models.Question.id,
        models.QuestionVersion.number == models.Question.latest,
    )


def _listed(course_id: UUID) -> Listed:
    return (
        select(models.Question, models.QuestionVersion)
        .join(models.QuestionVersion, _is_newest())
        .where(models.Question.course_id == course_id)
    )


def _filtered(query: Listed, filters: Filters) -> Listed:
    if filters.type:
        query = query.where(models.QuestionVersion.type == filters.type)
    if filters.text:
        query = query.where(models.QuestionVersion.stem.icontains(filters.text, autoescape=True))
    if filters.tag:
        stored = cast(models.QuestionVersion.tags, Text)
        query = query.where(stored.contains(json.dumps(filters.tag), autoescape=True))
    if filters.standing in list(Standing):
        query = query.where(_stands(Standing(filters.standing)))
    if filters.document:
        query = query.where(
            select(models.Citation.version_id)
            .join(
                models.DocumentRevision, models.DocumentRevision.id == models.Citation.revision_id
            )
            .join(models.Document, models.Document.id == models.DocumentRevision.document_id)
            .where(
                models.Citation.version_id == models.QuestionVersion.id,
                models.Document.slug == filters.document,
            )
            .exists()
        )
    return query


def _stands(standing: Standing) -> ColumnElement[bool]:
    if standing is Standing.PUBLISHED:
        return models.Question.published == models.Question.latest
    if standing is Standing.CHANGED:
        return models.Question.published < models.Question.latest
    statuses = {
        Standing.DRAFT: [Status.DRAFT],
        Standing.PROPOSED: [Status.CANDIDATE, Status.IN_REVIEW],
        Standing.RETIRED: [Status.PUBLISHED, Status.RETIRED],
        Standing.REJECTED: [Status.REJECTED],
    }
    return and_(
        models.Question.published.is_(None), models.QuestionVersion.status.in_(statuses[standing])
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
