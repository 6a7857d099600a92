"""Forms about people: coming in, joining, and passwords."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from flask import current_app
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, EmailField, Field, Form, HiddenField, PasswordField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError

from webapp.characters import one_line
from webapp.models import lengths
from webapp.services.errors import Refusal, TooMany
from webapp.services.people.accounts import Account
from webapp.services.people.addresses import read_email
from webapp.services.people.guessable import LONGEST, SHORTEST, refuse_made_of
from webapp.services.people.recovery_codes import LONGEST as LONGEST_CODE

# Where the browser keeps the address that was signed up with, for the sign-in page.
TYPED_EMAIL = "typed_email"
# Where somebody who signed up was going: the mail that confirms an address leads there no more.
GOING_TO = "going_to"
_LONGEST_TOKEN = 200


@cache
def known_zones() -> frozenset[str]:
    """Return the names of all time zones."""
    return frozenset(available_timezones())


def local_path(text: str | None) -> str | None:
    """Return ``text`` when it is a path on this site, to go back to; nothing otherwise."""
    if not text or not text.startswith("/") or text.startswith("//"):
        return None
    if any(character == "\\" or unicodedata.category(character)[0] == "C" for character in text):
        return None
    parts = urlsplit(text)
    return None if parts.scheme or parts.netloc else text


def _known_zone(text: str | None) -> str:
    return text if text in known_zones() else "UTC"


def _is_email(_form: Form, field: Field) -> None:
    try:
        read_email(field.data)
    except Refusal as refusal:
        raise ValidationError(str(refusal.message)) from refusal


def _email_field(autocomplete: str = "email") -> EmailField:
    return EmailField(
        _l("Email"),
        filters=[one_line],
        validators=[
            DataRequired(_l("Type an email address.")),
            Length(max=lengths.EMAIL, message=_l("That is too long for an email address.")),
            _is_email,
        ],
        render_kw={"autocomplete": autocomplete},
    )


def _is_not_of_site(_form: Form, field: Field) -> None:
    """Refuse a password made of the site's own address."""
    host = urlsplit(current_app.extensions["recite"].url or "").hostname
    try:
        refuse_made_of(field.data or "", [host or ""])
    except Refusal as refusal:
        raise ValidationError(str(refusal.message)) from refusal


def _new_password_field(label: str) -> PasswordField:
    return PasswordField(
        label,
        validators=[
            InputRequired(_l("Choose a password.")),
            Length(
                SHORTEST,
                LONGEST,
                _l("Use %(least)s to %(most)s characters.", least=SHORTEST, most=LONGEST),
            ),
            _is_not_of_site,
        ],
        render_kw={"autocomplete": "new-password"},
    )


def _known_password_field(label: str) -> PasswordField:
    return PasswordField(
        label,
        validators=[InputRequired(_l("Type your password."))],
        render_kw={"autocomplete": "current-password", "maxlength": LONGEST},
    )


def name_field() -> StringField:
    """Return the field for what a person is called."""
    return StringField(
        _l("Name"),
        filters=[one_line],
        validators=[
            DataRequired(_l("Type a name.")),
            Length(
                max=lengths.NAME,
                message=_l("Use %(most)s characters at most.", most=lengths.NAME),
            ),
        ],
        render_kw={"autocomplete": "name"},
    )


class PeopleForm(FlaskForm):  # type: ignore[misc]
    """A form that shows what a service refuses beside the field it is about."""

    _refused = 422

    @contextmanager
    def refusals(self) -> Iterator[None]:
        """Turn a refusal that names a field into its error; others go on."""
        try:
            yield
        except Refusal as refusal:
            if refusal.field not in self:
                raise
            self[refusal.field].errors = [str(refusal.message)]
            if isinstance(refusal, TooMany):
                self._refused = refusal.status

    def validate(self, extra_validators: Any = None) -> bool:
        """Validate; errors become plain text, which templates tell from lists of errors."""
        is_valid: bool = super().validate(extra_validators)
        for field in self:
            field.errors = [str(error) for error in field.errors]
        return is_valid

    def given(self, name: str) -> str:
        """Return what was given in a field of text."""
        return str(self[name].data or "")

    @property
    def status(self) -> int:
        """The HTTP status of the page that shows this form: 422 or 429 when something is wrong."""
        return self._refused if self.errors else 200


class SignInForm(PeopleForm):
    """E-mail address and password, and where to go then."""

    next = HiddenField(filters=[local_path])
    email = _email_field("username")
    password = _known_password_field(_l("Password"))


class GuestForm(PeopleForm):
    """What is known of a guest: the time zone."""

    time_zone = HiddenField(filters=[_known_zone])


class AccountForm(GuestForm):
    """A new account."""

    name = name_field()
    email = _email_field("username")
    password = _new_password_field(_l("Password"))

    def account(self) -> Account:
        """Return the account that was filled in."""
        return Account(*map(self.given, ("name", "email", "password", "time_zone")))


class SignUpForm(AccountForm):
    """A new account, and where to go then."""

    next = HiddenField(filters=[local_path])


class JoinForm(PeopleForm):
    """The code of a course."""

    code = StringField(
        _l("Course code"),
        filters=[one_line],
        validators=[DataRequired(_l("Type the code of the course."))],
        render_kw={
            "autocomplete": "off",
            "autocapitalize": "characters",
            "spellcheck": "false",
            "maxlength": 20,
        },
    )


class ForgottenForm(PeopleForm):
    """Whose password was forgotten."""

    email = _email_field()


def one_time_token(text: str | None) -> str:
    """Return the token of a one-time link, whether it was typed alone or as the whole link."""
    return (text or "").strip().rpartition("#")[2]


class OneTimeForm(PeopleForm):
    """The code of a one-time link, which its page fills in by itself."""

    token = StringField(
        _l("Code from the link"),
        filters=[one_time_token],
        validators=[
            DataRequired(_l("Paste the link, or only the part after the #.")),
            Length(max=_LONGEST_TOKEN, message=_l("That is too long for a code.")),
        ],
        render_kw={"autocomplete": "off", "autocapitalize": "off", "spellcheck": "false"},
    )


class HeldTokenForm(PeopleForm):
    """A form behind a one-time link, which goes on with its token."""

    token = HiddenField(filters=[one_time_token])


class NewPasswordForm(HeldTokenForm):
    """A new password, by a link; some links ask for a recovery code besides."""

    code = StringField(
        _l("Recovery code"),
        filters=[one_line],
        validators=[
            DataRequired(_l("Type one of your recovery codes.")),
            Length(max=LONGEST_CODE, message=_l("That is too long for a recovery code.")),
        ],
        render_kw={
            "autocomplete": "off",
            "autocapitalize": "characters",
            "spellcheck": "false",
            "maxlength": LONGEST_CODE,
        },
    )
    password = _new_password_field(_l("New password"))


class AdministratorForm(AccountForm, HeldTokenForm):
    """The account of the first administrator, by a link."""


class ConfirmationForm(HeldTokenForm):
    """Nothing but the wish to confirm an address."""


class ChangePasswordForm(PeopleForm):
    """A new password, by the old one."""

    old = _known_password_field(_l("Old password"))
    new = _new_password_field(_l("New password"))


class DeletionForm(PeopleForm):
    """The password, to delete an account."""

    password = _known_password_field(_l("Password"))


class SureForm(PeopleForm):
    """A box to tick, for those who have no password."""

    sure = BooleanField(
        _l("Delete everything I did here"),
        validators=[InputRequired(_l("Tick the box if you are sure."))],
    )


class AccountDeletionForm(PeopleForm):
    """A box to tick, to delete somebody's account."""

    sure = BooleanField(
        _l("Delete the account, and everything they answered"),
        validators=[InputRequired(_l("Tick the box if you are sure."))],
    )
