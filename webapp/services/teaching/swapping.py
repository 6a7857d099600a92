"""Swapping: a wrong option of a proposal replaced by a further one."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from questions.interactions import Choice
from questions.question import Question, Status
from questions.swapping import replace_option
from webapp import models
from webapp.db import writing
from webapp.models import Decision, Proposal
from webapp.services.errors import Refusal
from webapp.services.operations.queries.quotas import check_version
from webapp.services.teaching.curating import find_waiting, note_decision
from webapp.services.teaching.questions import as_asked, load_version, save_question


def swap_option(
    course_id: UUID, question_id: UUID, old: str, actor_id: UUID, at: datetime, *, seen: int | None
) -> str:
    """Put a further wrong option in the place of ``old``; returns the new one. It is an edit.

    The one that goes can come back: pressing on goes through all of them.

    Raises:
        Refusal: there is no further one, or ``old`` is no wrong option.
        Conflict: somebody decided or changed the proposal meanwhile.
        Missing: there is no such proposal in this course.
        OverQuota: it was saved as often as it may be.
    """
    with writing() as session:
        version = find_waiting(session, course_id, question_id, seen)
        check_version(session, question_id, actor_id)
        asked = as_asked(version, session.get_one(models.Question, question_id).slug)
        new = _next(session, question_id, asked, old)
        if new is None or not isinstance(asked.interaction, Choice):
            raise Refusal(_("There is no further wrong option. Edit the question to write one."))
        try:
            shape = replace_option(asked.interaction, old, new)
        except ValueError:
            raise Refusal(_("This is no wrong option of the question any more.")) from None
        save_question(
            course_id,
            asked.model_copy(update={"interaction": shape}),
            Status.CANDIDATE,
            at,
            author_id=actor_id,
            question_id=question_id,
            based_on=version.number,
        )
        note_decision(session, course_id, version, Decision.EDITED, actor_id, at)
        return new


def further_options(session: Session, question_id: UUID, asked: Question) -> list[str]:
    """Return the wrong options that a proposal has besides those it shows."""
    shape = asked.interaction
    if not isinstance(shape, Choice):
        return []
    shown = {option.text for option in shape.options}
    return [text for text in _known(session, question_id) if text not in shown]


def _next(session: Session, question_id: UUID, asked: Question, old: str) -> str | None:
    """Return what comes after ``old`` among all that are known, from the start again at the end."""
    known, further = _known(session, question_id), further_options(session, question_id, asked)
    place = known.index(old) + 1 if old in known else 0
    return next((text for text in known[place:] + known[:place] if text in further), None)


def _known(session: Session, question_id: UUID) -> list[str]:
    """Return the wrong options as proposed, then those to spare."""
    spares = session.get_one(Proposal, question_id).spares
    if not spares:
        return []
    shape = as_asked(load_version(session, question_id, 1)).interaction
    first = (
        [option.text for option in shape.options if option.fraction <= 0]
        if isinstance(shape, Choice)
        else []
    )
    return list(dict.fromkeys([*first, *spares]))
