"""The site's administrator: how the site does, and its accounts."""

from __future__ import annotations

import platform
from enum import StrEnum
from importlib.metadata import version
from typing import assert_never
from uuid import UUID

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from webapp import clock, jobs
from webapp.access import administrator, asks_anew, current_viewer
from webapp.forms.people import AccountDeletionForm
from webapp.logs import record_event
from webapp.services.errors import Conflict, Missing, Refusal
from webapp.services.operations.jobs import course_of_job, retry_job
from webapp.services.operations.queries.accounts import Which, account_of, courses_of, find_accounts
from webapp.services.operations.queries.usage import (
    count_jobs,
    jobs_of_site,
    lately,
    latest_faults,
    room_in,
    usage,
)
from webapp.services.people.administering import (
    delete_account,
    lock_account,
    make_administrator,
    sign_out_everywhere,
    unlock_account,
    unmake_administrator,
)
from webapp.services.people.personal_data import courses_left_alone
from webapp.wording import moment, size

blueprint = Blueprint("administering", __name__)


class Act(StrEnum):
    """What is done with an account by one button."""

    LOCK = "lock"
    UNLOCK = "unlock"
    SIGN_OUT = "sign-out"
    MAKE = "administrator"
    UNMAKE = "no-administrator"


@blueprint.get("/admin")
def index() -> ResponseReturnValue:
    """Show how much there is, what goes on, and what goes wrong."""
    viewer, now = administrator(), clock.now()
    return render_template(
        "administering/index.html",
        usage=usage(),
        lately=[lately(now, 7), lately(now, 30)],
        jobs=jobs_of_site(),
        counts=count_jobs(),
        faults=latest_faults(),
        room=room_in(current_app.extensions["recite"].data),
        size=size,
        version=version("recite"),
        python=platform.python_version(),
        when=lambda at: moment(at, viewer.time_zone, now),
    )


@blueprint.post("/admin/jobs/<uuid:job_id>/retry")
@asks_anew
def retry(job_id: UUID) -> ResponseReturnValue:
    """Queue a job anew that failed."""
    administrator()
    course_id = course_of_job(job_id)
    try:
        retry_job(course_id, job_id, clock.now())
    except Conflict as refusal:
        flash(str(refusal.message), "warn")
    else:
        jobs.ring(job_id)
        record_event("job queued", course=course_id, job=job_id)
        flash(_("The job is queued again."), "ok")
    return redirect(url_for(".index", _anchor="jobs"))


@blueprint.get("/admin/people")
def people() -> ResponseReturnValue:
    """List accounts, page by page, or those that are searched for."""
    viewer, now = administrator(), clock.now()
    words, kind = request.args.get("q", "").strip(), request.args.get("which", "")
    which = Which(kind) if kind in list(Which) else Which.ALL
    number = request.args.get("page", 1, type=int)
    return render_template(
        "administering/people.html",
        found=find_accounts(words, which, number),
        words=words,
        which=which,
        when=lambda at: moment(at, viewer.time_zone, now),
    )


@blueprint.get("/admin/people/<uuid:user_id>")
@asks_anew
def person(user_id: UUID) -> ResponseReturnValue:
    """Show an account and what can be done with it."""
    administrator()
    return _page(user_id)


@blueprint.post("/admin/people/<uuid:user_id>/<act>")
@asks_anew
def change(user_id: UUID, act: str) -> ResponseReturnValue:
    """Lock, unlock, sign out everywhere, make or unmake an administrator."""
    viewer = administrator()
    account = account_of(user_id)
    if act not in list(Act):
        raise Missing(_("That cannot be done with an account."))
    try:
        event, text = _do(Act(act), user_id, viewer.id)
    except Refusal as refusal:
        return _page(user_id, str(refusal.message)), refusal.status
    record_event(event, person=user_id)
    flash(text % {"name": account.name}, "ok")
    return redirect(url_for(".person", user_id=user_id))


def _do(act: Act, user_id: UUID, by: UUID) -> tuple[str, str]:
    """Do it; returns the event, and what to say."""
    match act:
        case Act.LOCK:
            lock_account(user_id, by, clock.now())
            return "account locked", _("%(name)s is signed out, and cannot come in.")
        case Act.UNLOCK:
            unlock_account(user_id)
            return "account unlocked", _("%(name)s can sign in again.")
        case Act.SIGN_OUT:
            sign_out_everywhere(user_id)
            return "signed out by administrator", _("%(name)s is signed out everywhere.")
        case Act.MAKE:
            make_administrator(user_id)
            return "administrator made", _("%(name)s is an administrator.")
        case Act.UNMAKE:
            unmake_administrator(user_id)
            return "administrator unmade", _("%(name)s is an administrator no longer.")
    assert_never(act)


@blueprint.route("/admin/people/<uuid:user_id>/deletion", methods=["GET", "POST"])
@asks_anew
def delete(user_id: UUID) -> ResponseReturnValue:
    """Say what is lost with an account, and delete it once that is confirmed."""
    viewer, form = administrator(), AccountDeletionForm()
    account = account_of(user_id)
    problem = ""
    if form.validate_on_submit():
        try:
            delete_account(user_id, viewer.id)
        except Refusal as refusal:
            problem = str(refusal.message)
        else:
            record_event("account deleted", person=user_id)
            flash(_("The account of %(name)s is deleted.", name=account.name), "ok")
            return redirect(url_for(".people"))
    page = render_template(
        "administering/deletion.html",
        account=account,
        form=form,
        courses=courses_left_alone(user_id),
        problem=problem,
    )
    return page, 400 if problem else form.status


def _page(user_id: UUID, problem: str = "") -> str:
    viewer, now = current_viewer(), clock.now()
    return render_template(
        "administering/person.html",
        account=account_of(user_id),
        courses=courses_of(user_id),
        problem=problem,
        when=lambda at: moment(at, viewer.time_zone, now),
    )
