"""Questions to be taken along: those of a course that a filter leaves, or those of a quiz."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import and_, func, select

from questions import question as asking
from webapp.db import db
from webapp.models import Question, QuestionVersion, Quiz, QuizSlot
from webapp.services.quizzes.queries.published_questions import drawable
from webapp.services.teaching.queries.question_facets import Filters
from webapp.services.teaching.queries.question_figures import QuestionFigures, figures_of
from webapp.services.teaching.queries.question_list import matching_ids
from webapp.services.teaching.questions import all_as_asked

_DIGITS = 4
_Row = tuple[Question, QuestionVersion]


@dataclass(frozen=True, slots=True)
class Exported:
    """Questions as they leave, and how many of those asked for stay since learners get none.

    ``drawn`` is how many of them a quiz may draw, besides those that it always asks.
    """

    questions: list[asking.Question]
    left_out: int = 0
    drawn: int = 0


def export_selected(
    course_id: UUID, filters: Filters | None = None, *, whole: bool = False
) -> Exported:
    """Return the questions of a course that pass the filters, in the order made.

    Each is as learners get it. Those that they do not get come as they were written last, where
    it is the ``whole`` course that is wanted, or the filter is for where they stand. Each has an
    id, so that an import finds it again, and statistics where it was asked often enough.
    """
    kept, left_out = select_rows(course_id, filters, whole=whole)
    return Exported(_as_exported(kept), left_out)


def select_rows(
    course_id: UUID, filters: Filters | None = None, *, whole: bool = False
) -> tuple[list[_Row], int]:
    """Return the rows of ``export_selected``, and how many stay."""
    wanted = matching_ids(course_id, filters) if filters else None
    rows = _rows(course_id, wanted)
    with_drafts = whole or bool(filters and filters.standing)
    kept = [row for row in rows if with_drafts or row[0].published is not None]
    return kept, len(rows) - len(kept)


def export_quiz(quiz: Quiz) -> Exported:
    """Return what a quiz asks in its order, then what it may draw."""
    slots = db.session.scalars(
        select(QuizSlot).where(QuizSlot.quiz_id == quiz.id).order_by(QuizSlot.position)
    ).all()
    picked = [slot.question_id for slot in slots if slot.question_id is not None]
    drawn: set[UUID] = set()
    for slot in slots:
        if slot.question_id is None:
            drawn |= drawable(db.session(), quiz.course_id, slot)
    drawn -= set(picked)
    places = {question_id: place for place, question_id in enumerate(picked)}
    pinned = _pinned(slots)
    rows = [
        (question, pinned.get(question.id, version))
        for question, version in _rows(quiz.course_id, {*picked, *drawn})
        if question.published is not None or question.id in pinned
    ]
    rows.sort(key=lambda row: places.get(row[0].id, len(places)))
    return Exported(_as_exported(rows), drawn=sum(row[0].id in drawn for row in rows))


def _pinned(slots: Sequence[QuizSlot]) -> dict[UUID, QuestionVersion]:
    """Return the versions that places ask whatever was published since, by question."""
    ids = [slot.version_id for slot in slots if slot.version_id is not None]
    versions = db.session.scalars(select(QuestionVersion).where(QuestionVersion.id.in_(ids)))
    return {version.question_id: version for version in versions}


def called(question: Question) -> str:
    """Return what a question goes by outside: an import of it finds the same one again."""
    return question.slug or str(question.id)


def _rows(course_id: UUID, wanted: Collection[UUID] | None) -> list[_Row]:
    """Return questions with what learners get, or what was written last where that is nothing."""
    query = (
        select(Question, QuestionVersion)
        .join(
            QuestionVersion,
            and_(
                QuestionVersion.question_id == Question.id,
                QuestionVersion.number == func.coalesce(Question.published, Question.latest),
            ),
        )
        .where(Question.course_id == course_id)
        .order_by(Question.created_at, Question.id)
    )
    if wanted is not None:
        query = query.where(Question.id.in_(wanted))
    return [(question, version) for question, version in db.session.execute(query)]


def _as_exported(rows: list[_Row]) -> list[asking.Question]:
    figures = figures_of([question.id for question, _version in rows])
    asked = all_as_asked([(version, called(question)) for question, version in rows])
    return [
        each.model_copy(update={"statistics": _statistics(figures.get(question.id))})
        for each, (question, _version) in zip(asked, rows, strict=True)
    ]


def _statistics(figures: QuestionFigures | None) -> asking.Statistics | None:
    if figures is None or not figures.is_enough:
        return None
    index = figures.discrimination
    return asking.Statistics(
        asked=figures.asked,
        facility=round(figures.facility, _DIGITS),
        discrimination=None if index is None else round(index, _DIGITS),
        as_of=figures.as_of.date(),
    )
