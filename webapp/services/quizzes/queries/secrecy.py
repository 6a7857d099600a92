"""What may be seen of questions that were asked in a quiz, and when: the one rule.

A quiz says for four moments what is shown: while one is at it, right after handing in, later, and
after it closed for that learner. What an attempt shows of a question now is one expression here.
While a question is in somebody's attempt that shows less than all of it, nothing tells how they
answered it elsewhere: whatever shows, counts, sums up or exports what follows from grading leaves
such questions out by the conditions here, wherever else they were answered, in review too. Of a
test whose marks the instructor has not released nothing is shown once it is handed in. Of a
question that is being tried again no more is told than that it was wrong.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache, reduce
from operator import and_ as both
from operator import or_ as either
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Select,
    Uuid,
    and_,
    bindparam,
    case,
    func,
    or_,
    select,
)
from sqlalchemy.orm import InstrumentedAttribute, aliased

from webapp import clock
from webapp.db import Instant, db
from webapp.models import (
    Attempt,
    AttemptState,
    QuestionAttempt,
    Quiz,
    QuizMode,
    Seen,
)
from webapp.services.quizzes.queries.terms import SetApart

RIGHT_AFTER = timedelta(minutes=10)  # a plain choice: long enough to read a result once
Learner = UUID | BindParameter[UUID]
_learner = bindparam("learner", type_=Uuid())


@dataclass(frozen=True, slots=True)
class Veil:
    """What may be shown to a learner of questions they were asked: all, but of those named.

    ``under_way`` are those of which an attempt under way shows less than all.
    """

    shown: dict[UUID, Seen] = field(default_factory=dict)
    under_way: frozenset[UUID] = frozenset()

    def of(self, question_id: UUID) -> Seen:
        """Return what may be shown of a question."""
        return self.shown.get(question_id, Seen.EVERYTHING)


class _Asking:
    """A question that was asked in an attempt at a quiz, for a statement."""

    def __init__(self) -> None:
        self.asked, self.attempt = aliased(QuestionAttempt), aliased(Attempt)
        self.quiz = aliased(Quiz)
        self.set_apart = SetApart(self.quiz, self.attempt.user_id)

    def joined(self, *columns: Any) -> Select[Any]:
        """Return a statement that selects from what was asked."""
        attempt = self.attempt
        return self.set_apart.joined_to(
            select(*columns)
            .select_from(self.asked)
            .join(
                attempt,
                and_(attempt.user_id == self.asked.user_id, attempt.id == self.asked.attempt_id),
            )
            .join(self.quiz, self.quiz.id == attempt.quiz_id)
        )

    @property
    def is_under_way(self) -> ColumnElement[bool]:
        """Whether the attempt can still be answered."""
        return self.attempt.state == AttemptState.IN_PROGRESS

    @property
    def shows(self) -> ColumnElement[int]:
        """What the attempt shows of its questions now: the rule."""
        attempt, quiz = self.attempt, self.quiz
        by_mode = case((attempt.mode == QuizMode.PRACTICE, int(Seen.TELLING)), else_=0)
        return case(
            (and_(self.is_under_way, self.asked.retried), int(Seen.VERDICT)),
            (self.is_under_way, func.coalesce(attempt.shown_during, by_mode)),
            (and_(quiz.holds_marks, attempt.mode == QuizMode.TEST), 0),
            (self.set_apart.closes_at <= _moment(timedelta()), quiz.shown_closed),
            (attempt.submitted_at > _moment(RIGHT_AFTER), quiz.shown_after),
            else_=quiz.shown_later,
        )

    @property
    def tells_less(self) -> ColumnElement[bool]:
        """Whether less is shown than all that is to be told of a question."""
        return self.shows.bitwise_and(int(Seen.TELLING)) != int(Seen.TELLING)

    @property
    def may_tell_less(self) -> ColumnElement[bool]:
        """Whether the attempt or its quiz shows less than everything at any moment."""
        quiz, everything = self.quiz, int(Seen.EVERYTHING)
        masks = (quiz.shown_after, quiz.shown_later, quiz.shown_closed)
        return or_(self.is_under_way, quiz.holds_marks, *(mask != everything for mask in masks))


def _moment(before: timedelta) -> BindParameter[datetime]:
    # Read when the statement runs, for statements are prepared once.
    return bindparam("moment", type_=Instant, unique=True, callable_=lambda: clock.now() - before)


def is_held(learner_id: Learner, question_id: InstrumentedAttribute[UUID]) -> ColumnElement[bool]:
    """Return the condition that an attempt of the learner's tells less than all of the question."""
    asking = _Asking()
    return (
        asking.joined(asking.asked.question_id)
        .where(
            asking.asked.user_id == learner_id,
            asking.asked.question_id == question_id,
            asking.may_tell_less,
            asking.tells_less,
        )
        .exists()
    )


def held_back(user_id: UUID) -> frozenset[UUID]:
    """Return the questions of which some attempt of the learner's tells less than all."""
    return frozenset(db.session.scalars(_held_back(), {"learner": user_id}))


def unmarked(user_id: UUID) -> frozenset[UUID]:
    """Return the attempts whose mark may not be shown.

    Its own quiz keeps it back, or it would tell of a question whose own mark another one keeps.
    """
    return frozenset(db.session.scalars(_unmarked(), {"learner": user_id}))


def veil_over(user_id: UUID) -> Veil:
    """Return what may be shown to a learner of the questions they were asked.

    Attempts at one quiz tell as much as the one of them that tells most, unless one is under way;
    of a question that several quizzes asked no more is shown than by each of them.
    """
    rows = db.session.execute(_veiled(), {"learner": user_id})
    told: defaultdict[UUID, defaultdict[UUID, list[tuple[bool, Seen]]]]
    told = defaultdict(lambda: defaultdict(list))
    for question_id, quiz_id, is_under_way, shown in rows:
        told[question_id][quiz_id].append((bool(is_under_way), Seen(shown)))
    shown = {
        question_id: reduce(both, (_by_quiz(attempts) for attempts in quizzes.values()))
        for question_id, quizzes in told.items()
    }
    under_way = {
        question_id
        for question_id, quizzes in told.items()
        if any(
            is_open and Seen.TELLING not in mask
            for attempts in quizzes.values()
            for is_open, mask in attempts
        )
    }
    return Veil(shown, frozenset(under_way))


def _by_quiz(attempts: list[tuple[bool, Seen]]) -> Seen:
    open_ones = [shown for is_under_way, shown in attempts if is_under_way]
    if open_ones:
        least = reduce(both, open_ones)
        return Seen.EVERYTHING if Seen.TELLING in least else least
    return reduce(either, (shown for _open, shown in attempts))


# Putting a statement together takes longer than running it, and these run on nearly every page.
@cache
def _held_back() -> Select[UUID]:
    asked = QuestionAttempt
    is_asked = and_(asked.user_id == _learner, is_held(_learner, asked.question_id))
    return select(asked.question_id).distinct().where(is_asked)


@cache
def _unmarked() -> Select[UUID]:
    asking, marked = _Asking(), aliased(QuestionAttempt)
    keeps = case(
        (asking.is_under_way, asking.tells_less),
        else_=asking.shows.bitwise_and(int(Seen.MARK)) == 0,
    )
    is_the_same = and_(
        marked.user_id == asking.asked.user_id, marked.question_id == asking.asked.question_id
    )
    return (
        asking.joined(marked.attempt_id)
        .distinct()
        .join(marked, is_the_same)
        .where(asking.asked.user_id == _learner, asking.may_tell_less, keeps)
    )


@cache
def _veiled() -> Select[Any]:
    asking = _Asking()
    return asking.joined(
        asking.asked.question_id, asking.quiz.id, asking.is_under_way, asking.shows
    ).where(asking.asked.user_id == _learner, asking.may_tell_less)
