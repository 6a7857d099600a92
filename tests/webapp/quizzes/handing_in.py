"""Attempts handed in by a class, put into the database as they are kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select

from tests.webapp.worlds import START, add_user
from webapp.db import db, new_id, writing
from webapp.models import (
    Attempt,
    AttemptState,
    AttemptStep,
    QuestionAttempt,
    QuestionVersion,
    Quiz,
    QuizMode,
    Role,
)
from webapp.services.teaching.courses import enrol


@dataclass(frozen=True)
class Answered:
    """How a question was answered: worth what, by what response if any, in how many seconds."""

    version_id: UUID
    fraction: float
    response: dict[str, Any] | None = None
    seconds: float | None = None


def add_class(course_id: UUID, count: int) -> list[UUID]:
    """Enrol so many learners; returns their ids."""
    found = []
    for n in range(count):
        found.append(add_user(f"pupil{n}-{new_id(START)}@example.org", f"Pupil {n}"))
        with writing() as session:
            enrol(session, found[-1], course_id, Role.LEARNER, START)
    return found


def hand_in(
    user_id: UUID, quiz_id: UUID, answers: Sequence[Answered], number: int = 1, mark: float = 1.0
) -> UUID:
    """Hand an attempt in, in which each question gives ``mark`` at most; returns its id."""
    attempt_id = new_id(START)
    with writing() as session:
        session.add(
            Attempt(
                user_id=user_id,
                id=attempt_id,
                quiz_id=quiz_id,
                number=number,
                state=AttemptState.SUBMITTED,
                mode=QuizMode.TEST,
                seed=1,
                started_at=START,
                submitted_at=START + timedelta(minutes=10),
                mark=round(sum(answer.fraction for answer in answers) * mark, 6),
                max_mark=len(answers) * mark,
            )
        )
        session.flush()
        for slot, answer in enumerate(answers, 1):
            version = session.get_one(QuestionVersion, answer.version_id)
            session.add(
                QuestionAttempt(
                    user_id=user_id,
                    attempt_id=attempt_id,
                    slot=slot,
                    question_id=version.question_id,
                    version_id=version.id,
                    option_order=[],
                    max_mark=mark,
                    fraction=answer.fraction,
                )
            )
        session.flush()
        for slot, answer in enumerate(answers, 1):
            if answer.response is not None:
                add_step(user_id, attempt_id, slot, answer)
    return attempt_id


def add_step(user_id: UUID, attempt_id: UUID, slot: int, answer: Answered, later: int = 0) -> None:
    """Add an answer, given so many seconds later than the first."""
    at = START + timedelta(seconds=later)
    with writing() as session:
        session.add(
            AttemptStep(
                user_id=user_id,
                id=new_id(at),
                attempt_id=attempt_id,
                slot=slot,
                response=answer.response,
                fraction=answer.fraction,
                grader_version=1,
                answered_at=at,
                duration_ms=None if answer.seconds is None else round(answer.seconds * 1000),
                client_key=str(new_id(at)),
            )
        )


def versions(course_id: UUID, kind: str, count: int) -> list[QuestionVersion]:
    """Return some versions of the bank that are answered that way."""
    rows = db.session.scalars(
        select(QuestionVersion)
        .where(QuestionVersion.interaction["kind"].as_string() == kind)
        .order_by(QuestionVersion.id)
    )
    return list(rows)[:count]


def any_quiz(course_id: UUID) -> UUID:
    """Return a quiz of the course."""
    return db.session.scalars(
        select(Quiz.id).where(Quiz.course_id == course_id).order_by(Quiz.slug)
    ).all()[0]
