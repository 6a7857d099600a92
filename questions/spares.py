"""Further wrong options of a choice, for whoever curates it to put in another's place."""

from __future__ import annotations

import re
from collections.abc import Iterator

from questions.asking.candidate import Candidate, choice
from questions.checks import CHECKS
from questions.distractors import (
    other_centuries,
    other_decades,
    other_numbers,
    other_years,
    some_names,
)
from questions.facts.moments import is_year
from questions.facts.reading import Facts
from questions.interactions import Choice

KEPT = 4  # a plain choice: each of three options can be replaced, and one more
_TRIED = 12  # a plain choice that bounds the time; the likeliest come first
_STEPS = (3, 6)  # years: a plain choice, far enough to be told apart
_DECADE = re.compile(r"(\d{3}0)s")


def spare_options(candidate: Candidate, facts: Facts) -> tuple[str, ...]:
    """Return wrong options beyond those of a candidate, which together still pass the checks."""
    shape = candidate.question.interaction
    if not isinstance(shape, Choice) or shape.multiple or candidate.question.type == "true_false":
        return ()
    options = [option.text for option in shape.options]
    kept: list[str] = []
    for text in list(_more(candidate, facts, options))[:_TRIED]:
        if len(kept) < KEPT and _fits(candidate, facts, [*options, *kept, text]):
            kept.append(text)
    return tuple(kept)


def _more(candidate: Candidate, facts: Facts, options: list[str]) -> Iterator[str]:
    """Yield what could be an option too, each once: more names, or what is near the options."""
    found = [*some_names(facts, candidate.key, candidate.sentence)]
    for text in options:
        found += _near(candidate, facts, text)
    yield from dict.fromkeys(text for text in found if text not in options)


def _near(candidate: Candidate, facts: Facts, text: str) -> list[str]:
    """Return what is near a number, a year, a decade or a century."""
    if is_year(text):
        return other_years(facts, int(text), candidate.sentence) + _years_about(text, facts)
    if decade := _DECADE.fullmatch(text):
        return [f"{year}s" for year in other_decades(int(decade[1]))]
    return other_centuries(text) or other_numbers(text, _unit(candidate))


def _years_about(text: str, facts: Facts) -> list[str]:
    """Return years near one, of which the document says nothing; none is later than its latest."""
    latest = max([*facts.years(), int(text)])
    made = (int(text) + sign * step for step in _STEPS for sign in (-1, 1))
    return [str(year) for year in made if year <= latest and year not in facts.years()]


def _unit(candidate: Candidate) -> str:
    proof = candidate.question.proof
    quote = proof.quote if proof else ""
    return "%" if re.search(re.escape(candidate.key) + r"\s*(?:%|per ?cent)", quote) else ""


def _fits(candidate: Candidate, facts: Facts, texts: list[str]) -> bool:
    """Return whether a candidate with all of ``texts`` passes what is asked of options."""
    shape = candidate.question.interaction
    is_ordered = isinstance(shape, Choice) and not shape.shuffle
    made = choice(candidate.key, [t for t in texts if t != candidate.key], ordered=is_ordered)
    asked = candidate.asked_as(candidate.question.model_copy(update={"interaction": made}))
    return not any(check.failure(asked, facts) for check in CHECKS if check.is_of_options)
