"""What quizzes can ask: a course's published questions, flashcards apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import islice
from uuid import UUID

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from questions.folding import fold
from questions.interactions import in_a_line, load_interaction
from questions.tags import is_under
from webapp.db import db
from webapp.models import (
    NOT_ASKED,
    FacilityBand,
    Question,
    QuestionVersion,
    QuizSlot,
    band_of,
    facilities_in,
    fits_draw,
    is_published,
)
from webapp.services.quizzes.queries.uses import (
    CitedSentence,
    asked_elsewhere,
    cited_sentences,
    reported_in,
)

_SHOWN = 100


@dataclass(frozen=True, slots=True)
class Askable:
    """A published question that a quiz can ask."""

    id: UUID
    version_id: UUID
    number: int
    stem: str
    type: str
    tags: tuple[str, ...]
    answer: str = ""
    documents: tuple[str, ...] = ()
    sentences: frozenset[CitedSentence] = frozenset()
    is_asked: bool = False
    is_reported: bool = False
    facility: FacilityBand = FacilityBand.MIDDLE

    @property
    def sentence(self) -> int:
        """The number of the first sentence it cites, or 0."""
        return min((each.number for each in self.sentences if each.number), default=0)


@dataclass(frozen=True, slots=True)
class Picking:
    """A question that a quiz asks; ``published`` is ``None`` when it was retired."""

    stem: str
    type: str
    published: int | None
    answer: str


@dataclass(frozen=True, slots=True)
class Sought:
    """What to pick from: what is empty may be any."""

    text: str = ""
    tag: str = ""
    type: str = ""
    document: str = ""
    is_new: bool = False


def published_questions(course_id: UUID, quiz_id: UUID | None = None) -> list[Askable]:
    """Return a course's published questions, flashcards apart, in the order they were made.

    A question counts as asked where another quiz than this one picks it or has asked it. Whose
    facility is not known is neither hard nor easy.
    """
    facilities = facilities_in(course_id)
    rows = db.session.execute(
        select(Question.id, QuestionVersion, band_of(facilities.c.mean))
        .join(QuestionVersion, is_published())
        .outerjoin(facilities, facilities.c.question_id == Question.id)
        .where(Question.course_id == course_id)
        .order_by(Question.id)
    ).all()
    cited = cited_sentences(course_id)
    asked, reported = asked_elsewhere(course_id, quiz_id), reported_in(course_id)
    return [
        Askable(
            id=question_id,
            version_id=version.id,
            number=version.number,
            stem=version.stem,
            type=version.type,
            tags=tuple(version.tags),
            answer=answer_in_words(version),
            documents=tuple(dict.fromkeys(each.document for each in cited[version.id])),
            sentences=frozenset(each for each in cited[version.id] if each.is_read),
            is_asked=question_id in asked,
            is_reported=question_id in reported,
            facility=FacilityBand(facility),
        )
        for question_id, version, facility in rows
        if version.interaction["kind"] not in NOT_ASKED
    ]


def find_published(
    published: Sequence[Askable], picked: Collection[UUID], sought: Sought
) -> list[Askable]:
    """Return the questions that are not picked and are what is sought, the first hundred."""
    words = fold(sought.text).split()
    found = (
        question
        for question in published
        if question.id not in picked
        and (not sought.tag or any(is_under(tag, sought.tag) for tag in question.tags))
        and sought.type in ("", question.type)
        and (not sought.document or sought.document in question.documents)
        and not (sought.is_new and question.is_asked)
        and all(word in fold(f"{question.stem} {question.answer}") for word in words)
    )
    return list(islice(found, _SHOWN))


def answer_in_words(version: QuestionVersion) -> str:
    """Return a version's key on one line."""
    return in_a_line(load_interaction(version.interaction).key(), " · ")


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
        str(question.id): Picking(
            version.stem, version.type, question.published, answer_in_words(version)
        )
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


def drawable(session: Session, course_id: UUID, draw: QuizSlot) -> set[UUID]:
    """Return the questions of a course that a place of a quiz may draw."""
    return set(
        session.scalars(
            select(Question.id)
            .join(QuestionVersion, is_published())
            .where(Question.course_id == course_id, fits_draw(draw))
        )
    )
