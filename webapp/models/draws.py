"""Draws: which questions a place of a quiz may ask, and how many a quiz asks in all."""

from __future__ import annotations

from functools import cache

from sqlalchemy import (
    ColumnElement,
    ScalarSelect,
    and_,
    case,
    exists,
    func,
    or_,
    select,
    true,
)
from sqlalchemy.orm import InstrumentedAttribute, aliased

from webapp.models.documents import DocumentRevision
from webapp.models.questions import (
    Citation,
    Question,
    QuestionTag,
    QuestionVersion,
    is_published,
)
from webapp.models.quizzes import NOT_ASKED, Quiz, QuizSlot
from webapp.models.rollups import band_asked


def fits_draw(draw: QuizSlot | type[QuizSlot]) -> ColumnElement[bool]:
    """Return the condition that a version of a question may be drawn, for one place or for each.

    It is no flashcard, and has what the place asks for; one that was not asked often enough to
    know counts as neither hard nor easy. The course is left to the statement.
    """
    is_tagged = (
        exists()
        .where(QuestionTag.question_id == QuestionVersion.question_id)
        .where(QuestionTag.tag == draw.draw_tag)
        .correlate(QuestionVersion, QuizSlot)
    )
    cites = (
        exists()
        .where(Citation.version_id == QuestionVersion.id)
        .where(DocumentRevision.id == Citation.revision_id)
        .where(DocumentRevision.document_id == draw.draw_document_id)
        .correlate(QuestionVersion, QuizSlot)
    )
    return and_(
        QuestionVersion.interaction["kind"].as_string().not_in(NOT_ASKED),
        _where_given(draw.draw_tag, is_tagged),
        _where_given(draw.draw_type, QuestionVersion.type == draw.draw_type),
        _where_given(draw.draw_document_id, cites),
        _where_given(draw.draw_facility, band_asked() == draw.draw_facility),
    )


def _where_given(wanted: object, condition: ColumnElement[bool]) -> ColumnElement[bool]:
    if isinstance(wanted, InstrumentedAttribute):
        return or_(wanted.is_(None), condition)
    return true() if wanted is None else condition


@cache
def number_asked() -> ScalarSelect[int]:
    """Return how many questions an attempt at a quiz asks, for a statement that selects quizzes.

    A pinned version is asked whatever becomes of its question; a question as long as it is
    published; of a draw as many as are to be drawn, or as there are left to draw.
    """
    elsewhere = aliased(QuizSlot)
    in_another_place = (
        exists()
        .where(elsewhere.quiz_id == Quiz.id, elsewhere.question_id == Question.id)
        .correlate(Quiz, Question)
    )
    pool = (
        select(func.count(Question.id))
        .join(QuestionVersion, is_published())
        .where(
            Question.course_id == Quiz.course_id,
            fits_draw(QuizSlot),
            ~in_another_place,
        )
        .correlate(QuizSlot, Quiz)
        .scalar_subquery()
    )
    published = exists().where(Question.id == QuizSlot.question_id, Question.published.is_not(None))
    asked = case(
        (QuizSlot.version_id.is_not(None), 1),
        (QuizSlot.question_id.is_not(None), case((published, 1), else_=0)),
        (QuizSlot.draw_count <= pool, QuizSlot.draw_count),
        else_=pool,
    )
    return (
        select(func.coalesce(func.sum(asked), 0))
        .where(QuizSlot.quiz_id == Quiz.id)
        .correlate(Quiz)
        .scalar_subquery()
    )
