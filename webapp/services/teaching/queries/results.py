"""How a class did: everybody's grade in every quiz."""

from __future__ import annotations

import csv
import io
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import select

from webapp.db import db
from webapp.learning.grades import Grade, GradingMethod, Marked, grade_of
from webapp.models import Attempt, AttemptState, Enrolment, Quiz, Role, User

# What begins a formula, full width too, at the start of a cell or behind what some spreadsheets
# take for its end, however much that nobody sees stands between.
_SIGNS = "=+@\u2212\uff1d\uff0b\uff0d\uff20\ufe66\ufe62\ufe63\ufe6b-"
_UNSEEN = r"\s\x00-\x20\x7f-\xa0\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff\"'"
_HEAD = re.compile(rf"[{_UNSEEN}]*")
_INNER = re.compile(rf"([;\t\r\n][{_UNSEEN}]*)(?=[{_SIGNS}])")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Column:
    """A quiz: how it is graded, the mean of the grades, and how many learners handed in."""

    id: UUID
    title: str
    method: GradingMethod
    pass_mark: float | None
    mean: float | None
    handed_in: int


@dataclass(frozen=True, slots=True)
class Row:
    """A learner, with a cell for each quiz; ``None`` where nothing was handed in."""

    id: UUID
    name: str
    email: str | None
    is_guest: bool
    cells: tuple[Grade | None, ...]


@dataclass(frozen=True, slots=True)
class Results:
    """Learners by name, quizzes in the order they were made."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]

    @property
    def handed_in(self) -> int:
        """How many learners handed in at least one quiz."""
        return sum(any(row.cells) for row in self.rows)


def results_of(course_id: UUID) -> Results:
    """Return the grades of a course's learners in its quizzes."""
    quizzes = db.session.scalars(
        select(Quiz).where(Quiz.course_id == course_id).order_by(Quiz.id)
    ).all()
    learners = db.session.scalars(
        select(User)
        .join(Enrolment, Enrolment.user_id == User.id)
        .where(Enrolment.course_id == course_id, Enrolment.role == Role.LEARNER)
    ).all()
    grades = _grades(course_id, quizzes)
    rows = tuple(
        Row(
            id=user.id,
            name=user.name,
            email=user.email,
            is_guest=user.is_guest,
            cells=tuple(grades.get((user.id, quiz.id)) for quiz in quizzes),
        )
        for user in sorted(learners, key=lambda user: (user.name.casefold(), user.id))
    )
    columns = tuple(_column(quiz, [row.cells[n] for row in rows]) for n, quiz in enumerate(quizzes))
    return Results(columns, rows)


def _grades(course_id: UUID, quizzes: Sequence[Quiz]) -> dict[tuple[UUID, UUID], Grade | None]:
    rows = db.session.execute(
        select(Attempt.user_id, Attempt.quiz_id, Attempt.mark, Attempt.max_mark)
        .join(Quiz, Quiz.id == Attempt.quiz_id)
        .where(Quiz.course_id == course_id, Attempt.state == AttemptState.SUBMITTED)
        .order_by(Attempt.number)
    )
    attempts: defaultdict[tuple[UUID, UUID], list[Marked]] = defaultdict(list)
    for user_id, quiz_id, mark, max_mark in rows:
        attempts[user_id, quiz_id].append(Marked(mark or 0.0, max_mark))
    methods = {quiz.id: quiz.grading_method for quiz in quizzes}
    return {key: grade_of(made, methods[key[1]]) for key, made in attempts.items()}


def _column(quiz: Quiz, cells: list[Grade | None]) -> Column:
    shares = [cell.fraction for cell in cells if cell is not None]
    mean = sum(shares) / len(shares) if shares else None
    return Column(quiz.id, quiz.title, quiz.grading_method, quiz.pass_mark, mean, len(shares))


def results_csv(results: Results) -> str:
    """Return the table as CSV, with marks, marks to be had and attempts for each quiz.

    Every cell is quoted; before what a spreadsheet would take for a formula stands an apostrophe.
    """
    head = [_("Name"), _("E-mail")]
    for column in results.columns:
        head += [column.title, _("%(quiz)s: out of", quiz=column.title)]
        head += [_("%(quiz)s: attempts", quiz=column.title)]
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL)
    writer.writerow([harmless(str(cell)) for cell in head])
    for row in results.rows:
        cells: list[str] = [harmless(row.name), harmless(row.email or "")]
        for grade in row.cells:
            cells += _figures(grade)
        writer.writerow(cells)
    return out.getvalue()


def _figures(grade: Grade | None) -> list[str]:
    if grade is None:
        return ["", "", "0"]
    return [f"{grade.mark:g}", f"{grade.max_mark:g}", str(grade.attempts)]


def harmless(cell: str) -> str:
    """Return ``cell``, with an apostrophe before whatever a spreadsheet would run."""
    head = _HEAD.match(cell)
    unseen = head[0] if head else ""
    rest = _INNER.sub(r"\1'", cell[len(unseen) :])
    is_risky = rest[:1] in set(_SIGNS) or bool(_CONTROL.match(cell))
    return f"'{unseen}{rest}" if is_risky else unseen + rest
