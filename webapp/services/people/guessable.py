"""Passwords that are guessed first: common ones, little changes of them, and one's own words.

Length, lists and an estimate, no rules of composition: NIST SP 800-63B (2017), 5.1.1.2. The lists
(some 90,000 passwords, names and words) and the estimate are zxcvbn's, which is loaded when the
first password is chosen.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache

from flask_babel import gettext as _

from webapp.services.errors import Refusal

SHORTEST = 8
LONGEST = 200
_SITE = "recite"
# Below this many guesses, whoever may try without limit for a day or so gets in.
_FEWEST_GUESSES = 10_000_000
# What is added to a word without making it a password: a year, a digit and a sign.
_LONGEST_ADDED = 5
_SHORTEST_WORD, _SHORTEST_CORE = 3, 4
_BETWEEN = r"[\s\-_.,;:/|+&]+"
_REPEATED = r"^(.{3,}?)\1+$"
_MOST_WORDS = 100
# The estimate tries every reading of digits and signs as letters: the time doubles with each.
_LOOKED_AT, _LOOKED_AT_IF_SIGNS, _FEW_SIGNS = 40, 16, 6
_SIGNS = frozenset("4@8({[<3691!|0$57+%2")
_LETTERS = str.maketrans("4@830!1$57", "aabeoiist" + "t")
_LISTS = ("passwords", "female_names", "male_names", "surnames")


def refuse_guessable(password: str, own: Iterable[str], field: str = "password") -> None:
    """Raise Refusal for a password that is too short, too long, common, or of one's own words.

    ``own`` is what belongs to the person: name, e-mail address, titles of courses.
    """
    if not SHORTEST <= len(password) <= LONGEST:
        raise Refusal(
            _("Use %(least)s to %(most)s characters.", least=SHORTEST, most=LONGEST), field
        )
    own = [*own, _SITE]
    folded = _fold(password)
    refuse_made_of(password, own, field)
    if folded in _common() or len(set(folded)) == 1:
        raise Refusal(_("That is one of the first passwords to be guessed. Use another."), field)
    written = {folded, re.sub(_BETWEEN, "", folded)}
    cores = {core for text in written for core in _cores(text)}
    if any(each in _common() for core in cores for each in _readings(core)):
        message = _("That is a common password or name with a little added. Use a few words.")
        raise Refusal(message, field)
    if _guesses(folded, own) < _FEWEST_GUESSES:
        raise Refusal(_("That is easily guessed. Use a few words in a row."), field)


def refuse_made_of(password: str, own: Iterable[str], field: str = "password") -> None:
    """Raise Refusal for a password that is little more than the given words."""
    folded, own = _fold(password), [_fold(word) for word in own if word]
    if any("@" in word and folded in {word, word.partition("@")[0]} for word in own):
        raise Refusal(_("That is your email. Use something only you know."), field)
    pieces = _pieces(own)
    if any(_is_made_of(each, pieces) for each in _readings(folded)):
        raise Refusal(
            _("That is made of your name, your email, a course or this site. Use other words."),
            field,
        )


def _fold(text: str) -> str:
    return unicodedata.normalize("NFKC", text[:LONGEST]).casefold()


def _pieces(own: list[str]) -> list[str]:
    """Return the words in what belongs to somebody, the longest first."""
    words = {word for text in own for word in [text, *re.split(r"[\W_]+", text)]}
    longest_first = sorted(words, key=lambda word: (-len(word), word))
    return [word for word in longest_first if len(word) >= _SHORTEST_WORD][:_MOST_WORDS]


def _readings(folded: str) -> set[str]:
    """Return the password as it is, and with digits and signs read as the letters they look."""
    return {folded, folded.translate(_LETTERS)}


def _cores(text: str) -> Iterator[str]:
    """Give what a password may have been before it was repeated, and digits and signs put around
    it."""
    for before in range(_LONGEST_ADDED + 1):
        for after in range(_LONGEST_ADDED + 1 - before):
            core = text[before : len(text) - after]
            added = text[:before] + text[len(text) - after :]
            if len(core) >= _SHORTEST_CORE and not any(map(str.isalpha, added)):
                yield core
                yield re.sub(_REPEATED, r"\1", core)


def _is_made_of(text: str, pieces: list[str]) -> bool:
    left = text
    for piece in pieces:
        left = left.replace(piece, "")
    return left != text and len(left) <= _LONGEST_ADDED


@cache
def _common() -> frozenset[str]:
    from zxcvbn.frequency_lists import FREQUENCY_LISTS

    return frozenset(word for name in _LISTS for word in FREQUENCY_LISTS[name])


def _guesses(folded: str, own: list[str]) -> float:
    """Return how many guesses the beginning of a password takes, at least."""
    from zxcvbn.matching import RANKED_DICTIONARIES, build_ranked_dict, omnimatch
    from zxcvbn.scoring import most_guessable_match_sequence

    few = len(_SIGNS.intersection(folded)) <= _FEW_SIGNS
    looked_at = folded[: _LOOKED_AT if few else _LOOKED_AT_IF_SIGNS]
    words = {**RANKED_DICTIONARIES, "own": build_ranked_dict(_pieces([*own]))}
    return float(most_guessable_match_sequence(looked_at, omnimatch(looked_at, words))["guesses"])
