"""The code that a quiz asks for before an attempt begins."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import StringField

from webapp.characters import one_line
from webapp.forms.people import PeopleForm


class BeginningForm(PeopleForm):
    """What is typed to begin an attempt: the code, where the quiz asks for one."""

    code = StringField(
        _l("Code of this quiz"),
        filters=[one_line],
        render_kw={
            "autocomplete": "off",
            "autocapitalize": "characters",
            "spellcheck": "false",
            "maxlength": 40,
        },
    )
