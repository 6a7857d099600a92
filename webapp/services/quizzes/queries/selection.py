"""Which questions an attempt asks: pinned, the latest, or drawn."""

from __future__ import annotations

from random import Random
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.models import (
    Question,
    QuestionVersion,
    Quiz,
    QuizSlot,
    fits_draw,
    is_published,
)


def choose(session: Session, quiz: Quiz, chance: Random) -> list[tuple[QuestionVersion, float]]:
    """Settle which versions this attempt asks, in order; no question twice."""
    slots = session.scalars(
        select(QuizSlot).where(QuizSlot.quiz_id == quiz.id).order_by(QuizSlot.position)
    ).all()
    taken: set[UUID | None] = {slot.question_id for slot in slots}
    chosen: list[tuple[QuestionVersion, float]] = []
    for slot in slots:
        for version in _versions(session, quiz, slot, taken, chance):
            taken.add(version.question_id)
            chosen.append((version, slot.max_mark))
    return chosen


def _versions(
    session: Session, quiz: Quiz, slot: QuizSlot, taken: set[UUID | None], chance: Random
) -> list[QuestionVersion]:
    if slot.version_id:
        pinned = session.get(QuestionVersion, slot.version_id)
        return [pinned] if pinned else []
    published = select(QuestionVersion).join(Question, is_published())
    if slot.question_id:
        return list(session.scalars(published.where(Question.id == slot.question_id)))
    drawn = published.where(Question.course_id == quiz.course_id, fits_draw(slot)).order_by(
        Question.id
    )
    pool = [version for version in session.scalars(drawn) if version.question_id not in taken]
    return chance.sample(pool, min(slot.draw_count or 0, len(pool)))
