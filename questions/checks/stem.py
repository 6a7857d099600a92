"""The stem stands alone, reads well and does not give its answer away."""

from __future__ import annotations

import re
from itertools import pairwise

from questions.asking.candidate import Candidate
from questions.facts.dangling import dangles
from questions.facts.reading import Facts
from questions.typed_answers import normalise

_LONGEST = 270
_FEWEST_WORDS = 5
_CITED = re.compile(r"\[\w[^\]]*\]")
_ODD = re.compile(r"\s[,.;]|[,;:]\?|\(\s*\)|,,|\.\?|\[\d+\]|[\"“”„]")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
_UNPAIRED = (("(", ")"), ("[", "]"), ("“", "”"))


def no_dangling(candidate: Candidate, facts: Facts) -> str | None:
    """No pronoun or "the programme" points outside the stem."""
    if candidate.way in {"matching", "ordering", "acronym"}:
        return None
    person = candidate.introduced or candidate.question.stem.startswith("Who ")
    found = dangles(candidate.sentence, candidate.words, person=person, known=facts.known_nouns)
    return f"“{found}” points outside the question" if found else None


def well_formed(candidate: Candidate, facts: Facts) -> str | None:
    """The stem has a length, brackets in pairs and nothing odd."""
    stem = candidate.question.stem
    if candidate.way in {"matching", "ordering", "acronym"}:
        return None
    if len(stem) > _LONGEST or len(stem.split()) < _FEWEST_WORDS:
        return "it is too long or too short"
    if any(stem.count(a) != stem.count(b) for a, b in _UNPAIRED) or stem.count('"') % 2:
        return "a bracket or quote is left open"
    if _INVISIBLE.search(candidate.question.model_dump_json(include={"stem", "interaction"})):
        return "a character that cannot be seen is left in it"
    if _CITED.search(stem):
        return "a note of the source is left in it"
    if candidate.way != "gap" and (found := _ODD.search(stem)):
        return f"“{found.group()}” is odd"
    return None


def no_leak(candidate: Candidate, facts: Facts) -> str | None:
    """The stem does not have the key, nor most of its words."""
    if candidate.way in {"matching", "ordering", "acronym"}:
        return None
    stem = set(normalise(candidate.question.stem).split())
    key = [word for word in normalise(candidate.key).split() if len(word) > 2]
    if key and sum(_has(stem, word) for word in key) * 2 >= len(key):
        return "the stem has the answer"
    return None


def _has(stem: set[str], word: str) -> bool:
    """Return whether the stem has a word, or one made of it: "Tibetan" tells "Tibet"."""
    return any(text.startswith(word) for text in stem) if len(word) > 3 else word in stem


def sound_name(candidate: Candidate, facts: Facts) -> str | None:
    """A key that is a name begins great, is not a lone bracket or number, and is not cut off."""
    key = candidate.key
    if candidate.way not in {"who", "where", "by whom", "object", "gap", "who said it"}:
        return None
    if not (key[:1].isupper() or key[:1].isdigit()) or key.count("(") != key.count(")"):
        return "the name is not whole"
    if facts.is_common(key):
        return "it is a common noun elsewhere"
    words = candidate.sentence.words
    last = key.split()[-1]
    for word, following in pairwise(words):
        if word.text == last and following.tag in {"NNP", "NNPS", "CD"} and word.space:
            return "the name goes on"
    return None


def not_told_by_title(candidate: Candidate, facts: Facts) -> str | None:
    """The title does not give the key away."""
    if candidate.way in {"matching", "ordering", "acronym", "who said it"}:
        return None
    key = [word for word in normalise(candidate.key).split() if len(word) > 2]
    if key and all(word in facts.title_words for word in key):
        return "the title gives the answer"
    return None
