"""Which questions an attempt asks: pinned, the latest, or drawn; and in which section each is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
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
    sections, settled = sections_of(session, quiz.id), _settled(session, slots)
    chosen: list[Asked] = []
    for slot in slots:
        begun = [each for each in sections if (each.position or 0) <= slot.position]
        drawn = _drawn(session, quiz, slot, taken, chance) if slot.draw_count else []
        for version in settled.get(slot.position, drawn):
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


def _settled(session: Session, slots: Sequence[QuizSlot]) -> dict[int, list[QuestionVersion]]:
    """Return what the places ask that draw nothing, by position: pinned, or what is published."""
    pinned = [slot.version_id for slot in slots if slot.version_id]
    latest = [slot.question_id for slot in slots if slot.question_id and not slot.version_id]
    of_latest = select(QuestionVersion).join(Question, is_published())
    by_id = {
        each.id: each
        for each in session.scalars(select(QuestionVersion).where(QuestionVersion.id.in_(pinned)))
    }
    by_question: dict[UUID | None, QuestionVersion] = {
        each.question_id: each for each in session.scalars(of_latest.where(Question.id.in_(latest)))
    }
    found = (
        (slot, by_id.get(slot.version_id) if slot.version_id else by_question.get(slot.question_id))
        for slot in slots
    )
    return {slot.position: [version] for slot, version in found if version is not None}


def _drawn(
    session: Session, quiz: Quiz, slot: QuizSlot, taken: set[UUID | None], chance: Random
) -> list[QuestionVersion]:
    drawn = (
        select(QuestionVersion)
        .join(Question, is_published())
        .where(Question.course_id == quiz.course_id, fits_draw(slot))
        .order_by(Question.id)
    )
    pool = [version for version in session.scalars(drawn) if version.question_id not in taken]
    return chance.sample(pool, min(slot.draw_count or 0, len(pool)))
