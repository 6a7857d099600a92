"""Reading: a document set like a script, with the questions that stand on its sentences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import and_, select

from questions.documents import PassageKind, Span
from questions.question import Stance
from webapp.db import db
from webapp.models import (
    Card,
    Citation,
    Document,
    DocumentRevision,
    Question,
    QuestionVersion,
    Review,
    is_published,
)
from webapp.services.errors import Missing
from webapp.services.reviewing.queries.waiting import open_to
from webapp.services.sources.documents import current_revision
from webapp.services.sources.queries.citations import Mark, anchors_in, load_passages, moment_label
from webapp.services.sources.queries.script import (
    CitingQuestion,
    Note,
    Script,
    Speech,
    on_passages,
    speeches,
    stance_of,
    unasked,
)

# 238 words a minute (Brysbaert, 2019, for English prose) of six characters, the space included.
_CHARACTERS_A_MINUTE = 1428


@dataclass(frozen=True, slots=True)
class ReadableDocument:
    """A document ready to be read.

    ``teaches`` says for whom: an instructor sees every published question, and in ``coverage``
    each sentence's stance if a question stands on it, else ``None``; a learner's has neither.
    ``only_unasked`` leaves out the paragraphs of which every sentence is asked.
    """

    slug: str
    title: str
    publisher: str
    published: str
    language: str
    minutes: int
    teaches: bool
    only_unasked: bool
    speeches: tuple[Speech, ...]
    coverage: Mapping[int, Stance | None]

    @property
    def covered(self) -> int:
        """How many sentences have questions."""
        return sum(stance is not None for stance in self.coverage.values())


def read_as_instructor(
    course_id: UUID, slug: str, *, only_unasked: bool = False
) -> ReadableDocument:
    """Return a document with all its published questions. Raises Missing."""
    document, revision = _find(course_id, slug)
    asked = _published(revision.id)
    return _view(document, revision, asked, teaches=True, only_unasked=only_unasked)


def read_as_learner(course_id: UUID, slug: str, user_id: UUID, today: int) -> ReadableDocument:
    """Return a document with the questions this learner has answered, and no others.

    Of these it marks what the version last answered cites; those of a test under way are kept
    back. ``today`` is the learner's study day. Raises Missing.
    """
    document, revision = _find(course_id, slug)
    return _view(document, revision, _answered(revision.id, user_id, today), teaches=False)


def reading_minutes(characters: int) -> int:
    """Return how many minutes a text of so many characters takes to read, at least one."""
    return max(1, ceil(characters / _CHARACTERS_A_MINUTE))


def _find(course_id: UUID, slug: str) -> tuple[Document, DocumentRevision]:
    revision = current_revision(db.session(), course_id, slug)
    if revision is None:
        raise Missing(_("There is no such document in this course."))
    return db.session.get_one(Document, revision.document_id), revision


def _published(revision_id: UUID) -> list[CitingQuestion]:
    rows = db.session.execute(
        select(Citation, QuestionVersion.stem, Question.id)
        .join(QuestionVersion, QuestionVersion.id == Citation.version_id)
        .join(Question, is_published())
        .where(Citation.revision_id == revision_id)
        .order_by(Citation.start, Question.id)
    )
    return [CitingQuestion(Note(question_id, stem), _mark(row)) for row, stem, question_id in rows]


def _answered(revision_id: UUID, user_id: UUID, today: int) -> list[CitingQuestion]:
    rows = db.session.execute(
        select(Citation, QuestionVersion.stem, Card)
        .join(QuestionVersion, QuestionVersion.id == Citation.version_id)
        .join(Question, Question.id == QuestionVersion.question_id)
        .join(Card, and_(Card.question_id == Question.id, Card.user_id == user_id))
        .join(
            Review,
            and_(
                Review.user_id == user_id,
                Review.id == Card.last_review_id,
                Review.version_id == QuestionVersion.id,
            ),
        )
        .where(Citation.revision_id == revision_id, open_to(user_id))
        .order_by(Citation.start, Question.id)
    )
    return [
        CitingQuestion(Note(card.question_id, stem, _due_in(card, today)), _mark(row))
        for row, stem, card in rows
    ]


def _due_in(card: Card, today: int) -> int | None:
    return None if card.suspended else max(0, card.due_day - today)


def _mark(citation: Citation) -> Mark:
    return Mark(Span(citation.start, citation.end), citation.stance)


def _view(
    document: Document,
    revision: DocumentRevision,
    asked: Sequence[CitingQuestion],
    *,
    teaches: bool,
    only_unasked: bool = False,
) -> ReadableDocument:
    passages = load_passages([revision.id])[revision.id]
    questions = on_passages(passages, asked)
    script = Script(
        revision.text, document.misprints, passages, questions, teaches, anchors_in(revision)
    )
    return ReadableDocument(
        slug=document.slug,
        title=document.title,
        publisher=document.publisher,
        published=moment_label(document.published),
        language=document.language,
        minutes=reading_minutes(len(revision.text)),
        teaches=teaches,
        only_unasked=only_unasked,
        speeches=tuple(speeches(script, unasked(script) if only_unasked else passages)),
        coverage=_coverage(script) if teaches else {},
    )


def _coverage(script: Script) -> dict[int, Stance | None]:
    return {
        passage.number: stance_of(passage, script.questions[passage.position])
        for passage in script.passages
        if passage.kind is PassageKind.SENTENCE
    }
