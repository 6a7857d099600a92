"""A course's questions: listed, written, edited, retired."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from questions.documents import Span
from questions.question import Question, Status
from webapp import clock
from webapp.access import course_for, current_viewer, takes
from webapp.forms.filters import as_query, read_filters
from webapp.forms.teaching.editor import (
    Action,
    Desk,
    Draft,
    Fields,
    apply,
    draft_of,
    open_desk,
    parse,
    place_of,
    point_at,
    read_action,
    read_kept,
    segments,
    settle,
)
from webapp.forms.teaching.kinds import KINDS
from webapp.forms.teaching.media import offer_media, take_given
from webapp.forms.teaching.offers import offer
from webapp.forms.teaching.places import read_place
from webapp.forms.teaching.questions import LONG_FIELDS, TYPE_NAMES
from webapp.gateway.limits import LARGEST_REQUEST
from webapp.logs import record_event
from webapp.models import ENOUGH_ANSWERS, Course, Role
from webapp.services.errors import Conflict, Refusal
from webapp.services.quizzes.queries.dry_runs import affected
from webapp.services.sources.queries.sentences import documents_to_cite, known_speakers
from webapp.services.teaching.authoring import author_question
from webapp.services.teaching.bank_undoing import last_act
from webapp.services.teaching.queries.comments import list_comments
from webapp.services.teaching.queries.course_overview import courses_taught
from webapp.services.teaching.queries.differences import Difference, compare_versions
from webapp.services.teaching.queries.drafts import find_draft, others_at
from webapp.services.teaching.queries.examination import examine_question
from webapp.services.teaching.queries.manuscripts import Manuscript, load_manuscript
from webapp.services.teaching.queries.previews import preview_question
from webapp.services.teaching.queries.proposals import Wanted
from webapp.services.teaching.queries.question_facets import Filters
from webapp.services.teaching.queries.question_figures import figures_of
from webapp.services.teaching.queries.question_list import list_questions
from webapp.services.teaching.queries.uncited import count_uncited
from webapp.services.teaching.questions import retire_question
from webapp.wording import moment

blueprint = Blueprint("questions", __name__)


@blueprint.get("/teach/<course>/questions")
def index(course: str) -> ResponseReturnValue:
    """List a course's questions, filtered as asked."""
    taught, viewer = course_for(course, Role.INSTRUCTOR), current_viewer()
    filters = read_filters(Filters, request.args)
    return render_template(
        "teaching/questions.html",
        course=taught,
        filters=filters,
        query=as_query(filters),
        catalogue=list_questions(taught.id, filters, request.args.get("page", 1, type=int)),
        titles=dict(documents_to_cite(taught.id)),
        types=TYPE_NAMES,
        enough=ENOUGH_ANSWERS,
        act=last_act(taught.id, viewer.id, clock.now()),
        uncited=count_uncited(taught.id),
        others=[
            each
            for each in courses_taught(viewer.id, is_admin=viewer.is_admin)
            if each.slug != course and not each.is_archived
        ],
    )


@blueprint.route("/teach/<course>/questions/new", methods=["GET", "POST"])
@takes(LONG_FIELDS, files=("media",), largest=LARGEST_REQUEST)
def new(course: str) -> ResponseReturnValue:
    """Write a question."""
    return _work_on(course_for(course, Role.INSTRUCTOR), None)


@blueprint.route("/teach/<course>/questions/<uuid:question_id>", methods=["GET", "POST"])
@takes(LONG_FIELDS, files=("media",), largest=LARGEST_REQUEST)
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
    kept = _kept(course, manuscript) if request.method == "GET" else None
    wanted = request.form.get("document") or (kept.document if kept else None)
    wanted = wanted or request.args.get("document")
    desk = open_desk(course, manuscript, wanted, current_viewer().id)
    if kept:
        found = desk.check(kept)
        return _page(desk, Fields(kept), None if isinstance(found, Fields) else found, is_kept=True)
    if request.method != "POST":
        return _page(desk, Fields(_first_draft(desk)), manuscript.asked if manuscript else None)
    do, draft = request.form.get("do", "preview"), parse(request.form)
    if do == "media":
        return _add_media(desk, draft)
    if action := read_action(do, draft):
        return _act(desk, action, draft)
    draft = settle(draft, desk.source)
    found = desk.check(draft)
    if isinstance(found, Fields):
        return _page(desk, found), 400
    if do not in {"publish", "draft"}:
        return _page(desk, Fields(draft), found)
    return _save(desk, draft, found, do)


def _place(manuscript: Manuscript | None) -> str:
    return place_of(manuscript, request.form.get("place"), request.query_string)


def _kept(course: Course, manuscript: Manuscript | None) -> Draft | None:
    """Return what was typed here and not saved, unless an earlier version is looked at."""
    if "version" in request.args:
        return None
    draft = find_draft(current_viewer().id, course.id, _place(manuscript))
    return read_kept(draft.typed) if draft else None


def _act(desk: Desk, action: Action, draft: Draft) -> ResponseReturnValue:
    try:
        return _page(desk, Fields(apply(action, draft, desk.source)))
    except Refusal as refusal:
        return _page(desk, _refused(draft, refusal)), refusal.status


def _add_media(desk: Desk, draft: Draft) -> ResponseReturnValue:
    viewer = current_viewer()
    draft, error = take_given(
        draft, desk.course.id, viewer.id, clock.now(), is_exempt=viewer.is_admin
    )
    if not error:
        record_event("file added", course=desk.course.id)
    if action := read_action("media", draft):  # another document was chosen as well
        draft = apply(action, draft, desk.source)
    return _page(desk, Fields(draft), media_error=error), 400 if error else 200


def _save(desk: Desk, draft: Draft, question: Question, do: str) -> ResponseReturnValue:
    course, manuscript = desk.course, desk.manuscript
    try:
        question_id = author_question(
            course.id,
            question,
            Status.PUBLISHED if do == "publish" else Status.DRAFT,
            clock.now(),
            author_id=current_viewer().id,
            note=draft.note.strip(),
            question_id=manuscript.id if manuscript else None,
            based_on=(read_place(draft.based_on) or 0) if manuscript else None,
            place=_place(manuscript),
        )
    except Refusal as refusal:
        if manuscript and isinstance(refusal, Conflict):
            return _meet_conflict(desk, manuscript, draft, question), refusal.status
        return _page(desk, _refused(draft, refusal), question), refusal.status
    record_event("question saved", course=course.id, question=question_id, how=do)
    flash(_("Published.") if do == "publish" else _("Saved as a draft."), "ok")
    if "then" in request.args:
        return redirect(url_for("curating.queue", course=course.slug, **_queue_left("at")))
    return redirect(url_for(".edit", course=course.slug, question_id=question_id))


def _queue_left(then: str = "then") -> dict[str, Any]:
    """Return where in the queue of proposals the editor was opened; nothing when elsewhere."""
    wanted = {name: request.args[name] for name in Wanted.__slots__ if name in request.args}
    return {then: request.args["then"], **wanted} if "then" in request.args else {}


def _meet_conflict(desk: Desk, manuscript: Manuscript, draft: Draft, question: Question) -> str:
    """Say what was saved meanwhile; saving again puts this after it."""
    newer = load_manuscript(desk.course.id, manuscript.id, manuscript.number)
    draft = draft.changed(based_on=str(newer.latest))
    return _page(replace(desk, manuscript=newer), Fields(draft), question, newer.latest)


def _theirs(desk: Desk, mine: Question | None) -> tuple[Difference, ...]:
    """Return how what somebody else saved meanwhile differs from what is typed here."""
    if desk.manuscript is None or mine is None:
        return ()
    saved = load_manuscript(desk.course.id, desk.manuscript.id)
    return compare_versions(saved.asked, mine)


def _refused(draft: Draft, refusal: Refusal) -> Fields:
    fields = Fields(draft)
    fields.refuse(refusal.message, refusal.field)
    return fields


def _first_draft(desk: Desk) -> Draft:
    asked = desk.manuscript.asked if desk.manuscript else None
    draft = draft_of(
        asked,
        desk.source,
        type=request.args.get("type", ""),
        document=desk.source.slug if desk.source else "",
        origin=str(desk.manuscript.number if desk.manuscript else 0),
        based_on=str(desk.manuscript.latest if desk.manuscript else 0),
    )
    sentence = read_place(request.args.get("sentence")) or 0
    cited = asked.citations if asked else ()
    return point_at(draft, desk.source, cited, sentence, _chosen_words())


def _chosen_words() -> Span | None:
    """Return what was selected on the page of the document, by its place in the text."""
    start, end = read_place(request.args.get("start")), read_place(request.args.get("end"))
    return None if start is None or end is None or end <= start else Span(start, end)


def _page(
    desk: Desk,
    fields: Fields,
    question: Question | None = None,
    conflict: int | None = None,
    *,
    is_kept: bool = False,
    media_error: str = "",
) -> str:
    viewer, now = current_viewer(), clock.now()
    manuscript, place = desk.manuscript, _place(desk.manuscript)
    fields.form.document.choices = offer(desk.documents)
    return render_template(
        "teaching/question.html",
        course=desk.course,
        manuscript=manuscript,
        source=desk.source,
        speakers=known_speakers(desk.source) if desk.source else [],
        kinds=KINDS,
        fields=fields,
        form=fields.form,
        conflict=conflict,
        theirs=_theirs(desk, question) if conflict else (),
        place=place,
        is_kept=is_kept,
        kept=find_draft(viewer.id, desk.course.id, place),
        others=others_at(manuscript.id, viewer.id, now) if manuscript else [],
        affected=affected(manuscript.id, now) if manuscript else None,
        comments=list_comments(manuscript.id) if manuscript else [],
        figures=figures_of([manuscript.id]).get(manuscript.id) if manuscript else None,
        enough=ENOUGH_ANSWERS,
        viewer_id=viewer.id,
        segments=segments,
        media=offer_media(fields.draft, media_error),
        queue=_queue_left(),
        preview=preview_question(desk.course.id, question) if question else None,
        checked=examine_question(desk.course.id, question) if question else (),
        when=lambda at: moment(at, viewer.time_zone, now),
    )
