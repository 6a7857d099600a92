"""Nothing in the wording tells the key apart, and nothing in it is vague."""

from __future__ import annotations

import re

from questions.asking.candidate import Candidate
from questions.facts.reading import Facts, stems
from questions.folding import fold
from questions.interactions import Choice
from questions.language.lexicon import any_of
from questions.language.lexicon.degrees import ABSOLUTE, VAGUE

_ARTICLE = re.compile(r"\b(an?)\s*(?:____|…|\.{3}|[?:]|$)", re.IGNORECASE)
_ABSOLUTE = re.compile(rf"\b(?:{any_of(ABSOLUTE)})\b", re.IGNORECASE)
_VAGUE = re.compile(rf"\b(?:{any_of(VAGUE)})\b", re.IGNORECASE)
_SOME = re.compile(r"(?:many|several|some|a few|various|a lot)\b.*", re.IGNORECASE)
_NEGATIVE = re.compile(r"\b(?:not|never|except|cannot)\b|n['’]t\b")
_SMALLEST = 4  # letters: shorter words say little of what is asked


def no_grammar_clue(candidate: Candidate, _facts: Facts) -> str | None:
    """ "A" or "an" before the gap, or a plural, does not fit the key alone."""
    right, wrong = _sides(candidate)
    if not wrong:
        return None
    if found := _ARTICLE.search(candidate.question.stem):
        fits = found[1].lower() == "an"
        if all(_is_vowel(text) == fits for text in right) and any(
            _is_vowel(text) != fits for text in wrong
        ):
            return f"“{found[1]}” does not fit every option"
    if all(map(_is_plural, right)) and not any(map(_is_plural, wrong)):
        return "only the key is plural"
    return None


def no_echo(candidate: Candidate, _facts: Facts) -> str | None:
    """No word of the stem is repeated in the key and in no distractor, nor is a distractor."""
    right, wrong = _sides(candidate)
    text = f" {fold(candidate.question.stem)} "
    for each in wrong:
        if len(fold(each)) >= _SMALLEST and f" {fold(each)} " in text:
            return f"“{each}” stands in the stem"
    stem = set(_content(candidate.question.stem))
    for key in right if wrong else []:
        for word in _content(key):
            if word in stem and not any(word in _content(text) for text in wrong):
                return f"“{word}…” stands in the stem and in the key alone"
    return None


def no_absolute(candidate: Candidate, _facts: Facts) -> str | None:
    """ "Always" and "never" do not mark some of the options."""
    right, wrong = _sides(candidate)
    marked = [text for text in (*right, *wrong) if _ABSOLUTE.search(text)]
    if marked and len(marked) < len(right) + len(wrong):
        return f"“{marked[0]}” is absolute where others are not"
    return None


def nothing_vague(candidate: Candidate, _facts: Facts) -> str | None:
    """ "Often" leaves no room for dispute in an option or in what is true or false, nor "many"."""
    right, wrong = _sides(candidate)
    statement = [candidate.question.stem] if candidate.question.type == "true_false" else []
    for text in [*statement, *right, *wrong]:
        if found := _VAGUE.search(text) or (_SOME.fullmatch(text) if wrong else None):
            return f"“{found.group()}” is vague"
    return None


def no_quiet_negative(candidate: Candidate, _facts: Facts) -> str | None:
    """A choice does not ask for what is not so, unless it says so in capitals."""
    _, wrong = _sides(candidate)
    asks = candidate.question.type != "who_said_it"
    found = _NEGATIVE.search(candidate.question.stem) if asks and wrong else None
    return f"“{found.group()}” is easily overlooked" if found else None


def _sides(candidate: Candidate) -> tuple[list[str], list[str]]:
    """Return the right options and the wrong ones; none for what is not a choice of answers."""
    interaction = candidate.question.interaction
    if not isinstance(interaction, Choice) or candidate.question.type == "true_false":
        return [], []
    right = [option.text for option in interaction.options if option.fraction > 0]
    return right, [option.text for option in interaction.options if option.fraction <= 0]


def _content(text: str) -> list[str]:
    return [word for part in text.split() if len(part) >= _SMALLEST for word in stems(part)]


def _is_vowel(text: str) -> bool:
    return text[0].lower() in "aeiou"


def _is_plural(text: str) -> bool:
    last = text.split()[-1]
    return last.islower() and last.endswith("s") and not last.endswith(("ss", "us", "is"))
