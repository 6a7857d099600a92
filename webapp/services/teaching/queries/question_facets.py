"""What a course's questions are looked for by: words, and choices with how many each leaves.

The choices of all questions of a course are read in a few statements, whose number does not grow,
and counted here: one rule on both engines.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from enum import StrEnum
from operator import attrgetter
from uuid import UUID

from sqlalchemy import func, select

from questions.tags import branches_of, parts_of
from webapp.db import db
from webapp.models import (
    Attempt,
    AttemptState,
    Citation,
    Document,
    DocumentRevision,
    Question,
    QuestionAttempt,
    QuestionVersion,
    Report,
    is_newest,
)
from webapp.services.sources.queries.stale import is_older
from webapp.services.teaching.queries.question_standings import Standing, stand
from webapp.services.teaching.word_index import matching

# Below ten answers, one learner alone moves the share by more than a tenth.
ENOUGH_ANSWERS = 10
# Plain choices: more miss it than get it; so few miss it that it tells little.
_HARD, _EASY = 0.5, 0.9


class Need(StrEnum):
    """Why a question wants a look: its evidence is no longer in the text, or it was reported."""

    STALE = "stale"
    FLAGGED = "flagged"


class Facility(StrEnum):
    """The share of what was to be had that learners got, in quizzes that were handed in."""

    HARD = "hard"
    MIDDLE = "middle"
    EASY = "easy"
    UNKNOWN = "unknown"


class Order(StrEnum):
    """How a list of questions goes, where not the newest first."""

    OLDEST = "oldest"
    STEM = "stem"
    HARDEST = "hardest"


@dataclass(frozen=True, slots=True)
class Filters:
    """What to list, and how: empty means all, the newest first."""

    document: str = ""
    type: str = ""
    tag: str = ""
    standing: str = ""
    needs: str = ""
    facility: str = ""
    text: str = ""
    order: str = ""

    def __bool__(self) -> bool:
        return any(getattr(self, each.name) for each in fields(self) if each.name != "order")


_FACETS = ("document", "type", "tag", "standing", "needs", "facility")


@dataclass(frozen=True, slots=True)
class Entry:
    """A question by its newest version, with the values it has of each facet."""

    id: UUID
    version_id: UUID
    type: str
    stem: str
    standing: Standing
    tags: tuple[str, ...]
    facility: float | None
    saved_at: datetime
    choices: Mapping[str, frozenset[str]]


def entries_of(course_id: UUID, said: str) -> list[Entry]:
    """Return the questions of a course that have these words, whatever else is wanted."""
    query = (
        select(
            Question.id,
            Question.latest,
            Question.published,
            QuestionVersion.id.label("version_id"),
            QuestionVersion.status,
            QuestionVersion.type,
            QuestionVersion.stem,
            QuestionVersion.tags,
            QuestionVersion.created_at,
        )
        .join(QuestionVersion, is_newest())
        .where(Question.course_id == course_id)
    )
    if (found := matching(db.session(), said)) is not None:
        query = query.where(Question.id.in_(found))
    documents, stale = _cited(course_id)
    flagged, facilities = _flagged(course_id), _facilities(course_id)
    entries = []
    for row in db.session.execute(query):
        needs = {Need.STALE: row.version_id in stale, Need.FLAGGED: row.id in flagged}
        facility = facilities.get(row.id)
        standing = stand(row.published is not None, row.published == row.latest, row.status)
        choices = {
            "document": frozenset(documents.get(row.version_id, ())),
            "type": frozenset({row.type}),
            "tag": frozenset(branch for tag in row.tags for branch in branches_of(tag)),
            "standing": frozenset({standing.value}),
            "needs": frozenset(need.value for need, has in needs.items() if has),
            "facility": frozenset({_band(facility).value}),
        }
        entries.append(
            Entry(
                id=row.id,
                version_id=row.version_id,
                type=row.type,
                stem=row.stem,
                standing=standing,
                tags=tuple(row.tags),
                facility=facility,
                saved_at=row.created_at,
                choices=choices,
            )
        )
    return entries


def passes(entry: Entry, filters: Filters, *, but: str = "") -> bool:
    """Return whether a question is among those wanted, whatever is chosen of one facet."""
    wanted = ((name, getattr(filters, name)) for name in _FACETS if name != but)
    return all(not value or value in entry.choices[name] for name, value in wanted)


def count_choices(entries: Sequence[Entry], filters: Filters) -> dict[str, dict[str, int]]:
    """Return how many questions each choice of each facet would leave, all else as it is."""
    counts = {}
    for name in _FACETS:
        found = Counter(
            value
            for entry in entries
            if passes(entry, filters, but=name)
            for value in entry.choices[name]
        )
        counts[name] = dict(sorted(found.items(), key=lambda pair: parts_of(pair[0])))
    return counts


def in_order(entries: Sequence[Entry], order: str) -> list[Entry]:
    """Return the questions as wanted: by what most miss those come last that few answered."""
    if order == Order.STEM:
        return sorted(entries, key=lambda entry: (entry.stem.casefold(), entry.id))
    if order == Order.HARDEST:
        return sorted(entries, key=lambda entry: (_or_last(entry.facility), entry.id))
    by_id = sorted(entries, key=attrgetter("id"))
    return sorted(by_id, key=attrgetter("saved_at"), reverse=order != Order.OLDEST)


def _or_last(facility: float | None) -> float:
    return 2.0 if facility is None else facility


def _band(facility: float | None) -> Facility:
    if facility is None:
        return Facility.UNKNOWN
    if facility < _HARD:
        return Facility.HARD
    return Facility.EASY if facility >= _EASY else Facility.MIDDLE


def _cited(course_id: UUID) -> tuple[dict[UUID, set[str]], set[UUID]]:
    """Return which documents each newest version cites, and which cite words that are gone."""
    rows = db.session.execute(
        select(QuestionVersion.id, Document.slug, is_older())
        .join(Question, is_newest())
        .join(Citation, Citation.version_id == QuestionVersion.id)
        .join(DocumentRevision, DocumentRevision.id == Citation.revision_id)
        .join(Document, Document.id == DocumentRevision.document_id)
        .where(Question.course_id == course_id)
    )
    documents: dict[UUID, set[str]] = {}
    stale = set()
    for version_id, slug, has_newer in rows:
        documents.setdefault(version_id, set()).add(slug)
        if has_newer:
            stale.add(version_id)
    return documents, stale


def _flagged(course_id: UUID) -> set[UUID]:
    return set(
        db.session.scalars(
            select(Report.question_id)
            .join(Question, Question.id == Report.question_id)
            .where(Question.course_id == course_id, Report.settled_at.is_(None))
        )
    )


def _facilities(course_id: UUID) -> dict[UUID, float]:
    rows = db.session.execute(
        select(QuestionAttempt.question_id, func.avg(QuestionAttempt.fraction))
        .join(Question, Question.id == QuestionAttempt.question_id)
        .join(
            Attempt,
            (Attempt.user_id == QuestionAttempt.user_id)
            & (Attempt.id == QuestionAttempt.attempt_id),
        )
        .where(
            Question.course_id == course_id,
            Attempt.state == AttemptState.SUBMITTED,
            QuestionAttempt.fraction.is_not(None),
        )
        .group_by(QuestionAttempt.question_id)
        .having(func.count() >= ENOUGH_ANSWERS)
    )
    return {question_id: float(mean) for question_id, mean in rows}
