"""The stem stands alone, reads well and does not give its answer away."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from questions.asking.candidate import Candidate
from questions.distractors import is_country
from questions.distractors.kin import kin_of
from questions.facts.clauses import peoples
from questions.facts.enumerations import lists
from questions.facts.naming import name_of
from questions.facts.reading import Facts, unsaid
from questions.folding import fold
from questions.language.lexicon import any_of
from questions.language.lexicon.degrees import FOCUSING
from questions.language.lexicon.numbers import SMALL_NUMBERS
from questions.language.lexicon.things import PARTS_OF_TEXTS, SHOWN
from questions.language.lexicon.verbs import ABOUT_TO_SAY, HELPING
from questions.language.words import Sentence, Word, say
from questions.leaking import tells
from questions.types import type_problem

# Characters: the longest of the bank has 210; a gap brings a sentence of up to 300 with it, and a
# lead half as much again.
_LONGEST = 310
_LONGEST_LED = 470
_TOPIC = 6  # times in the document: a plain choice; so often, it is the answer to everything
_FEWEST_WORDS = 5  # the shortest of the bank has 9
_FEWEST_DEFINED = 3
_CITED = re.compile(rf"\(\w\)\w|\[\w[^\]]*\]|\b(?:{any_of(PARTS_OF_TEXTS)}) (?:\d|_)")
_UNSHOWN = re.compile(rf"\b(?:{any_of(SHOWN)}) in[.?]?$")
_UNSAID = re.compile(rf"\b(?:{any_of(ABOUT_TO_SAY)})[.?]?$")
_HALF = re.compile(r"(?:Who|Whom|Whose|Which) .*[^?]$")  # a relative clause without its noun
_ODD = re.compile(r"\s[,.;]|[,;:]\?|\(\s*\)|,,|\.\?|\[\d+\]|[\"“”„]|, but | n['’]t ")
_QUOTING = re.compile(r"said: “([^“”\"]+)”(?=\?$)")
# A few words that somebody else puts in quotes.
_PHRASE = re.compile(r"[“\"]([^“”\"]{2,60})[”\"]")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
_NOT_ONLY = re.compile(rf"\bnot (?:{any_of(FOCUSING)})\b", re.IGNORECASE)
_WHO = re.compile(r"(?:.*, w|W)ho ")
_SAME = re.compile(r"\bthe same(?! time)\b(?!.*\b(?:as(?! well)|that|which|who)\b)", re.IGNORECASE)
_SEVERAL = re.compile(rf"\bthe (?:{any_of(SMALL_NUMBERS)}) [a-z]+", re.IGNORECASE)
# A verb that "did" does not go with, and a clause beside the one that is asked about.
_BENT = re.compile(rf"\b(?:did|does|do)\b.* and (?:{any_of(HELPING)})\b|, while [A-Z]")
_WORD = re.compile(r"[^\W\d_]+")
_ROOT = 3  # letters: Spain and Spanish share no more
_DASHES = "-–‐"
_UNPAIRED = (("(", ")"), ("[", "]"), ("“", "”"))


def fits_type(candidate: Candidate, _facts: Facts) -> str | None:
    """The question is of the shape that its type asks for."""
    return type_problem(candidate.question)


def no_dangling(candidate: Candidate, facts: Facts) -> str | None:
    """No pronoun or "the programme" points outside the stem."""
    if candidate.is_arranged or candidate.way.has_own_stem:
        return None
    for place, one in enumerate(candidate.lead):
        if found := unsaid(one, one.words, facts, candidate.lead[:place]):
            return f"“{found}” points outside the question"
    # Where it is asked who said something, "he" that means the speaker is left out of the words.
    person = bool(_WHO.match(candidate.question.stem)) and not candidate.way.asks_speaker
    told = f"{candidate.question.stem} {candidate.key}"
    if pointing := _SAME.search(told) or _those(candidate.question.stem):
        return f"“{pointing[0]}” points outside the question"
    found = unsaid(candidate.sentence, candidate.words, facts, candidate.lead, person=person)
    return f"“{found}” points outside the question" if found else None


def _those(stem: str) -> re.Match[str] | None:
    """Return "the two men", where the stem has not said which two before."""
    found = _SEVERAL.search(stem)
    return found if found and " and " not in stem[: found.start()] else None


def well_formed(candidate: Candidate, _facts: Facts) -> str | None:
    """The stem has a length, brackets in pairs and nothing odd."""
    stem = candidate.question.stem
    if candidate.is_arranged or candidate.way.has_own_stem:
        return None
    first = stem.partition(" ")[0]
    if first.isalpha() and first.islower():
        return "it does not begin as a sentence"
    if len(stem) > (_LONGEST_LED if candidate.lead else _LONGEST) or len(stem.split()) < (
        _FEWEST_DEFINED if candidate.way.is_definition else _FEWEST_WORDS
    ):
        return "it is too long or too short"
    if any(stem.count(a) != stem.count(b) for a, b in _UNPAIRED) or stem.count('"') % 2:
        return "a bracket or quote is left open"
    if _INVISIBLE.search(candidate.question.model_dump_json(include={"stem", "interaction"})):
        return "a character that cannot be seen is left in it"
    if _UNSAID.search(stem) or (candidate.way.is_gap and _HALF.fullmatch(stem)):
        return "a clause hangs in the air"
    if _CITED.search(stem) or _UNSHOWN.search(stem):
        return "a note of the source, or of a figure, is left in it"
    return None if candidate.way.is_gap else _oddness(candidate)


def _oddness(candidate: Candidate) -> str | None:
    """Return what is odd in a sentence that was turned into a question."""
    if found := _ODD.search(_unquoted(candidate)):
        return f"“{found.group()}” is odd"
    if _is_torn(candidate.words) or _BENT.search(candidate.question.stem):
        return "a clause hangs in the air"
    return None


def _unquoted(candidate: Candidate) -> str:
    """Return a stem without the quotes that what somebody says may stand in, or a phrase of it."""
    stem = candidate.question.stem
    if candidate.way.asks_speaker:
        stem = _QUOTING.sub(r"said that \1", stem)
    is_told = candidate.way.asks_speaker or candidate.way.is_judged
    return _PHRASE.sub(r"\1", stem) if is_told else stem


def _is_torn(words: Sequence[Word]) -> bool:
    """Return whether ", whose …" or ", which …" comes right after what is asked for."""
    kept = sorted(words, key=lambda word: word.index)
    for before, word, following in zip(kept, kept[1:], kept[2:], strict=False):
        if word.index > before.index + 1 and word.text == "," and following.tag.startswith("W"):
            return True
    return False


def no_leak(candidate: Candidate, facts: Facts) -> str | None:
    """The stem does not have the key, nor most of its words, nor the people of a country."""
    if candidate.is_arranged or candidate.way.has_own_stem or candidate.way.is_judged:
        return None
    stem, key = candidate.question.stem, candidate.key
    if tells(stem, key):
        return "the stem has the answer"
    if facts.names.kind_of(key) == "LOC" and is_country(key):
        people = (word for word in _WORD.findall(stem) if word[:_ROOT] == key[:_ROOT])
        if any(word in peoples() for word in people):
            return "the stem tells the country by its people"
        named = (name_of(candidate.sentence, name) for name in candidate.sentence.names)
        if any(key in kin.home for name in named if name in stem and (kin := kin_of(name))):
            return "the stem tells the country by its city"
    return None


def _is_joined(key: str, sentence: Sentence) -> bool:
    """Return whether a key stands in its sentence only as a part of a word with dashes."""
    text = say(list(sentence.words))
    places = [match.span() for match in re.finditer(re.escape(key), text)]
    around = [text[max(start - 1, 0) : start] + text[end : end + 1] for start, end in places]
    return bool(around) and all(set(each) & set(_DASHES) for each in around)


def sound_name(candidate: Candidate, facts: Facts) -> str | None:
    """A key that is a name begins great, is not a lone bracket or number, and is not cut off."""
    key = candidate.key
    if not (candidate.way.asks_one_name or candidate.way.asks_speaker):
        return None
    if not (key[:1].isupper() or key[:1].isdigit()) or key.count("(") != key.count(")"):
        return "the name is not whole"
    if key[-1] in _DASHES or _is_joined(key, candidate.sentence):
        return "the name is not whole"
    if facts.is_common(key):
        return "it is a common noun elsewhere"
    words = candidate.sentence.words
    last = key.split()[-1]
    for word, following in pairwise(words):
        if word.text == last and following.tag in {"NNP", "NNPS", "CD"} and word.space:
            return "the name goes on"
    return None


def not_one_of_a_list(candidate: Candidate, facts: Facts) -> str | None:
    """Where one name is asked for, the sentence does not say the same of another beside it."""
    if not candidate.way.asks_one_name:
        return None
    if not candidate.way.is_gap and _NOT_ONLY.search(say(list(candidate.sentence.words))):
        return "the sentence says the same of another"
    for run in lists(candidate.sentence):
        members = [facts.names.full(name_of(candidate.sentence, name)) for name in run]
        if candidate.key in members:
            return f"it is one of {len(members)}: {', '.join(members)}"
    return None


def not_told_by_title(candidate: Candidate, facts: Facts) -> str | None:
    """The title does not give the key away."""
    if candidate.is_arranged or candidate.way.has_own_stem or candidate.way.asks_speaker:
        return None
    key = [word for word in fold(candidate.key).split() if len(word) > 2]
    if facts.nouns[candidate.key.lower()] >= _TOPIC:
        return "the document is about it"
    told = any if facts.names.kind_of(candidate.key) == "PER" else all
    if key and told(word in facts.title_words for word in key):
        return "the title gives the answer"
    if _is_around_topic(candidate.key, facts):
        return "the place that the document is about lies there"
    return None


def _is_around_topic(key: str, facts: Facts) -> bool:
    """Return whether a document on a place opens by saying that it lies in ``key``."""
    opening = next(iter(facts.sentences), None)
    if opening is None or facts.names.kind_of(key) != "LOC":
        return False
    places = [name_of(opening, name) for name in opening.names if name.kind == "LOC"]
    topic = places[0] if places else ""
    return key in places[1:] and set(fold(topic).split()) <= facts.title_words
