"""What a class knows by everybody's memories, question by question, and how forecasts have done."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Select, func, select

from webapp.db import db
from webapp.learning.class_forecasting import Band, Recall, bands, class_recall, together
from webapp.models import (
    ANSWERS,
    Card,
    Citation,
    Document,
    DocumentRevision,
    Enrolment,
    Question,
    QuestionVersion,
    Review,
    ReviewKind,
    Role,
    is_published,
    is_taken_back,
)

MOST_FORECASTS = 20_000  # the newest: what a class did long ago says little of it now
_TEN = 10


@dataclass(frozen=True, slots=True)
class KnownQuestion:
    """A published question that somebody has met: how the class recalls it, and what proves it."""

    question_id: UUID
    version_id: UUID
    stem: str
    tags: tuple[str, ...]
    document: str
    quote: str
    recall: Recall


@dataclass(frozen=True, slots=True)
class ClassMemory:
    """What a class of so many ``learners`` knows of its course; ``unmet`` questions nobody met."""

    learners: int
    questions: tuple[KnownQuestion, ...]
    unmet: int

    @property
    def all(self) -> Recall:
        """All memories of the class together."""
        return together(each.recall for each in self.questions)

    @property
    def by_document(self) -> list[tuple[str, Recall]]:
        """Each document, what will be forgotten most of all first."""
        return _grouped(self.questions, lambda each: [each.document])

    @property
    def by_tag(self) -> list[tuple[str, Recall]]:
        """Each tag, likewise."""
        return _grouped(self.questions, lambda each: each.tags)

    @property
    def worth_repeating(self) -> list[KnownQuestion]:
        """The questions on the ten passages that most learners will have forgotten."""
        worst: dict[tuple[str, str], KnownQuestion] = {}
        for each in sorted(self.questions, key=_forgotten, reverse=True):
            worst.setdefault((each.document, each.quote), each)
        return [each for each in worst.values() if each.recall.forgotten > 0][:_TEN]


def class_memory(course_id: UUID, today: int, day: int) -> ClassMemory:
    """Return what the learners of a course recall today and on a later study day."""
    learners = _learners(course_id)
    count = db.session.scalar(select(func.count()).select_from(learners.subquery())) or 0
    memories: dict[UUID, list[tuple[float, int]]] = defaultdict(list)
    rows = db.session.execute(
        select(Card.question_id, Card.stability, Card.last_day)
        .join(Question, Question.id == Card.question_id)
        .where(Question.course_id == course_id, Card.user_id.in_(learners))
    )
    for question_id, stability, last_day in rows:
        memories[question_id].append((stability, last_day))
    asked = _published(course_id)
    known = [
        KnownQuestion(*row, class_recall(memories[row[0]], today, day))
        for row in asked
        if row[0] in memories
    ]
    return ClassMemory(count, tuple(known), len(asked) - len(known))


def past_forecasts(course_id: UUID) -> list[Band]:
    """Return how the forecasts of the class's newest answers did, taken-back ones left out."""
    rows = db.session.execute(
        select(Review.predicted_recall, Review.rating)
        .join(Question, Question.id == Review.question_id)
        .where(
            Question.course_id == course_id,
            Review.user_id.in_(_learners(course_id)),
            Review.kind.in_(ANSWERS),
            Review.kind != ReviewKind.IMPORT,
            Review.predicted_recall.is_not(None),
            ~is_taken_back(),
        )
        .order_by(Review.answered_at.desc())
        .limit(MOST_FORECASTS)
    )
    return bands([(forecast or 0.0, rating > 1) for forecast, rating in rows])


def _learners(course_id: UUID) -> Select[UUID]:
    return select(Enrolment.user_id).where(
        Enrolment.course_id == course_id, Enrolment.role == Role.LEARNER
    )


def _published(course_id: UUID) -> list[tuple[UUID, UUID, str, tuple[str, ...], str, str]]:
    """Return the published questions with the passage that is cited first."""
    rows = db.session.execute(
        select(
            Question.id,
            QuestionVersion.id,
            QuestionVersion.stem,
            QuestionVersion.tags,
            Document.title,
            Citation.quote,
        )
        .join(QuestionVersion, is_published())
        .outerjoin(Citation, (Citation.version_id == QuestionVersion.id) & (Citation.position == 0))
        .outerjoin(DocumentRevision, DocumentRevision.id == Citation.revision_id)
        .outerjoin(Document, Document.id == DocumentRevision.document_id)
        .where(Question.course_id == course_id)
        .order_by(Question.id)
    )
    return [
        (id_, version, stem, tuple(tags), title or "", quote or "")
        for id_, version, stem, tags, title, quote in rows
    ]


def _grouped(
    questions: Iterable[KnownQuestion], names: Callable[[KnownQuestion], Iterable[str]]
) -> list[tuple[str, Recall]]:
    groups: dict[str, list[Recall]] = defaultdict(list)
    for each in questions:
        for name in names(each):
            groups[name].append(each.recall)
    found = [(name, together(recalls)) for name, recalls in groups.items() if name]
    return sorted(found, key=lambda one: (one[1].then / one[1].met, one[0]))


def _forgotten(each: KnownQuestion) -> float:
    return each.recall.forgotten
