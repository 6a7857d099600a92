"""Drafts that cite nothing, and the passages of a course's documents that may prove them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, func, select

from questions.documents import PassageKind
from questions.locating import Sentences
from questions.question import Question, Stance, Status
from webapp import models
from webapp.db import db
from webapp.models import Citation, QuestionVersion, is_newest
from webapp.services.sources.queries.sentences import Sentence, Source, load_sources
from webapp.services.teaching.questions import all_as_asked

# Plain choices: what can be looked over at once, and between how many passages to choose.
PAGE = 30
_MOST = 3
_PROVING_NOTHING = (PassageKind.TITLE, PassageKind.HEADING, PassageKind.DATELINE, PassageKind.CODE)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A passage that may prove an answer: a sentence of a document, and whose words it is."""

    source: Source
    sentence: Sentence

    @property
    def stance(self) -> Stance:
        """How the document holds it: in its publisher's own voice unless it was found otherwise."""
        return self.sentence.stance or Stance.ASSERTED


@dataclass(frozen=True, slots=True)
class Uncited:
    """A draft without a citation, and the passages that may prove its answer, likeliest first."""

    id: UUID
    stem: str
    key: tuple[str, ...]
    type: str
    suggestions: tuple[Suggestion, ...]


@dataclass(frozen=True, slots=True)
class UncitedPage:
    """One page of drafts that cite nothing; ``documents`` tells how many were looked through."""

    lines: tuple[Uncited, ...]
    total: int
    page: int
    pages: int
    documents: int


def count_uncited(course_id: UUID) -> int:
    """Return how many drafts of a course cite nothing."""
    drafts = select(func.count()).select_from(models.Question).join(QuestionVersion, is_newest())
    return db.session.scalar(drafts.where(_is_uncited_in(course_id))) or 0


def list_uncited(course_id: UUID, page: int) -> UncitedPage:
    """Return one page of a course's drafts that cite nothing, the oldest first."""
    total = count_uncited(course_id)
    pages = max(1, -(-total // PAGE))
    page = min(max(page, 1), pages)
    versions = db.session.scalars(
        select(QuestionVersion)
        .join(models.Question, is_newest())
        .where(_is_uncited_in(course_id))
        .order_by(models.Question.id)
        .limit(PAGE)
        .offset((page - 1) * PAGE)
    ).all()
    sources = load_sources(course_id) if versions else []
    drafts = all_as_asked([(version, None) for version in versions])
    found = _suggested(sources, drafts)
    lines = tuple(
        Uncited(version.question_id, asked.stem, tuple(asked.interaction.key()), asked.type, those)
        for version, asked, those in zip(versions, drafts, found, strict=True)
    )
    return UncitedPage(lines, total, page, pages, len(sources))


def _is_uncited_in(course_id: UUID) -> ColumnElement[bool]:
    cited = exists(select(1).where(Citation.version_id == QuestionVersion.id))
    is_draft = QuestionVersion.status == Status.DRAFT
    return and_(models.Question.course_id == course_id, is_draft, ~cited)


def _suggested(
    sources: Sequence[Source], questions: Sequence[Question]
) -> list[tuple[Suggestion, ...]]:
    places = [
        Suggestion(source, sentence)
        for source in sources
        for sentence in source.sentences
        if sentence.kind not in _PROVING_NOTHING
    ]
    ready = Sentences([each.sentence.text for each in places])
    return [
        tuple(places[found.place] for found in ready.locate(asked, _MOST)) for asked in questions
    ]
