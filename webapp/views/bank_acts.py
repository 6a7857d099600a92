"""Several questions at once: tagged, published, retired, and that undone."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from questions.lengths import TAG
from webapp import clock
from webapp.access import course_for, current_viewer
from webapp.forms.filters import as_query, read_filters
from webapp.forms.teaching.questions import tags_of
from webapp.forms.teaching.refusals import refused_in_words
from webapp.logs import record_event
from webapp.models import CHOOSABLE, ActKind, Course, Role
from webapp.services.errors import Forbidden, Missing, Refusal
from webapp.services.teaching.bank_acts import Change, Done, act_on_questions
from webapp.services.teaching.bank_undoing import undo_last_act
from webapp.services.teaching.queries.question_facets import Filters
from webapp.services.teaching.queries.question_list import matching_ids
from webapp.wording import whole

blueprint = Blueprint("bank_acts", __name__)


@blueprint.post("/teach/<course>/questions/act")
def act(course: str) -> ResponseReturnValue:
    """Do one thing to the chosen questions, or to all that match."""
    taught = course_for(course, Role.INSTRUCTOR)
    filters = read_filters(Filters, request.args)
    try:
        change = _change()
        ids = _chosen(taught, filters, change)
        done = act_on_questions(taught.id, ids, change, current_viewer().id, clock.now())
    except (Missing, Forbidden):
        raise
    except Refusal as refusal:
        flash(str(refusal.message), "bad")
    else:
        record_event("questions changed", course=taught.id, how=change.kind, count=done.count)
        _tell(done, ngettext("%(num)s question changed.", "%(num)s questions changed.", done.count))
        if done.stayed:
            flash(_told_of_those_in_use(done.stayed), "ok")
    return redirect(url_for("questions.index", course=course, **as_query(filters)))


@blueprint.post("/teach/<course>/questions/undo")
def undo(course: str) -> ResponseReturnValue:
    """Take the last act on several questions back."""
    taught = course_for(course, Role.INSTRUCTOR)
    try:
        done = undo_last_act(taught.id, current_viewer().id, clock.now())
    except Refusal as refusal:
        flash(str(refusal.message), "warn")
    else:
        record_event("change of questions undone", course=taught.id, count=done.count)
        count = whole(done.count)
        told = ngettext(
            "Undone: %(count)s question.", "Undone: %(count)s questions.", done.count, count=count
        )
        _tell(done, told)
    filters = read_filters(Filters, request.args)
    return redirect(url_for("questions.index", course=course, **as_query(filters)))


def _change() -> Change:
    wanted = request.form.get("do", "")
    if wanted not in CHOOSABLE:
        raise Refusal(_("Choose what to do with the questions."))
    kind = ActKind(wanted)
    if kind in (ActKind.PUBLISH, ActKind.RETIRE):
        return Change(kind)
    if kind is ActKind.RENAME:
        return Change(kind, _tag("from"), _tag("to"))
    if kind is ActKind.MOVE:
        return Change(kind, _tag("from"), _tag("label"))
    if kind is ActKind.TRANSFER:
        return Change(kind, course_id=_other_course())
    return Change(kind, _tag("label"))


def _other_course() -> UUID:
    """Return the course that the questions are to go to, which this person teaches too."""
    if not (slug := request.form.get("course", "")):
        raise Refusal(_("Choose the course that the questions go to."))
    return course_for(slug, Role.INSTRUCTOR).id


def _told_of_those_in_use(count: int) -> str:
    said = ngettext(
        "One was copied: it is in use here, so it stays here too, with its answers.",
        "%(num)s were copied: they are in use here, so they stay here too, with their answers.",
        count,
    )
    return str(said)


def _tag(name: str) -> str:
    tags = tags_of(request.form.get(name))
    if len(tags) != 1 or len(tags[0]) > TAG:
        raise Refusal(_("Write one tag, of at most %(most)s characters.", most=TAG))
    return tags[0]


def _chosen(course: Course, filters: Filters, change: Change) -> list[UUID]:
    if change.kind is ActKind.RENAME:
        return matching_ids(course.id, Filters(tag=change.tag))
    if "all" in request.form:
        return matching_ids(course.id, filters)
    return list(dict.fromkeys(request.form.getlist("chosen", type=UUID)))


def _tell(done: Done, what: str) -> None:
    flash(what, "ok" if done.count or not done.refused else "warn")
    for said in refused_in_words(done.refused):
        flash(said, "warn")
