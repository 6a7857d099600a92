"""What quizzes can ask: a course's published questions, flashcards apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import islice
from uuid import UUID

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from webapp.db import db
from webapp.models import NOT_ASKED, Question, QuestionTag, QuestionVersion, is_published

_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Askable:
    """A published question that a quiz can ask."""

    id: UUID
    version_id: UUID
    number: int
    stem: str
    type: str
    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Picking:
    """A question that a quiz asks; ``published`` is ``None`` when it was retired."""

    stem: str
    type: str
    published: int | None


def published_questions(course_id: UUID) -> list[Askable]:
    """Return a course's published questions, flashcards apart, in the order they were made."""
    rows = db.session.execute(
        select(Question.id, QuestionVersion)
        .join(QuestionVersion, is_published())
        .where(Question.course_id == course_id)
        .order_by(Question.id)
    )
    return [
        Askable(
            id=question_id,
            version_id=version.id,
            number=version.number,
            stem=version.stem,
            type=version.type,
            tags=tuple(version.tags),
        )
        for question_id, version in rows
        if version.interaction["kind"] not in NOT_ASKED
    ]


def find_published(
    published: Sequence[Askable], picked: Collection[UUID], text: str, tag: str
) -> list[Askable]:
    """Return the questions that are not picked and have both the text and the tag, the first 50."""
    found = (
        question
        for question in published
        if question.id not in picked
        and (not tag or tag in question.tags)
        and text.strip().casefold() in question.stem.casefold()
    )
    return list(islice(found, _SHOWN))


def load_stems(course_id: UUID, question_ids: Collection[UUID]) -> dict[str, Picking]:
    """Return what is picked, by the question's id in letters: its stem and versions."""
    rows = db.session.execute(
        select(Question, QuestionVersion)
        .join(
            QuestionVersion,
            and_(
                QuestionVersion.question_id == Question.id,
                QuestionVersion.number == func.coalesce(Question.published, Question.latest),
            ),
        )
        .where(Question.course_id == course_id, Question.id.in_(question_ids))
    )
    return {
        str(question.id): Picking(version.stem, version.type, question.published)
        for question, version in rows
    }


def count_tags(published: Sequence[Askable]) -> list[tuple[str, int]]:
    """Return each tag with the number of questions that have it, the most frequent first."""
    counts = Counter(tag for question in published for tag in question.tags)
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))


def published_among(session: Session, course_id: UUID, question_ids: Collection[UUID]) -> set[UUID]:
    """Return which of these questions a quiz of the course can ask."""
    rows = session.execute(
        select(Question.id, QuestionVersion.interaction)
        .join(QuestionVersion, is_published())
        .where(Question.id.in_(question_ids), Question.course_id == course_id)
    )
    return {question_id for question_id, asked in rows if asked["kind"] not in NOT_ASKED}


def tagged(session: Session, course_id: UUID, tag: str) -> set[UUID]:
    """Return the questions of a course with that tag which a quiz can ask."""
    rows = session.execute(
        select(Question.id, QuestionVersion.interaction)
        .join(QuestionVersion, is_published())
        .join(QuestionTag, QuestionTag.question_id == Question.id)
        .where(Question.course_id == course_id, QuestionTag.tag == tag)
    )
    return {
        question_id for question_id, interaction in rows if interaction["kind"] not in NOT_ASKED
    }
