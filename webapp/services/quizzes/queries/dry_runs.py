"""Dry runs: what regrading a question would make of every mark, by each rule, before it is done."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import and_, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from webapp.db import db
from webapp.learning.marks import RegradePolicy, Total, is_by_hand
from webapp.models import Attempt, AttemptState, QuestionAttempt, QuestionVersion, Quiz, User
from webapp.services.quizzes.queries.regrade_runs import (
    RegradedMark,
    correct_version,
    is_regraded,
    latest_run,
)
from webapp.services.quizzes.queries.regrading import (
    AskedOnce,
    AttemptKey,
    CorrectKey,
    asked_of,
    changes_by,
    is_asked_otherwise,
    key_of,
    totals,
)
from webapp.services.reviewing.correcting import wrong_reviews


@dataclass(frozen=True, slots=True)
class Effect:
    """How many attempts a rule lifts and lowers, by the share of their marks, and leaves alone.

    ``learners`` is how many people have an attempt that comes to something else.
    """

    up: int
    down: int
    same: int
    learners: int

    @property
    def changed(self) -> int:
        """How many attempts come to something else."""
        return self.up + self.down


@dataclass(frozen=True, slots=True)
class DryRun:
    """What regrading a question would do.

    ``asked`` attempts of ``learners`` that are handed in asked it, ``under_way`` others do.
    ``unsaid`` answers are to what the correct version no longer has, ``by_hand`` were marked so;
    ``reviews`` answers taught memory what the key says otherwise. ``marks`` are those that change.
    ``keys_before`` are what other versions that were asked had for an answer.
    """

    version: QuestionVersion
    key: Sequence[str]
    keys_before: Sequence[tuple[int, Sequence[str]]]
    after_run: UUID | None
    asked: int
    learners: int
    under_way: int
    unsaid: int
    by_hand: int
    reviews: int
    effects: Mapping[RegradePolicy, Effect]
    marks: Sequence[RegradedMark]


def dry_run(question_id: UUID, policy: RegradePolicy, at: datetime) -> DryRun | None:
    """Return what regrading would do, with every mark by one rule; ``None`` without a key."""
    session = db.session()
    version = correct_version(session, question_id)
    if version is None:
        return None
    key, asked = key_of(version), asked_of(session, question_id, at)
    changes = {each: _after(session, key, asked, each) for each in RegradePolicy}
    attempts = {once.key: once.attempt for once in asked}
    return DryRun(
        version=version,
        key=key.interaction.key(),
        keys_before=_keys_before(key, asked),
        after_run=latest_run(session, question_id),
        asked=len(attempts),
        learners=len({once.attempt.user_id for once in asked}),
        under_way=_under_way(session, question_id),
        unsaid=sum(_is_unsaid(key, once) for once in asked),
        by_hand=sum(is_by_hand(once.slot.changes) for once in asked),
        reviews=len(wrong_reviews(session, key, at)),
        effects={each: _effect(attempts, changes[each]) for each in RegradePolicy},
        marks=_marks(session, attempts, changes[policy]),
    )


@dataclass(frozen=True, slots=True)
class Affected:
    """How many attempts that are handed in a correct key would grade otherwise, and of whom."""

    attempts: int
    learners: int


def affected(question_id: UUID, at: datetime) -> Affected | None:
    """Return whom the key of a question concerns that was published after they had answered.

    ``None`` where it changes nothing, and where regrading by it was done.
    """
    session = db.session()
    version = correct_version(session, question_id)
    if version is None or not is_asked_otherwise(session, version) or is_regraded(session, version):
        return None
    changes = changes_by(key_of(version), asked_of(session, question_id, at), RegradePolicy.EXACT)
    keys = {once.key for once, _change in changes}
    return Affected(len(keys), len({user_id for user_id, _id in keys})) if keys else None


def _after(
    session: Session, key: CorrectKey, asked: Sequence[AskedOnce], policy: RegradePolicy
) -> dict[AttemptKey, Total]:
    """Return what the attempts come to that a rule changes."""
    changed = [once.changed(change) for once, change in changes_by(key, asked, policy)]
    return totals(session, changed)


def _before(attempt: Attempt) -> Total:
    return Total(attempt.mark or 0.0, attempt.max_mark)


def _share(total: Total) -> float:
    return total.mark / total.max_mark if total.max_mark else 0.0


def _effect(attempts: Mapping[AttemptKey, Attempt], changed: Mapping[AttemptKey, Total]) -> Effect:
    by = {key: _share(total) - _share(_before(attempts[key])) for key, total in changed.items()}
    up = [key for key, difference in by.items() if difference > 0]
    down = [key for key, difference in by.items() if difference < 0]
    learners = {user_id for user_id, _attempt_id in (*up, *down)}
    return Effect(len(up), len(down), len(attempts) - len(up) - len(down), len(learners))


def _is_unsaid(key: CorrectKey, once: AskedOnce) -> bool:
    return once.slot.step is not None and key.worth_of(once.slot) is None


def _keys_before(key: CorrectKey, asked: Iterable[AskedOnce]) -> list[tuple[int, Sequence[str]]]:
    before = {once.slot.version.number: once.slot.interaction.key() for once in asked}
    return sorted((n, texts) for n, texts in before.items() if n != key.version.number)


def _under_way(session: Session, question_id: UUID) -> int:
    query = (
        select(func.count(func.distinct(Attempt.id)))
        .join(
            QuestionAttempt,
            and_(
                QuestionAttempt.user_id == Attempt.user_id,
                QuestionAttempt.attempt_id == Attempt.id,
            ),
        )
        .where(
            QuestionAttempt.question_id == question_id, Attempt.state == AttemptState.IN_PROGRESS
        )
    )
    return session.scalar(query) or 0


def _marks(
    session: Session,
    attempts: Mapping[AttemptKey, Attempt],
    changed: Mapping[AttemptKey, Total],
) -> list[RegradedMark]:
    """Return the attempts that come to something else, by learner."""
    touched = [attempts[key] for key in changed if changed[key] != _before(attempts[key])]
    names = _texts(session, User.id, User.name, {attempt.user_id for attempt in touched})
    titles = _texts(session, Quiz.id, Quiz.title, {attempt.quiz_id for attempt in touched})
    marks = [
        RegradedMark(
            learner=names[attempt.user_id],
            quiz=titles[attempt.quiz_id],
            number=attempt.number,
            before=_before(attempt),
            after=changed[attempt.user_id, attempt.id],
        )
        for attempt in touched
    ]
    return sorted(marks, key=lambda mark: (mark.learner.casefold(), mark.quiz, mark.number))


def _texts(
    session: Session,
    id_: InstrumentedAttribute[UUID],
    text: InstrumentedAttribute[str],
    ids: Collection[UUID],
) -> dict[UUID, str]:
    return dict(session.execute(select(id_, text).where(id_.in_(ids))).all())
