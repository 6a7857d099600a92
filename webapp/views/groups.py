"""The groups that the learners of a course learn in, for those who teach it."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from webapp.access import course_for
from webapp.forms.teaching.groups import read_groups
from webapp.logs import record_event
from webapp.models import Course, Role
from webapp.services.teaching.grouping import group_names, set_groups
from webapp.services.teaching.members import list_people

blueprint = Blueprint("groups", __name__)


@blueprint.get("/teach/<course>/people/groups")
def show(course: str) -> ResponseReturnValue:
    """Show each learner of a course with their group."""
    return _page(course_for(course, Role.INSTRUCTOR))


@blueprint.post("/teach/<course>/people/groups")
def save(course: str) -> ResponseReturnValue:
    """Put learners into the groups that were typed."""
    taught = course_for(course, Role.INSTRUCTOR)
    typed = read_groups(request.form)
    if typed.problems:
        return _page(taught, typed.names, typed.problems), 400
    changed = set_groups(taught.id, typed.names)
    record_event("groups set", course=taught.id, count=changed)
    said = ngettext(
        "One learner is in another group now.",
        "%(num)s learners are in another group now.",
        changed,
    )
    flash(said if changed else _("The groups are as they were."), "ok")
    return redirect(url_for(".show", course=course))


def _page(
    course: Course,
    typed: dict[UUID, str] | None = None,
    problems: dict[UUID, str] | None = None,
) -> str:
    learners = [each for each in list_people(course.id) if each.role is Role.LEARNER]
    return render_template(
        "teaching/groups.html",
        course=course,
        learners=learners,
        names=group_names(course.id),
        typed=typed or {},
        problems=problems or {},
    )
