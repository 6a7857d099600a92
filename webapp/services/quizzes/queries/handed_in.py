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
    String,
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
        _raw(Attempt.id),
        _raw(Attempt.user_id),
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

    rows, ids = _columns(session, _questions(within), 6), all_attempts.ids
    attempts = np.array([ids.get(attempt_id, -1) for attempt_id in rows[0]], dtype=np.intp)
    slots = np.array(rows[1], dtype=np.intp)
    of = _numbered(rows[2], versions)
    fractions, marks = np.array(rows[3], dtype=np.float64), np.array(rows[4], dtype=np.float64)
    given, seconds = _given(session, within, all_attempts, texts, attempts * _MOST_SLOTS + slots)
    counts = attempts >= 0
    columns = (
        of,
        attempts,
        slots,
        np.nan_to_num(fractions),
        np.where(np.array(rows[5], dtype=bool), 0.0, marks),
        given,
        seconds,
    )
    return tuple(column[counts] for column in columns)


def _questions(within: ColumnElement[bool]) -> Select[Any]:
    asked = QuestionAttempt
    columns = (_raw(asked.attempt_id), asked.slot, _raw(asked.version_id))
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

    ids = all_attempts.ids

    step = AttemptStep
    columns = (_raw(step.attempt_id), step.slot, cast(step.response, Text), step.duration_ms)
    order = (type_coerce(step.answered_at, BigInteger), _raw(step.id))
    query = select(*columns, *order).join(Attempt, _is_of(step)).where(within)
    rows = _columns(session, query, 6)
    attempts = np.array([ids.get(attempt_id, -1) for attempt_id in rows[0]], dtype=np.intp)
    keys = attempts * _MOST_SLOTS + np.array(rows[1], dtype=np.intp)
    given = _numbered(rows[2], texts)
    seconds = np.array(rows[3], dtype=np.float64) / 1000
    by_time = np.argsort(keys)
    if (np.diff(keys[by_time]) == 0).any():
        ids_as_text = np.array([str(step_id) for step_id in rows[5]])
        by_time = np.lexsort((ids_as_text, np.array(rows[4], dtype=np.int64), keys))
    keys, given, seconds = keys[by_time], given[by_time], seconds[by_time]
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


def _columns(session: Session, query: Select[Any], count: int) -> list[Sequence[Any]]:
    """Return what a query finds, column by column, as the driver gives it.

    Row by row, and each value made one of ours, takes four times as long.
    """
    with session.connection().execute(query) as found:
        rows = found.cursor.fetchall() if found.cursor else []
    return list(zip(*rows, strict=True)) if rows else [()] * count


def _numbered(values: Sequence[Any], known: dict[Any, int]) -> Places:
    """Return the number of each value, the next one for each that is new."""
    import numpy as np

    for value in dict.fromkeys(values):
        known.setdefault(value, len(known))
    return np.array([known[value] for value in values], dtype=np.intp)


def _is_of(model: type[QuestionAttempt | AttemptStep | MarkChange]) -> ColumnElement[bool]:
    return and_(model.user_id == Attempt.user_id, model.attempt_id == Attempt.id)


def _raw(column: Any) -> ColumnElement[Any]:
    """Return an id as the database gives it: making each a UUID takes longer than all else."""
    return type_coerce(column, String)
