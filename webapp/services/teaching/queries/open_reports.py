"""What learners reported and nobody has settled yet."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from webapp.db import db
from webapp.models import Question, QuestionVersion, Report, User

MOST_SHOWN = 100


@dataclass(frozen=True, slots=True)
class OpenReport:
    """A report with who made it, and what the question was that it is about.

    ``is_current`` says that learners still get that version of the question.
    """

    report: Report
    who: str
    stem: str
    is_current: bool


def open_reports(course_id: UUID) -> list[OpenReport]:
    """Return the open reports of a course, the oldest first; MOST_SHOWN at most."""
    rows = db.session.execute(
        select(Report, User, QuestionVersion, Question)
        .join(User, User.id == Report.user_id)
        .join(Question, Question.id == Report.question_id)
        .join(QuestionVersion, QuestionVersion.id == Report.version_id)
        .where(Question.course_id == course_id, Report.settled_at.is_(None))
        .order_by(Report.made_at, Report.id)
        .limit(MOST_SHOWN)
    )
    return [
        OpenReport(report, user.name, version.stem, version.number == question.published)
        for report, user, version, question in rows
    ]
