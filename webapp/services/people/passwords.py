"""Passwords: hashed with Argon2id, as they are typed."""

from __future__ import annotations

import os
import unicodedata
from functools import cache
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError

from webapp.services.people.guessable import LONGEST

_hasher = PasswordHasher()
# Each takes 64 MiB and four threads of its own: more at once would only make all of them slower.
_hashing = BoundedSemaphore(max(1, os.cpu_count() or 1))
# Before the hash of a password in compatibility form, in which "①" is "1" and "ｘ" is "x". Such
# a hash cannot be made anew without the password: that happens at the next sign-in.
_FOLDED = "nfkc:"


def hash_password(password: str) -> str:
    """Return what is kept instead of the password; takes some fifty milliseconds on purpose."""
    with _hashing:
        return _hasher.hash(_composed(password))


def is_password(password: str, password_hash: str | None) -> bool:
    """Return whether ``password`` is the one that was hashed.

    Without a hash it is not, and that takes as long to find out.
    """
    compared, given = password_hash or _hash_of_nobody(), password[: LONGEST + 1]
    form = _folded if compared.startswith(_FOLDED) else _composed
    try:
        with _hashing:
            _hasher.verify(compared.removeprefix(_FOLDED), form(given))
    except VerificationError:
        return False
    return password_hash is not None


def is_outdated(password_hash: str) -> bool:
    """Return whether the hash was made in another way than it would be today."""
    return password_hash.startswith(_FOLDED) or _hasher.check_needs_rehash(password_hash)


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
