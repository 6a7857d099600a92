"""A quiz to look at as a whole: as learners see it, printed, and its key."""

from __future__ import annotations

import time
from datetime import timedelta
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from webapp import clock
from webapp.access import course_for, current_viewer
from webapp.forms.teaching.table_files import file_of
from webapp.learning.confidence import SCHEME
from webapp.models import Role
from webapp.services.media.queries.files import contents_named
from webapp.services.operations.spending import computing
from webapp.services.quizzes.queries.papers import lay_out
from webapp.services.quizzes.queries.terms import terms_for
from webapp.services.quizzes.rules import told_of_tries, told_when
from webapp.services.teaching.queries.exceptions import learners_with_terms
from webapp.typesetting import UnreadableError, can_set, pictures_in, set_pages
from webapp.wording import moment, waiting_time

blueprint = Blueprint("quiz_papers", __name__)


@blueprint.get("/teach/<course>/quizzes/<uuid:quiz_id>/preview")
def preview(course: str, quiz_id: UUID) -> ResponseReturnValue:
    """Show the quiz as any learner would see it; no attempt comes of it."""
    taught = course_for(course, Role.INSTRUCTOR)
    zone, now = current_viewer().time_zone, clock.now()
    paper = lay_out(taught.id, quiz_id)
    learners = learners_with_terms(paper.quiz)
    named = request.args.get("as", "")
    chosen = next((learner for learner in learners if str(learner.id) == named), None)
    wait = paper.quiz.waiting_minutes
    return render_template(
        "teaching/quiz_preview.html",
        course=taught,
        paper=paper,
        learners=learners,
        chosen=chosen.id if chosen else None,
        terms=chosen.terms_in(paper.quiz) if chosen else terms_for(paper.quiz),
        told=told_when(paper.quiz),
        told_tries=told_of_tries(paper.quiz),
        scheme=SCHEME,
        now=now,
        waiting=waiting_time(timedelta(minutes=wait)) if wait else None,
        when=lambda at: moment(at, zone, now),
    )


@blueprint.get("/teach/<course>/quizzes/<uuid:quiz_id>/print")
def show(course: str, quiz_id: UUID) -> ResponseReturnValue:
    """Give the quiz as a paper to be answered with a pen."""
    return _paper(course, quiz_id, is_key=False)


@blueprint.get("/teach/<course>/quizzes/<uuid:quiz_id>/print/key")
def key(course: str, quiz_id: UUID) -> ResponseReturnValue:
    """Give the key to that paper."""
    return _paper(course, quiz_id, is_key=True)


@blueprint.get("/teach/<course>/quizzes/<uuid:quiz_id>/print.pdf")
def show_pdf(course: str, quiz_id: UUID) -> ResponseReturnValue:
    """Give the paper as a PDF file."""
    return _pdf(course, quiz_id, is_key=False)


@blueprint.get("/teach/<course>/quizzes/<uuid:quiz_id>/print/key.pdf")
def key_pdf(course: str, quiz_id: UUID) -> ResponseReturnValue:
    """Give the key to the paper as a PDF file."""
    return _pdf(course, quiz_id, is_key=True)


def _pdf(course: str, quiz_id: UUID, *, is_key: bool) -> ResponseReturnValue:
    taught, viewer = course_for(course, Role.INSTRUCTOR), current_viewer()
    now, exempt = clock.now(), viewer.is_admin
    try:
        # It is another process that computes, while this one waits.
        with computing(viewer.id, now, is_exempt=exempt, spent=time.monotonic):
            html = _paper(course, quiz_id, is_key=is_key)
            content = set_pages(html, contents_named([taught.id], pictures_in(html)))
    except UnreadableError:
        said = _("The PDF could not be made. Print the page, and choose to save it as a PDF there.")
        flash(said, "bad")
        page = "quiz_papers.key" if is_key else "quiz_papers.show"
        return redirect(url_for(page, course=course, quiz_id=quiz_id))
    return file_of(content, "application/pdf", f"{course}-{'key' if is_key else 'quiz'}.pdf")


def _paper(course: str, quiz_id: UUID, *, is_key: bool) -> str:
    taught = course_for(course, Role.INSTRUCTOR)
    return render_template(
        "teaching/quiz_paper.html",
        course=taught,
        paper=lay_out(taught.id, quiz_id),
        scheme=SCHEME,
        is_key=is_key,
        can_set=can_set(),
    )
