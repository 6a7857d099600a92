"""What learners reported of questions and nobody has settled yet: a row a question."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from uuid import UUID

from sqlalchemy import func, select

from questions.interactions import load_interaction
from webapp import widgets
from webapp.db import db
from webapp.models import Question, QuestionVersion, Report, ReportKind, User
from webapp.services.sources.queries.citations import CitationView, citations_of

MOST_SHOWN = 100


@dataclass(frozen=True, slots=True)
class OpenReport:
    """A report with who made it, and the number of the version that they were asked."""

    report: Report
    who: str
    version: int


@dataclass(frozen=True, slots=True)
class ReportedQuestion:
    """A question with all that is reported of it, the oldest first.

    ``stem``, ``key`` and ``citations`` are of the version asked last, with that ``number``;
    ``published`` is the one that learners get now, if any.
    """

    question_id: UUID
    number: int
    published: int | None
    stem: str
    key: tuple[str, ...]
    citations: tuple[CitationView, ...]
    reports: tuple[OpenReport, ...]

    @property
    def kinds(self) -> dict[ReportKind, int]:
        """How many reports there are of each kind, the most frequent first."""
        return dict(Counter(each.report.kind for each in self.reports).most_common())

    @property
    def until(self) -> datetime:
        """When the latest of them was made."""
        return max(each.report.made_at for each in self.reports)


def reported_questions(course_id: UUID) -> list[ReportedQuestion]:
    """Return the questions of a course with open reports, the one longest open first.

    Of the oldest MOST_SHOWN reports; settling them brings the others up.
    """
    rows = db.session.execute(
        select(Report, User.name, QuestionVersion, Question.published)
        .join(User, User.id == Report.user_id)
        .join(Question, Question.id == Report.question_id)
        .join(QuestionVersion, QuestionVersion.id == Report.version_id)
        .where(Question.course_id == course_id, Report.settled_at.is_(None))
        .order_by(Report.made_at, Report.id)
        .limit(MOST_SHOWN)
    ).all()
    cited = citations_of({version.id for _report, _name, version, _published in rows})
    flat = [(report, name, version, published) for report, name, version, published in rows]
    by_question = groupby(sorted(flat, key=_question_of), key=_question_of)
    found = [_view(list(some), cited) for _id, some in by_question]
    return sorted(found, key=lambda each: each.reports[0].report.made_at)


def count_reported(course_id: UUID) -> int:
    """Return of how many questions something is reported and not settled yet."""
    count = (
        select(func.count(Report.question_id.distinct()))
        .join(Question, Question.id == Report.question_id)
        .where(Question.course_id == course_id, Report.settled_at.is_(None))
    )
    return db.session.scalar(count) or 0


_Row = tuple[Report, str, QuestionVersion, int | None]


def _question_of(row: _Row) -> UUID:
    return row[0].question_id


def _view(rows: list[_Row], cited: dict[UUID, tuple[CitationView, ...]]) -> ReportedQuestion:
    last = max((version for _report, _who, version, _p in rows), key=lambda v: v.number)
    return ReportedQuestion(
        question_id=last.question_id,
        number=last.number,
        published=rows[0][3],
        stem=last.stem,
        key=tuple(widgets.say(load_interaction(last.interaction), None).key),
        citations=cited[last.id],
        reports=tuple(OpenReport(report, who, v.number) for report, who, v, _published in rows),
    )
