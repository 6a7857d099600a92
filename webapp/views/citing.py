"""Passages for drafts that cite nothing: found, looked over, and cited several at once."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import ngettext

from webapp import clock
from webapp.access import course_for, current_viewer
from webapp.forms.teaching.places import read_place
from webapp.forms.teaching.questions import TYPE_NAMES
from webapp.forms.teaching.refusals import refused_in_words
from webapp.logs import record_event
from webapp.models import Course, Role
from webapp.services.errors import Refusal
from webapp.services.teaching.bank_undoing import last_act
from webapp.services.teaching.citing import ChosenPassage, Cited, cite_passages
from webapp.services.teaching.queries.uncited import list_uncited

_PARTS = 3  # of what a button sends: a document, the text shown, the place in it

blueprint = Blueprint("citing", __name__)


@blueprint.get("/teach/<course>/questions/uncited")
def show(course: str) -> ResponseReturnValue:
    """Show drafts that cite nothing, each with the passages that may prove it."""
    taught = course_for(course, Role.INSTRUCTOR)
    return _page(taught, request.args.get("page", 1, type=int))


@blueprint.post("/teach/<course>/questions/uncited")
def cite(course: str) -> ResponseReturnValue:
    """Cite the passages that are chosen, and publish what may be if that is wanted."""
    taught, viewer = course_for(course, Role.INSTRUCTOR), current_viewer()
    publish = request.form.get("publish") == "y"
    page = read_place(request.form.get("page")) or 1
    try:
        done = cite_passages(taught.id, _chosen(), viewer.id, clock.now(), publish=publish)
    except Refusal as refusal:
        return _page(taught, page, str(refusal.message)), 400
    record_event("passages cited", course=taught.id, count=done.count, published=done.published)
    _tell(done, publish=publish)
    return redirect(url_for(".show", course=course, page=page))


def _page(course: Course, page: int, refused: str = "") -> str:
    return render_template(
        "teaching/uncited.html",
        course=course,
        found=list_uncited(course.id, page),
        act=last_act(course.id, current_viewer().id, clock.now()),
        types=TYPE_NAMES,
        refused=refused,
    )


def _chosen() -> dict[UUID, ChosenPassage]:
    """Return the passage that was chosen for each question; what cannot be read is none."""
    chosen = {}
    for question_id in request.form.getlist("question", type=UUID):
        parts = request.form.get(f"passage-{question_id}", "").split(" ")
        if len(parts) != _PARTS:
            continue
        document, revision, place = parts
        try:
            passage = ChosenPassage(document, UUID(revision), read_place(place) or 0)
        except ValueError:
            continue
        chosen[question_id] = passage
    return chosen


def _tell(done: Cited, *, publish: bool) -> None:
    if done.count:
        told = ngettext(
            "%(num)s question cites a passage now.",
            "%(num)s questions cite a passage now.",
            done.count,
        )
        flash(told, "ok")
    if publish and done.published < done.count:
        left = done.count - done.published
        flash(
            ngettext(
                "%(num)s of them stays a draft: open it to see what is missing.",
                "%(num)s of them stay drafts: open them to see what is missing.",
                left,
            ),
            "warn",
        )
    for said in refused_in_words(done.refused):
        flash(said, "warn")
