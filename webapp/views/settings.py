"""Settings, the password, and what is one's own: to take along or to delete."""

from __future__ import annotations

import json
from dataclasses import fields

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from webapp import clock
from webapp.access import Viewer, begin_session, current_viewer, end_session, guess
from webapp.access.limits import PASSWORD
from webapp.forms.people import ChangePasswordForm, DeletionForm, PeopleForm, SureForm
from webapp.forms.settings import SettingsForm
from webapp.headers import forget_site
from webapp.logs import record_event
from webapp.services.operations.spending import computing
from webapp.services.people.factors import ways_in
from webapp.services.people.personal_data import (
    courses_left_alone,
    delete_guest,
    delete_passwordless,
    delete_person,
    gather,
)
from webapp.services.people.settings import Preferences, change_settings, replace_password

blueprint = Blueprint("settings", __name__)


@blueprint.route("/settings", methods=["GET", "POST"])
def show() -> ResponseReturnValue:
    """Show the settings, and change them."""
    viewer = current_viewer()
    form = SettingsForm.showing(_preferences(viewer))
    if form.validate_on_submit():
        change_settings(viewer.id, form.preferences())
        record_event("settings changed")
        flash(_("Saved."), "ok")
        return redirect(url_for("settings.show"))
    has_password = ways_in(viewer.id).has_password
    password_form = ChangePasswordForm(formdata=None) if has_password else None
    page = render_template("settings/show.html", form=form, password_form=password_form)
    return page, form.status


@blueprint.route("/settings/password", methods=["GET", "POST"])
def change_password() -> ResponseReturnValue:
    """Replace the password; every other browser is signed out."""
    viewer = current_viewer()
    form = ChangePasswordForm()
    if form.validate_on_submit():
        with form.refusals():
            with guess(PASSWORD, viewer.account, "old"):
                replace_password(viewer.id, form.given("old"), form.given("new"))
            begin_session(viewer.id)
            record_event("password changed", actor=viewer.id, means="password")
            flash(_("Your password is changed. You are signed out everywhere else."), "ok")
            return redirect(url_for("settings.show"))
    shown = SettingsForm.showing(_preferences(viewer), formdata=None)
    page = render_template("settings/show.html", form=shown, password_form=form)
    return page, form.status


@blueprint.get("/settings/data")
def take_data() -> ResponseReturnValue:
    """Give a person everything of theirs in one file."""
    viewer = current_viewer()
    with computing(viewer.id, clock.now(), is_exempt=viewer.is_admin):
        record = gather(viewer.id, clock.now())
    record_event("own data exported")
    return Response(
        json.dumps(record, ensure_ascii=False, indent=2),
        mimetype="application/json",
        headers={"Content-Disposition": "attachment; filename=recite.json"},
    )


@blueprint.route("/settings/delete", methods=["GET", "POST"])
def delete() -> ResponseReturnValue:
    """Delete the account and everything of its person's, once they have confirmed it."""
    viewer = current_viewer()
    has_password = ways_in(viewer.id).has_password
    if not (has_password or viewer.is_guest or viewer.is_fresh(clock.now())):
        return redirect(url_for("confirming.show", next=url_for("settings.delete")))
    form: PeopleForm = DeletionForm() if has_password else SureForm()
    if form.validate_on_submit():
        with form.refusals():
            _delete(viewer, form)
            record_event("account deleted", actor=viewer.id)
            end_session()
            forget_site()
            flash(_("Your account and everything in it is deleted."), "ok")
            return redirect(url_for("welcome.show"))
    left = courses_left_alone(viewer.id)
    return render_template("settings/delete.html", form=form, courses=left), form.status


def _delete(viewer: Viewer, form: PeopleForm) -> None:
    if isinstance(form, DeletionForm):
        with guess(PASSWORD, viewer.account, "password"):
            delete_person(viewer.id, form.given("password"))
    elif viewer.is_guest:
        delete_guest(viewer.id)
    else:
        delete_passwordless(viewer.id)


def _preferences(viewer: Viewer) -> Preferences:
    return Preferences(**{field.name: getattr(viewer, field.name) for field in fields(Preferences)})
