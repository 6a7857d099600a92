"""Questions taken along: what each format has no room for, and then the file."""

from __future__ import annotations

from dataclasses import dataclass
from mimetypes import guess_type
from typing import Any
from uuid import UUID

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from questions import interchange
from webapp import clock
from webapp.access import course_for, current_viewer
from webapp.forms.filters import as_query, read_filters
from webapp.forms.teaching.formats import find_offered, offered_formats
from webapp.forms.teaching.table_files import file_of
from webapp.logs import record_event
from webapp.models import Course, Quiz, Role
from webapp.services.errors import Missing
from webapp.services.media.queries.files import contents_of
from webapp.services.operations.spending import computing
from webapp.services.quizzes.queries.attempts import find_quiz
from webapp.services.teaching.queries.exports import Exported, export_quiz, export_selected
from webapp.services.teaching.queries.losses import write_out
from webapp.services.teaching.queries.question_facets import Filters

blueprint = Blueprint("exporting", __name__)
# Questions: so many are written in every format within a second, to tell which suits; else in
# that which is chosen alone.
_COMPARED = 100


@dataclass(frozen=True, slots=True)
class _Asked:
    """Which questions are wanted, as the address says, and what to put into an address for it."""

    filters: Filters
    quiz: Quiz | None
    whole: bool

    @property
    def query(self) -> dict[str, Any]:
        """What to put into an address for the same questions."""
        if self.quiz is not None:
            return {"quiz": self.quiz.id}
        return as_query(self.filters) | ({"whole": "y"} if self.whole else {})


@blueprint.get("/teach/<course>/export")
def show(course: str) -> ResponseReturnValue:
    """Say what each format cannot hold of the questions that are wanted."""
    taught = course_for(course, Role.INSTRUCTOR)
    asked, viewer = _read(taught), current_viewer()
    chosen = find_offered(request.args.get("format", ""))
    with computing(viewer.id, clock.now(), is_exempt=viewer.is_admin):
        exported = _find(taught, asked)
        few = len(exported.questions) <= _COMPARED
        forms = offered_formats()
        contents = contents_of([taught.id], exported.questions) if few or chosen else {}
        outcomes = {
            each.name: write_out(each.form, exported.questions, contents)
            for each in (forms if few else [chosen] if chosen else [])
        }
    return render_template(
        "teaching/export.html",
        course=taught,
        asked=asked,
        exported=exported,
        forms=forms,
        chosen=chosen,
        outcomes=outcomes,
    )


@blueprint.get("/teach/<course>/export/file")
def file(course: str) -> ResponseReturnValue:
    """Give the questions that are wanted in one file."""
    taught = course_for(course, Role.INSTRUCTOR)
    asked, viewer = _read(taught), current_viewer()
    chosen = find_offered(request.args.get("format", "yaml"))
    if chosen is None:
        raise Missing(_("There is no such format."))
    with computing(viewer.id, clock.now(), is_exempt=viewer.is_admin):
        exported = _find(taught, asked)
        contents = contents_of([taught.id], exported.questions)
        content = interchange.write_out(chosen.form, exported.questions, contents).content
    record_event(
        "questions exported",
        course=taught.id,
        format=chosen.name,
        questions=len(exported.questions),
    )
    name = f"{taught.slug}-{_part(asked)}{chosen.ending}"
    return file_of(content, guess_type(name)[0] or "application/octet-stream", name)


def _read(course: Course) -> _Asked:
    quiz = None
    if "quiz" in request.args:
        quiz_id = request.args.get("quiz", type=UUID)
        if quiz_id is None:
            raise Missing(_("There is no such quiz."))
        quiz = find_quiz(course.id, quiz_id)
    return _Asked(read_filters(Filters, request.args), quiz, request.args.get("whole") == "y")


def _find(course: Course, asked: _Asked) -> Exported:
    if asked.quiz is not None:
        return export_quiz(asked.quiz)
    return export_selected(course.id, asked.filters, whole=asked.whole)


def _part(asked: _Asked) -> str:
    return (asked.quiz.slug or "quiz") if asked.quiz is not None else "questions"
