"""Wrong keys: questions published anew with another key, and attempts to be regraded."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from questions.interactions import Choice
from questions.question import Status
from questions.responses import Chosen
from tests.webapp.people.histories import SETTINGS
from tests.webapp.worlds import START, World
from webapp.db import db
from webapp.learning.marks import RegradePolicy
from webapp.models import Attempt, QuestionVersion, Quiz
from webapp.services.quizzes.attempting import answer_slot, start_attempt, submit_attempt
from webapp.services.quizzes.queries.attempts import FullAttempt, load_any_attempt
from webapp.services.quizzes.queries.dry_runs import DryRun, dry_run
from webapp.services.quizzes.regrading import Regrading, regrade, undo_regrading
from webapp.services.teaching.questions import as_asked, save_question

LATER = START + timedelta(days=1)


def quiz_id(slug: str = "azerbaijan-nato-talks") -> UUID:
    return db.session.scalars(select(Quiz.id).where(Quiz.slug == slug)).one()


def begin(user_id: UUID, at: datetime = START) -> FullAttempt:
    return load_any_attempt(user_id, start_attempt(user_id, quiz_id(), at))


def pick(full: FullAttempt, number: int, option: int, at: datetime = START) -> None:
    """Pick an option of a choice, by its place in the version that is asked."""
    user_id, attempt_id = full.attempt.user_id, full.attempt.id
    key = f"{attempt_id.hex}:{number}:{option}:{at.timestamp()}"
    chosen = Chosen(options=(option,))
    answer_slot(user_id, attempt_id, number, chosen, at, SETTINGS, client_key=key)


def hand_in(full: FullAttempt, at: datetime = START + timedelta(minutes=5)) -> FullAttempt:
    user_id, attempt_id = full.attempt.user_id, full.attempt.id
    submit_attempt(user_id, attempt_id, at, SETTINGS)
    return load_any_attempt(user_id, attempt_id)


def right_option(version: QuestionVersion) -> int:
    interaction = as_asked(version).interaction
    assert isinstance(interaction, Choice)
    return [option.fraction > 0 for option in interaction.options].index(True)


def put_right(
    world: World, version: QuestionVersion, right: int, at: datetime = LATER, *, turned: bool = True
) -> QuestionVersion:
    """Publish a choice with another option as its key, and with its options in another order."""
    asked = as_asked(version)
    choice = asked.interaction
    assert isinstance(choice, Choice)
    options = [
        option.model_copy(update={"fraction": float(n == right)})
        for n, option in enumerate(choice.options)
    ]
    order = options[::-1] if turned else options
    changed = choice.model_copy(update={"options": tuple(order)})
    question = asked.model_copy(update={"interaction": changed})
    save_question(world.course_id, question, Status.PUBLISHED, at, question_id=version.question_id)
    return db.session.scalars(
        select(QuestionVersion)
        .where(QuestionVersion.question_id == version.question_id)
        .order_by(QuestionVersion.number.desc())
        .limit(1)
    ).one()


def looked_at(question_id: UUID, policy: RegradePolicy, at: datetime = LATER) -> DryRun:
    db.session.expire_all()
    found = dry_run(question_id, policy, at)
    assert found is not None
    return found


def regraded(
    world: World,
    question_id: UUID,
    policy: RegradePolicy,
    at: datetime = LATER,
    *,
    corrects_reviews: bool = False,
    reason: str = "",
) -> UUID:
    """Regrade a question as it stands; returns the run."""
    found = looked_at(question_id, policy, at)
    wanted = Regrading(policy, found.version.id, found.after_run, reason, corrects_reviews)
    return regrade(world.course_id, question_id, wanted, world.instructor_id, at)


def undone(world: World, run_id: UUID, at: datetime = LATER) -> None:
    undo_regrading(world.course_id, run_id, world.instructor_id, at)


def marks() -> dict[tuple[UUID, UUID], tuple[float | None, float]]:
    """What every attempt comes to."""
    db.session.rollback()  # also what others stored meanwhile
    rows = db.session.scalars(select(Attempt)).all()
    return {(row.user_id, row.id): (row.mark, row.max_mark) for row in rows}
