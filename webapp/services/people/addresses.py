"""E-mail addresses: read once into the one form that is checked, kept, looked up and written to.

Whatever leads to the same mailbox, or cannot be told apart by the eye, is one address: full
width letters, capitals, letters that cannot be seen, a dot at the end, a domain in its ASCII
spelling. What is checked is what is kept, because nothing changes it afterwards.
"""

from __future__ import annotations

import re
import unicodedata

from email_validator import EmailNotValidError, validate_email
from flask_babel import gettext as _

from webapp.models.lengths import EMAIL
from webapp.services.errors import Refusal

_LONGEST_TYPED = 4 * EMAIL
_MOST_ROUNDS = 4
# Besides the category "format": fillers, joiners and selectors that take no place on the page.
_UNSEEN = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
)
# Many of their letters cannot be told apart: c, o, p.
_ALIKE = {"LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "COPTIC", "CHEROKEE"}
# A capital I with a dot becomes a small one with a second dot.
_DOTTED = "i\u0307"


def normal_email(text: str) -> str:
    """Return an address in the form that is kept; what is none comes back in some form as well.

    Doing it again changes nothing.
    """
    if len(text) > _LONGEST_TYPED:
        return text
    for _round in range(_MOST_ROUNDS):
        before, text = text, _without_trailing_dots(_fold(text))
        if text == before:
            break
    try:
        return validate_email(text, check_deliverability=False).normalized.lower()
    except EmailNotValidError:
        return text


def read_email(text: str) -> str:
    """Return the address that somebody typed, as it is kept.

    Raises:
        Refusal: it is none.
    """
    email = normal_email(text)
    try:
        validate_email(email, check_deliverability=False)
    except EmailNotValidError as error:
        message = _("That is not an email address, like name@school.org.")
        raise Refusal(message, "email") from error
    if any(_mixes_alphabets(part) for part in re.split(r"[@.]", email)):
        message = _("That address mixes letters of two alphabets that look alike. Type it anew.")
        raise Refusal(message, "email")
    if len(email.encode()) > EMAIL:
        raise Refusal(_("That is too long for an email address."), "email")
    return email


def _mixes_alphabets(part: str) -> bool:
    """Whether a part has letters of two alphabets with letters in common, which no word has."""
    alphabets = {unicodedata.name(letter, "").partition(" ")[0] for letter in part}
    return len(alphabets & _ALIKE) > 1


def _fold(text: str) -> str:
    seen = "".join(letter for letter in text if unicodedata.category(letter) != "Cf")
    plain = unicodedata.normalize("NFKC", _UNSEEN.sub("", seen)).strip().lower()
    return plain.replace("\u3002", ".").replace(_DOTTED, "i")


def _without_trailing_dots(text: str) -> str:
    local, at, domain = text.rpartition("@")
    return f"{local}{at}{domain.rstrip('.')}" if at else text
