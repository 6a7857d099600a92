"""Passwords: hashed with Argon2id, and refused when they are among the first to be guessed.

Length and a list, no rules of composition: NIST SP 800-63B (2017), 5.1.1.2.
"""

from __future__ import annotations

import unicodedata
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError
from flask_babel import gettext as _

from webapp.services.errors import Refusal

SHORTEST = 8
LONGEST = 200
_LISTED = """
00000000 11111111 11223344 12121212 123123123 12341234 12345678 123456789 1234567890 123456789a
147258369 1q2w3e4r 1q2w3e4r5t 1qaz2wsx 22222222 55555555 66666666 77777777 87654321 88888888
987654321 9876543210 99999999 a1234567 a123456789 aa123456 aaaaaaaa abc12345 abcd1234 abcdefgh
admin123 administrator alexander asdf1234 asdfghjk asdfghjkl baseball basketball benjamin
butterfly changeme charlie1 chocolate christian computer corvette danielle demonstration dragon12
elizabeth facebook football football1 freedom1 harley12 hello123 iloveyou iloveyou1 iloveyou2
internet jennifer jonathan jordan23 killer12 letmein1 liverpool lovelove master12 maverick
mercedes metallica michael1 michelle midnight monkey12 mustang1 nicholas p@ssw0rd p@ssword
pa55word passpass passw0rd password password1 password12 password123 password1234 pokemon1
princess princess1 q1w2e3r4 q1w2e3r4t5 qazwsxedc qwer1234 qwerty12 qwerty123 qwerty1234 qwertyui
qwertyuiop recite123 samantha sample123 scorpion secret12 shadow12 slipknot snoopy12 starwars
steelers student1 sunshine sunshine1 superman superman1 swordfish teacher1 test1234 testtest
thunder1 trustno1 victoria welcome1 welcome123 whatever william1 yankees1 zaq12wsx zxcvbnm1
zxcvbnm123
"""
_COMMON = frozenset(_LISTED.split())
_hasher = PasswordHasher()
# Before the hash of a password in compatibility form, in which "①" is "1" and "ｘ" is "x". Such
# a hash cannot be made anew without the password: that happens at the next sign-in.
_FOLDED = "nfkc:"


def hash_password(password: str) -> str:
    """Return what is kept instead of the password; takes some fifty milliseconds on purpose."""
    return _hasher.hash(_composed(password))


def is_password(password: str, password_hash: str | None) -> bool:
    """Return whether ``password`` is the one that was hashed.

    Without a hash it is not, and that takes as long to find out.
    """
    compared, given = password_hash or _hash_of_nobody(), password[: LONGEST + 1]
    form = _folded if compared.startswith(_FOLDED) else _composed
    try:
        _hasher.verify(compared.removeprefix(_FOLDED), form(given))
    except VerificationError:
        return False
    return password_hash is not None


def is_outdated(password_hash: str) -> bool:
    """Return whether the hash was made in another way than it would be today."""
    return password_hash.startswith(_FOLDED) or _hasher.check_needs_rehash(password_hash)


def refuse_guessable(password: str, email: str | None, field: str = "password") -> None:
    """Raise Refusal for a password that is too short, too long, common or the person's e-mail."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise Refusal(
            _("Use %(least)s to %(most)s characters.", least=SHORTEST, most=LONGEST), field
        )
    folded = _folded(password).casefold()
    if folded in _COMMON or len(set(folded)) == 1:
        raise Refusal(_("That is one of the first passwords to be guessed. Use another."), field)
    if email and folded in {email.casefold(), email.casefold().partition("@")[0]}:
        raise Refusal(_("That is your email. Use something only you know."), field)


@cache
def _hash_of_nobody() -> str:
    return _hasher.hash("")


def _composed(password: str) -> str:
    """Return the password with accents as one letter or two, whichever the keyboard sends.

    Nothing else is taken for the same: two passwords that look different are two.
    """
    return unicodedata.normalize("NFC", password)


def _folded(password: str) -> str:
    return unicodedata.normalize("NFKC", password)
