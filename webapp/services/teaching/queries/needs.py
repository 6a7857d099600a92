"""What the courses somebody teaches need of them: handed in, set aside, reported, to publish."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select

from webapp.db import db
from webapp.models import (
    Attempt,
    AttemptState,
    Card,
    Course,
    Enrolment,
    Question,
    QuestionVersion,
    Quiz,
    Report,
    Role,
    is_published,
)
from webapp.services.teaching.queries.question_standings import Standing, count_standings

RECENT = timedelta(days=7)
_MOST_SLIPPING = 5


@dataclass(frozen=True, slots=True)
class HandedIn:
    """A quiz with attempts that were handed in lately: by how many learners, and when last."""

    id: UUID
    course: str
    course_title: str
    title: str
    learners: int
    last_at: datetime | None


@dataclass(frozen=True, slots=True)
class SlippingQuestion:
    """A published question that learners set aside, most often for slipping; by how many."""

    course: str
    course_title: str
    question_id: UUID
    stem: str
    learners: int


@dataclass(frozen=True, slots=True)
class Reported:
    """Of how many questions of a course learners report something."""

    course: str
    course_title: str
    count: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many questions of a course wait to be published, by where they stand."""

    course: str
    course_title: str
    standing: Standing
    count: int


@dataclass(frozen=True, slots=True)
class Needs:
    """Everything that waits for somebody who teaches."""

    handed_in: tuple[HandedIn, ...]
    slipping: tuple[SlippingQuestion, ...]
    reported: tuple[Reported, ...]
    waiting: tuple[Waiting, ...]

    def __len__(self) -> int:
        kinds = (self.handed_in, self.slipping, self.reported, self.waiting)
        return sum(len(kind) for kind in kinds)


def needs_of(user_id: UUID, at: datetime) -> Needs:
    """Return what waits in the courses that somebody teaches, what came last first."""
    courses = taught_by(user_id)
    return Needs(
        handed_in=_handed_in(courses, at - RECENT),
        slipping=_slipping(courses),
        reported=_reported(courses),
        waiting=_waiting(courses),
    )


def taught_by(user_id: UUID) -> dict[UUID, Course]:
    """Return the courses that somebody teaches, by title, without those that are archived."""
    courses = db.session.scalars(
        select(Course)
        .join(Enrolment, Enrolment.course_id == Course.id)
        .where(
            Enrolment.user_id == user_id,
            Enrolment.role.in_([Role.INSTRUCTOR, Role.OWNER]),
            Course.archived_at.is_(None),
        )
        .order_by(Course.title, Course.slug)
    )
    return {course.id: course for course in courses}


def _handed_in(courses: dict[UUID, Course], since: datetime) -> tuple[HandedIn, ...]:
    last = func.max(Attempt.submitted_at)
    rows = db.session.execute(
        select(Quiz.id, Quiz.course_id, Quiz.title, func.count(Attempt.user_id.distinct()), last)
        .join(Attempt, Attempt.quiz_id == Quiz.id)
        .where(
            Quiz.course_id.in_(courses),
            Attempt.state == AttemptState.SUBMITTED,
            Attempt.submitted_at > since,
        )
        .group_by(Quiz.id)
        .order_by(last.desc(), Quiz.id)
    )
    return tuple(
        HandedIn(id, courses[course].slug, courses[course].title, title, learners, last_at)
        for id, course, title, learners, last_at in rows
        if last_at is not None
    )


def _slipping(courses: Collection[UUID]) -> tuple[SlippingQuestion, ...]:
    learners = func.count(Card.user_id)
    rows = db.session.execute(
        select(Course.slug, Course.title, Question.id, QuestionVersion.stem, learners)
        .join(Question, Question.course_id == Course.id)
        .join(Card, Card.question_id == Question.id)
        .join(QuestionVersion, is_published())
        .where(Course.id.in_(courses), Card.suspended)
        .group_by(Course.id, Question.id, QuestionVersion.id)
        .order_by(learners.desc(), Question.id)
        .limit(_MOST_SLIPPING)
    )
    return tuple(SlippingQuestion(*row) for row in rows)


def _reported(courses: Collection[UUID]) -> tuple[Reported, ...]:
    rows = db.session.execute(
        select(Course.slug, Course.title, func.count(Question.id.distinct()))
        .join(Question, Question.course_id == Course.id)
        .join(Report, Report.question_id == Question.id)
        .where(Course.id.in_(courses), Report.settled_at.is_(None))
        .group_by(Course.id)
        .order_by(Course.title, Course.slug)
    )
    return tuple(Reported(*row) for row in rows)


def _waiting(courses: dict[UUID, Course]) -> tuple[Waiting, ...]:
    counts = count_standings(courses)
    return tuple(
        Waiting(course.slug, course.title, standing, counts[course.id][standing])
        for course in courses.values()
        for standing in (Standing.PROPOSED, Standing.DRAFT, Standing.CHANGED)
        if counts[course.id][standing]
    )
