"""Reports of a learner, as they stand."""

from __future__ import annotations

from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy import ColumnElement, and_, select

from webapp.db import db
from webapp.models import (
    FLAGS,
    Course,
    Enrolment,
    Question,
    QuestionVersion,
    Report,
    ReportKind,
)
from webapp.services.quizzes.queries.secrecy import held_back, is_held
from webapp.services.reviewing.queries.waiting import Learner

MOST_SHOWN = 100


@dataclass(frozen=True, slots=True)
class OwnReport:
    """A report of a learner's own, with the stem as they saw it, the course, and the reply."""

    report: Report
    stem: str
    course: str
    reply: str


def claim_about(learner: Learner, review_id: UUID) -> Report | None:
    """Return what the learner claimed of an answer, if anything."""
    query = select(Report).where(
        Report.user_id == learner.id,
        Report.review_id == review_id,
        Report.kind == ReportKind.CLAIM,
    )
    return db.session.scalars(query.limit(1)).one_or_none()


def open_flag(user_id: UUID, question_id: UUID) -> Report | None:
    """Return what the learner last said is wrong with a question, while nobody has settled it."""
    query = select(Report).where(
        Report.user_id == user_id,
        Report.question_id == question_id,
        Report.kind.in_(FLAGS),
        Report.settled_at.is_(None),
    )
    return db.session.scalars(query.limit(1)).one_or_none()


def unread_replies(user_id: UUID) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions that a report was answered, not read yet, and may be shown now."""
    return (
        Report.reply != "",
        Report.settled_at.is_not(None),
        Report.read_at.is_(None),
        ~is_held(user_id, Report.question_id),
    )


def replies_for(user_id: UUID) -> list[OwnReport]:
    """Return what was answered to a learner's reports and they have not read, the latest first."""
    return _own(user_id, *unread_replies(user_id))


def reports_of(user_id: UUID) -> list[OwnReport]:
    """Return what a learner reported, the latest first, and what came of each; MOST_SHOWN at most.

    What was answered about a question that a test under way asks is kept back.
    """
    held = held_back(user_id)
    return [
        replace(own, reply="") if own.report.question_id in held else own for own in _own(user_id)
    ]


def _own(user_id: UUID, *conditions: ColumnElement[bool]) -> list[OwnReport]:
    rows = db.session.execute(
        select(Report, QuestionVersion.stem, Course.title)
        .join(QuestionVersion, QuestionVersion.id == Report.version_id)
        .join(Question, Question.id == Report.question_id)
        .join(Course, Course.id == Question.course_id)
        .join(Enrolment, and_(Enrolment.course_id == Course.id, Enrolment.user_id == user_id))
        .where(Report.user_id == user_id, *conditions)
        .order_by(Report.made_at.desc(), Report.id.desc())
        .limit(MOST_SHOWN)
    )
    return [OwnReport(report, stem, course, report.reply) for report, stem, course in rows]


def latest_report(learner: Learner) -> Report | None:
    """Return the newest report of the last day, made in review, that is not settled yet."""
    query = (
        select(Report)
        .where(
            Report.user_id == learner.id,
            Report.made_at > learner.since,
            Report.attempt_id.is_(None),
            Report.settled_at.is_(None),
        )
        .order_by(Report.made_at.desc(), Report.id.desc())
        .limit(1)
    )
    return db.session.scalars(query).one_or_none()
