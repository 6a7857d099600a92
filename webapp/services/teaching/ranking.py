"""Ranking: what decisions teach about the order of proposals, for all courses of the site.

A worker learns anew as decisions come in. What was learned is used while it orders decisions that
it did not see better than the score does, and each course may go by the score all the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, select, true, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from questions.traits import LEAST, Traits, likelihood_of
from webapp.db import db, writing
from webapp.models import Citation, Course, CurationEvent, Proposal, QuestionVersion, Ranking
from webapp.services.teaching.queries.decisions import final_decisions
from webapp.services.teaching.queries.ranking import MOST, THE_ONE

if TYPE_CHECKING:
    from questions.fitting import Example, Fitted

# Decisions until it is worth learning anew: so many, or a tenth of those there were. Plain
# choices: the order of a queue should not change under the hands of whoever goes through it.
_MORE = 10
_SHARE = 10


def learn_ranking(at: datetime) -> bool:
    """Learn from all decisions of the site where enough is new; returns whether it was due.

    Several processes may do it at once: they come to the same.
    """
    events = _count_events()
    if not _is_due(events):
        return False
    examples, made = _examples()
    db.session.rollback()  # no transaction is open meanwhile
    from questions.fitting import fit_decisions  # loads numpy

    fitted = fit_decisions(examples)
    with writing() as session:
        weights = _keep(session, fitted, made, events, at)
        if weights:
            _rank(session, weights, true())
        else:
            ranked = Proposal.learned.is_not(None)
            session.execute(update(Proposal).where(ranked).values(learned=None))
    return True


def rank_new(session: Session, document_id: UUID) -> None:
    """Rank the proposals on a document that have come in, where that was learned."""
    found = session.get(Ranking, THE_ONE, populate_existing=True, with_for_update={"read": True})
    if found is not None and found.is_better:
        is_new = and_(Proposal.document_id == document_id, Proposal.learned.is_(None))
        _rank(session, found.weights, is_new)


def order_by_decisions(course_id: UUID, *, on: bool) -> None:
    """Have a course's proposals ordered by what was decided before, or by their scores alone."""
    with writing() as session:
        session.get_one(Course, course_id).orders_by_decisions = on


def _is_due(events: int) -> bool:
    found = db.session.get(Ranking, THE_ONE, populate_existing=True)
    if found is None:
        return events >= LEAST
    return abs(events - found.events) >= max(_MORE, found.decisions // _SHARE)


def _count_events() -> int:
    return db.session.scalar(select(func.count(CurationEvent.id))) or 0


def _examples() -> tuple[list[Example], int]:
    """Return the decisions to learn from, and how many those are."""
    from questions.fitting import Example

    made = {one.question_id: one.is_kept for one in final_decisions(most=MOST)}
    known = _traits(db.session(), Proposal.question_id.in_(list(made)))
    examples = [Example(traits, made[id_], passage) for id_, traits, passage in known]
    return examples, len(examples)


def _keep(
    session: Session, fitted: Fitted | None, made: int, events: int, at: datetime
) -> Mapping[str, float]:
    """Store what was learned; returns the weights if they are to be used."""
    row = _the_row(session, at)
    row.weights = fitted.weights if fitted else {}
    row.decisions = made
    row.by_score = fitted.by_score if fitted else None
    row.by_weights = fitted.by_weights if fitted else None
    row.is_better = fitted.is_better if fitted else False
    row.events, row.learned_at = events, at
    session.flush()
    return row.weights if row.is_better else {}


def _the_row(session: Session, at: datetime) -> Ranking:
    """Return the row, locked; it is made where it is missing, by whoever comes first."""
    if session.get(Ranking, THE_ONE) is None:
        made = Ranking(id=THE_ONE, weights={}, decisions=0, is_better=False, events=0)
        made.learned_at = at
        with suppress(IntegrityError), session.begin_nested():
            session.add(made)
    return session.get_one(Ranking, THE_ONE, populate_existing=True, with_for_update=True)


def _rank(session: Session, weights: Mapping[str, float], which: ColumnElement[bool]) -> None:
    """Note how likely each of some proposals is to be kept."""
    rows = [
        {"question_id": id_, "learned": likelihood_of(traits, weights)}
        for id_, traits, _passage in _traits(session, which)
    ]
    if rows:
        session.execute(update(Proposal), rows)


def _traits(session: Session, which: ColumnElement[bool]) -> Iterator[tuple[UUID, Traits, str]]:
    """Yield what some proposals were like when they came, and what passage each is about."""
    found = (
        select(
            Proposal,
            QuestionVersion.type,
            Citation.stance,
            func.length(QuestionVersion.stem),
            func.length(Citation.quote),
        )
        .join(QuestionVersion, QuestionVersion.question_id == Proposal.question_id)
        .outerjoin(
            Citation, and_(Citation.version_id == QuestionVersion.id, Citation.position == 0)
        )
        .where(QuestionVersion.number == 1, which)
    )
    for made, kind, stance, stem, passage in session.execute(found):
        yield (
            made.question_id,
            Traits(made.score, kind, stance or "", made.way, stem, passage or 0, made.place),
            f"{made.document_id}:{made.place}",
        )
