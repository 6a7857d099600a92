"""Documents of a course: taken in, and where each comes from."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from questions.reading.kinds import LARGEST_FILE, extensions
from webapp import clock, jobs
from webapp.access import course_for, current_viewer, takes
from webapp.forms.teaching.documents import LONG_FIELDS, MOST_FILES, DetailsForm, UploadForm
from webapp.gateway.limits import LARGEST_REQUEST
from webapp.logs import record_event
from webapp.models import Course, Document, Role
from webapp.services.errors import Conflict, Refusal
from webapp.services.sources.documents import correct_details, load_document
from webapp.services.sources.queries.newer_texts import stale_sections
from webapp.services.sources.queries.stale import stale_questions
from webapp.services.sources.removing import (
    archive_document,
    dependents_of,
    remove_document,
)
from webapp.services.sources.uploads import queue_uploads

blueprint = Blueprint("course_documents", __name__)


@blueprint.route("/teach/<course>/documents/new", methods=["GET", "POST"])
@takes(LONG_FIELDS, files=("files",), any_character=True, largest=LARGEST_REQUEST)
def new(course: str) -> ResponseReturnValue:
    """Have documents taken in: files, a pasted text, or what is at an address."""
    return _upload(course_for(course, Role.INSTRUCTOR), None)


@blueprint.route("/teach/<course>/documents/<document>/text", methods=["GET", "POST"])
@takes(LONG_FIELDS, files=("files",), any_character=True, largest=LARGEST_REQUEST)
def revise(course: str, document: str) -> ResponseReturnValue:
    """Give a document a new text."""
    taught = course_for(course, Role.INSTRUCTOR)
    return _upload(taught, load_document(taught.id, document))


def _upload(taught: Course, document: Document | None) -> ResponseReturnValue:
    form = UploadForm(most=1 if document else MOST_FILES)
    is_whole = form.validate_on_submit()
    queued = _queue(taught, document, form) if form.given and (is_whole or form.refused) else 0
    if is_whole and queued:
        return redirect(url_for("jobs.index", course=taught.slug))
    page = render_template(
        "teaching/upload.html",
        course=taught,
        document=document,
        form=form,
        queued=queued,
        accept=",".join(extensions()),
        largest=LARGEST_FILE >> 20,
    )
    return page, 400 if form.errors else 200


def _queue(taught: Course, document: Document | None, form: UploadForm) -> int:
    """Queue what can be read; returns how much that is."""
    viewer = current_viewer()
    try:
        waiting = queue_uploads(
            taught.id,
            form.given,
            clock.now(),
            owner_id=viewer.id,
            document_id=document.id if document else None,
            proposes=form.propose.data,
        )
    except Refusal as refusal:
        form.refuse(refusal.message, refusal.field)
        return 0
    for job_id in waiting:
        jobs.ring(job_id)
        record_event("job queued", course=taught.id, job=job_id)
    return len(waiting)


@blueprint.get("/teach/<course>/documents/<document>/stale")
def stale(course: str, document: str) -> ResponseReturnValue:
    """Show the questions and sections that have words which the text no longer has."""
    taught = course_for(course, Role.INSTRUCTOR)
    row = load_document(taught.id, document)
    return render_template(
        "teaching/stale.html",
        course=taught,
        document=row,
        lines=stale_questions(row.id),
        sections=stale_sections(row.id),
    )


@blueprint.post("/teach/<course>/documents/<document>/archive")
def archive(course: str, document: str) -> ResponseReturnValue:
    """Put a document away, or bring it back."""
    taught = course_for(course, Role.INSTRUCTOR)
    row = load_document(taught.id, document)
    away = row.archived_at is None
    archive_document(row.id, clock.now() if away else None)
    record_event("document archived" if away else "document restored", document=row.id)
    said = _("It is put away: its questions stay.") if away else _("It is back in the course.")
    flash(said, "ok")
    return redirect(url_for(".details", course=course, document=document))


@blueprint.route("/teach/<course>/documents/<document>/removal", methods=["GET", "POST"])
def removal(course: str, document: str) -> ResponseReturnValue:
    """Remove a document that nobody has learned from, with its questions."""
    taught = course_for(course, Role.INSTRUCTOR)
    row = load_document(taught.id, document)
    if request.method == "POST":
        try:
            remove_document(row.id)
        except Conflict as refusal:
            flash(str(refusal.message), "warn")
        else:
            record_event("document removed", course=taught.id, document=document)
            flash(_("The document is removed."), "ok")
            return redirect(url_for("teaching.show", course=course))
    return render_template(
        "teaching/document_removal.html",
        course=taught,
        document=row,
        dependents=dependents_of(row.id),
    )


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
