"""What a file of questions gave, as it can be kept: without what no database takes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext as _

from questions.interchange import Problem
from questions.receiving import Received
from webapp.characters import find_unfit, texts_in, without_unfit


def keepable(received: Received) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return the questions and the problems of a file; what has no text in it is a problem."""
    spelt = [question.model_dump(mode="json") for question in received.reading.questions]
    unfit = {n: what for n, each in enumerate(spelt) if (what := _unfit_in(each))}
    kept = [each for n, each in enumerate(spelt) if n not in unfit]
    found = [_kept(problem, unfit) for problem in received.reading.problems]
    found += [_left_out(n, spelt[n], what, unfit) for n, what in unfit.items()]
    return kept, sorted(found, key=lambda each: (each["place"] is None, each["place"] or 0))


def _unfit_in(spelt: object) -> str | None:
    texts = list(texts_in(spelt))
    if not find_unfit("\n".join(texts)):
        return None  # as of most: half of the time
    return next(filter(None, map(find_unfit, texts)), None)


def _kept(problem: Problem, unfit: Mapping[int, str]) -> dict[str, Any]:
    return {
        "where": without_unfit(problem.where),
        "message": without_unfit(problem.message),
        "place": _moved(problem.place, unfit),
        "is_read": problem.is_read and problem.place not in unfit,
        "spelt": _fit(problem.spelt),
    }


def _left_out(
    place: int, spelt: dict[str, Any], what: str, unfit: Mapping[int, str]
) -> dict[str, Any]:
    return {
        "where": str(_("question %(n)s", n=place + 1)),
        "message": str(_("It has a character that is no text (%(what)s). Take it out.", what=what)),
        "place": _moved(place, unfit),
        "is_read": False,
        "spelt": _fit(spelt),
    }


def _moved(place: int | None, unfit: Mapping[int, str]) -> int | None:
    """Return a place once those before it are gone that cannot be kept."""
    return None if place is None else place - sum(n < place for n in unfit)


def _fit(value: Any) -> Any:
    if isinstance(value, str):
        return without_unfit(value)
    if isinstance(value, Mapping):
        return {without_unfit(name): _fit(inner) for name, inner in value.items()}
    if isinstance(value, Sequence):
        return [_fit(inner) for inner in value]
    return value
