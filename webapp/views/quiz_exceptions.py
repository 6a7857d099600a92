"""Exceptions in a quiz: what holds for learners and groups, and more time for who is at it."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from webapp import clock
from webapp.access import course_for, current_viewer
from webapp.forms.teaching.exceptions import ExceptionForm, MoreTimeForm, fields_of, value_of
from webapp.forms.teaching.quizzes import read_id
from webapp.logs import record_event
from webapp.models import Course, Quiz, Role
from webapp.services.errors import Refusal
from webapp.services.quizzes.closing import close_overdue
from webapp.services.quizzes.overriding import (
    OwnTerms,
    give_time,
    override,
    override_for_group,
    remove_group_override,
    remove_override,
)
from webapp.services.quizzes.queries.attempts import find_quiz
from webapp.services.teaching.queries.exceptions import (
    Exempted,
    ExemptedGroup,
    attempts_under_way,
    groups_with_terms,
    learners_with_terms,
)
from webapp.wording import moment

blueprint = Blueprint("quiz_exceptions", __name__)
_PATH = "/teach/<course>/quizzes/<uuid:quiz_id>/exceptions"


@blueprint.get(_PATH)
def show(course: str, quiz_id: UUID) -> ResponseReturnValue:
    """Show who is at the quiz, and for whom something else holds."""
    taught = course_for(course, Role.INSTRUCTOR)
    close_overdue(clock.now(), course_ids=[taught.id])
    quiz = find_quiz(taught.id, quiz_id)
    whom = _Whom(quiz)
    chosen = whom.chosen(request.args.get("whom"))
    filled = fields_of(chosen, current_viewer().time_zone) if chosen else {}
    return _page(taught, quiz, whom, ExceptionForm(data=filled), MoreTimeForm())


@blueprint.post(_PATH)
def save(course: str, quiz_id: UUID) -> ResponseReturnValue:
    """Let something else hold for a learner or a group."""
    taught = course_for(course, Role.INSTRUCTOR)
    quiz, form = find_quiz(taught.id, quiz_id), ExceptionForm()
    whom = _Whom(quiz)
    form.offer(whom.learners, whom.groups)
    if form.validate():
        chosen = whom.chosen(form.whom.data)
        wanted = form.wanted(current_viewer().time_zone, chosen.override if chosen else None)
        try:
            _override(taught, quiz, form, wanted)
        except Refusal as refusal:
            form.refuse(refusal.message, refusal.field)
        else:
            return _back(course, quiz_id, _("The exception is saved."))
    return _page(taught, quiz, whom, form, MoreTimeForm()), 400


def _override(course: Course, quiz: Quiz, form: ExceptionForm, wanted: OwnTerms) -> None:
    now, learner_id = clock.now(), read_id(form.whom.data)
    if form.group_name:
        override_for_group(course.id, quiz.id, form.group_name, wanted, now)
    elif learner_id:
        override(course.id, quiz.id, learner_id, wanted, now)
    record_event("quiz exception saved", course=course.id, quiz=quiz.id, person=learner_id)


@blueprint.post(f"{_PATH}/<uuid:learner_id>/removal")
def remove(course: str, quiz_id: UUID, learner_id: UUID) -> ResponseReturnValue:
    """Let what holds for everybody hold for a learner again."""
    taught = course_for(course, Role.INSTRUCTOR)
    remove_override(taught.id, quiz_id, learner_id)
    record_event("quiz exception removed", course=taught.id, quiz=quiz_id, person=learner_id)
    return _back(course, quiz_id, _("What holds for everybody holds for them again."))


@blueprint.post(f"{_PATH}/groups/removal")
def remove_for_group(course: str, quiz_id: UUID) -> ResponseReturnValue:
    """Let what holds for everybody hold for a group again."""
    taught = course_for(course, Role.INSTRUCTOR)
    remove_group_override(taught.id, quiz_id, request.form.get("group", ""))
    record_event("quiz exception removed", course=taught.id, quiz=quiz_id)
    return _back(course, quiz_id, _("What holds for everybody holds for them again."))


@blueprint.post(f"{_PATH}/time")
def give(course: str, quiz_id: UUID) -> ResponseReturnValue:
    """Give one attempt under way more time, or all of them."""
    taught = course_for(course, Role.INSTRUCTOR)
    quiz, form = find_quiz(taught.id, quiz_id), MoreTimeForm()
    if not form.validate():
        return _page(taught, quiz, _Whom(quiz), ExceptionForm(None), form), 400
    which, minutes = read_id(request.form.get("attempt")), form.minutes.data or 0
    given = give_time(taught.id, quiz.id, minutes, None if which is None else [which])
    record_event("more time given", course=taught.id, quiz=quiz_id, minutes=minutes, count=given)
    return _back(
        course,
        quiz_id,
        ngettext(
            "One learner has more time now. Their page shows it with the next answer or reload.",
            "%(num)s learners have more time now. "
            "Their pages show it with the next answer or reload.",
            given,
        ),
    )


class _Whom:
    """Whom something else can hold for in a quiz."""

    def __init__(self, quiz: Quiz) -> None:
        self.learners, self.groups = learners_with_terms(quiz), groups_with_terms(quiz)

    def chosen(self, whom: str | None) -> Exempted | ExemptedGroup | None:
        """Return whom the value of the field names."""
        every: list[Exempted | ExemptedGroup] = [*self.learners, *self.groups]
        return next((each for each in every if value_of(each) == whom), None)


def _back(course: str, quiz_id: UUID, said: str) -> ResponseReturnValue:
    flash(said, "ok")
    return redirect(url_for(".show", course=course, quiz_id=quiz_id))


def _page(
    course: Course,
    quiz: Quiz,
    whom: _Whom,
    form: ExceptionForm,
    time_form: MoreTimeForm,
) -> str:
    viewer, now = current_viewer(), clock.now()
    form.offer(whom.learners, whom.groups)
    return render_template(
        "teaching/exceptions.html",
        course=course,
        quiz=quiz,
        learners=whom.learners,
        groups=whom.groups,
        value_of=value_of,
        under_way=attempts_under_way(quiz.id),
        form=form,
        time_form=time_form,
        zone=viewer.time_zone,
        when=lambda at: moment(at, viewer.time_zone, now),
    )
