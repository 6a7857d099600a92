"""What was not proposed on a course's documents, and why."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, func, select

from questions.question import Question
from webapp import widgets
from webapp.db import db
from webapp.models import Document, DroppedProposal

PAGE = 30


@dataclass(frozen=True, slots=True)
class Dropped:
    """A question turned away by the check ``failed``, or, without a stem, a fact left alone."""

    id: UUID
    failed: str
    reason: str
    quote: str
    title: str
    taken_id: UUID | None
    type: str = ""
    stem: str = ""
    key: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DroppedPage:
    """One page of what was dropped; ``counts`` are by check, "" for facts left alone."""

    lines: tuple[Dropped, ...]
    counts: tuple[tuple[str, int], ...]
    total: int
    page: int
    pages: int


def list_dropped(course_id: UUID, document: str, failed: str | None, page: int) -> DroppedPage:
    """Return what was dropped in a course: on one document or all, by one check or any."""
    ours = [Document.course_id == course_id]
    if document:
        ours.append(Document.slug == document)
    counts = _counts(ours)
    if failed is not None:
        ours.append(DroppedProposal.failed == failed)
    total = sum(count for name, count in counts if failed in (None, name))
    pages = max(1, -(-total // PAGE))
    page = min(max(page, 1), pages)
    rows = db.session.execute(
        select(DroppedProposal, Document.title)
        .join(Document, Document.id == DroppedProposal.document_id)
        .where(*ours)
        .order_by(Document.title, Document.id, DroppedProposal.position)
        .limit(PAGE)
        .offset(PAGE * (page - 1))
    )
    return DroppedPage(tuple(_line(*row) for row in rows), counts, total, page, pages)


def count_dropped(course_id: UUID, document: str) -> int:
    """Return how much was dropped in a course, or on one of its documents."""
    found = select(func.count(DroppedProposal.id)).join(
        Document, Document.id == DroppedProposal.document_id
    )
    if document:
        found = found.where(Document.slug == document)
    return db.session.scalar(found.where(Document.course_id == course_id)) or 0


def why_dropped(question_id: UUID) -> str:
    """Return why a question had been turned away that was taken in all the same; else ""."""
    reason = select(DroppedProposal.reason).where(DroppedProposal.taken_id == question_id)
    return db.session.scalar(reason.limit(1)) or ""


def _counts(ours: list[ColumnElement[bool]]) -> tuple[tuple[str, int], ...]:
    rows = db.session.execute(
        select(DroppedProposal.failed, func.count())
        .join(Document, Document.id == DroppedProposal.document_id)
        .where(*ours)
        .group_by(DroppedProposal.failed)
        .order_by(func.count().desc(), DroppedProposal.failed)
    )
    return tuple((name, count) for name, count in rows)


def _line(row: DroppedProposal, title: str) -> Dropped:
    told = (row.id, row.failed, row.reason, row.quote, title, row.taken_id)
    if row.asked is None:
        return Dropped(*told)
    asked = Question.model_validate(row.asked)
    key = widgets.say(asked.interaction, None).key
    return Dropped(*told, type=asked.type, stem=asked.stem, key=key)
