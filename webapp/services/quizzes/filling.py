"""Filling a quiz: which of the published questions it asks, spread over documents and passages.

Nothing here reads the database: the same questions, wishes and seed give the same quiz.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import inf
from random import Random
from typing import TYPE_CHECKING
from uuid import UUID

from questions.tags import is_under

if TYPE_CHECKING:
    from webapp.services.quizzes.queries.published_questions import Askable


@dataclass(frozen=True, slots=True)
class Wish:
    """What a quiz is to hold: ``count`` questions in all; what is empty may be any.

    ``is_even`` wants as many of each type, ``is_new`` none that a quiz asked or asks, and
    ``is_apart`` no two about one sentence.
    """

    count: int
    documents: frozenset[str] = frozenset()
    types: tuple[str, ...] = ()
    tags: frozenset[str] = frozenset()
    is_even: bool = True
    is_new: bool = True
    is_apart: bool = True


@dataclass(frozen=True, slots=True)
class Lack:
    """What could not be had: of a type, or of any where that is empty.

    ``published`` counts what fits the documents and tags, ``free`` what of it may be picked; where
    that is enough as well, the rest is about sentences that are asked about already.
    """

    type: str
    wanted: int
    published: int
    free: int
    had: int


@dataclass(frozen=True, slots=True)
class Filling:
    """The questions to add, in the order of their texts, and what could not be had."""

    chosen: tuple[UUID, ...]
    lacks: tuple[Lack, ...]


def fill(
    published: Sequence[Askable], picked: Collection[UUID], wish: Wish, seed: str, drawn: int = 0
) -> Filling:
    """Return what makes a quiz that picked some and draws others already as it is wished.

    Types that are named get as many places each; types that are not, as far as there are any.
    """
    fitting = [each for each in published if _fits(each, wish, wish.types)]
    free = [each for each in fitting if _is_free(each, wish) and each.id not in picked]
    there = [each for each in published if each.id in picked]
    picking = _Picking(there, _order(published, seed), wish)
    room = max(wish.count - len(picked) - drawn, 0)
    lacks = _take_each(picking, fitting, free, there, room) if wish.is_even else []
    if not (wish.is_even and wish.types):
        picking.take(free, room - len(picking.chosen))
        unpicked = [each for each in fitting if each.id not in picked]
        lack = Lack("", room, len(unpicked), len(free), len(picking.chosen))
        lacks = [lack] if lack.had < lack.wanted else []
    return Filling(picking.in_text_order(), tuple(lacks))


def swap(
    published: Sequence[Askable], picked: Collection[UUID], out: UUID, wish: Wish, seed: str
) -> UUID | None:
    """Return the next of the questions of one's type that may take its place, or ``None``.

    Asked again and again it goes through all there are, and comes back to the first.
    """
    now = next((each for each in published if each.id == out), None)
    if now is None:
        return None
    places = _order(published, seed)
    others = [each for each in published if each.id in picked and each.id != out]
    taken = {sentence for each in others for sentence in each.sentences}
    fitting = [
        each
        for each in published
        if _fits(each, wish, [now.type])
        and each.id not in picked
        and _is_free(each, wish)
        and not (wish.is_apart and taken.intersection(each.sentences))
    ]
    here = places[out]
    after = sorted(fitting, key=lambda each: (places[each.id] < here, places[each.id]))
    return after[0].id if after else None


class _Picking:
    """What is picked so far, and how often each sentence, paragraph and document is asked about."""

    def __init__(self, there: Iterable[Askable], places: Mapping[UUID, int], wish: Wish) -> None:
        self.chosen: list[Askable] = []
        self.wish = wish
        self._places = places
        self._asked: Counter[object] = Counter()
        for each in there:
            self._asked.update(_about(each))

    def take(self, offered: Iterable[Askable], number: int) -> int:
        """Pick up to ``number``, what is asked about least first; returns how many there were."""
        ids = {each.id for each in self.chosen}
        left = [each for each in offered if each.id not in ids]
        for taken in range(number):
            if self.wish.is_apart:
                left = [each for each in left if not self._count(each.sentences)]
            if not left:
                return taken
            best = min(left, key=self._weight)
            left.remove(best)
            self.chosen.append(best)
            self._asked.update(_about(best))
        return max(number, 0)

    def in_text_order(self) -> tuple[UUID, ...]:
        """Return what is picked as it comes in the documents."""
        ordered = sorted(
            self.chosen,
            key=lambda each: (
                each.documents[:1],
                sorted(each.sentences)[:1],
                self._places[each.id],
            ),
        )
        return tuple(each.id for each in ordered)

    def _weight(self, each: Askable) -> tuple[int, ...]:
        return (
            self._count(each.sentences),
            self._count(each.documents),
            self._count({sentence.paragraph_of for sentence in each.sentences}),
            len(each.sentences),
            self._places[each.id],
        )

    def _count(self, about: Iterable[object]) -> int:
        return sum(self._asked[each] for each in about)


def _about(each: Askable) -> set[object]:
    paragraphs = {sentence.paragraph_of for sentence in each.sentences}
    return {*each.documents, *each.sentences, *paragraphs}


def _take_each(
    picking: _Picking,
    fitting: Iterable[Askable],
    free: Sequence[Askable],
    there: Iterable[Askable],
    room: int,
) -> list[Lack]:
    """Pick as many of each type, the scarcest first, as the others have more to choose from."""
    known, offered, had = (Counter(each.type for each in some) for some in (fitting, free, there))
    types = picking.wish.types or tuple(sorted(offered))
    most = {kind: inf if picking.wish.types else had[kind] + offered[kind] for kind in types}
    total = room + sum(had[kind] for kind in types)
    shares = _share_out(total, dict(sorted(most.items(), key=lambda pair: -offered[pair[0]])))
    lacks = []
    for kind in sorted(types, key=lambda kind: (offered[kind], kind)):
        number = min(shares[kind] - had[kind], room - len(picking.chosen))
        got = picking.take((each for each in free if each.type == kind), number)
        if got < number:
            lack = Lack(kind, shares[kind], known[kind], offered[kind] + had[kind], had[kind] + got)
            lacks.append(lack)
    return lacks


def _share_out(total: int, most: Mapping[str, float]) -> dict[str, int]:
    """Return a total in shares that are as even as each can hold, the first ones larger."""
    shares = dict.fromkeys(most, 0)
    while total > 0 and (holding := [kind for kind in most if shares[kind] < most[kind]]):
        for kind in holding[:total]:
            shares[kind] += 1
        total -= len(holding[:total])
    return shares


def _fits(each: Askable, wish: Wish, types: Collection[str]) -> bool:
    """Return whether a question is of the types, documents and tags that are wished for."""
    return (
        (not types or each.type in types)
        and (not wish.documents or not wish.documents.isdisjoint(each.documents))
        and (not wish.tags or any(is_under(tag, root) for tag in each.tags for root in wish.tags))
    )


def _is_free(each: Askable, wish: Wish) -> bool:
    return not each.is_reported and not (wish.is_new and each.is_asked)


def _order(published: Iterable[Askable], seed: str) -> dict[UUID, int]:
    """Return a place for each question, drawn by the seed alone whatever order they come in."""
    ids = sorted(each.id for each in published)
    Random(seed).shuffle(ids)  # noqa: S311
    return {question_id: place for place, question_id in enumerate(ids)}
