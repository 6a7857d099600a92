"""Whether a name is of the kind and grain of another, and could stand where that one does."""

from __future__ import annotations

import gzip
import re
import unicodedata
from collections import Counter
from functools import cache, lru_cache

from questions.distractors.backing import naming
from questions.distractors.kin import country_of, kinds_of
from questions.facts.moments import is_year
from questions.facts.naming import name_of
from questions.facts.places import cities, countries
from questions.facts.reading import Facts
from questions.language.lexicon import any_of
from questions.language.lexicon.names import (
    ARTICLED_PLACES,
    NO_STATES,
    OF_BODIES,
    SORTS_OF_BODIES,
)
from questions.language.lexicon.pronouns import SEX_OF_PRONOUN
from questions.language.pipeline import WEIGHTS
from questions.language.words import Sentence

_GREAT = frozenset({"country", "state"})
_OTHER_TIMES = 25  # years: a plain choice, about a generation
_BODY = re.compile(rf"\b(?:{any_of(OF_BODIES)})\b")
_SHORT = 5  # words: of a title or a dateline


def is_country(name: str) -> bool:
    """Return whether ``name`` is one of a territory, as the CLDR has it in English."""
    return name in countries() or "country" in kinds_of(name)


def is_body(facts: Facts, name: str) -> bool:
    """Return whether ``name`` is plainly an organisation's."""
    return bool(_BODY.search(name)) or any(name in (a.long, a.short) for a in facts.names.acronyms)


def is_alike(facts: Facts, key: str, name: str) -> bool:
    """Return whether a name of the key's kind is of its grain, script and sort too."""
    kind = facts.names.kind_of(key)
    if facts.is_common(name) or len(name) < 3 or _is_latin(key) is not _is_latin(name):
        return False
    if kind == "LOC":
        return not _meant(facts, key).isdisjoint(_meant(facts, name))
    if kind == "PER":
        played = facts.standing.is_played
        return _is_like_person(key, name) and played(key) is played(name)
    return is_body(facts, key) and is_body(facts, name) and _sort(key) == _sort(name)


def could_be(facts: Facts, name: str, sentence: Sentence) -> bool:
    """Return whether somebody named could be the one that ``sentence`` is asked for.

    Not whom the whole document is about, nor whom "he" may mean there, and nobody of another time.
    """
    if facts.names.kind_of(name) != "PER":
        return True
    if any(word.lower in SEX_OF_PRONOUN for word in sentence.words):
        if name in facts.names.of_kind("PER")[:1]:
            return False
    return not _is_its_own(facts, name) and _is_of_time(facts, name, sentence)


def takes_article(name: str) -> bool:
    """Return whether one speaks of a place as "the" such a one."""
    return name in ARTICLED_PLACES


def is_near(city: str, other: str) -> bool:
    """Return whether two cities are of one country; of other names nothing is known."""
    ours, theirs = country_of(city), country_of(other)
    return ours == theirs or not (ours and theirs)


def _sort(name: str) -> int:
    """Return which sort of bodies a name is of; -1: none that is known."""
    words = set(re.findall(r"\w+", name))
    return next((n for n, sort in enumerate(SORTS_OF_BODIES) if sort & words), -1)


def _is_its_own(facts: Facts, name: str) -> bool:
    """Return whether a document opens by saying who somebody is: it is about nobody else."""
    opening = next((one for one in facts.sentences if len(one.words) > _SHORT), None)
    if opening is None or not opening.root.is_noun or not opening.child(opening.root, "cop"):
        return False
    before = [one for one in opening.names if one.end <= opening.root.index and one.kind == "PER"]
    return any(facts.names.same(name, name_of(opening, one)) for one in before)


def _is_of_time(facts: Facts, name: str, sentence: Sentence) -> bool:
    """Return whether somebody is named with a year near that of ``sentence``, if it is long ago."""
    years = [int(word.text) for word in sentence.words if is_year(word.text)]
    if not years or max([*facts.years(), *years]) - max(years) < _OTHER_TIMES:
        return True
    near = (
        int(word.text) for one in naming(facts, name) for word in one.words if is_year(word.text)
    )
    return any(abs(year - one) < _OTHER_TIMES for year in near for one in years)


def _is_latin(name: str) -> bool:
    """Return whether all letters of a name are Latin: another script may spell the same one."""
    return all("LATIN" in unicodedata.name(sign, "") for sign in name if sign.isalpha())


@lru_cache(maxsize=4_096)  # each name is compared with every other one
def grains(name: str) -> frozenset[str]:
    """Return of what grain a place may be: a country, a city, a river; none where unknown."""
    kinds = kinds_of(name)
    if is_country(name):
        kinds |= {"country"}
    elif name in cities():
        kinds |= {"city"}
    words = name.split()
    named = {word for word in (words[0], words[-1]) if len(words) > 1 and word in _place_words()}
    return kinds or frozenset(named)


def _meant(facts: Facts, name: str) -> frozenset[str]:
    """Return of what grain a place is here: "Georgia" is a state where others are."""
    found = grains(name)
    if name in NO_STATES:
        return found - {"state"}
    if len(found & _GREAT) == 1:
        return found & _GREAT  # many a town is called Armenia or Virginia, and few are meant
    if len(found) < 2:
        return found
    beside = [grains(other) for other in facts.names.of_kind("LOC") if other != name]
    counts = Counter(grain for each in beside if len(each) == 1 for grain in each & found)
    return frozenset({counts.most_common(1)[0][0]}) if counts else found


def _is_like_person(key: str, name: str) -> bool:
    """Return whether a name is of a person as plainly as the key is: "Pons Aelius" is a fort."""
    if (len(key.split()) > 1) != (len(name.split()) > 1) or " of " in name:
        return False
    return key.split()[0] not in _given() or name.split()[0] in _given()


@cache
def _given() -> frozenset[str]:
    return _list("given.txt.gz")


@cache
def _place_words() -> frozenset[str]:
    return frozenset(
        (WEIGHTS / "gazetteers" / "placeword.txt").read_text(encoding="utf-8").splitlines()
    )


def _list(name: str) -> frozenset[str]:
    data = gzip.decompress((WEIGHTS / "gazetteers" / name).read_bytes())
    return frozenset(data.decode().splitlines())
