"""The queue of proposals: one line a fact, its forms behind it, and how far it is decided."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby, pairwise
from operator import attrgetter
from uuid import UUID

from sqlalchemy import and_, func, select

from questions.question import Stance, Status
from webapp.db import db
from webapp.models import (
    Citation,
    CurationEvent,
    Decision,
    Document,
    Proposal,
    Question,
    QuestionVersion,
    is_newest,
)

# A decision that took longer was no decision but a pause.
_LONGEST_SECONDS = 120
_SECONDS_EACH = 20
_RECENT = 20


class Outcome(StrEnum):
    """What became of a proposal."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    EDITED = "edited"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which proposals to go through, and in which order; empty means all, the best first."""

    document: str = ""
    type: str = ""
    stance: str = ""
    order: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """One form of a fact: a question as it was proposed."""

    question_id: UUID
    fact: str
    type: str
    stem: str
    score: float
    place: int
    stance: Stance | None
    document: str
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact with its forms, the best first."""

    forms: tuple[Form, ...]

    @property
    def outcome(self) -> Outcome:
        """What became of it: taken in some form, turned down in all, or waiting."""
        found = {form.outcome for form in self.forms}
        for outcome in (Outcome.EDITED, Outcome.ACCEPTED, Outcome.WAITING):
            if outcome in found:
                return outcome
        return Outcome.REJECTED

    @property
    def shown(self) -> Form:
        """The form to look at first: the best that waits, or the one that was taken."""
        wanted = self.outcome
        return next(form for form in self.forms if form.outcome is wanted)


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

    def find(self, question_id: UUID | None) -> tuple[int, Form] | None:
        """Return where a question is and as which form; else the first fact that waits."""
        for at, fact in enumerate(self.facts):
            for form in fact.forms:
                if form.question_id == question_id:
                    return at, form
        return self.next_waiting(-1)

    def next_waiting(self, after: int) -> tuple[int, Form] | None:
        """Return the next fact that waits, from the start again after the last."""
        places = [*range(after + 1, len(self.facts)), *range(max(after, 0))]
        for at in places:
            if self.facts[at].outcome is Outcome.WAITING:
                return at, self.facts[at].shown
        return None


def pile_proposals(course_id: UUID, wanted: Wanted) -> Pile:
    """Return the proposals of a course that pass the filters."""
    forms = [form for form in _forms(course_id) if _passes(form, wanted)]
    forms.sort(key=lambda form: (form.document, form.fact, -form.score, str(form.question_id)))
    facts = [Fact(tuple(some)) for _fact, some in groupby(forms, attrgetter("document", "fact"))]
    facts.sort(key=_in_text if wanted.order == "text" else _best_first)
    return Pile(tuple(facts))


def count_waiting(course_id: UUID) -> int:
    """Return how many facts of a course wait to be decided."""
    return pile_proposals(course_id, Wanted()).waiting


def seconds_each(course_id: UUID, actor_id: UUID) -> int:
    """Return how long somebody takes for one: the median of the last twenty, pauses left out."""
    times = list(
        db.session.scalars(
            select(CurationEvent.made_at)
            .where(CurationEvent.course_id == course_id, CurationEvent.actor_id == actor_id)
            .order_by(CurationEvent.id.desc())
            .limit(_RECENT)
        )
    )
    gaps = sorted(
        gap
        for later, earlier in pairwise(times)
        if (gap := round((later - earlier).total_seconds())) <= _LONGEST_SECONDS
    )
    return gaps[len(gaps) // 2] if gaps else _SECONDS_EACH


def count_reasons(course_id: UUID) -> list[tuple[str, int]]:
    """Return why proposals were turned down, the most frequent reason first."""
    undone = select(CurationEvent.undoes_id).where(CurationEvent.undoes_id.is_not(None))
    rows = db.session.execute(
        select(CurationEvent.reason, func.count())
        .where(
            CurationEvent.course_id == course_id,
            CurationEvent.decision == Decision.REJECTED,
            CurationEvent.id.not_in(undone),
        )
        .group_by(CurationEvent.reason)
        .order_by(func.count().desc(), CurationEvent.reason)
    )
    return [(reason.value if reason else "", count) for reason, count in rows]


def _forms(course_id: UUID) -> Iterable[Form]:
    decided = and_(CurationEvent.question_id == Question.id, CurationEvent.after == Question.latest)
    rows = db.session.execute(
        select(
            Question.id,
            Proposal.fact,
            QuestionVersion.type,
            QuestionVersion.stem,
            Proposal.score,
            Proposal.place,
            Citation.stance,
            Document.slug,
            QuestionVersion.status,
            CurationEvent.decision,
        )
        .join(Question, Question.id == Proposal.question_id)
        .join(QuestionVersion, is_newest())
        .join(Document, Document.id == Proposal.document_id)
        .outerjoin(
            Citation, and_(Citation.version_id == QuestionVersion.id, Citation.position == 0)
        )
        .outerjoin(CurationEvent, decided)
        .where(Question.course_id == course_id)
    )
    for row in rows:
        yield Form(*row[:8], _outcome(row.status, row.decision))


def _outcome(status: Status, decision: Decision | None) -> Outcome:
    if status in (Status.CANDIDATE, Status.IN_REVIEW):
        return Outcome.WAITING
    if status is Status.REJECTED:
        return Outcome.REJECTED
    return Outcome.ACCEPTED if decision is Decision.ACCEPTED else Outcome.EDITED


def _passes(form: Form, wanted: Wanted) -> bool:
    return (
        wanted.document in ("", form.document)
        and wanted.type in ("", form.type)
        and wanted.stance in ("", form.stance)
    )


def _best_first(fact: Fact) -> tuple[object, ...]:
    first = fact.forms[0]
    return -max(form.score for form in fact.forms), first.document, first.place, first.fact


def _in_text(fact: Fact) -> tuple[object, ...]:
    first = fact.forms[0]
    return first.document, first.place, -first.score, first.fact
