"""Forms that show who somebody is, besides the password."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, PasswordField, StringField
from wtforms.validators import DataRequired, InputRequired, Length

from webapp.characters import one_line
from webapp.forms.people import PeopleForm, local_path
from webapp.models.lengths import NAME
from webapp.services.people.guessable import LONGEST
from webapp.services.people.recovery_codes import LONGEST as LONGEST_CODE

LONGEST_CREDENTIAL = 20_000


def _code_field(label: str) -> StringField:
    return StringField(
        label,
        filters=[one_line],
        validators=[
            DataRequired(_l("Type the code.")),
            Length(max=LONGEST_CODE, message=_l("That is too long for a code.")),
        ],
        render_kw={
            "autocomplete": "one-time-code",
            "autocapitalize": "characters",
            "spellcheck": "false",
        },
    )


class CodeForm(PeopleForm):
    """A code of an app, or of the recovery list."""

    next = HiddenField(filters=[local_path])
    code = _code_field(_l("Code"))


class PasswordForm(PeopleForm):
    """The password, asked for anew."""

    next = HiddenField(filters=[local_path])
    password = PasswordField(
        _l("Password"),
        validators=[InputRequired(_l("Type your password."))],
        render_kw={"autocomplete": "current-password", "maxlength": LONGEST},
    )


class PasskeyForm(PeopleForm):
    """What a device answers, which a script fills in."""

    next = HiddenField(filters=[local_path])
    credential = HiddenField(
        validators=[
            InputRequired(_l("The device gave no answer. Try again.")),
            Length(max=LONGEST_CREDENTIAL, message=_l("The device’s answer is too long.")),
        ]
    )


class NewPasskeyForm(PasskeyForm):
    """A new passkey, with a name to know it by."""

    name = StringField(
        _l("Name"),
        filters=[one_line],
        validators=[
            DataRequired(_l("Name the passkey, so that you know it later.")),
            Length(max=NAME, message=_l("Use %(most)s characters at most.", most=NAME)),
        ],
        render_kw={"autocomplete": "off"},
    )
