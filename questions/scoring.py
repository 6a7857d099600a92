"""How likely a strict reader is to accept a question, by how it is asked."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from questions.facts.terms import is_familiar
from questions.folding import fold
from questions.interactions import Choice, Interaction, Recall, TextEntry
from questions.language.lexicon.pronouns import FIRST_AND_SECOND, PERSONAL_PRONOUNS, POINTING
from questions.question import Question, Stance
from questions.types.cloze import GAP

CALIBRATION = Path(__file__).with_name("calibration.json")
# Plain choices of where a length begins to tell, and that bring it to the size of the others.
_LONG, _PER_LONG = 130, 100  # characters; 99 % of XQuAD's questions have fewer
_SHORT, _PER_SHORT = 8, 4  # words
_PASSAGE, _MOST_PASSAGE = 100, 4  # characters, and how often so many count
_MOST_COUNTED = 3  # names, or commas
_SUREST = 0.99  # nothing is certain
_NAME = re.compile(r"(?<=[\w,;] )[A-Z][a-z]+")
_NEXT_SENTENCE = re.compile(r"[.!?]['’”\"]? [A-Z“\"]")
_ASIDE = re.compile(r" [-–—] |[–—(]")
_LISTED = re.compile(r"\b(?:and|or) _|_,? (?:and|or) \w")  # a gap


def score(question: Question) -> float:
    """Return from 0 to 1 how likely a strict reader would have been to accept the stem.

    A logistic regression on ``features``; its weights are fitted to ratings by
    ``python -m tests.benchmarks.calibration``, and what it comes to is scaled to what came of
    questions on texts that the weights were not fitted to (Platt, 1999).
    """
    weights = _weights()
    odds = log_odds(weights, features(question))
    scaled = weights["intercept"] + weights["slope"] * odds
    return round(min(_SUREST, max(1 - _SUREST, 1 / (1 + math.exp(-scaled)))), 3)


def log_odds(weights: Mapping[str, float], found: Mapping[str, float]) -> float:
    """Return what features come to; one that nobody rated counts nothing."""
    return weights["bias"] + sum(weights.get(name, 0.0) * value for name, value in found.items())


def features(question: Question) -> dict[str, float]:
    """Return what the score depends on, by name; what is not there is 0."""
    stem, words = question.stem, fold(question.stem).split()
    key = _key(question.interaction)
    shape = _shape(question)
    quote = question.proof.quote if question.proof else ""
    sort = _sort(key)
    names = len(_NAME.findall(stem))
    return {
        shape: 1.0,
        f"{shape} {sort}": 1.0,
        f"asks {_opening(words)}": float(not shape.startswith(("gap", "true"))),
        "long": max(0, len(stem) - _LONG) / _PER_LONG,
        "short": max(0, _SHORT - len(words)) / _PER_SHORT,
        "passage": min(_MOST_PASSAGE, len(quote) / _PASSAGE),
        "commas": min(_MOST_COUNTED, quote.count(",")),
        "led": float(bool(_NEXT_SENTENCE.search(stem))),
        "names": min(_MOST_COUNTED, names),
        "nameless": float(not names),
        "personal": float(not PERSONAL_PRONOUNS.isdisjoint(words)),
        "pointing": float(not POINTING.isdisjoint(words)),
        "you": float(not FIRST_AND_SECOND.isdisjoint(words)),
        "aside": float(bool(_ASIDE.search(stem))),
        "halves": float(";" in stem or ":" in stem),
        "number": float(any(sign.isdigit() for sign in stem)),
        "quoted": float("“" in stem or '"' in stem),
        "listed": float(bool(_LISTED.search(stem))),
        "claim": float(any(each.stance is not Stance.ASSERTED for each in question.citations)),
        "familiar": float(sort in {"word", "pair"} and all(map(is_familiar, key.lower().split()))),
    }


def _shape(question: Question) -> str:
    """Return "gap choice" and the like: what is asked, and how it is answered."""
    if question.type == "true_false":
        return "true or false"
    return "gap " * (GAP in question.stem) + question.interaction.kind


def _opening(words: list[str]) -> str:
    """Return the first two words of "What did …?" and "How many …?", one of others."""
    return " ".join(words[:2] if words[:1] in (["what"], ["who"], ["how"]) else words[:1])


def _sort(key: str) -> str:
    """Return whether a key is a number, a name, a word, a pair of words, or more."""
    if any(sign.isdigit() for sign in key):
        return "number"
    if key[:1].isupper():
        return "name"
    return {0: "", 1: "word", 2: "pair"}.get(len(key.split()), "phrase")


def _key(interaction: Interaction) -> str:
    match interaction:
        case Choice(options=options):
            return next((option.text for option in options if option.fraction > 0), "")
        case TextEntry(answers=answers):
            return answers[0].text
        case Recall(back=back):
            return back
        case _:
            return ""


@cache
def _weights() -> Mapping[str, float]:
    weights: dict[str, float] = json.loads(CALIBRATION.read_text(encoding="utf-8"))
    return weights
