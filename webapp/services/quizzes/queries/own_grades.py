"""A learner's own grades in a course: what counts, what was said of it, and what was changed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from webapp.db import db
from webapp.learning.grades import Grade, Marked, counting, grade_of
from webapp.models import (
    Attempt,
    AttemptState,
    Course,
    Enrolment,
    QuestionAttempt,
    Quiz,
    QuizMode,
    Seen,
)
from webapp.services.quizzes.queries.corrections import MarkNews, changed_marks
from webapp.services.quizzes.queries.course_grades import is_closed, quizzes_of, total_of
from webapp.services.quizzes.queries.mark_history import comments_by_attempt
from webapp.services.quizzes.queries.secrecy import unmarked, veil_over
from webapp.services.quizzes.queries.terms import Allowance, load_terms


@dataclass(frozen=True, slots=True)
class OwnAttempt:
    """One of somebody's attempts that was handed in; without a mark it is kept back.

    ``counts`` says that the grade is made of it, ``comments`` what was said of which answer.
    """

    id: UUID
    number: int
    mark: float | None
    max_mark: float
    submitted_at: datetime | None
    counts: bool
    comments: Mapping[int, str]


@dataclass(frozen=True, slots=True)
class OwnGrade:
    """Somebody's grade in a quiz, kept back as long as the mark of any attempt is.

    ``awaits_release`` says that the instructor keeps the marks of this test back, ``under_way``
    which attempt can still be answered, and the moments when the quiz opens and closes for them.
    """

    quiz: Quiz
    attempts: tuple[OwnAttempt, ...]
    grade: Grade | None
    awaits_release: bool
    under_way: UUID | None
    opens_at: datetime | None
    closes_at: datetime | None
    is_closed: bool

    @property
    def is_kept_back(self) -> bool:
        """Whether something was handed in whose mark may not be seen yet."""
        return any(attempt.mark is None for attempt in self.attempts)


@dataclass(frozen=True, slots=True)
class OwnGrades:
    """Somebody's grades in a course, their share of the marks so far, and what was regraded."""

    quizzes: tuple[OwnGrade, ...]
    total: float | None
    changes: Sequence[MarkNews]

    @property
    def kept_back(self) -> int:
        """How many grades are left out of the total until they may be seen."""
        return sum(each.is_kept_back for each in self.quizzes)

    @property
    def has_begun(self) -> bool:
        """Whether an attempt was made, or something counts already."""
        return self.total is not None or any(
            each.attempts or each.under_way for each in self.quizzes
        )


def graded_courses(user_id: UUID) -> list[Course]:
    """Return the courses somebody is in and handed in a quiz of, by title."""
    handed_in = (
        select(Quiz.course_id)
        .join(Attempt, Attempt.quiz_id == Quiz.id)
        .where(Attempt.user_id == user_id, Attempt.state == AttemptState.SUBMITTED)
    )
    return list(
        db.session.scalars(
            select(Course)
            .join(Enrolment, Enrolment.course_id == Course.id)
            .where(Enrolment.user_id == user_id, Course.id.in_(handed_in))
            .order_by(Course.title, Course.id)
        )
    )


def own_grades(user_id: UUID, course_id: UUID, at: datetime) -> OwnGrades:
    """Return what a learner may see of their own grades in a course now.

    The total is by the rule of the gradebook; what is kept back is no part of it.
    """
    quizzes = quizzes_of(course_id)
    attempts = _attempts(user_id, course_id)
    hidden = unmarked(user_id)
    comments = _comments(user_id, [each.id for made in attempts.values() for each in made])
    found = tuple(
        _own(
            quiz,
            attempts.get(quiz.id, []),
            hidden,
            comments,
            load_terms(db.session(), user_id, quiz),
            at,
        )
        for quiz in quizzes
    )
    open_ones = [each for each in found if not each.is_kept_back]
    total = total_of(
        [each.quiz for each in open_ones],
        [each.grade for each in open_ones],
        at,
        {each.quiz.id: each.closes_at for each in open_ones},
    )
    return OwnGrades(found, total, changed_marks(user_id, course_id))


def _attempts(user_id: UUID, course_id: UUID) -> dict[UUID, list[Attempt]]:
    rows = db.session.scalars(
        select(Attempt)
        .join(Quiz, Quiz.id == Attempt.quiz_id)
        .where(Attempt.user_id == user_id, Quiz.course_id == course_id)
        .order_by(Attempt.number)
    )
    attempts: defaultdict[UUID, list[Attempt]] = defaultdict(list)
    for attempt in rows:
        attempts[attempt.quiz_id].append(attempt)
    return attempts


def _comments(user_id: UUID, attempt_ids: Sequence[UUID]) -> dict[UUID, dict[int, str]]:
    """Return what was said of answers, but of those of which not all may be told."""
    said = comments_by_attempt(user_id, attempt_ids)
    veil = veil_over(user_id)
    asked = db.session.execute(
        select(QuestionAttempt.attempt_id, QuestionAttempt.slot, QuestionAttempt.question_id).where(
            QuestionAttempt.user_id == user_id, QuestionAttempt.attempt_id.in_(said)
        )
    )
    for attempt_id, slot, question_id in asked:
        if Seen.TELLING not in veil.of(question_id):
            said[attempt_id].pop(slot, None)
    return said


def _own(
    quiz: Quiz,
    made: Sequence[Attempt],
    hidden: frozenset[UUID],
    comments: Mapping[UUID, Mapping[int, str]],
    terms: Allowance,
    at: datetime,
) -> OwnGrade:
    handed_in = [each for each in made if each.state is AttemptState.SUBMITTED]
    marks = [Marked(each.mark or 0.0, each.max_mark) for each in handed_in]
    is_told = not any(each.id in hidden for each in handed_in)
    counts = set(counting(marks, quiz.grading_method)) if is_told else set()
    return OwnGrade(
        quiz=quiz,
        attempts=tuple(
            OwnAttempt(
                id=each.id,
                number=each.number,
                mark=None if each.id in hidden else each.mark or 0.0,
                max_mark=each.max_mark,
                submitted_at=each.submitted_at,
                counts=n in counts,
                comments=comments.get(each.id, {}),
            )
            for n, each in enumerate(handed_in)
        ),
        grade=grade_of(marks, quiz.grading_method) if is_told else None,
        awaits_release=quiz.holds_marks and any(e.mode is QuizMode.TEST for e in handed_in),
        under_way=next((e.id for e in made if e.state is AttemptState.IN_PROGRESS), None),
        opens_at=terms.opens_at,
        closes_at=terms.closes_at,
        is_closed=is_closed(terms.closes_at, at),
    )
