"""A file of questions in its order: what was read, and what was left out between."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from webapp.models import QuestionImport


@dataclass(frozen=True, slots=True)
class ReadThere:
    """A question that was read, by its place among them, and what was lost of it."""

    place: int
    troubles: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class LeftThere:
    """What is left out between questions, by where its first problem stands among all.

    ``place`` says before which question it stands, ``spelt`` what could be made out of it.
    """

    number: int
    place: int
    where: str
    messages: tuple[str, ...]
    spelt: dict[str, Any]


@dataclass(frozen=True, slots=True)
class WholeFile:
    """What is wrong with a file as a whole, or nobody knows where."""

    where: str
    messages: tuple[str, ...]


def in_order(row: QuestionImport) -> list[ReadThere | LeftThere]:
    """Return all that stands in a file, in its order."""
    beside: dict[int, list[tuple[str, str]]] = {}
    between: dict[int, list[LeftThere]] = {}
    for out in _left_out(row):
        between.setdefault(out.place, []).append(out)
    for problem in row.problems:
        if problem["place"] is not None and problem["is_read"]:
            beside.setdefault(problem["place"], []).append((problem["where"], problem["message"]))
    found: list[ReadThere | LeftThere] = []
    for place in range(len(row.questions)):
        found += [*between.get(place, ()), ReadThere(place, tuple(beside.get(place, ())))]
    return [*found, *between.get(len(row.questions), ())]


def of_the_whole(row: QuestionImport) -> list[WholeFile]:
    """Return what is wrong with a file and stands nowhere in it."""
    said: dict[str, list[str]] = {}
    for problem in row.problems:
        if problem["place"] is None:
            said.setdefault(problem["where"], []).append(problem["message"])
    return [WholeFile(where, tuple(messages)) for where, messages in said.items()]


def find_left_out(row: QuestionImport, number: int) -> LeftThere | None:
    """Return what was left out, by its number."""
    return next((out for out in _left_out(row) if out.number == number), None)


def edition_of(row: QuestionImport) -> str:
    """Return what tells whether anything was put right meanwhile, which moves what is behind."""
    return str(row.edition)


def _left_out(row: QuestionImport) -> list[LeftThere]:
    numbered: Sequence[tuple[int, dict[str, Any]]] = [
        (number, problem)
        for number, problem in enumerate(row.problems)
        if problem["place"] is not None and not problem["is_read"]
    ]
    grouped = groupby(numbered, key=lambda each: (each[1]["place"], each[1]["where"]))
    return [_as_one([*each]) for _key, each in grouped]


def _as_one(numbered: Sequence[tuple[int, dict[str, Any]]]) -> LeftThere:
    number, first = numbered[0]
    return LeftThere(
        number=number,
        place=first["place"],
        where=first["where"],
        messages=tuple(problem["message"] for _number, problem in numbered),
        spelt=first["spelt"] or {},
    )
