"""What was handed in at a quiz: every attempt, and its answers by the version that was asked.

A hundred thousand attempts are two million answers. They come in batches and are kept as columns
of numbers; what was answered is kept once for each text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Select,
    Text,
    and_,
    cast,
    func,
    select,
    type_coerce,
)
from sqlalchemy.orm import Session

from webapp.models import (
    Attempt,
    AttemptState,
    AttemptStep,
    Enrolment,
    MarkChange,
    QuestionAttempt,
    Quiz,
    Role,
)
from webapp.services.quizzes.queries.columns import columns_of, numbers_of, places_of, raw

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]
    Places = NDArray[np.intp]

_BATCH = 10_000  # attempts
_MOST_SLOTS = 1_000  # in an attempt; there are a hundred at most
NO_ANSWER = -1
NOT_TIMED = -1.0


@dataclass(slots=True)
class AttemptColumns:
    """The attempts, learner by learner and the earliest first: whose, what share of how much."""

    ids: dict[Any, int] = field(default_factory=dict)
    learners: list[Any] = field(default_factory=list)
    shares: list[float] = field(default_factory=list)
    most: list[float] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    have_tries: list[bool] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class AnswerColumns:
    """What was answered, as columns: by which attempts, in which place, worth what, how long.

    ``marks`` is what there was to be had, which is nothing where the question was dropped;
    ``given`` are places in a list of all texts that were given.
    """

    attempts: Places
    places: Places
    fractions: Numbers
    marks: Numbers
    given: Places
    seconds: Numbers


@dataclass(frozen=True, slots=True)
class HandedInColumns:
    """The attempts, the answers to each version, and each text that was given, in JSON, once."""

    attempts: AttemptColumns
    answers: dict[UUID, AnswerColumns]
    texts: list[str]


def fingerprints_of(session: Session, *quiz_ids: UUID) -> dict[UUID, str]:
    """Return what tells whether attempts were handed in, marked anew or deleted since.

    For all quizzes at which any was handed in, unless some are named.
    """
    sums = (func.count(), func.sum(Attempt.mark), func.sum(Attempt.max_mark))
    found = select(Attempt.quiz_id, *sums).where(Attempt.state == AttemptState.SUBMITTED)
    changes = (
        select(Attempt.quiz_id, func.count())
        .join(MarkChange, _is_of(MarkChange))
        .group_by(Attempt.quiz_id)
    )
    if quiz_ids:
        found = found.where(Attempt.quiz_id.in_(quiz_ids))
        changes = changes.where(Attempt.quiz_id.in_(quiz_ids))
    changed: dict[UUID, int] = dict(session.execute(changes).all())
    return {
        quiz_id: f"{count}:{mark or 0:.3f}:{most or 0:.3f}:{changed.get(quiz_id, 0)}"
        for quiz_id, count, mark, most in session.execute(found.group_by(Attempt.quiz_id))
    }


def load_handed_in(session: Session, quiz_id: UUID) -> HandedInColumns:
    """Return the attempts of a quiz that were handed in, but of those who teach its course."""
    import numpy as np

    attempts = _attempts(session, quiz_id)
    texts: dict[str, int] = {}
    versions: dict[Any, int] = {}
    batches = [
        _batch(session, _within(quiz_id, first, last), attempts, versions, texts)
        for first, last in _batches(attempts.learners)
    ]
    if not batches:
        return HandedInColumns(attempts, {}, [])
    of, *columns = (np.concatenate(parts) for parts in zip(*batches, strict=True))
    order = np.argsort(of, kind="stable")
    bounds = np.searchsorted(of[order], np.arange(len(versions) + 1))
    columns = [column[order] for column in columns]
    answers = {
        UUID(str(version_id)): AnswerColumns(
            *(column[bounds[n] : bounds[n + 1]] for column in columns)
        )
        for version_id, n in versions.items()
    }
    return HandedInColumns(attempts, answers, list(texts))


def _attempts(session: Session, quiz_id: UUID) -> AttemptColumns:
    teaching = (
        select(Enrolment.user_id)
        .join(Quiz, Quiz.course_id == Enrolment.course_id)
        .where(Quiz.id == quiz_id, Enrolment.role != Role.LEARNER)
    )
    columns = (
        raw(Attempt.id),
        raw(Attempt.user_id),
        Attempt.mark,
        Attempt.max_mark,
        type_coerce(Attempt.started_at, BigInteger),
        type_coerce(Attempt.submitted_at, BigInteger),
        Attempt.tries,
    )
    query = (
        select(*columns)
        .where(
            Attempt.quiz_id == quiz_id,
            Attempt.state == AttemptState.SUBMITTED,
            Attempt.user_id.not_in(teaching),
        )
        .order_by(Attempt.user_id, Attempt.number)
    )
    attempts = AttemptColumns()
    for row in session.connection().execute(query):
        attempt_id, user_id, mark, most, started, submitted, tries = row
        attempts.ids[attempt_id] = len(attempts.learners)
        attempts.learners.append(user_id)
        attempts.shares.append((mark or 0.0) / most if most else 0.0)
        attempts.most.append(most)
        attempts.have_tries.append(tries > 1)
        attempts.seconds.append(
            (submitted - started) / 1000 if submitted is not None else NOT_TIMED
        )
    return attempts


def _batches(learners: Sequence[Any]) -> Iterator[tuple[UUID, UUID]]:
    """Yield the first and the last learner of each batch; no learner is in two."""
    starts = [0]
    for n in range(1, len(learners)):
        if n - starts[-1] >= _BATCH and learners[n] != learners[n - 1]:
            starts.append(n)
    for first, after in pairwise([*starts, len(learners)]):
        if first < after:
            yield UUID(str(learners[first])), UUID(str(learners[after - 1]))


def _within(quiz_id: UUID, first: UUID, last: UUID) -> ColumnElement[bool]:
    return and_(
        Attempt.quiz_id == quiz_id,
        Attempt.state == AttemptState.SUBMITTED,
        Attempt.user_id.between(first, last),
    )


def _batch(
    session: Session,
    within: ColumnElement[bool],
    all_attempts: AttemptColumns,
    versions: dict[Any, int],
    texts: dict[str, int],
) -> tuple[NDArray[Any], ...]:
    """Return the version of each question of a batch, then the columns of its answers."""
    import numpy as np

    attempts, slots, of, fractions, marks, dropped = columns_of(
        session,
        _questions(within),
        (places_of(all_attempts.ids), np.intp),
        (None, np.intp),
        (numbers_of(versions), np.intp),
        (None, np.float64),
        (None, np.float64),
        (None, np.bool_),
    )
    given, seconds = _given(session, within, all_attempts, texts, attempts * _MOST_SLOTS + slots)
    counts = attempts >= 0
    columns = (
        of,
        attempts,
        slots,
        np.nan_to_num(fractions),
        np.where(dropped, 0.0, marks),
        given,
        seconds,
    )
    return tuple(column[counts] for column in columns)


def _questions(within: ColumnElement[bool]) -> Select[Any]:
    asked = QuestionAttempt
    columns = (raw(asked.attempt_id), asked.slot, raw(asked.version_id))
    worth = (asked.fraction, asked.max_mark, asked.dropped)
    return select(*columns, *worth).join(Attempt, _is_of(asked)).where(within)


def _given(
    session: Session,
    within: ColumnElement[bool],
    all_attempts: AttemptColumns,
    texts: dict[str, int],
    wanted: Places,
) -> tuple[Places, Numbers]:
    """Return the answer to each question wanted, and the seconds that all its answers took.

    That is the last one, or the first of several tries.
    """
    import numpy as np

    step = AttemptStep
    columns = (raw(step.attempt_id), step.slot, cast(step.response, Text), step.duration_ms)
    query = select(*columns).join(Attempt, _is_of(step)).where(within)
    attempts, slots, given, taken_ms = columns_of(
        session,
        query.order_by(Attempt.user_id, step.answered_at, step.id),
        (places_of(all_attempts.ids), np.intp),
        (None, np.intp),
        (numbers_of(texts), np.intp),
        (None, np.float64),
    )
    keys = attempts * _MOST_SLOTS + slots
    by_time = np.argsort(keys, kind="stable")
    keys, given, seconds = keys[by_time], given[by_time], taken_ms[by_time] / 1000
    first = np.searchsorted(keys, wanted, side="left")
    after = np.searchsorted(keys, wanted, side="right")
    is_answered = after > first
    has_tries = np.array(all_attempts.have_tries, dtype=bool)[wanted // _MOST_SLOTS]
    counted = np.where(is_answered, np.where(has_tries, first, after - 1), 0)
    timed = np.concatenate([[0], np.cumsum(~np.isnan(seconds))])
    taken = np.concatenate([[0.0], np.cumsum(np.nan_to_num(seconds))])
    texts_given = given[counted] if len(given) else np.zeros(len(wanted), dtype=np.intp)
    return (
        np.where(is_answered, texts_given, NO_ANSWER),
        np.where(timed[after] > timed[first], taken[after] - taken[first], NOT_TIMED),
    )


def _is_of(model: type[QuestionAttempt | AttemptStep | MarkChange]) -> ColumnElement[bool]:
    return and_(model.user_id == Attempt.user_id, model.attempt_id == Attempt.id)
