"""A course's quizzes: built, changed, deleted."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from webapp import clock
from webapp.access import course_for, current_viewer, takes
from webapp.forms.filters import read_filters
from webapp.forms.teaching.courses import LONG
from webapp.forms.teaching.questions import TYPE_NAMES
from webapp.forms.teaching.quiz_filling import (
    BANDS,
    Choosing,
    choose,
    clues_by_place,
    fitting_by_place,
    offer_published,
)
from webapp.forms.teaching.quizzes import QuizForm, filled_from, picks_of
from webapp.forms.teaching.section_passages import (
    MOST_BLOCKS,
    around_sections,
    choose_passage,
    take_in_all,
)
from webapp.logs import record_event
from webapp.models import Course, Role
from webapp.outbox import site_address
from webapp.services.errors import Refusal
from webapp.services.quizzes.building import Built, delete_quiz, load_quiz, save_quiz
from webapp.services.quizzes.closing import close_overdue
from webapp.services.quizzes.queries.published_questions import (
    Askable,
    find_published,
    load_stems,
    published_questions,
)
from webapp.services.sources.queries.sentences import documents_to_cite
from webapp.services.teaching.queries.accepted import accepted_to_ask
from webapp.services.teaching.queries.proposals import Wanted

blueprint = Blueprint("course_quizzes", __name__)


@blueprint.route("/teach/<course>/quizzes/new", methods=["GET", "POST"])
@takes({"description": LONG, "text": LONG, "words": LONG})
def new(course: str) -> ResponseReturnValue:
    """Build a quiz."""
    return _build(course_for(course, Role.INSTRUCTOR), None)


@blueprint.route("/teach/<course>/quizzes/<uuid:quiz_id>", methods=["GET", "POST"])
@takes({"description": LONG, "text": LONG, "words": LONG})
def edit(course: str, quiz_id: UUID) -> ResponseReturnValue:
    """Change a quiz."""
    taught = course_for(course, Role.INSTRUCTOR)
    return _build(taught, load_quiz(taught.id, quiz_id))


@blueprint.route("/teach/<course>/quizzes/<uuid:quiz_id>/deletion", methods=["GET", "POST"])
def delete(course: str, quiz_id: UUID) -> ResponseReturnValue:
    """Ask whether to delete a quiz, then delete it."""
    taught = course_for(course, Role.INSTRUCTOR)
    built = load_quiz(taught.id, quiz_id)
    if request.method == "POST":
        delete_quiz(taught.id, quiz_id)
        record_event("quiz deleted", course=taught.id, quiz=quiz_id)
        flash(_("“%(title)s” is deleted.", title=built.plan.title), "ok")
        return redirect(url_for("teaching.show", course=course))
    return render_template("teaching/quiz_deletion.html", course=taught, built=built)


def _build(course: Course, built: Built | None) -> ResponseReturnValue:
    zone = current_viewer().time_zone
    published = published_questions(course.id, built.id if built else None)
    form = QuizForm(data=filled_from(built, zone) if built else _first(course))
    do = request.form.get("do", "save")
    if request.method != "POST" or form.rearrange(do) or choose_passage(form, do, course.id):
        return _page(course, built, form, published)
    if outcome := choose(form, do, published):
        return _page(course, built, form, published, outcome)
    form.take_in()
    if form.validate() and take_in_all(form, course.id):
        by_id = {question.id: question for question in published}
        try:
            quiz_id = save_quiz(
                course.id,
                form.plan(zone, by_id, built.plan if built else None),
                clock.now(),
                built.id if built else None,
                author_id=current_viewer().id,
            )
        except Refusal as refusal:
            form.refuse(refusal.message, refusal.field)
        else:
            record_event("quiz saved", course=course.id, quiz=quiz_id)
            close_overdue(clock.now(), course_ids=[course.id])
            flash(_("The quiz is saved."), "ok")
            return redirect(url_for(".edit", course=course.slug, quiz_id=quiz_id))
    return _page(course, built, form, published), 400


def _first(course: Course) -> dict[str, Any]:
    """Return what a new quiz begins with: nothing, or what was accepted of the proposals."""
    if request.args.get("of") != "accepted":
        return {}
    return {"picked": picks_of(accepted_to_ask(course.id, read_filters(Wanted, request.args)))}


def _page(
    course: Course,
    built: Built | None,
    form: QuizForm,
    published: list[Askable],
    outcome: Choosing | None = None,
) -> str:
    titles = dict(documents_to_cite(course.id))
    offer_published(form, published, titles)
    for row in form.sections:
        row.form.source.choices = list(titles.items())
    picked = form.question_ids()
    return render_template(
        "teaching/quiz.html",
        course=course,
        built=built,
        form=form,
        known=load_stems(course.id, picked),
        found=find_published(published, picked, form.sought()),
        clues=clues_by_place(form),
        around=around_sections(form, course.id),
        most_blocks=MOST_BLOCKS,
        fitting=fitting_by_place(form, published),
        bands=BANDS,
        about={str(question.id): question for question in published},
        outcome=outcome,
        types=TYPE_NAMES,
        titles=titles,
        zone=current_viewer().time_zone,
        link=_link(course, built) if built else None,
    )


def _link(course: Course, built: Built) -> str:
    return site_address("joining.show", code=course.join_code, quiz_id=built.id)
