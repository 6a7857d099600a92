"""Correcting: what memory learned from answers that a wrong key graded is put right in the log.

A line that corrects another names it as undone and stands in its place: it keeps its moment and its
kind, and its id is the next, so that replaying finds it where the other was. Taking a correction
back corrects it by what was there before. Nothing is ever changed in the log.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, and_, select
from sqlalchemy.orm import Session

from questions.interactions import Grading, load_interaction
from questions.responses import load_response
from webapp.learning.ratings import corrected_rating
from webapp.learning.scheduling import Rating
from webapp.models import ANSWERS, QuestionVersion, RegradeRun, Review, User, is_taken_back
from webapp.services.quizzes.queries.regrading import CorrectKey
from webapp.services.reviewing.answering import append_line, rebuild_card, take_turns
from webapp.services.reviewing.settings import memory_settings

Line = Row[Any]
_GRADED = ("rating", "fraction", "rule", "feedback")


def correct_reviews(
    session: Session, run: RegradeRun, key: CorrectKey, user_id: UUID | None = None
) -> int:
    """Put right what was answered to other versions, everybody's or one's; returns how many."""
    learners = _learners(session, run.question_id, user_id)
    wrong = wrong_reviews(session, key, run.made_at, learners)
    for line, grading in wrong:
        rating = corrected_rating(Rating(line.rating), grading.fraction, unsure=line.unsure)
        graded = {"rating": int(rating), **grading.model_dump()}
        _replace(session, line, graded, f"regrade:{run.id.hex}:{line.id.hex}")
    _rebuild(session, run.question_id, (line for line, _grading in wrong))
    return len(wrong)


def restore_reviews(session: Session, run: RegradeRun) -> int:
    """Take back what a regrading corrected and still stands; returns how many answers."""
    _learners(session, run.question_id, None)
    lines = _standing(
        session,
        and_(
            Review.question_id == run.question_id,
            Review.client_key.startswith(f"regrade:{run.id.hex}:", autoescape=True),
        ),
    )
    for line in lines:
        told = session.execute(
            select(Review.__table__).where(
                Review.user_id == line.user_id, Review.id == line.undoes_id
            )
        ).one()
        graded = {name: getattr(told, name) for name in _GRADED}
        _replace(session, line, graded, f"restore:{run.id.hex}:{told.id.hex}")
    _rebuild(session, run.question_id, lines)
    return len(lines)


def wrong_reviews(
    session: Session, key: CorrectKey, until: datetime, learners: Iterable[UUID] | None = None
) -> list[tuple[Line, Grading]]:
    """Return the answers to other versions there were then that a key grades otherwise, and how."""
    other = and_(
        Review.question_id == key.version.question_id,
        Review.kind.in_(ANSWERS),
        Review.version_id != key.version.id,
        QuestionVersion.created_at <= until,
    )
    if learners is not None:
        other = and_(other, Review.user_id.in_(list(learners)))
    graded = ((line, _anew(line, key)) for line in _standing(session, other))
    return [(line, grading) for line, grading in graded if grading is not None]


def _anew(line: Line, key: CorrectKey) -> Grading | None:
    """Return how a key grades an answer, where that is another worth than it has."""
    if line.response is None:
        return None
    grading = key.grade(load_response(line.response), load_interaction(line.interaction))
    return None if grading is None or grading.fraction == line.fraction else grading


def _standing(session: Session, condition: ColumnElement[bool]) -> Sequence[Line]:
    """Return the lines of the log that were not taken back, each with what was answered to."""
    return session.execute(
        select(Review.__table__, QuestionVersion.interaction)
        .join(QuestionVersion, QuestionVersion.id == Review.version_id)
        .where(condition, ~is_taken_back())
        .order_by(Review.user_id, Review.answered_at, Review.id)
    ).all()


def _learners(session: Session, question_id: UUID, user_id: UUID | None) -> list[UUID]:
    """Return who answered a question; what they write waits until the transaction ends."""
    query = select(Review.user_id).distinct().where(Review.question_id == question_id)
    if user_id is not None:
        query = query.where(Review.user_id == user_id)
    learners = sorted(session.scalars(query))
    for each in learners:
        take_turns(session.connection(), each)
    return learners


def _replace(session: Session, line: Line, graded: dict[str, Any], client_key: str) -> None:
    """Append a line that stands in the place of another, graded otherwise."""
    values = {
        **{column.name: getattr(line, column.name) for column in Review.__table__.columns},
        **graded,
        "id": UUID(int=line.id.int + 1),
        "undoes_id": line.id,
        "client_key": client_key,
    }
    append_line(session.connection(), values)


def _rebuild(session: Session, question_id: UUID, lines: Iterable[Line]) -> None:
    for user_id in dict.fromkeys(line.user_id for line in lines):
        settings = memory_settings(session.get_one(User, user_id))
        rebuild_card(session.connection(), user_id, question_id, settings)
