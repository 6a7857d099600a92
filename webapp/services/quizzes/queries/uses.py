"""What is to be known of a question before a quiz asks it: what it is about, and who asked it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import and_, select, union

from questions.documents import PassageKind
from webapp.db import db
from webapp.models import (
    Attempt,
    Citation,
    Document,
    DocumentRevision,
    Passage,
    Question,
    QuestionAttempt,
    QuestionVersion,
    Quiz,
    QuizSlot,
    Report,
    is_published,
)

# Many questions of a document cite these beside the sentence that they are about.
ASKED_BESIDE = {PassageKind.TITLE, PassageKind.DATELINE, PassageKind.HEADING}


class CitedSentence(NamedTuple):
    """A passage that a question cites: of which document, and where; ``is_read`` for its text."""

    document: str
    position: int
    number: int
    paragraph: int
    is_read: bool

    @property
    def paragraph_of(self) -> tuple[str, int]:
        """The paragraph it stands in."""
        return self.document, self.paragraph


def cited_sentences(course_id: UUID) -> Mapping[UUID, list[CitedSentence]]:
    """Return what each published version of a course cites, as it is cited."""
    rows = db.session.execute(
        select(
            Citation.version_id,
            Document.slug,
            Passage.position,
            Passage.number,
            Passage.paragraph,
            Passage.kind,
        )
        .join(QuestionVersion, QuestionVersion.id == Citation.version_id)
        .join(Question, is_published())
        .join(DocumentRevision, DocumentRevision.id == Citation.revision_id)
        .join(Document, Document.id == DocumentRevision.document_id)
        .join(
            Passage,
            and_(
                Passage.revision_id == Citation.revision_id,
                Passage.start < Citation.end,
                Passage.end > Citation.start,
            ),
        )
        .where(Question.course_id == course_id)
        .order_by(Citation.version_id, Citation.position, Passage.position)
    )
    cited: defaultdict[UUID, list[CitedSentence]] = defaultdict(list)
    for version_id, slug, position, number, paragraph, kind in rows:
        cited[version_id].append(
            CitedSentence(slug, position, number, paragraph, kind not in ASKED_BESIDE)
        )
    return cited


def asked_elsewhere(course_id: UUID, quiz_id: UUID | None) -> set[UUID]:
    """Return what the other quizzes of a course pick, or have asked."""
    others = (Quiz.course_id == course_id, Quiz.id.is_distinct_from(quiz_id))
    picked = (
        select(QuizSlot.question_id)
        .join(Quiz, Quiz.id == QuizSlot.quiz_id)
        .where(*others, QuizSlot.question_id.is_not(None))
    )
    drawn = (
        select(QuestionAttempt.question_id)
        .join(
            Attempt,
            and_(
                Attempt.user_id == QuestionAttempt.user_id,
                Attempt.id == QuestionAttempt.attempt_id,
            ),
        )
        .join(Quiz, Quiz.id == Attempt.quiz_id)
        .where(*others)
    )
    return set(db.session.scalars(union(picked, drawn)))


def reported_in(course_id: UUID) -> set[UUID]:
    """Return the questions of a course that learners report and nobody has settled."""
    return set(
        db.session.scalars(
            select(Report.question_id)
            .join(Question, Question.id == Report.question_id)
            .where(Question.course_id == course_id, Report.settled_at.is_(None))
        )
    )
