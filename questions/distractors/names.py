"""Other names of the kind and grain of the key: the document's own, then of its family."""

from __future__ import annotations

import re
from collections.abc import Sequence

from questions.distractors.backing import naming
from questions.distractors.kin import Kin, kin_of, people_of, spellings
from questions.distractors.likeness import (
    could_be,
    grains,
    is_alike,
    is_body,
    is_country,
    is_near,
)
from questions.distractors.wanted import WANTED
from questions.facts.naming import name_of
from questions.facts.reading import Facts
from questions.language.lexicon import any_of
from questions.language.lexicon.links import ALSO_CALLED, CALLED
from questions.language.lexicon.verbs import BY_MANY
from questions.language.words import EntityKind, Sentence, lemma

LOOKED_AT = 500  # the most frequent: of more, each question would go through all
_ENOUGH = 8  # more than any question takes, as some may turn out to be right
_PLURALS = {
    "city": "cities",
    "state": "states",
    "state of Australia": "states",
    "state of Germany": "states",
    "province of Canada": "provinces",
}
_ALSO = re.compile(
    rf"\s*(?:\(|,\s*)(?:(?:{any_of(ALSO_CALLED | {'or', 'then'})})\s+)*"
    rf"(?:{any_of(CALLED)}|born|née?|i\.e\.)?\s*(?:the\s+)?",
    re.IGNORECASE,
)
_AKA = re.compile(
    rf"\s*,?\s*(?:(?:is|was)\s+)?(?:(?:{any_of(ALSO_CALLED)})\s+)*"
    rf"(?:{any_of(CALLED)}|nicknamed|or)\s+(?:the\s+)?",
    re.IGNORECASE,
)
_OPENING = re.compile(r"\s*\((?:[a-z\u00c0-\u024f]+:?\s+)?")


def other_names(facts: Facts, key: str, sentence: Sentence) -> list[str]:
    """Return three other names of the kind and size of ``key``; none where there are fewer."""
    found = some_names(facts, key, sentence)
    return found[:WANTED] if len(found) >= WANTED else []


def some_names(facts: Facts, key: str, sentence: Sentence) -> list[str]:
    """Return other names of the kind and size of ``key``, however few: the document's first."""
    kind = facts.names.kind_of(key)
    if kind is None or (kind == "PER" and len(key.split()) == 1) or "continent" in grains(key):
        return []  # of continents the stem nearly always leaves one
    here = [facts.names.full(name_of(sentence, name)) for name in sentence.names]
    found = _own(facts, key, kind, here, sentence)
    if kind == "LOC" and len(found) < WANTED and not _is_shared(sentence):
        found += _others(facts, key, [*here, *found])
    return [name for name in found if not _is_told_of(sentence, name)]


def _is_told_of(sentence: Sentence, name: str) -> bool:
    """Return whether a sentence speaks of the people of a country: "Italian forces"."""
    people = people_of(name)
    return bool(people) and any(word.text.startswith(people) for word in sentence.words)


def listed_names(facts: Facts, members: Sequence[str], sentence: Sentence) -> list[str]:
    """Return up to three names like all ``members`` of a list that are not on it."""
    if any(not is_alike(facts, members[0], other) for other in members[1:]):
        return []
    found = some_names(facts, members[0], sentence)
    return [
        name for name in found if not any(may_be_same(facts, name, member) for member in members)
    ][:WANTED]


def sort_of(facts: Facts, names: Sequence[str]) -> str:
    """Return what to call several names: "countries", "people"; "" where nothing fits all."""
    kinds = {facts.names.kind_of(name) for name in names}
    if kinds == {"PER"}:
        return "people"
    if kinds == {"ORG"} and all(is_body(facts, name) for name in names):
        return "organisations"
    if all(is_country(name) for name in names):
        return "countries"
    shared = frozenset.intersection(*(grains(name) for name in names))
    return next((many for one, many in _PLURALS.items() if one in shared), "")


def may_be_same(facts: Facts, one: str, other: str) -> bool:
    """Return whether two names may mean the same, by their spelling or by what a sentence says."""
    if facts.names.same(one, other) or other in spellings(one):
        return True
    return _introduced_as(facts, one, other)


def _own(
    facts: Facts, key: str, kind: EntityKind, here: list[str], sentence: Sentence
) -> list[str]:
    own = facts.standing.of(key)
    found: list[str] = []
    for name in facts.names.of_kind(kind)[:LOOKED_AT]:
        if len(found) == _ENOUGH:
            break
        if kind == "PER" and not own & facts.standing.of(name):
            continue
        if not (is_alike(facts, key, name) and is_near(key, name)):
            continue
        if not could_be(facts, name, sentence):
            continue
        if not any(may_be_same(facts, name, other) for other in [key, *here, *found]):
            found.append(name)
    return found


def _others(facts: Facts, key: str, known: list[str]) -> list[str]:
    kin = kin_of(key)
    if kin is None or not _is_at_home(facts, key, kin):
        return []
    return [
        name
        for name in kin.others
        if not any(facts.names.same(name, other) for other in [key, *known])
    ][: WANTED + len(known)]


def _is_at_home(facts: Facts, key: str, kin: Kin) -> bool:
    """Return whether a city is the one the list knows: "Troy" is also one of New York's."""
    if not kin.home:
        return True
    if any(naming(facts, text) for text in kin.home):
        return True
    return any(name in facts.names.kinds for name in kin.others if name != key)


def _is_shared(sentence: Sentence) -> bool:
    return any(word.is_verb and lemma(word) in BY_MANY for word in sentence.words)


def _introduced_as(facts: Facts, one: str, other: str) -> bool:
    """Return whether a sentence gives one as another name: "Jean Cauvin (John Calvin)"."""
    for sentence in naming(facts, one, other):
        text = sentence.passage.span.of(facts.document.text)
        if _gives(text, one, other) or _gives(text, other, one):
            return True
    return False


def _gives(text: str, one: str, other: str) -> bool:
    start = text.index(one) + len(one)
    end = text.find(other, start)
    between = text[start:end] if end >= 0 else "-"
    return any(how.fullmatch(between) for how in (_OPENING, _ALSO, _AKA)) and between.strip() != ","
