"""Regrading looked at: the answers to a question, and what a correct key makes of each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, select, tuple_
from sqlalchemy.orm import Session, join

from questions.interactions import Grading, Interaction, grade, load_interaction
from questions.rereading import reread
from questions.responses import Response, load_response
from webapp.learning.marks import (
    RegradePolicy,
    Total,
    Worth,
    WorthChange,
    is_by_hand,
    regraded,
    total_of,
)
from webapp.models import (
    Attempt,
    AttemptState,
    AttemptStep,
    MarkChange,
    QuestionAttempt,
    QuestionVersion,
)
from webapp.services.quizzes.queries.attempts import (
    Slot,
    as_change,
    behaviour_of,
    standing_changes,
    worth_kept,
)
from webapp.services.sources.queries.words import words_around

_BATCH = 400
AttemptKey = tuple[UUID, UUID]
Place = tuple[UUID, UUID, int]
# How a version grades answers, by what they were given to.
Graded = dict[tuple[UUID, Response, Interaction], Grading | None]


@dataclass(frozen=True, slots=True)
class AskedOnce:
    """A question as one attempt asked it, which is handed in."""

    attempt: Attempt
    slot: Slot

    @property
    def key(self) -> AttemptKey:
        """Whose attempt it is, and which."""
        return self.attempt.user_id, self.attempt.id

    @property
    def place(self) -> Place:
        """The attempt and the slot in it."""
        return *self.key, self.slot.number

    def changed(self, change: WorthChange) -> AskedOnce:
        """Return it with one change more."""
        return replace(self, slot=replace(self.slot, changes=(*self.slot.changes, change)))


@dataclass(frozen=True, slots=True)
class CorrectKey:
    """The version of a question that says what is right, for answers to any version of it.

    The same answer is graded once, and ``graded`` says how: many give the same.
    """

    version: QuestionVersion
    interaction: Interaction
    graded: Graded

    def read(self, response: Response, before: Interaction) -> Response | None:
        """Return what was answered to another version as an answer to this, if that can be."""
        return reread(response, before, self.interaction)

    def grade(self, response: Response, before: Interaction) -> Grading | None:
        """Grade what was answered to another version; ``None`` where the key does not say."""
        known = (self.version.id, response, before)
        if known not in self.graded:
            read = self.read(response, before)
            words = words_around(self.version.id)
            self.graded[known] = None if read is None else grade(self.interaction, read, words)
        return self.graded[known]

    def worth_of(self, slot: Slot) -> Worth | None:
        """Return what a question is worth by this key, ``None`` where it does not say."""
        given = [load_response(step.response) for step in slot.counted_steps]
        gradings = [self.grade(response, slot.interaction) for response in given]
        if given and not any(gradings):
            return None
        told = zip(gradings, slot.counted_steps, strict=True)
        return slot.worth_by([g.fraction if g else step.fraction for g, step in told])

    def change_of(self, slot: Slot, policy: RegradePolicy) -> WorthChange | None:
        """Return what a regrading changes in what a question is worth, if anything."""
        by_key = self.worth_of(slot)
        return regraded(slot.worth, by_key, policy, by_hand=is_by_hand(slot.changes))


def key_of(version: QuestionVersion, graded: Graded | None = None) -> CorrectKey:
    """Return the key that a version is, with what it, or another key, is known to have graded."""
    known = {} if graded is None else graded
    return CorrectKey(version, load_interaction(version.interaction), known)


def asked_of(session: Session, question_id: UUID, until: datetime) -> list[AskedOnce]:
    """Return where a question was asked, in any version there was at a moment, and handed in."""
    is_asked = and_(
        QuestionAttempt.question_id == question_id,
        Attempt.state == AttemptState.SUBMITTED,
        QuestionVersion.created_at <= until,
    )
    steps = _steps(session, is_asked)
    changes = _changes(session, is_asked)
    interactions: dict[UUID, Interaction] = {}
    found = []
    for attempt, row, version in session.execute(
        select(Attempt, QuestionAttempt, QuestionVersion)
        .select_from(_ASKED)
        .where(is_asked)
        .order_by(Attempt.user_id, Attempt.id, QuestionAttempt.slot)
    ):
        if version.id not in interactions:
            interactions[version.id] = load_interaction(version.interaction)
        place = (row.user_id, row.attempt_id, row.slot)
        changed = tuple(changes.get(place, ()))
        slot = Slot(
            row,
            version,
            interactions[version.id],
            tuple(steps[place]),
            changed,
            behaviour_of(attempt),
        )
        found.append(AskedOnce(attempt, slot))
    return found


def is_asked_otherwise(session: Session, version: QuestionVersion) -> bool:
    """Return whether an attempt that is handed in asked another version of a question."""
    query = (
        select(QuestionAttempt.slot)
        .select_from(_ASKED)
        .where(
            QuestionAttempt.question_id == version.question_id,
            QuestionAttempt.version_id != version.id,
            Attempt.state == AttemptState.SUBMITTED,
        )
    )
    return session.scalar(query.limit(1)) is not None


_ASKED = join(
    join(
        QuestionAttempt,
        Attempt,
        and_(Attempt.user_id == QuestionAttempt.user_id, Attempt.id == QuestionAttempt.attempt_id),
    ),
    QuestionVersion,
    QuestionVersion.id == QuestionAttempt.version_id,
)


def _steps(
    session: Session, is_asked: ColumnElement[bool]
) -> defaultdict[Place, list[AttemptStep]]:
    is_of = and_(
        AttemptStep.user_id == QuestionAttempt.user_id,
        AttemptStep.attempt_id == QuestionAttempt.attempt_id,
        AttemptStep.slot == QuestionAttempt.slot,
    )
    query = (
        select(AttemptStep)
        .select_from(join(_ASKED, AttemptStep, is_of))
        .where(is_asked)
        .order_by(AttemptStep.answered_at, AttemptStep.id)
    )
    steps: defaultdict[Place, list[AttemptStep]] = defaultdict(list)
    for step in session.scalars(query):
        steps[step.user_id, step.attempt_id, step.slot].append(step)
    return steps


def _changes(session: Session, is_asked: ColumnElement[bool]) -> dict[Place, list[WorthChange]]:
    places = (
        select(QuestionAttempt.user_id, QuestionAttempt.attempt_id, QuestionAttempt.slot)
        .select_from(_ASKED)
        .where(is_asked)
    )
    place = tuple_(MarkChange.user_id, MarkChange.attempt_id, MarkChange.slot)
    changes: dict[Place, list[WorthChange]] = defaultdict(list)
    for row in session.scalars(standing_changes().where(place.in_(places))):
        changes[row.user_id, row.attempt_id, row.slot].append(as_change(row))
    return changes


def totals(session: Session, asked: Sequence[AskedOnce]) -> dict[AttemptKey, Total]:
    """Return what attempts come to if these questions of theirs are worth what they are here."""
    worths: dict[AttemptKey, dict[int, Worth]] = defaultdict(dict)
    for once in asked:
        worths[once.key][once.slot.number] = once.slot.worth
    return {
        key: total_of((worths[key].get(row.slot, worth_kept(row)), row.max_mark) for row in rows)
        for key, rows in _kept(session, list(worths))
    }


def _kept(
    session: Session, keys: Sequence[AttemptKey]
) -> Iterator[tuple[AttemptKey, list[QuestionAttempt]]]:
    """Yield attempts with what is kept of their questions, in order."""
    for start in range(0, len(keys), _BATCH):
        batch = keys[start : start + _BATCH]
        rows: Mapping[AttemptKey, list[QuestionAttempt]] = defaultdict(list)
        query = (
            select(QuestionAttempt)
            .where(tuple_(QuestionAttempt.user_id, QuestionAttempt.attempt_id).in_(batch))
            .order_by(QuestionAttempt.slot)
        )
        for row in session.scalars(query):
            rows[row.user_id, row.attempt_id].append(row)
        yield from rows.items()


def changes_by(
    key: CorrectKey, asked: Iterable[AskedOnce], policy: RegradePolicy
) -> list[tuple[AskedOnce, WorthChange]]:
    """Return what a regrading changes, with where it was asked as it is before."""
    found = ((once, key.change_of(once.slot, policy)) for once in asked)
    return [(once, change) for once, change in found if change is not None]
