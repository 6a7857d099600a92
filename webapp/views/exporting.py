"""Questions taken along: what each format has no room for, and then the file."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from mimetypes import guess_type
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from questions import interchange
from webapp import clock
from webapp.access import course_for, current_viewer
from webapp.forms.filters import as_query, read_filters
from webapp.forms.teaching.formats import find_offered, offered_formats
from webapp.forms.teaching.table_files import file_of
from webapp.learning.confidence import SCHEME
from webapp.logs import record_event
from webapp.models import Course, Quiz, Role
from webapp.services.errors import Missing
from webapp.services.media.queries.files import contents_named, contents_of
from webapp.services.operations.spending import computing
from webapp.services.quizzes.queries.attempts import find_quiz
from webapp.services.teaching.queries.bank_papers import MOST_PRINTED, lay_out_bank
from webapp.services.teaching.queries.exports import Exported, export_quiz, export_selected
from webapp.services.teaching.queries.losses import write_out
from webapp.services.teaching.queries.question_facets import Filters
from webapp.typesetting import UnreadableError, can_set, pictures_in, set_pages

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


@blueprint.get("/teach/<course>/export/print")
def paper(course: str) -> ResponseReturnValue:
    """Give questions as a paper to be answered with a pen, or its key."""
    viewer = current_viewer()
    with computing(viewer.id, clock.now(), is_exempt=viewer.is_admin):
        return _paper(course_for(course, Role.INSTRUCTOR))


@blueprint.get("/teach/<course>/export/print.pdf")
def paper_pdf(course: str) -> ResponseReturnValue:
    """Give the paper, or its key, as a PDF file."""
    taught, viewer = course_for(course, Role.INSTRUCTOR), current_viewer()
    try:
        # It is another process that computes, while this one waits.
        with computing(viewer.id, clock.now(), is_exempt=viewer.is_admin, spent=time.monotonic):
            html = _paper(taught)
            content = set_pages(html, contents_named([taught.id], pictures_in(html)))
    except UnreadableError:
        said = _("The PDF could not be made. Print the page, and choose to save it as a PDF there.")
        flash(said, "bad")
        return redirect(url_for("exporting.paper", course=course, **_same_paper()))
    return file_of(content, "application/pdf", f"{course}-{'key' if _is_key() else 'paper'}.pdf")


def _paper(course: Course) -> str:
    asked = _read_filters()
    start = request.args.get("start", 1, type=int)
    return render_template(
        "teaching/bank_paper.html",
        course=course,
        asked=asked,
        paper=lay_out_bank(course.id, asked.filters, start, whole=asked.whole),
        most=MOST_PRINTED,
        scheme=SCHEME,
        is_key=_is_key(),
        can_set=can_set(),
    )


def _same_paper() -> dict[str, Any]:
    start = request.args.get("start", type=int)
    return {**_read_filters().query, "start": start, "key": "y" if _is_key() else None}


def _is_key() -> bool:
    return request.args.get("key") == "y"


def _read(course: Course) -> _Asked:
    quiz = None
    if "quiz" in request.args:
        quiz_id = request.args.get("quiz", type=UUID)
        if quiz_id is None:
            raise Missing(_("There is no such quiz."))
        quiz = find_quiz(course.id, quiz_id)
    return replace(_read_filters(), quiz=quiz)


def _read_filters() -> _Asked:
    return _Asked(read_filters(Filters, request.args), None, request.args.get("whole") == "y")


def _find(course: Course, asked: _Asked) -> Exported:
    if asked.quiz is not None:
        return export_quiz(asked.quiz)
    return export_selected(course.id, asked.filters, whole=asked.whole)


def _part(asked: _Asked) -> str:
    return (asked.quiz.slug or "quiz") if asked.quiz is not None else "questions"
