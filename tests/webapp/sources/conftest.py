"""What happened before: answers given, and statements counted."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from uuid import UUID

from sqlalchemy import event, select

from tests.webapp.worlds import START, World
from webapp.db import db
from webapp.learning.scheduling import Rating, Settings
from webapp.models import Question, QuestionVersion, ReviewKind
from webapp.services.reviewing.answering import Answer, record_answer

SETTINGS = Settings(time_zone="UTC", rollover_hour=4, desired_retention=0.9)


def version_of(world: World, slug: str) -> QuestionVersion:
    """Return the published version of a question of the bank."""
    return db.session.scalars(
        select(QuestionVersion)
        .join(Question, Question.id == QuestionVersion.question_id)
        .where(Question.course_id == world.course_id, Question.slug == slug)
        .where(QuestionVersion.number == Question.published)
    ).one()


def answer(world: World, user_id: UUID, slug: str, at: datetime = START) -> QuestionVersion:
    """Answer a question right, in review; returns the version answered."""
    version = version_of(world, slug)
    record_answer(
        Answer(
            user_id=user_id,
            question_id=version.question_id,
            version_id=version.id,
            kind=ReviewKind.REVIEW,
            rating=Rating.EASY,
            fraction=1.0,
            response=None,
            at=at,
            client_key=f"{slug}:{at.isoformat()}",
        ),
        SETTINGS,
    )
    return version


@contextmanager
def statements() -> Iterator[list[str]]:
    """Collect the statements sent to the database meanwhile."""
    sent: list[str] = []

    def note(*args: object) -> None:
        sent.append(str(args[2]))

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
