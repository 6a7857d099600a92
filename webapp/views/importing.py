"""Questions from a file: looked over first, then taken in at once."""

from __future__ import annotations

import time
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from questions.receiving import LARGEST, MOST_QUESTIONS, Received
from webapp import clock, jobs
from webapp.access import course_for, current_viewer, takes
from webapp.forms.teaching.formats import find_offered, offered_formats
from webapp.forms.teaching.imports import LONG_FIELDS, ImportForm, read_questions
from webapp.forms.teaching.places import read_place
from webapp.forms.teaching.questions import TYPE_NAMES
from webapp.forms.teaching.whereabouts import carried, is_filtered, page_in
from webapp.gateway.limits import LARGEST_REQUEST
from webapp.logs import record_event
from webapp.models import Course, QuestionImport, Role
from webapp.services.errors import Missing, Refusal
from webapp.services.operations.queries.quotas import OverQuota
from webapp.services.operations.spending import computing
from webapp.services.teaching.bank_undoing import last_act
from webapp.services.teaching.import_jobs import queue_taking
from webapp.services.teaching.importing import (
    discard_import,
    find_import,
    is_under_way,
    refuse_under_way,
    restage_import,
    stage_import,
    tick_questions,
)
from webapp.services.teaching.queries.import_looks import look_at_import, look_back_at
from webapp.services.teaching.queries.job_list import find_line
from webapp.services.teaching.taking_ticked import take_in
from webapp.wording import whole

blueprint = Blueprint("importing", __name__)


@blueprint.route("/teach/<course>/import", methods=["GET", "POST"])
@takes(LONG_FIELDS, files=("file",), any_character=True, largest=LARGEST_REQUEST)
def new(course: str) -> ResponseReturnValue:
    """Take a file of questions to be looked over."""
    taught, viewer, now = course_for(course, Role.INSTRUCTOR), current_viewer(), clock.now()
    form = ImportForm()
    if form.validate_on_submit():
        try:
            received = _read(form.name, form.content, form.format.data or "")
        except ValueError as error:
            form.refuse(error)
        else:
            try:
                import_id = stage_import(
                    taught.id, viewer.id, form.name, form.content, received, now
                )
            except OverQuota as full:
                form.refuse(full.message)
            else:
                record_event("questions looked over", course=taught.id, format=received.format)
                return redirect(url_for(".show", course=course, import_id=import_id))
    page = render_template(
        "teaching/import.html",
        course=taught,
        form=form,
        largest=LARGEST >> 20,
        most=MOST_QUESTIONS,
        accept=",".join(
            [*(suffix for each in offered_formats() for suffix in each.form.suffixes), ".txt"]
        ),
    )
    return page, 400 if form.errors else 200


@blueprint.get("/teach/<course>/import/<uuid:import_id>")
def show(course: str, import_id: UUID) -> ResponseReturnValue:
    """Show what a file holds, and what will become of each question; or what became of it."""
    taught = course_for(course, Role.INSTRUCTOR)
    row = find_import(taught.id, current_viewer().id, import_id, clock.now())
    return _page(taught, row, request.args.get("page", 1, type=int))


@blueprint.post("/teach/<course>/import/<uuid:import_id>")
def decide(course: str, import_id: UUID) -> ResponseReturnValue:
    """Keep what is ticked, and turn the page, read it in another format, or take it all in."""
    taught, viewer, now = course_for(course, Role.INSTRUCTOR), current_viewer(), clock.now()
    row = find_import(taught.id, viewer.id, import_id, now)
    here, do = url_for(".show", course=course, import_id=import_id), request.form.get("do", "")
    if row.taken_at is not None and do != "discard":
        return redirect(here)
    try:
        refuse_under_way(row)
        if do == "discard":
            return _let_go(taught, row)
        if do == "format":
            return _read_anew(taught, row)
        shown, ticked = (request.form.getlist(name, type=int) for name in ("shown", "take"))
        seen = request.form.get("seen", "")
        tick_questions(taught.id, viewer.id, import_id, shown, ticked, seen, now)
        if do != "import":
            return redirect(_turned(course, import_id, do))
        _take_in(taught, row)
    except Missing:
        raise
    except Refusal as refusal:
        if do != "import" or not is_under_way(row):  # else it is asked twice
            return _page(taught, row, page_in(request.form), str(refusal.message), refusal.status)
    return redirect(here)


def _let_go(course: Course, row: QuestionImport) -> ResponseReturnValue:
    discard_import(course.id, current_viewer().id, row.id)
    flash(_("Nothing was taken in, and the file is let go of."), "ok")
    return redirect(url_for("questions.index", course=course.slug))


def _take_in(course: Course, row: QuestionImport) -> None:
    """Take in what is ticked: at once, or by a job where it is much."""
    viewer_id, now = current_viewer().id, clock.now()
    as_drafts = request.form.get("drafts") == "y"
    if job_id := queue_taking(course.id, viewer_id, row.id, now, as_drafts=as_drafts):
        jobs.ring(job_id)
        record_event("job queued", course=course.id, job=job_id)
    elif count := take_in(course.id, viewer_id, row.id, now, as_drafts=as_drafts):
        record_event("questions imported", course=course.id, format=row.format, added=count)


def _turned(course: str, import_id: UUID, do: str) -> str:
    """Return the address that a button leads to: another page, or the editor of what is amiss."""
    there: dict[str, Any] = {"course": course, "import_id": import_id, **carried(request.form)}
    if do in ("amiss", "all"):
        return url_for(".show", **there | {"only": "amiss" if do == "amiss" else None})
    what, _dash, number = do.rpartition("-")
    at, place = page_in(request.form), read_place(number)
    if place is not None and what == "question":
        return url_for("mending.question", place=place, page=at, **there)
    if place is not None and what == "left-out":
        return url_for("mending.left_out", number=place, page=at, **there)
    return url_for(".show", page=at + {"earlier": -1, "later": 1}.get(do, 0), **there)


def _read(name: str, content: bytes, form: str) -> Received:
    viewer = current_viewer()
    with computing(viewer.id, clock.now(), is_exempt=viewer.is_admin, spent=time.monotonic):
        return read_questions(name, content, form if find_offered(form) else "")


def _read_anew(course: Course, row: QuestionImport) -> ResponseReturnValue:
    viewer_id = current_viewer().id
    try:
        received = _read(row.name, row.content or b"", request.form.get("format", ""))
    except ValueError as error:
        return _page(course, row, 1, str(error))
    try:
        restage_import(course.id, viewer_id, row.id, received, clock.now())
    except OverQuota as full:
        return _page(course, row, 1, str(full.message))
    return redirect(url_for(".show", course=course.slug, import_id=row.id))


def _told(count: int) -> str:
    return str(ngettext("%(n)s question", "%(n)s questions", count, n=whole(count)))


def _page(
    course: Course, row: QuestionImport, page: int, refused: str = "", status: int = 400
) -> ResponseReturnValue:
    viewer, now = current_viewer(), clock.now()
    known: dict[str, Any] = {"course": course, "row": row, "form": find_offered(row.format)}
    if row.taken_at is not None:
        act = last_act(course.id, viewer.id, now)
        can_undo = act is not None and act.id == row.act_id
        return render_template(
            "teaching/import_done.html", done=look_back_at(row), can_undo=can_undo, **known
        )
    line = find_line(row.job_id, viewer.id) if row.job_id else None
    if line and line.is_under_way:
        told = render_template("teaching/import_job.html", line=line, refused=refused, **known)
        return told, status if refused else 200
    shown = render_template(
        "teaching/import_preview.html",
        look=look_at_import(row, page, only_amiss=is_filtered()),
        forms=offered_formats(),
        types=TYPE_NAMES,
        refused=refused or (line.job.error if line else ""),
        told=_told,
        **known,
    )
    return shown, status if refused else 200
