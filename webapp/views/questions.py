"""A course's questions: listed, written, edited, retired."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from questions.question import Question as Asked
from questions.question import Status
from webapp import clock
from webapp.access import course_for, current_viewer, takes
from webapp.forms.teaching.editor import Editor
from webapp.forms.teaching.offers import offer
from webapp.forms.teaching.places import read_place
from webapp.forms.teaching.questions import LONG_FIELDS, TYPE_NAMES
from webapp.logs import record_event
from webapp.models import Course, Role
from webapp.services.errors import Conflict, Refusal
from webapp.services.sources.queries.sentences import (
    Source,
    documents_to_cite,
    last_cited,
    load_source,
)
from webapp.services.teaching.authoring import author_question
from webapp.services.teaching.queries.manuscripts import Manuscript, load_manuscript
from webapp.services.teaching.queries.previews import Preview, preview_question
from webapp.services.teaching.queries.question_list import (
    Filters,
    Standing,
    known_tags,
    list_questions,
)
from webapp.services.teaching.questions import retire_question
from webapp.wording import moment

blueprint = Blueprint("questions", __name__)


@blueprint.get("/teach/<course>/questions")
def index(course: str) -> ResponseReturnValue:
    """List a course's questions, filtered as asked."""
    taught = course_for(course, Role.INSTRUCTOR)
    wanted = {name: request.args.get(name, "").strip() for name in Filters.__slots__}
    filters = Filters(**wanted)
    return render_template(
        "teaching/questions.html",
        course=taught,
        filters=filters,
        catalogue=list_questions(taught.id, filters, request.args.get("page", 1, type=int)),
        documents=documents_to_cite(taught.id),
        tags=known_tags(taught.id),
        types=TYPE_NAMES,
        standings=list(Standing),
    )


@blueprint.route("/teach/<course>/questions/new", methods=["GET", "POST"])
@takes(LONG_FIELDS)
def new(course: str) -> ResponseReturnValue:
    """Write a question."""
    return _work_on(course_for(course, Role.INSTRUCTOR), None)


@blueprint.route("/teach/<course>/questions/<uuid:question_id>", methods=["GET", "POST"])
@takes(LONG_FIELDS)
def edit(course: str, question_id: UUID) -> ResponseReturnValue:
    """Edit a question, from its newest version or an earlier one."""
    taught = course_for(course, Role.INSTRUCTOR)
    origin = read_place(request.form.get("origin")) or read_place(request.args.get("version"))
    return _work_on(taught, load_manuscript(taught.id, question_id, origin))


@blueprint.post("/teach/<course>/questions/<uuid:question_id>/retire")
def retire(course: str, question_id: UUID) -> ResponseReturnValue:
    """Take a question away from learners."""
    taught = course_for(course, Role.INSTRUCTOR)
    retire_question(taught.id, question_id)
    record_event("question retired", course=taught.id, question=question_id)
    flash(_("Retired. Learners are no longer asked this. Publish it to bring it back."), "ok")
    return redirect(url_for(".edit", course=course, question_id=question_id))


def _work_on(course: Course, manuscript: Manuscript | None) -> ResponseReturnValue:
    editor = _open(course, manuscript)
    if request.method != "POST":
        return _page(course, manuscript, editor, manuscript.asked if manuscript else None)
    do = request.form.get("do", "preview")
    if editor.rearrange(do):
        return _page(course, manuscript, editor, None)
    asked = editor.asked(manuscript.slug if manuscript else None)
    if asked is None:
        return _page(course, manuscript, editor, None), 400
    if do not in {"publish", "draft"}:
        return _page(course, manuscript, editor, asked)
    try:
        question_id = _save(course, manuscript, editor, asked, publish=do == "publish")
    except Refusal as refusal:
        if manuscript and isinstance(refusal, Conflict):
            manuscript = load_manuscript(course.id, manuscript.id, manuscript.number)
            editor.meet_conflict(manuscript.latest)
        else:
            editor.refuse(refusal.message, refusal.field)
        return _page(course, manuscript, editor, asked), refusal.status
    record_event("question saved", course=course.id, question=question_id, how=do)
    flash(_("Published.") if do == "publish" else _("Saved as a draft."), "ok")
    return redirect(url_for(".edit", course=course.slug, question_id=question_id))


def _save(
    course: Course, manuscript: Manuscript | None, editor: Editor, asked: Asked, *, publish: bool
) -> UUID:
    return author_question(
        course.id,
        asked,
        Status.PUBLISHED if publish else Status.DRAFT,
        clock.now(),
        author_id=current_viewer().id,
        note=(editor.form.note.data or "").strip(),
        question_id=manuscript.id if manuscript else None,
        based_on=editor.form.based_on.data if manuscript else None,
    )


def _open(course: Course, manuscript: Manuscript | None) -> Editor:
    documents = documents_to_cite(course.id)
    source = _source(course, manuscript, [slug for slug, _title in documents])
    chosen = request.args.get("type", "")
    editor = Editor(
        manuscript.asked if manuscript else None,
        source,
        type=chosen if chosen in TYPE_NAMES else "multiple_choice",
        document=source.slug if source else None,
        origin=manuscript.number if manuscript else 0,
        based_on=manuscript.latest if manuscript else 0,
    )
    editor.form.document.choices = offer(documents)
    if request.method != "POST":
        editor.point_at(
            manuscript.asked.citations[:1] if manuscript else (),
            read_place(request.args.get("sentence")) or 0,
        )
    return editor


def _source(course: Course, manuscript: Manuscript | None, slugs: list[str]) -> Source | None:
    cited = (
        manuscript.asked.citations[0].document if manuscript and manuscript.asked.citations else ""
    )
    wanted = request.form.get("document") or request.args.get("document") or cited
    if not wanted and not slugs:
        return None
    wanted = wanted or last_cited(course.id, current_viewer().id) or slugs[0]
    return load_source(course.id, wanted)


def _page(
    course: Course, manuscript: Manuscript | None, editor: Editor, asked: Asked | None
) -> str:
    viewer, now = current_viewer(), clock.now()
    preview: Preview | None = preview_question(course.id, asked) if asked else None
    return render_template(
        "teaching/question.html",
        course=course,
        manuscript=manuscript,
        editor=editor,
        form=editor.form,
        preview=preview,
        when=lambda at: moment(at, viewer.time_zone, now),
    )
