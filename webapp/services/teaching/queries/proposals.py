"""The queue of proposals: one line a fact, its forms behind it, and how far it is decided."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import ceil
from operator import itemgetter
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, case, false, func, select, tuple_

from questions.question import Stance, Status
from questions.spreading import spread
from questions.types.cloze import GAP
from webapp.db import db
from webapp.models import (
    Citation,
    Course,
    CurationEvent,
    Decision,
    Document,
    Proposal,
    Question,
    QuestionVersion,
    is_newest,
)

SCORES = ("0.5", "0.6", "0.7", "0.8")  # to choose the least one from; few are above
_MOST_SEGMENTS = 120  # of the bar: more would be thinner than a pixel on a telephone

# By document and fact: the type of its best form, and whether that has a gap.
_BestForms = Mapping[tuple[UUID, str], tuple[str, bool]]
_Found = TypeVar("_Found", bound=Select[*tuple[Any, ...]])


class ProposalOrder(StrEnum):
    """How the proposals go, where not the best first: by place, or of each kind in turn."""

    TEXT = "text"
    MIX = "mix"


class Outcome(StrEnum):
    """What became of a proposal."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    EDITED = "edited"
    REJECTED = "rejected"


# What becomes of a fact is what became of its best form, in this order.
_RANKS = (Outcome.REJECTED, Outcome.WAITING, Outcome.ACCEPTED, Outcome.EDITED)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which proposals to go through, and in which order; empty means all, the best first.

    ``score`` is the least, one of ``SCORES``; ``order`` is one of :class:`ProposalOrder`.
    """

    document: str = ""
    type: str = ""
    stance: str = ""
    score: str = ""
    order: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """One form of a fact: a question as it was proposed."""

    question_id: UUID
    type: str
    stem: str
    score: float
    number: int
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Fact:
    """What can be asked in several forms: where it stands, how good it is, what became of it."""

    document_id: UUID
    fact: str
    document: str
    place: int
    worth: float
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Pile:
    """All facts that pass the filters, in order."""

    facts: tuple[Fact, ...]

    def count(self, *outcomes: Outcome) -> int:
        """Return how many facts came out as one of these."""
        return sum(fact.outcome in outcomes for fact in self.facts)

    @property
    def waiting(self) -> int:
        """How many facts wait."""
        return self.count(Outcome.WAITING)

    def next_waiting(self, after: int) -> int | None:
        """Return the next fact that waits, from the start again after the last."""
        places = [*range(after + 1, len(self.facts)), *range(max(after, 0))]
        waiting = (at for at in places if self.facts[at].outcome is Outcome.WAITING)
        return next(waiting, None)

    def coming(self, after: int, most: int) -> list[int]:
        """Return the next facts that wait."""
        places = range(after + 1, len(self.facts))
        return [at for at in places if self.facts[at].outcome is Outcome.WAITING][:most]

    def segments(self, at: int | None) -> list[tuple[Outcome | None, int, int]]:
        """Return the bar: of each piece what it shows, where it begins and how many facts it is.

        ``None`` is where one is; a piece of several shows that some wait where any does.
        """
        size = max(1, ceil(len(self.facts) / _MOST_SEGMENTS))
        pieces = []
        for start in range(0, len(self.facts), size):
            some = [fact.outcome for fact in self.facts[start : start + size]]
            shown = Outcome.WAITING if Outcome.WAITING in some else some[0]
            is_here = at is not None and start <= at < start + len(some)
            pieces.append((None if is_here else shown, start, len(some)))
        return pieces


def pile_proposals(course_id: UUID, wanted: Wanted) -> Pile:
    """Return the facts proposed in a course that pass the filters, without their words."""
    rows = db.session.execute(
        matching(
            select(
                Proposal.document_id,
                Proposal.fact,
                Document.slug,
                func.min(Proposal.place).label("place"),
                func.max(worth()).label("worth"),
                func.max(_rank()).label("rank"),
            ),
            course_id,
            wanted,
        ).group_by(Proposal.document_id, Proposal.fact, Document.slug)
    )
    facts = [Fact(*row[:4], row.worth, _RANKS[row.rank]) for row in rows]
    facts.sort(key=_in_text if wanted.order == ProposalOrder.TEXT else _best_first)
    if wanted.order != ProposalOrder.TEXT:
        best = _best_forms(course_id, wanted)
        mix = _mixed if wanted.order == ProposalOrder.MIX else _spread
        facts = mix(facts, best)
    return Pile(tuple(facts))


def load_forms(
    course_id: UUID, wanted: Wanted, pile: Pile, places: Iterable[int]
) -> dict[int, tuple[Form, ...]]:
    """Return the forms of the facts at some places, the best first."""
    keys = {(pile.facts[at].document_id, pile.facts[at].fact): at for at in places}
    found = matching(
        select(
            Proposal.document_id,
            Proposal.fact,
            Question.id,
            QuestionVersion.type,
            QuestionVersion.stem,
            Proposal.score,
            Question.latest,
            _rank().label("rank"),
        ),
        course_id,
        wanted,
    ).where(tuple_(Proposal.document_id, Proposal.fact).in_(list(keys)))
    rows = db.session.execute(found.order_by(worth().desc(), Question.id)).all()
    forms: dict[int, tuple[Form, ...]] = dict.fromkeys(keys.values(), ())
    for row in rows:
        at = keys[row.document_id, row.fact]
        forms[at] += (Form(*row[2:7], _RANKS[row.rank]),)
    return forms


def find_place(pile: Pile, question_id: UUID | None) -> int | None:
    """Return where a question's fact is in a pile; else where the first is that waits."""
    keys = db.session.execute(
        select(Proposal.document_id, Proposal.fact).where(Proposal.question_id == question_id)
    ).one_or_none()
    for at, fact in enumerate(pile.facts):
        if keys is not None and (fact.document_id, fact.fact) == tuple(keys):
            return at
    return pile.next_waiting(-1)


def best_of(forms: Sequence[Form], outcome: Outcome) -> Form:
    """Return the form to look at first: the best that waits, or the one that was taken."""
    return next(form for form in forms if form.outcome is outcome)


def is_waiting() -> ColumnElement[bool]:
    """Return whether a proposal waits to be decided, by its newest version."""
    return QuestionVersion.status.in_([Status.CANDIDATE, Status.IN_REVIEW])


def worth() -> ColumnElement[float]:
    """Return what proposals, as :func:`matching` joins them, are ordered by.

    That is how likely one is to be kept by what was decided before, where that was learned and
    the course goes by it; else the score.
    """
    learned = func.coalesce(Proposal.learned, Proposal.score)
    return case((Course.orders_by_decisions.is_(True), learned), else_=Proposal.score)


def matching(found: _Found, course_id: UUID, wanted: Wanted) -> _Found:
    """Join what tells proposals apart, and leave out what does not pass the filters."""
    decided = and_(CurationEvent.question_id == Question.id, CurationEvent.after == Question.latest)
    found = (
        found.join(Question, Question.id == Proposal.question_id)
        .join(QuestionVersion, is_newest())
        .join(Document, Document.id == Proposal.document_id)
        .join(Course, Course.id == Question.course_id)
        .outerjoin(CurationEvent, decided)
        .where(Question.course_id == course_id)
    )
    return found.where(*_conditions(wanted))


def _conditions(wanted: Wanted) -> Iterable[ColumnElement[bool]]:
    if wanted.document:
        yield Document.slug == wanted.document
    if wanted.type:
        yield QuestionVersion.type == wanted.type
    if wanted.stance:
        cited = select(Citation.stance).where(
            Citation.version_id == QuestionVersion.id, Citation.position == 0
        )
        known = wanted.stance in list(Stance)
        yield cited.scalar_subquery() == Stance(wanted.stance) if known else false()
    if wanted.score in SCORES:
        yield Proposal.score >= float(wanted.score)


def _rank() -> ColumnElement[int]:
    """Return the place in ``_RANKS`` of what became of a proposal."""
    return case(
        (QuestionVersion.status == Status.REJECTED, 0),
        (is_waiting(), 1),
        (CurationEvent.decision == Decision.ACCEPTED, 2),
        else_=3,
    )


def _best_forms(course_id: UUID, wanted: Wanted) -> _BestForms:
    """Return of each fact what its best form is."""
    has_gap = QuestionVersion.stem.contains(GAP, autoescape=True)
    form = (Proposal.document_id, Proposal.fact, QuestionVersion.type, has_gap)
    rows = db.session.execute(
        matching(select(*form), course_id, wanted)
        .group_by(*form)
        .order_by(func.max(worth()), QuestionVersion.type.desc(), has_gap)
    )
    return {(document_id, fact): (kind, gap) for document_id, fact, kind, gap in rows}


def _mixed(facts: Iterable[Fact], best: _BestForms) -> list[Fact]:
    """Return the facts with one of each kind in turn, each kind as it was in order."""
    before: Counter[str] = Counter()
    rounds = []
    for fact in facts:
        kind, _gap = best[fact.document_id, fact.fact]
        rounds.append((before[kind], fact))
        before[kind] += 1
    return [fact for _round, fact in sorted(rounds, key=itemgetter(0))]


def _spread(facts: Iterable[Fact], best: _BestForms) -> list[Fact]:
    """Return the facts with whole questions between those whose best form has a gap."""
    return spread(facts, lambda fact: best[fact.document_id, fact.fact][1])


def _best_first(fact: Fact) -> tuple[object, ...]:
    return -fact.worth, fact.document, fact.place, fact.fact


def _in_text(fact: Fact) -> tuple[object, ...]:
    return fact.document, fact.place, -fact.worth, fact.fact
