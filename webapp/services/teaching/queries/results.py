"""How a class did: everybody's grade in every quiz, and what these come to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import Row as Found
from sqlalchemy import and_, or_, select

from webapp.db import db
from webapp.learning.grades import Grade, GradingMethod
from webapp.models import Attempt, AttemptState, Enrolment, Quiz, Role, User
from webapp.services.quizzes.queries.course_grades import (
    grades_in,
    is_closed,
    quizzes_of,
    total_of,
)
from webapp.services.quizzes.queries.terms import own_closing_times
from webapp.services.spreadsheets import Cell

_Learner = Found[UUID, str, str | None, bool, Role | None, str | None]


@dataclass(frozen=True, slots=True)
class Column:
    """A quiz: how it is graded and counts, the mean of the grades, and how many handed in."""

    id: UUID
    title: str
    method: GradingMethod
    pass_mark: float | None
    weight: float
    is_closed: bool
    mean: float | None
    handed_in: int


@dataclass(frozen=True, slots=True)
class Row:
    """A learner and their group, with a cell for each quiz; ``None``: nothing was handed in.

    ``total`` is the share of the marks that they have of what counts so far. Who ``left`` the
    course is shown apart and counts for no mean.
    """

    id: UUID
    name: str
    email: str | None
    is_guest: bool
    group_name: str | None
    left: bool
    cells: tuple[Grade | None, ...]
    total: float | None


@dataclass(frozen=True, slots=True)
class Results:
    """Learners by name, quizzes in the order they were made; apart, those who left."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    left: tuple[Row, ...] = ()

    @property
    def handed_in(self) -> int:
        """How many learners handed in at least one quiz."""
        return sum(any(row.cells) for row in self.rows)


def results_of(course_id: UUID, at: datetime, group_name: str | None = None) -> Results:
    """Return the grades of a course's learners in its quizzes, of all or of one group.

    What the grades come to is said by :mod:`webapp.services.quizzes.queries.course_grades`.
    """
    quizzes = quizzes_of(course_id)
    grades, own_times = grades_in(course_id, quizzes), own_closing_times(course_id)
    everybody = []
    for found in _learners(course_id):
        if group_name is None or found.group_name == group_name:
            cells = [grades.get((found.id, quiz.id)) for quiz in quizzes]
            closings = {q.id: own_times.get((found.id, q.id), q.closes_at) for q in quizzes}
            everybody.append(_row(found, cells, total_of(quizzes, cells, at, closings)))
    rows = tuple(row for row in everybody if not row.left)
    columns = tuple(
        _column(quiz, [row.cells[n] for row in rows], at) for n, quiz in enumerate(quizzes)
    )
    return Results(columns, rows, tuple(row for row in everybody if row.left))


def _learners(course_id: UUID) -> list[_Learner]:
    """Return who learns in a course or left it after attempting a quiz, by name."""
    attempted = (
        select(Attempt.user_id)
        .join(Quiz, Quiz.id == Attempt.quiz_id)
        .where(Quiz.course_id == course_id, Attempt.state == AttemptState.SUBMITTED)
    )
    here = and_(Enrolment.user_id == User.id, Enrolment.course_id == course_id)
    found = db.session.execute(
        select(User.id, User.name, User.email, User.is_guest, Enrolment.role, Enrolment.group_name)
        .outerjoin(Enrolment, here)
        .where(
            or_(
                Enrolment.role == Role.LEARNER,
                and_(Enrolment.role.is_(None), User.id.in_(attempted)),
            )
        )
    ).all()
    return sorted(found, key=lambda user: (user.name.casefold(), user.id))


def _row(
    found: _Learner,
    cells: Sequence[Grade | None],
    total: float | None,
) -> Row:
    return Row(
        id=found.id,
        name=found.name,
        email=found.email,
        is_guest=found.is_guest,
        group_name=found.group_name,
        left=found.role is None,
        cells=tuple(cells),
        total=total,
    )


def _column(quiz: Quiz, cells: list[Grade | None], at: datetime) -> Column:
    shares = [cell.fraction for cell in cells if cell is not None]
    return Column(
        id=quiz.id,
        title=quiz.title,
        method=quiz.grading_method,
        pass_mark=quiz.pass_mark,
        weight=quiz.weight,
        is_closed=is_closed(quiz.closes_at, at),
        mean=sum(shares) / len(shares) if shares else None,
        handed_in=len(shares),
    )


def ordered(results: Results, by: str, *, down: bool) -> Results:
    """Return the learners by name, by ``total``, or by their grade in the quiz with that id.

    Those without one stand last, whichever way; who has the same stands by name.
    """
    places = {str(column.id): n for n, column in enumerate(results.columns)}

    def share(row: Row) -> float | None:
        if by == "total":
            return row.total
        cell = row.cells[places[by]] if by in places else None
        return cell.fraction if cell else None

    if by != "total" and by not in places:
        rows = results.rows[::-1] if down else results.rows
        return Results(results.columns, rows, results.left)
    have = [row for row in results.rows if share(row) is not None]
    have.sort(key=lambda row: share(row) or 0.0, reverse=down)
    without = [row for row in results.rows if share(row) is None]
    return Results(results.columns, (*have, *without), results.left)


def results_table(results: Results) -> Iterator[list[Cell]]:
    """Yield the rows of a file: the total, then mark, most and attempts for each quiz."""
    head: list[Cell] = [_("Name"), _("E-mail"), _("In the course"), _("Group")]
    head.append(_("Total, in percent"))
    for column in results.columns:
        head += [column.title, _("%(quiz)s: out of", quiz=column.title)]
        head += [_("%(quiz)s: attempts", quiz=column.title)]
    yield head
    yield from (_cells(row) for row in (*results.rows, *results.left))


def _cells(row: Row) -> list[Cell]:
    is_here = _("left the course") if row.left else _("yes")
    total = None if row.total is None else round(row.total * 100, 4)
    cells: list[Cell] = [row.name, row.email or "", str(is_here), row.group_name or "", total]
    for grade in row.cells:
        marks = (None, None) if grade is None else (grade.mark, grade.max_mark)
        cells += [*marks, grade.attempts if grade else 0]
    return cells
