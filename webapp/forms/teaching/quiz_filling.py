"""The buttons of the quiz builder that choose questions: filling a quiz, swapping one place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from flask_babel import lazy_gettext as _l

from questions.leaking import GiveAway
from webapp.forms.teaching.places import read_place
from webapp.forms.teaching.questions import TYPE_NAMES
from webapp.forms.teaching.quizzes import PlaceFields, QuizForm, read_id
from webapp.models import FacilityBand
from webapp.services.quizzes.filling import Lack, Wish, fill, swap
from webapp.services.quizzes.queries.clues import find_clues
from webapp.services.quizzes.queries.published_questions import Askable, count_tags

# By what quizzes came to: under half, nine tenths and more, or in between and not known.
BANDS = {
    FacilityBand.HARD.value: _l("Hard: fewer than half right"),
    FacilityBand.MIDDLE.value: _l("Middling, or not asked enough to know"),
    FacilityBand.EASY.value: _l("Easy: nine tenths or more right"),
}


@dataclass(frozen=True, slots=True)
class Choosing:
    """What became of filling or swapping.

    ``added`` questions came in, ``lacks`` could not be had; ``place`` was swapped, from 1, and
    ``is_alone`` says that nothing could take its place.
    """

    added: int = 0
    lacks: tuple[Lack, ...] = ()
    place: int = 0
    is_alone: bool = False

    @property
    def is_crowded(self) -> bool:
        """Whether more could be had that are about sentences asked about already."""
        return any(lack.had < min(lack.wanted, lack.free) for lack in self.lacks)


def choose(form: QuizForm, do: str, published: Sequence[Askable]) -> Choosing | None:
    """Do what one of these buttons asks; ``None`` when it was another one that was pressed."""
    verb, _dash, place = do.partition("-")
    if verb == "fill":
        if place == "all":
            form.fill_apart.data = False
        return _fill(form, published)
    if verb == "swap":
        return _swap(form, read_place(place), published)
    return None


def _fill(form: QuizForm, published: Sequence[Askable]) -> Choosing:
    form.take_in()
    wish = form.wish()
    if wish is None:
        return Choosing()
    drawn = sum(row.form.count.data or 1 for row in form.picked if row.form.is_draw())
    filling = fill(published, form.question_ids(), wish, form.drawn_by(), drawn)
    for question_id in filling.chosen:
        form.picked.append_entry({"question": str(question_id)})
    return Choosing(added=len(filling.chosen), lacks=filling.lacks)


def _swap(form: QuizForm, at: int | None, published: Sequence[Askable]) -> Choosing:
    wish = form.wish()
    if at is None or at >= len(form.picked) or wish is None:
        return Choosing()
    row = form.picked[at].form
    out = read_id(row.question.data)
    other = None if out is None else _other(form, out, wish, published)
    if other is None:
        return Choosing(place=at + 1, is_alone=True)
    row.question.data, row.version.data, row.pinned.data = str(other), "", False
    return Choosing(place=at + 1)


def _other(form: QuizForm, out: UUID, wish: Wish, published: Sequence[Askable]) -> UUID | None:
    """Return what takes a question's place: as is wished, or else of the same kind at least."""
    for each in (
        wish,
        replace(wish, is_apart=False),
        replace(wish, is_apart=False, is_new=False),
    ):
        if other := swap(published, form.question_ids(), out, each, form.drawn_by()):
            return other
    return None


def offer_published(form: QuizForm, published: Sequence[Askable], titles: dict[str, str]) -> None:
    """Offer the kinds, documents and tags of what is published, to fill, find and draw by."""
    kinds = Counter(question.type for question in published)
    cited = Counter(slug for question in published for slug in question.documents)
    named = (
        [(kind, str(TYPE_NAMES[kind]), kinds[kind]) for kind in TYPE_NAMES if kinds[kind]],
        [(slug, titles.get(slug, slug), cited[slug]) for slug in sorted(cited)],
        [(tag, tag, count) for tag, count in count_tags(published)],
    )
    form.offer_wishes(*named)
    bands = Counter(question.facility.value for question in published)
    form.offer_finds(*named, [(band, str(name), bands[band]) for band, name in BANDS.items()])


def fitting_by_place(form: QuizForm, published: Sequence[Askable]) -> dict[int, int]:
    """Return how many questions each draw may draw from, by the number of its place.

    What the quiz picks is not among them.
    """
    picked = set(form.question_ids())
    free = [question for question in published if question.id not in picked]
    return {
        n: sum(_fits(question, row.form) for question in free)
        for n, row in enumerate(form.picked, 1)
        if row.form.is_draw()
    }


def _fits(question: Askable, draw: PlaceFields) -> bool:
    return (
        (not draw.tag.data or draw.tag.data in question.tags)
        and (draw.kind.data or question.type) == question.type
        and (not draw.document.data or draw.document.data in question.documents)
        and (draw.facility.data or question.facility.value) == question.facility.value
    )


def clues_by_place(form: QuizForm) -> dict[int, list[tuple[int, GiveAway]]]:
    """Return what gives another away by the number of its place, with the number of the other."""
    numbers = [n for n, row in enumerate(form.picked, 1) if read_id(row.form.question.data)]
    found: dict[int, list[tuple[int, GiveAway]]] = {}
    for clue in find_clues(form.question_ids()):
        found.setdefault(numbers[clue.by], []).append((numbers[clue.of], clue))
    return found
