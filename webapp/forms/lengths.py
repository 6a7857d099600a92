"""How much may be written in a field."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString
from wtforms.validators import Length

from webapp.wording import whole


def at_most(characters: int) -> Length:
    """Return a validator of a field that takes so many characters."""
    most = LazyString(whole, characters)
    return Length(max=characters, message=_l("Keep it under %(most)s characters.", most=most))
