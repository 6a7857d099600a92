"""Documents of a course: taken in, and where each comes from."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from questions.reading.kinds import LARGEST_FILE, extensions
from webapp import clock, jobs
from webapp.access import course_for, current_viewer, takes
from webapp.forms.teaching.documents import LONG_FIELDS, DetailsForm, UploadForm
from webapp.gateway.limits import LARGEST_REQUEST
from webapp.logs import record_event
from webapp.models import Role
from webapp.services.errors import Refusal
from webapp.services.sources.documents import correct_details, load_document
from webapp.services.sources.uploads import queue_uploads

blueprint = Blueprint("course_documents", __name__)


@blueprint.route("/teach/<course>/documents/new", methods=["GET", "POST"])
@takes(LONG_FIELDS, files=("files",), any_character=True, largest=LARGEST_REQUEST)
def new(course: str) -> ResponseReturnValue:
    """Have documents taken in: files, a pasted text, or what is at an address."""
    taught, viewer = course_for(course, Role.INSTRUCTOR), current_viewer()
    form = UploadForm()
    is_whole = form.validate_on_submit()
    queued = 0
    if form.given and (is_whole or form.refused):
        try:
            waiting = queue_uploads(taught.id, form.given, clock.now(), owner_id=viewer.id)
        except Refusal as refusal:
            form.refuse(refusal.message, refusal.field)
        else:
            queued = len(waiting)
            for job_id in waiting:
                jobs.ring(job_id)
                record_event("job queued", course=taught.id, job=job_id)
            if is_whole:
                return redirect(url_for("jobs.index", course=course))
    page = render_template(
        "teaching/upload.html",
        course=taught,
        form=form,
        queued=queued,
        accept=",".join(extensions()),
        largest=LARGEST_FILE >> 20,
    )
    return page, 400 if form.errors else 200


@blueprint.route("/teach/<course>/documents/<document>/details", methods=["GET", "POST"])
def details(course: str, document: str) -> ResponseReturnValue:
    """Look over and correct where a document comes from."""
    taught = course_for(course, Role.INSTRUCTOR)
    row = load_document(taught.id, document)
    form = DetailsForm(row)
    if form.validate_on_submit():
        try:
            correct_details(
                row.id,
                title=form.title.data or "",
                publisher=form.publisher.data or "",
                author=form.author.data or "",
                published=form.published,
                language=form.language.data,
            )
        except Refusal as refusal:
            form[refusal.field or "title"].errors = [str(refusal.message)]
        else:
            record_event("document corrected", course=taught.id, document=row.id)
            flash(_("Saved. Citations name the publisher as it is now."), "ok")
            return redirect(url_for("documents.show", course=course, document=document))
    page = render_template("teaching/details.html", course=taught, document=row, form=form)
    return page, 400 if form.errors else 200
