"""Jobs: questions proposed for a document, while one does something else."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from webapp import clock, jobs
from webapp.access import course_for, current_viewer, while_archived
from webapp.forms.teaching.places import read_place
from webapp.logs import record_event
from webapp.models import JobName, JobState, Role
from webapp.services.errors import Conflict, Refusal
from webapp.services.operations.jobs import cancel_job, queue_job, retry_job
from webapp.services.sources.documents import load_document
from webapp.services.sources.queries.paragraphs import paragraph_of
from webapp.services.teaching.queries.job_list import find_line, jobs_of
from webapp.wording import moment

blueprint = Blueprint("jobs", __name__)


@blueprint.get("/teach/<course>/jobs")
def index(course: str) -> ResponseReturnValue:
    """Show what is being done for a course, and what was."""
    taught = course_for(course, Role.INSTRUCTOR)
    viewer, now = current_viewer(), clock.now()
    return render_template(
        "teaching/jobs.html",
        course=taught,
        jobs=jobs_of(taught.id, viewer.id),
        when=lambda at: moment(at, viewer.time_zone, now),
    )


@blueprint.post("/teach/<course>/documents/<document>/propose")
def propose(course: str, document: str) -> ResponseReturnValue:
    """Queue the proposing of questions on a document, or on the paragraph of a sentence."""
    taught, viewer = course_for(course, Role.INSTRUCTOR), current_viewer()
    document_id = load_document(taught.id, document).id
    sentence = _chosen_sentence()
    paragraph = paragraph_of(document_id, sentence) if sentence else None
    try:
        job_id = queue_job(
            taught.id,
            JobName.PROPOSE,
            clock.now(),
            document_id=document_id,
            owner_id=viewer.id,
            paragraph=paragraph,
        )
    except Conflict:
        flash(_being_proposed(sentence), "ok")
    else:
        jobs.ring(job_id)
        record_event("job queued", course=taught.id, document=document_id, job=job_id)
        if sentence:
            flash(
                _("Questions on this paragraph are being proposed. They wait under Curate."), "ok"
            )
    if sentence:
        place = f"s{sentence}"
        return redirect(url_for("documents.show", course=course, document=document, _anchor=place))
    return redirect(url_for(".index", course=course))


def _chosen_sentence() -> int | None:
    """Return the sentence whose paragraph is meant; ``None`` means the whole document."""
    if "sentence" not in request.form:
        return None
    if sentence := read_place(request.form["sentence"]):
        return sentence
    raise Refusal(_("Choose a sentence by its number."))


def _being_proposed(sentence: int | None) -> str:
    if sentence:
        return str(_("Questions on this paragraph are being proposed already."))
    return str(_("Questions on this document are being proposed already."))


@blueprint.post("/teach/<course>/jobs/<uuid:job_id>/cancel")
@while_archived
def cancel(course: str, job_id: UUID) -> ResponseReturnValue:
    """Have a job not done, or no further."""
    taught = course_for(course, Role.INSTRUCTOR)
    if cancel_job(taught.id, job_id, clock.now()) in (JobState.CANCELLED, JobState.RUNNING):
        record_event("job cancelled", course=taught.id, job=job_id)
    else:
        flash(_("It had ended before. Nothing was changed."), "warn")
    return _back(course, job_id)


@blueprint.post("/teach/<course>/jobs/<uuid:job_id>/retry")
def retry(course: str, job_id: UUID) -> ResponseReturnValue:
    """Queue a job anew that failed or was cancelled."""
    taught = course_for(course, Role.INSTRUCTOR)
    try:
        retry_job(taught.id, job_id, clock.now())
    except Conflict as refusal:
        flash(str(refusal.message), "warn")
    else:
        jobs.ring(job_id)
        record_event("job queued", course=taught.id, job=job_id)
    return _back(course, job_id)


def _back(course: str, job_id: UUID) -> ResponseReturnValue:
    """Lead back to the file of questions that a job takes in, or to all jobs."""
    if file := find_line(job_id, current_viewer().id).file:
        return redirect(url_for("importing.show", course=course, import_id=file))
    return redirect(url_for(".index", course=course))
