"""Comments on a question, between the instructors of its course."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import func, select

from webapp.db import new_id, writing
from webapp.models import Question, QuestionComment
from webapp.models.lengths import COMMENT
from webapp.services.errors import Missing, Refusal
from webapp.services.texts import refuse_unfit

MOST_COMMENTS = 200  # on one question: a plain choice


def add_comment(
    course_id: UUID, question_id: UUID, author_id: UUID, text: str, at: datetime
) -> None:
    """Say something about a question.

    Raises:
        Refusal: nothing is said, or too much.
        Missing: there is no such question in this course.
    """
    text = text.strip()
    if not text:
        raise Refusal(_("Write the comment."))
    if len(text) > COMMENT:
        raise Refusal(_("Keep it under %(n)s characters.", n=f"{COMMENT:,}"))
    refuse_unfit(text, field="text")
    with writing() as session:
        ours = select(Question.id).where(
            Question.id == question_id, Question.course_id == course_id
        )
        if session.scalar(ours) is None:
            raise Missing(_("There is no such question in this course."))
        there = select(func.count()).where(QuestionComment.question_id == question_id)
        if (session.scalar(there) or 0) >= MOST_COMMENTS:
            raise Refusal(_("There are too many comments. Delete one of yours first."))
        session.add(
            QuestionComment(
                id=new_id(at), question_id=question_id, author_id=author_id, text=text, made_at=at
            )
        )


def delete_comment(course_id: UUID, comment_id: UUID, author_id: UUID) -> UUID:
    """Delete a comment of one's own; returns the question it was about. Raises Missing."""
    with writing() as session:
        found = session.scalar(
            select(QuestionComment)
            .join(Question, Question.id == QuestionComment.question_id)
            .where(
                QuestionComment.id == comment_id,
                QuestionComment.author_id == author_id,
                Question.course_id == course_id,
            )
        )
        if found is None:
            raise Missing(_("There is no such comment of yours."))
        session.delete(found)
        return found.question_id
