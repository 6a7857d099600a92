"""The stem stands alone, reads well and does not give its answer away."""

from __future__ import annotations

import re

from questions.asking.candidate import Candidate
from questions.facts.dangling import dangles
from questions.facts.reading import Facts
from questions.typed_answers import normalise

_LONGEST = 240
_FEWEST_WORDS = 5
_ODD = re.compile(r"\s[,.;]|[,;:]\?|\(\s*\)|,,|\.\?|\[\d+\]|[\"“”„]")
_UNPAIRED = (("(", ")"), ("[", "]"), ("“", "”"))


def no_dangling(candidate: Candidate, facts: Facts) -> str | None:
    """No pronoun or "the programme" points outside the stem."""
    if candidate.way in {"matching", "ordering", "acronym"}:
        return None
    found = dangles(candidate.sentence, candidate.words, introduced=candidate.introduced)
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
    if candidate.way != "gap" and (found := _ODD.search(stem)):
        return f"“{found.group()}” is odd"
    return None


def no_leak(candidate: Candidate, facts: Facts) -> str | None:
    """The stem does not have the key, nor most of its words."""
    if candidate.way in {"matching", "ordering", "acronym"}:
        return None
    stem = set(normalise(candidate.question.stem).split())
    key = [word for word in normalise(candidate.key).split() if len(word) > 2]
    if key and sum(word in stem for word in key) * 2 >= len(key):
        return "the stem has the answer"
    return None


def sound_name(candidate: Candidate, facts: Facts) -> str | None:
    """A key that is a name begins great, is not a lone bracket or number, and is not cut off."""
    key = candidate.key
    if candidate.way not in {"who", "where", "by whom", "gap", "who said it"}:
        return None
    if not (key[0].isupper() or key[0].isdigit()) or key.count("(") != key.count(")"):
        return "the name is not whole"
    words = candidate.sentence.words
    texts = [word.text for word in words]
    last = key.split()[-1]
    for index, text in enumerate(texts[:-1]):
        if (
            text == last
            and words[index + 1].tag in {"NNP", "NNPS"}
            and words[index + 1].relation in {"flat", "compound"}
        ):
            return "the name goes on"
    return None
