"""What goes on beside the editor of a question while somebody writes."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from questions.question import Status
from webapp import clock
from webapp.access import course_for, current_viewer, takes
from webapp.forms.teaching.editor import Fields, open_desk, parse, place_of, settle
from webapp.forms.teaching.places import read_place
from webapp.forms.teaching.questions import LONG_FIELDS
from webapp.logs import record_event
from webapp.models import Course, Role
from webapp.services.errors import Missing, Refusal
from webapp.services.teaching.authoring import author_question
from webapp.services.teaching.commenting import add_comment, delete_comment
from webapp.services.teaching.drafting import discard_draft, keep_draft
from webapp.services.teaching.queries.differences import compare_versions
from webapp.services.teaching.queries.examination import examine_question
from webapp.services.teaching.queries.manuscripts import Manuscript, load_manuscript
from webapp.services.teaching.queries.previews import preview_question
from webapp.wording import moment

blueprint = Blueprint("editing", __name__)


@blueprint.post("/teach/<course>/questions/look")
@takes(LONG_FIELDS)
def look(course: str) -> ResponseReturnValue:
    """Say what the checks find in what is typed, and how it will be asked; nothing is saved."""
    taught = course_for(course, Role.INSTRUCTOR)
    manuscript = _manuscript(taught)
    desk = open_desk(taught, manuscript, request.form.get("document"), current_viewer().id)
    found = desk.check(settle(parse(request.form), desk.source))
    return render_template(
        "teaching/looks.html",
        fields=found if isinstance(found, Fields) else None,
        preview=None if isinstance(found, Fields) else preview_question(taught.id, found),
        checked=() if isinstance(found, Fields) else examine_question(taught.id, found),
    )


@blueprint.post("/teach/<course>/questions/keep")
@takes(LONG_FIELDS)
def keep(course: str) -> ResponseReturnValue:
    """Keep what is typed as this person's draft, and say when it was kept."""
    taught, viewer, now = course_for(course, Role.INSTRUCTOR), current_viewer(), clock.now()
    manuscript = _manuscript(taught)
    typed = parse(request.form).model_dump(mode="json")
    place = place_of(manuscript, request.form.get("place"), b"")
    try:
        keep_draft(
            viewer.id,
            taught.id,
            place,
            typed,
            now,
            question_id=manuscript.id if manuscript else None,
        )
    except Missing:
        raise
    except Refusal as refusal:
        return str(refusal.message), refusal.status
    return str(_("Draft kept, %(when)s", when=moment(now, viewer.time_zone, now)))


@blueprint.post("/teach/<course>/questions/discard")
def discard(course: str) -> ResponseReturnValue:
    """Forget a draft, and show the question as it is saved."""
    taught = course_for(course, Role.INSTRUCTOR)
    manuscript = _manuscript(taught)
    place = place_of(manuscript, request.form.get("place"), b"")
    discard_draft(current_viewer().id, taught.id, place)
    flash(_("The draft is discarded."), "ok")
    if manuscript is None:
        return redirect(url_for("questions.new", course=course))
    return redirect(url_for("questions.edit", course=course, question_id=manuscript.id))


@blueprint.post("/teach/<course>/questions/<uuid:question_id>/comments")
@takes({"comment": 16 * 1024})
def comment(course: str, question_id: UUID) -> ResponseReturnValue:
    """Say something about a question to the other instructors."""
    taught, text = course_for(course, Role.INSTRUCTOR), request.form.get("comment", "")
    try:
        add_comment(taught.id, question_id, current_viewer().id, text, clock.now())
    except Missing:
        raise
    except Refusal as refusal:
        flash(str(refusal.message), "bad")
    return redirect(_comments(course, question_id))


@blueprint.post("/teach/<course>/comments/<uuid:comment_id>/delete")
def delete(course: str, comment_id: UUID) -> ResponseReturnValue:
    """Delete a comment of one's own."""
    taught = course_for(course, Role.INSTRUCTOR)
    question_id = delete_comment(taught.id, comment_id, current_viewer().id)
    flash(_("The comment is deleted."), "ok")
    return redirect(_comments(course, question_id))


@blueprint.get("/teach/<course>/questions/<uuid:question_id>/versions/<int:number>")
def compare(course: str, question_id: UUID, number: int) -> ResponseReturnValue:
    """Show what a version changed, word by word, and who made it, when and why."""
    taught, viewer, now = course_for(course, Role.INSTRUCTOR), current_viewer(), clock.now()
    manuscript = load_manuscript(taught.id, question_id, number)
    before = load_manuscript(taught.id, question_id, number - 1) if number > 1 else None
    return render_template(
        "teaching/version.html",
        course=taught,
        manuscript=manuscript,
        edition=next(each for each in manuscript.editions if each.number == number),
        before=before,
        differences=compare_versions(before.asked, manuscript.asked) if before else (),
        when=lambda at: moment(at, viewer.time_zone, now),
    )


@blueprint.post("/teach/<course>/questions/<uuid:question_id>/versions/<int:number>")
def restore(course: str, question_id: UUID, number: int) -> ResponseReturnValue:
    """Make an earlier version the newest, as a draft or published."""
    taught = course_for(course, Role.INSTRUCTOR)
    manuscript = load_manuscript(taught.id, question_id, number)
    do = request.form.get("do")
    try:
        author_question(
            taught.id,
            manuscript.asked,
            Status.PUBLISHED if do == "publish" else Status.DRAFT,
            clock.now(),
            author_id=current_viewer().id,
            note=str(_("Version %(n)s restored", n=number)),
            question_id=question_id,
            based_on=read_place(request.form.get("based_on")) or 0,
        )
    except Missing:
        raise
    except Refusal as refusal:
        flash(str(refusal.message), "bad")
        return redirect(url_for(".compare", course=course, question_id=question_id, number=number))
    record_event("version restored", course=taught.id, question=question_id)
    flash(_("Restored."), "ok")
    return redirect(url_for("questions.edit", course=course, question_id=question_id))


def _manuscript(course: Course) -> Manuscript | None:
    question_id = request.args.get("question", type=UUID)
    return load_manuscript(course.id, question_id) if question_id else None


def _comments(course: str, question_id: UUID) -> str:
    return url_for("questions.edit", course=course, question_id=question_id, _anchor="comments")
