"""Regrading: answers graded by a wrong key are put right, all at once, and back if need be.

A run is about every version of the question that there was then. It holds until it is undone, so
that an attempt under way is marked by it as soon as it is handed in. Runs of one question build
upon each other, and are undone from the last.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import Select, case, exists, literal, select, tuple_, update
from sqlalchemy.orm import Session

from webapp.db import Instant, db, new_id, writing
from webapp.learning.marks import RegradePolicy, Total
from webapp.models import (
    Attempt,
    MarkChange,
    Question,
    QuestionAttempt,
    QuestionVersion,
    Quiz,
    RegradedAttempt,
    RegradeRun,
)
from webapp.models.lengths import NOTE
from webapp.services.errors import Conflict, Missing, Refusal
from webapp.services.quizzes.marking import keep_worth
from webapp.services.quizzes.queries.corrections import unread_news
from webapp.services.quizzes.queries.regrade_runs import correct_version, latest_run
from webapp.services.quizzes.queries.regrading import (
    AskedOnce,
    Graded,
    asked_of,
    changes_by,
    key_of,
    totals,
)
from webapp.services.quizzes.standing_regradings import change_row, told_row
from webapp.services.reviewing.correcting import (
    correct_reviews,
    restore_reviews,
    wrong_reviews,
)


@dataclass(frozen=True, slots=True)
class Regrading:
    """What an instructor wants done, having seen it by the key of one version after one run."""

    policy: RegradePolicy
    version_id: UUID
    after_run: UUID | None
    reason: str = ""
    corrects_reviews: bool = False


def regrade(
    course_id: UUID, question_id: UUID, wanted: Regrading, actor_id: UUID, at: datetime
) -> UUID:
    """Regrade every answer to a question that another key was used for; returns the run's id.

    Raises:
        Missing: there is no such question in the course.
        Conflict: the question was published or regraded anew since it was looked at.
        Refusal: nothing would change.
    """
    if len(wanted.reason) > NOTE:
        raise Refusal(_("Use %(n)s characters at most.", n=NOTE), "reason")
    graded = _graded_before(question_id, at)
    with writing() as session:
        _hold(session, course_id, question_id)
        version = _looked_at(session, question_id, wanted)
        key = key_of(version, graded)
        run = _add_run(session, course_id, version, wanted, actor_id, at)
        asked = asked_of(session, question_id, at)
        changes = changes_by(key, asked, wanted.policy)
        corrected = correct_reviews(session, run, key) if run.corrects_reviews else 0
        if not changes and not corrected:
            raise Refusal(_("This rule changes no mark. Nothing was done."), "policy")
        session.add_all(change_row(once, change, run, actor_id, at) for once, change in changes)
        settled = _settle(session, [once.changed(change) for once, change in changes])
        session.add_all(told_row(attempt, run, before) for attempt, before in settled)
        return run.id


def undo_regrading(course_id: UUID, run_id: UUID, actor_id: UUID, at: datetime) -> RegradeRun:
    """Take a regrading back: every mark is again what it would be without it.

    Raises:
        Missing: there is no such regrading in the course.
        Conflict: it was taken back before, or a later one builds upon it.
    """
    with writing() as session:
        run = session.get(RegradeRun, run_id)
        if run is None or run.course_id != course_id:
            raise Missing(_("There is no such regrading in this course."))
        _hold(session, course_id, run.question_id)
        session.refresh(run)
        if run.undone_at is not None:
            raise Conflict(_("This regrading was undone before."))
        if latest_run(session, run.question_id) != run.id:
            raise Conflict(
                _("This question was regraded again later. Undo the later regrading first.")
            )
        touched = {tuple(place) for place in session.execute(_places_changed_by(run))}
        run.undone_at, run.undone_by_id = at, actor_id
        session.flush()
        asked = asked_of(session, run.question_id, at)
        _settle(session, [once for once in asked if once.place in touched])
        _tell_anew(session, run, at)
        restore_reviews(session, run)
        return run


def read_news_of_marks(user_id: UUID, at: datetime) -> None:
    """Note that a learner has read what became of their marks, as far as it is shown."""
    keys = select(RegradedAttempt.attempt_id, RegradedAttempt.run_id).where(*unread_news(user_id))
    place = tuple_(RegradedAttempt.attempt_id, RegradedAttempt.run_id)
    with writing() as session:
        session.execute(
            update(RegradedAttempt)
            .where(RegradedAttempt.user_id == user_id, place.in_(keys))
            .values(read_at=at)
        )


def _graded_before(question_id: UUID, at: datetime) -> Graded:
    """Grade every answer there is while nobody waits: on SQLite nobody can write meanwhile."""
    session = db.session()
    graded: Graded = {}
    version = correct_version(session, question_id)
    if version is not None:
        key = key_of(version, graded)
        changes_by(key, asked_of(session, question_id, at), RegradePolicy.EXACT)
        wrong_reviews(session, key, at)
    session.rollback()
    return graded


def _hold(session: Session, course_id: UUID, question_id: UUID) -> None:
    """Keep everything still until the transaction ends: other regradings, and learners.

    The question first, then the course's quizzes, so that no attempt begins, then the attempts,
    so that none is handed in: as handing in holds an attempt before it reads what regradings hold.
    """
    session.expire_all()
    question = session.scalar(
        select(Question.id)
        .where(Question.id == question_id, Question.course_id == course_id)
        .with_for_update(key_share=True)
    )
    if question is None:
        raise Missing(_("There is no such question in this course."))
    session.execute(
        select(Quiz.id).where(Quiz.course_id == course_id).order_by(Quiz.id).with_for_update()
    )
    asks = exists().where(
        QuestionAttempt.user_id == Attempt.user_id,
        QuestionAttempt.attempt_id == Attempt.id,
        QuestionAttempt.question_id == question_id,
    )
    session.execute(
        select(Attempt.id).where(asks).order_by(Attempt.user_id, Attempt.id).with_for_update()
    )


def _looked_at(session: Session, question_id: UUID, wanted: Regrading) -> QuestionVersion:
    """Return the version that says what is right, if all is as it was when it was looked at."""
    version = correct_version(session, question_id)
    is_same = version is not None and version.id == wanted.version_id
    if version is None or not is_same or latest_run(session, question_id) != wanted.after_run:
        raise Conflict(
            _("This question was changed or regraded meanwhile. Nothing was done. Look again.")
        )
    return version


def _add_run(
    session: Session,
    course_id: UUID,
    version: QuestionVersion,
    wanted: Regrading,
    actor_id: UUID,
    at: datetime,
) -> RegradeRun:
    run = RegradeRun(
        id=new_id(at),
        course_id=course_id,
        question_id=version.question_id,
        version_id=version.id,
        policy=wanted.policy,
        corrects_reviews=wanted.corrects_reviews,
        reason=wanted.reason,
        actor_id=actor_id,
        made_at=at,
    )
    session.add(run)
    session.flush()
    return run


def _settle(session: Session, asked: Sequence[AskedOnce]) -> list[tuple[Attempt, Total]]:
    """Keep what questions are worth and what their attempts come to.

    Returns the attempts that came to something else, with what they came to before.
    """
    for once in asked:
        keep_worth(once.slot)
    attempts = {once.key: once.attempt for once in asked}
    changed = []
    for key, total in totals(session, asked).items():
        attempt = attempts[key]
        before = Total(attempt.mark or 0.0, attempt.max_mark)
        if before != total:
            changed.append((attempt, before))
        attempt.mark, attempt.max_mark = total
    session.flush()
    return changed


def _places_changed_by(run: RegradeRun) -> Select[UUID, UUID, int]:
    return select(MarkChange.user_id, MarkChange.attempt_id, MarkChange.slot).where(
        MarkChange.run_id == run.id
    )


def _tell_anew(session: Session, run: RegradeRun, at: datetime) -> None:
    """Tell those who had read of a regrading that it was undone, and the others nothing at all."""
    read_at = case((RegradedAttempt.read_at.is_(None), literal(at, Instant())), else_=None)
    session.execute(
        update(RegradedAttempt).where(RegradedAttempt.run_id == run.id).values(read_at=read_at)
    )
