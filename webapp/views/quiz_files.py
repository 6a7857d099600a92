"""Files of a quiz's answers, for spreadsheets and for analysing."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from webapp import clock
from webapp.access import course_for, current_viewer
from webapp.forms.teaching.table_files import XLSX, csv_of, file_of
from webapp.logs import record_event
from webapp.models import Counted, Course, Quiz, Role
from webapp.services.operations.spending import computing
from webapp.services.quizzes.closing import close_overdue
from webapp.services.quizzes.queries.attempts import find_quiz
from webapp.services.spreadsheets import as_workbook
from webapp.services.teaching.queries.answer_tables import (
    answers_table,
    marks_table,
    quiz_answers,
)

blueprint = Blueprint("quiz_files", __name__)
_QUIZ = "/teach/<course>/quizzes/<uuid:quiz_id>"


@blueprint.get(f"{_QUIZ}/answers.csv")
def answers(course: str, quiz_id: UUID) -> ResponseReturnValue:
    """Give every attempt with what was answered to each question."""
    taught, quiz = _found(course, quiz_id)
    viewer = current_viewer()
    with computing(viewer.id, clock.now(), is_exempt=viewer.is_admin):
        table = answers_table(quiz_answers(quiz), viewer.time_zone)
        given = csv_of(table, f"{_name(taught, quiz)}-answers")
    record_event("answers exported", course=taught.id, quiz=quiz.id)
    return given


@blueprint.get(f"{_QUIZ}/marks.csv")
def marks(course: str, quiz_id: UUID) -> ResponseReturnValue:
    """Give the marks from 0 to 1 of each learner, as `recite analyse` reads them."""
    taught, quiz = _found(course, quiz_id)
    viewer = current_viewer()
    with computing(viewer.id, clock.now(), is_exempt=viewer.is_admin):
        given = csv_of(marks_table(quiz_answers(quiz), _counted()), f"{_name(taught, quiz)}-marks")
    record_event("answers exported", course=taught.id, quiz=quiz.id)
    return given


@blueprint.get(f"{_QUIZ}/answers.xlsx")
def workbook(course: str, quiz_id: UUID) -> ResponseReturnValue:
    """Give both tables as the sheets of a workbook."""
    taught, quiz = _found(course, quiz_id)
    viewer = current_viewer()
    with computing(viewer.id, clock.now(), is_exempt=viewer.is_admin):
        found = quiz_answers(quiz)
        sheets = {
            str(_("Answers")): answers_table(found, viewer.time_zone),
            str(_("Marks from 0 to 1")): marks_table(found, _counted()),
        }
        content = as_workbook(sheets, quiz.title)
    record_event("answers exported", course=taught.id, quiz=quiz.id)
    return file_of(content, XLSX, f"{_name(taught, quiz)}-answers.xlsx")


def _found(course: str, quiz_id: UUID) -> tuple[Course, Quiz]:
    taught = course_for(course, Role.INSTRUCTOR)
    quiz = find_quiz(taught.id, quiz_id)
    close_overdue(clock.now(), course_ids=[taught.id])
    return taught, quiz


def _name(course: Course, quiz: Quiz) -> str:
    return f"{course.slug}-{quiz.slug or 'quiz'}"


def _counted() -> Counted:
    wanted = request.args.get("attempts", "")
    return Counted(wanted) if wanted in list(Counted) else Counted.FIRST
