"""What becomes of each question of a file when it is taken in: judged, and nothing written."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence, Set
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from questions.folding import fold
from questions.media import names_in
from questions.publishing import problems
from questions.question import Question, Status
from questions.types import type_problem
from webapp import models
from webapp.services.errors import Refusal
from webapp.services.media.keeping import missing_message
from webapp.services.media.queries.files import unknown_names
from webapp.services.sources.documents import current_revision
from webapp.services.sources.queries.matching import moved
from webapp.services.teaching.queries.exports import called
from webapp.services.teaching.questions import all_as_asked, verified
from webapp.services.teaching.transferring import look_at


class ImportVerdict(StrEnum):
    """What a question of a file is to a course; the last three cannot be taken in."""

    NEW = "new"
    CHANGED = "changed"
    ASKED = "asked"
    REPEATED = "repeated"
    UNCHANGED = "unchanged"
    NAMESAKE = "namesake"
    REFUSED = "refused"


_AT_FIRST = (ImportVerdict.NEW, ImportVerdict.CHANGED)
_TAKEN = (*_AT_FIRST, ImportVerdict.ASKED, ImportVerdict.REPEATED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What a question of a file is to the course, and how it would stand there.

    ``known`` is the question that it changes; ``why`` says why it stays a draft or out.
    """

    place: int
    verdict: ImportVerdict
    status: Status
    known: UUID | None = None
    why: str = ""

    @property
    def can_be_taken(self) -> bool:
        """Whether it can be taken in at all."""
        return self.verdict in _TAKEN

    @property
    def is_taken_at_first(self) -> bool:
        """Whether it is ticked until somebody says otherwise."""
        return self.verdict in _AT_FIRST


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged(Judgement):
    """A question of a file as the course would have it, and what it is to the course."""

    asked: Question


@dataclass(frozen=True, slots=True)
class Ground:
    """What a course has that the questions of a file are held against.

    ``known`` are the questions that go by the same names, ``stored`` what they say, ``texts`` what
    is cited, ``stems`` what is asked already, ``missing`` the files that the course does not have.
    """

    known: Mapping[str, UUID]
    stored: Mapping[UUID, Sequence[Question]]
    texts: Mapping[str, models.DocumentRevision | None]
    stems: Collection[str]
    missing: Set[str]


def judge(session: Session, course_id: UUID, questions: Sequence[Question]) -> list[Judged]:
    """Return what each question of a file is to a course, in the order of the file."""
    return judge_on(look_around(session, course_id, questions), questions)


def look_around(
    session: Session, course_id: UUID, questions: Sequence[Question], *, is_asked: bool = True
) -> Ground:
    """Find what there is in a course that the questions of a file have to do with.

    What is asked already is found where ``is_asked`` says so: it takes all that is asked.
    """
    known = known_by_name(session, course_id, {each.id for each in questions if each.id})
    stored = stored_versions(session, known)
    cited = [*questions, *(each for versions in stored.values() for each in versions)]
    named = {name for each in questions for name in names_in(each)}
    return Ground(
        known={name: question.id for name, question in known.items()},
        stored=stored,
        texts=texts_cited(session, course_id, cited),
        stems={stem for _type, stem in look_at(session, course_id).words} if is_asked else set(),
        missing=unknown_names(session, course_id, named),
    )


def judge_on(
    ground: Ground,
    questions: Sequence[Question],
    each: Callable[[int], None] = lambda _place: None,
) -> list[Judged]:
    """Judge the questions of a file; ``each`` is called before each, with its place."""
    names: set[str] = set()
    stems: set[str] = set()
    found = []
    for place, given in enumerate(questions):
        each(place)
        judged = _judge(ground, place, given, names, stems)
        names |= {judged.asked.id} if judged.asked.id else set()
        found.append(judged)
    return found


def _judge(
    ground: Ground, place: int, given: Question, names: Collection[str], stems: set[str]
) -> Judged:
    """Judge one question after those with ``names`` and ``stems``; its stem comes among them."""
    known = ground.known.get(given.id or "")
    stored = ground.stored[known] if known else ()
    asked, stem = as_here(ground, given), fold(given.stem)
    verdict = ImportVerdict.NEW if known is None else ImportVerdict.CHANGED
    if asked.id in names:
        verdict = ImportVerdict.NAMESAKE
    elif asked in stored:
        verdict = ImportVerdict.UNCHANGED
    elif known is None and stem in ground.stems:
        verdict = ImportVerdict.ASKED
    elif known is None and stem in stems:
        verdict = ImportVerdict.REPEATED
    stems.add(stem)
    status, why = Status.DRAFT, ""
    try:
        status, why = _standing(given, asked, ground.texts)
        if status is Status.PUBLISHED and not ground.missing.isdisjoint(names_in(asked)):
            status, why = Status.DRAFT, missing_message()
    except Refusal as refusal:
        verdict, why = ImportVerdict.REFUSED, str(refusal.message)
    return Judged(place=place, asked=asked, verdict=verdict, status=status, known=known, why=why)


def as_here(ground: Ground, given: Question) -> Question:
    """Return a question of a file as the course would have it."""
    known = ground.known.get(given.id or "")
    return _cited_as_here(placed(given, ground.texts), ground.stored[known] if known else ())


def _standing(
    given: Question, asked: Question, texts: Mapping[str, models.DocumentRevision | None]
) -> tuple[Status, str]:
    """Return how a question would stand, and why no better. Raises Refusal."""
    if problem := type_problem(asked):  # what a file gave has no character that is no text
        raise Refusal(problem)
    revisions = {c.document: verified(c, texts[c.document]) for c in asked.citations}
    if not revisions or given.score is not None:
        return Status.DRAFT, ""
    faults = problems(asked, {slug: revision.text for slug, revision in revisions.items()})
    return next(((Status.DRAFT, str(fault.reason)) for fault in faults), (Status.PUBLISHED, ""))


def placed(given: Question, texts: Mapping[str, models.DocumentRevision | None]) -> Question:
    """Return a question with its quotes where they stand here, and nothing of where it was."""
    citations = (
        moved(citation, revision.text) if (revision := texts[citation.document]) else citation
        for citation in given.citations
    )
    away = {"citations": tuple(citations), "statistics": None, "score": None}
    return given.model_copy(update=away)


def _cited_as_here(asked: Question, stored: Sequence[Question]) -> Question:
    """Return a question that a file gives without a passage with what it cites here."""
    for each in () if asked.citations else stored:
        if (asked.stem, asked.interaction) == (each.stem, each.interaction):
            return asked.model_copy(update={"citations": each.citations})
    return asked


def texts_cited(
    session: Session, course_id: UUID, questions: Sequence[Question]
) -> dict[str, models.DocumentRevision | None]:
    """Return the texts of a course that questions cite, by the names of their documents."""
    slugs = {citation.document for each in questions for citation in each.citations}
    return {slug: current_revision(session, course_id, slug) for slug in slugs}


def known_by_name(
    session: Session, course_id: UUID, names: Collection[str]
) -> dict[str, models.Question]:
    """Return the questions that go by these names in a course, by name."""
    ids = []
    for name in names:
        with suppress(ValueError):
            ids.append(UUID(name))
    by_id = models.Question.id.in_(ids) & models.Question.slug.is_(None)
    rows = session.scalars(
        select(models.Question).where(
            models.Question.course_id == course_id,
            or_(models.Question.slug.in_(names), by_id),
        )
    )
    return {called(question): question for question in rows}


def stored_versions(
    session: Session, known: dict[str, models.Question]
) -> dict[UUID, list[Question]]:
    """Return what learners get of each question, and its newest version."""
    by_id = {question.id: question for question in known.values()}
    rows = session.scalars(
        select(models.QuestionVersion)
        .join(models.Question, models.Question.id == models.QuestionVersion.question_id)
        .where(
            models.Question.id.in_(by_id),
            models.QuestionVersion.number.in_([models.Question.published, models.Question.latest]),
        )
    ).all()
    asked = all_as_asked([(version, called(by_id[version.question_id])) for version in rows])
    stored: dict[UUID, list[Question]] = {question_id: [] for question_id in by_id}
    for version, each in zip(rows, asked, strict=True):
        stored[version.question_id].append(each)
    return stored
