"""Reading: a document set like a script, with the questions that stand on its sentences."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
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
    Passage,
    Question,
    QuestionVersion,
    Review,
    is_published,
)
from webapp.services.errors import Missing
from webapp.services.reviewing.queries.waiting import open_to
from webapp.services.sources.documents import current_revision
from webapp.services.sources.queries.citations import (
    Mark,
    Segment,
    anchor_of,
    load_passages,
    moment_label,
    segments_of,
)

# 238 words a minute (Brysbaert, 2019, for English prose) of six characters, the space included.
_CHARACTERS_A_MINUTE = 1428


@dataclass(frozen=True, slots=True)
class PassageView:
    """A passage with what is marked in it."""

    kind: PassageKind
    number: int
    anchor: str
    segments: tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class Note:
    """A question in the margin, by its stem.

    For a learner, ``due_in`` counts the study days until it is due, at least 0; it is ``None``
    for an instructor, and for a card that is set aside.
    """

    question_id: UUID
    stem: str
    due_in: int | None = None


@dataclass(frozen=True, slots=True)
class Margin:
    """What stands beside one passage; without notes, a sentence nobody asks about yet."""

    number: int
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class Speech:
    """A paragraph, or as much of it as one voice speaks.

    ``speaker`` is ``None`` for the publisher's own voice; ``stances`` has the numbers of the
    sentences each stance holds for and is empty where whose words they are is not known. A
    ``turn`` is where the voice changes; ``labelled`` says that the stances are to be shown.
    """

    passages: tuple[PassageView, ...]
    margins: tuple[Margin, ...]
    speaker: str | None
    stances: Mapping[Stance, tuple[int, ...]]
    turn: bool
    labelled: bool


@dataclass(frozen=True, slots=True)
class ReadableDocument:
    """A document ready to be read.

    ``teaches`` says for whom: an instructor sees every published question, and in ``coverage``
    each sentence's stance if a question stands on it, else ``None``; a learner's has neither.
    """

    slug: str
    title: str
    publisher: str
    published: str
    language: str
    minutes: int
    teaches: bool
    speeches: tuple[Speech, ...]
    coverage: Mapping[int, Stance | None]

    @property
    def covered(self) -> int:
        """How many sentences have questions."""
        return sum(stance is not None for stance in self.coverage.values())


@dataclass(frozen=True, slots=True)
class _CitingQuestion:
    """A question that cites the document, as its reader may see it."""

    note: Note
    mark: Mark

    def stands_on(self, passage: Passage) -> bool:
        return self.mark.span.overlaps(passage.start, passage.end)


# The questions that stand on each passage, by its position.
_ByPassage = Mapping[int, Sequence[_CitingQuestion]]


def read_as_instructor(course_id: UUID, slug: str) -> ReadableDocument:
    """Return a document with all its published questions. Raises Missing."""
    document, revision = _find(course_id, slug)
    return _view(document, revision, _published(revision.id), teaches=True)


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


def _published(revision_id: UUID) -> list[_CitingQuestion]:
    rows = db.session.execute(
        select(Citation, QuestionVersion.stem, Question.id)
        .join(QuestionVersion, QuestionVersion.id == Citation.version_id)
        .join(Question, is_published())
        .where(Citation.revision_id == revision_id)
        .order_by(Citation.start, Question.id)
    )
    return [_CitingQuestion(Note(question_id, stem), _mark(row)) for row, stem, question_id in rows]


def _answered(revision_id: UUID, user_id: UUID, today: int) -> list[_CitingQuestion]:
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
        _CitingQuestion(Note(card.question_id, stem, _due_in(card, today)), _mark(row))
        for row, stem, card in rows
    ]


def _due_in(card: Card, today: int) -> int | None:
    return None if card.suspended else max(0, card.due_day - today)


def _mark(citation: Citation) -> Mark:
    return Mark(Span(citation.start, citation.end), citation.stance)


def _view(
    document: Document,
    revision: DocumentRevision,
    asked: Sequence[_CitingQuestion],
    *,
    teaches: bool,
) -> ReadableDocument:
    passages = load_passages([revision.id])[revision.id]
    questions = {p.position: [a for a in asked if a.stands_on(p)] for p in passages}
    return ReadableDocument(
        slug=document.slug,
        title=document.title,
        publisher=document.publisher,
        published=moment_label(document.published),
        language=document.language,
        minutes=reading_minutes(len(revision.text)),
        teaches=teaches,
        speeches=tuple(_speeches(passages, revision.text, document.misprints, questions, teaches)),
        coverage=_coverage(passages, questions) if teaches else {},
    )


def _coverage(passages: Iterable[Passage], questions: _ByPassage) -> dict[int, Stance | None]:
    coverage: dict[int, Stance | None] = {}
    for passage in passages:
        if passage.kind is PassageKind.SENTENCE:
            first = next((a.mark.stance for a in questions[passage.position]), None)
            coverage[passage.number] = first and (passage.stance or first)
    return coverage


def _speeches(
    passages: Iterable[Passage],
    text: str,
    misprints: Collection[str],
    questions: _ByPassage,
    teaches: bool,
) -> Iterator[Speech]:
    """Yield each paragraph, cut where the voice changes."""
    before: Speech | None = None
    for _voice, run in groupby(passages, _voice_of):
        spoken = list(run)
        stances = _stances(spoken)
        turn = bool(stances) and (
            before is None or not before.stances or before.speaker != spoken[0].speaker
        )
        before = Speech(
            passages=tuple(
                _view_passage(p, text, misprints, questions[p.position]) for p in spoken
            ),
            margins=tuple(_margins(spoken, questions, teaches)),
            speaker=spoken[0].speaker,
            stances=stances,
            turn=turn,
            labelled=turn or (before is not None and set(before.stances) != set(stances)),
        )
        yield before


def _voice_of(passage: Passage) -> tuple[object, ...]:
    return passage.paragraph, passage.kind, passage.stance is None, passage.speaker


def _stances(passages: Iterable[Passage]) -> dict[Stance, tuple[int, ...]]:
    numbers: defaultdict[Stance, tuple[int, ...]] = defaultdict(tuple)
    for passage in passages:
        if passage.stance is not None and passage.kind is PassageKind.SENTENCE:
            numbers[passage.stance] += (passage.number,)
    return dict(numbers)


def _view_passage(
    passage: Passage, text: str, misprints: Collection[str], asked: Iterable[_CitingQuestion]
) -> PassageView:
    marks = [question.mark for question in asked]
    segments = segments_of(text, Span(passage.start, passage.end), marks, misprints)
    return PassageView(passage.kind, passage.number, anchor_of(passage), segments)


def _margins(passages: Iterable[Passage], questions: _ByPassage, teaches: bool) -> Iterator[Margin]:
    for passage in passages:
        notes = tuple(dict.fromkeys(a.note for a in questions[passage.position]))
        if notes or (teaches and passage.kind is PassageKind.SENTENCE):
            yield Margin(passage.number, notes)
