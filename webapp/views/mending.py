"""What a file of questions has amiss is put right while it is looked over."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from questions.question import Question
from webapp import clock
from webapp.access import course_for, current_viewer, takes
from webapp.forms.teaching.editor import (
    Desk,
    Draft,
    Fields,
    apply,
    check,
    document_of,
    draft_of,
    id_of,
    open_desk,
    parse,
    point_at,
    read_action,
    salvage,
    segments,
    settle,
)
from webapp.forms.teaching.kinds import KINDS
from webapp.forms.teaching.media import offer_media, take_given
from webapp.forms.teaching.offers import offer
from webapp.forms.teaching.questions import LONG_FIELDS
from webapp.forms.teaching.whereabouts import carried, page_in
from webapp.gateway.limits import LARGEST_REQUEST
from webapp.logs import record_event
from webapp.models import Course, QuestionImport, Role
from webapp.services.errors import Missing, Refusal
from webapp.services.sources.queries.sentences import known_speakers
from webapp.services.teaching.importing import find_import
from webapp.services.teaching.mending import mend_left_out, mend_question
from webapp.services.teaching.queries.examination import examine_question
from webapp.services.teaching.queries.import_looks import look_at_place, text_at
from webapp.services.teaching.queries.import_places import LeftThere, edition_of, find_left_out
from webapp.services.teaching.queries.import_verdicts import ImportVerdict
from webapp.services.teaching.queries.previews import preview_question

blueprint = Blueprint("mending", __name__)

Save = Callable[[Question, str], int]  # takes the file's digest as well, and returns the place


@dataclass(frozen=True, slots=True)
class Amiss:
    """What is put right: a question that was read, or what was left out; and why."""

    where: str
    messages: tuple[str, ...]
    draft: Draft
    slug: str | None
    anchor: str
    question: Question | None = None
    text: str = ""


@blueprint.route(
    "/teach/<course>/import/<uuid:import_id>/question/<int:place>", methods=["GET", "POST"]
)
@takes(LONG_FIELDS, files=("media",), largest=LARGEST_REQUEST)
def question(course: str, import_id: UUID, place: int) -> ResponseReturnValue:
    """Put a question of a file right."""
    taught, row = _file(course, import_id)
    where = str(_("Question %(n)s", n=place + 1))

    def save(mended: Question, digest: str) -> int:
        mend_question(taught.id, current_viewer().id, import_id, place, mended, digest, clock.now())
        return place

    seen = look_at_place(row, place)
    if seen is None and request.method == "POST":  # it is read in another format meanwhile
        gone = Amiss(where, (), parse(request.form), None, f"q{place + 1}")
        return _work_on(_desk(taught, ""), row, gone, save)
    if seen is None:
        raise Missing(_("There is no such place in this file any more."))
    asked = seen.judged.asked
    desk = _desk(taught, asked.citations[0].document if asked.citations else "")
    slug = desk.source.slug if desk.source else ""
    draft = draft_of(asked, desk.source, document=slug)
    here = [each for each in asked.citations[:1] if each.document == slug]
    draft = point_at(draft, desk.source, here)
    said = [message for _where, message in seen.troubles]
    why = [seen.judged.why] if seen.judged.why and not seen.judged.can_be_taken else []
    own = None if seen.judged.verdict is ImportVerdict.NAMESAKE else asked.id
    amiss = Amiss(where, (*why, *said), draft, own, f"q{place + 1}", asked)
    return _work_on(desk, row, amiss, save)


@blueprint.route(
    "/teach/<course>/import/<uuid:import_id>/left-out/<int:number>", methods=["GET", "POST"]
)
@takes(LONG_FIELDS, files=("media",), largest=LARGEST_REQUEST)
def left_out(course: str, import_id: UUID, number: int) -> ResponseReturnValue:
    """Write the question that was left out at a place of a file."""
    taught, row = _file(course, import_id)
    out = find_left_out(row, number)
    if out is None and request.method == "POST":  # put right elsewhere meanwhile: that is said
        out = LeftThere(number, 0, "", (), {})
    if out is None:
        raise Missing(_("There is no such place in this file any more."))
    desk = _desk(taught, document_of(out.spelt))
    draft = settle(salvage(out.spelt, desk.source), desk.source)
    where = f"{out.where[:1].upper()}{out.where[1:]}"
    amiss = Amiss(
        where, out.messages, draft, id_of(out.spelt), f"p{number + 1}", text=text_at(row, out.where)
    )

    def save(mended: Question, digest: str) -> int:
        return mend_left_out(
            taught.id, current_viewer().id, import_id, number, mended, digest, clock.now()
        )

    return _work_on(desk, row, amiss, save)


def _file(course: str, import_id: UUID) -> tuple[Course, QuestionImport]:
    taught = course_for(course, Role.INSTRUCTOR)
    row = find_import(taught.id, current_viewer().id, import_id, clock.now())
    if row.taken_at is not None and request.method != "POST":  # what was typed is drawn again
        raise Missing(_("This file is taken in. Change its questions among those of the course."))
    return taught, row


def _desk(course: Course, cited: str) -> Desk:
    viewer_id = current_viewer().id
    wanted = request.form.get("document") or cited
    try:
        return open_desk(course, None, wanted, viewer_id)
    except Missing:  # what it cites is not in the course: something else may be
        return open_desk(course, None, None, viewer_id)


def _work_on(desk: Desk, row: QuestionImport, amiss: Amiss, save: Save) -> ResponseReturnValue:
    if request.method != "POST":
        return _page(desk, row, amiss, Fields(amiss.draft), amiss.question)
    do, draft = request.form.get("do", "preview"), parse(request.form)
    if do == "media":
        return _add_media(desk, row, amiss, draft)
    if action := read_action(do, draft):
        try:
            return _page(desk, row, amiss, Fields(apply(action, draft, desk.source)))
        except Refusal as refusal:
            return _refused(desk, row, amiss, draft, refusal)
    draft = settle(draft, desk.source)
    before = amiss.question.interaction if amiss.question else None
    found = check(draft, desk.source, slug=amiss.slug, before=before)
    if isinstance(found, Fields):
        return _page(desk, row, amiss, found), 400
    if do != "mend":
        return _page(desk, row, amiss, Fields(draft), found)
    return _save(desk, row, amiss, draft, found, save)


def _save(
    desk: Desk, row: QuestionImport, amiss: Amiss, draft: Draft, found: Question, save: Save
) -> ResponseReturnValue:
    try:
        place = save(found, request.form.get("seen", ""))
    except Missing:
        raise
    except Refusal as refusal:
        return _refused(desk, row, amiss, draft, refusal, found)
    record_event("question of a file put right", course=desk.course.id, format=row.format)
    flash(_("Put right. Nothing is taken in yet."), "ok")
    return redirect(_back(desk, row, f"q{place + 1}"))


def _add_media(desk: Desk, row: QuestionImport, amiss: Amiss, draft: Draft) -> ResponseReturnValue:
    viewer = current_viewer()
    draft, error = take_given(
        draft, desk.course.id, viewer.id, clock.now(), is_exempt=viewer.is_admin
    )
    if not error:
        record_event("file added", course=desk.course.id)
    if action := read_action("media", draft):  # another document was chosen as well
        draft = apply(action, draft, desk.source)
    return _page(desk, row, amiss, Fields(draft), media_error=error), 400 if error else 200


def _back(desk: Desk, row: QuestionImport, anchor: str) -> str:
    """Return where something stands in the preview, on the page that the editor was opened from."""
    return url_for(
        "importing.show",
        course=desk.course.slug,
        import_id=row.id,
        page=page_in(request.args),
        **carried(request.args),
        _anchor=anchor,
    )


def _refused(
    desk: Desk,
    row: QuestionImport,
    amiss: Amiss,
    draft: Draft,
    refusal: Refusal,
    found: Question | None = None,
) -> ResponseReturnValue:
    fields = Fields(draft)
    fields.refuse(refusal.message, refusal.field)
    return _page(desk, row, amiss, fields, found), refusal.status


def _is_cited_here(desk: Desk, asked: Question) -> bool:
    """Return whether the course has what a question cites, so that it can be shown."""
    return {each.document for each in asked.citations} <= {slug for slug, _title in desk.documents}


def _page(
    desk: Desk,
    row: QuestionImport,
    amiss: Amiss,
    fields: Fields,
    found: Question | None = None,
    *,
    media_error: str = "",
) -> str:
    fields.form.document.choices = offer(desk.documents)
    if found and not _is_cited_here(desk, found):
        found = None
    seen = request.form.get("seen") if request.method == "POST" else edition_of(row)
    return render_template(
        "teaching/import_mend.html",
        course=desk.course,
        row=row,
        amiss=amiss,
        seen=seen,
        back=_back(desk, row, amiss.anchor),
        manuscript=None,
        media=offer_media(fields.draft, media_error),
        source=desk.source,
        speakers=known_speakers(desk.source) if desk.source else [],
        kinds=KINDS,
        fields=fields,
        form=fields.form,
        segments=segments,
        preview=preview_question(desk.course.id, found) if found else None,
        checked=examine_question(desk.course.id, found) if found else (),
    )
