"""Which questions an attempt asks: pinned, the latest, or drawn; and in which section each is."""

from __future__ import annotations

from collections.abc import Iterable
from random import Random
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.models import (
    Question,
    QuestionVersion,
    Quiz,
    QuizSection,
    QuizSlot,
    fits_draw,
    is_published,
)
from webapp.services.quizzes.queries.sections import sections_of


class Asked(NamedTuple):
    """A question that an attempt asks, what it is worth, and the section it is in, if any."""

    version: QuestionVersion
    max_mark: float
    section: QuizSection | None = None


def choose(session: Session, quiz: Quiz, chance: Random) -> list[Asked]:
    """Settle which versions this attempt asks, in order; no question twice."""
    slots = session.scalars(
        select(QuizSlot).where(QuizSlot.quiz_id == quiz.id).order_by(QuizSlot.position)
    ).all()
    taken: set[UUID | None] = {slot.question_id for slot in slots}
    sections = sections_of(session, quiz.id)
    chosen: list[Asked] = []
    for slot in slots:
        begun = [each for each in sections if (each.position or 0) <= slot.position]
        for version in _versions(session, quiz, slot, taken, chance):
            taken.add(version.question_id)
            chosen.append(Asked(version, slot.max_mark, begun[-1] if begun else None))
    return chosen


def begin_sections(asked: Iterable[Asked]) -> list[tuple[int, QuizSection]]:
    """Return each section that has a question, with the number of its first one."""
    begun: list[tuple[int, QuizSection]] = []
    for number, each in enumerate(asked, 1):
        if each.section is not None and (not begun or begun[-1][1] is not each.section):
            begun.append((number, each.section))
    return begun


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
