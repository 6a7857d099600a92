"""Acts on several questions at once: by the rules for one, in one transaction, to be undone."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from questions.lengths import TAG, TAGS
from questions.question import Status
from questions.tags import is_under
from webapp.db import new_id, writing
from webapp.models import ActKind, BankAct, Question, QuestionVersion
from webapp.services.errors import Missing, Refusal
from webapp.services.operations.queries.quotas import check_version
from webapp.services.teaching.questions import (
    as_asked,
    load_version,
    retire_question,
    save_question,
)
from webapp.services.teaching.transferring import (
    Destination,
    copy_question,
    is_answered_or_picked,
    look_at,
)

# Plain choices. On SQLite, others wait with what they write until an act is done.
MOST_AT_ONCE = 1_000
_PROPOSED = (Status.CANDIDATE, Status.IN_REVIEW, Status.REJECTED)


@dataclass(frozen=True, slots=True)
class Change:
    """What to do; ``tag`` is put on, taken off with all under it, or has its branch renamed.

    ``course_id`` is where the questions go.
    """

    kind: ActKind
    tag: str = ""
    renamed: str = ""
    course_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Done:
    """How many questions changed, and the stems of those that could not, each with the reason.

    ``stayed`` is how many are in both courses now, since they are in use here.
    """

    count: int
    refused: tuple[tuple[str, str], ...]
    stayed: int = 0


def act_on_questions(
    course_id: UUID, question_ids: Collection[UUID], change: Change, actor_id: UUID, at: datetime
) -> Done:
    """Do one thing to each of the questions that it can be done to.

    Raises:
        Refusal: there are none, or too many for once.
        Missing: one of them is not in this course.
    """
    if not question_ids:
        raise Refusal(_("Choose the questions first."))
    if len(question_ids) > MOST_AT_ONCE:
        raise Refusal(
            _("Choose at most %(most)s questions at once. A filter helps.", most=MOST_AT_ONCE)
        )
    with writing() as session:
        steps: list[list[object]] = []
        refused = []
        target = look_at(session, change.course_id) if change.course_id else None
        for question in _locked(session, course_id, question_ids):
            version = load_version(session, question.id, question.latest)
            before, published = question.latest, question.published
            try:
                with session.begin_nested():
                    more = (
                        _transfer(session, question, version, target, actor_id, at)
                        if target
                        else _change(session, question, version, change, actor_id, at)
                    )
            except Refusal as refusal:
                refused.append((version.stem, str(refusal.message)))
                continue
            if more is not None:
                steps.append([str(question.id), before, question.latest, published, *more])
        if steps:
            act = BankAct(id=new_id(at), course_id=course_id, actor_id=actor_id, made_at=at)
            act.kind, act.steps = change.kind, steps
            session.add(act)
        stayed = sum(step[-1] is False for step in steps) if target else 0
        return Done(len(steps), tuple(refused), stayed)


def retagged(tags: Sequence[str], change: Change) -> tuple[str, ...]:
    """Return the tags after a change; what is under a tag goes with it."""
    if change.kind is ActKind.TAG:
        return tuple(dict.fromkeys((*tags, change.tag)))
    if change.kind is ActKind.UNTAG:
        return tuple(tag for tag in tags if not is_under(tag, change.tag))
    renamed = (
        change.renamed + tag[len(change.tag) :] if is_under(tag, change.tag) else tag
        for tag in tags
    )
    return tuple(dict.fromkeys(renamed))


def _locked(session: Session, course_id: UUID, ids: Collection[UUID]) -> Sequence[Question]:
    questions = rows_of(session, course_id, ids)
    if len(questions) != len(set(ids)):
        raise Missing(_("There is no such question in this course."))
    return questions


def rows_of(session: Session, course_id: UUID, ids: Collection[UUID]) -> Sequence[Question]:
    """Return questions of a course, held until the end."""
    return session.scalars(
        select(Question)
        .where(Question.course_id == course_id, Question.id.in_(ids))
        .order_by(Question.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()


def _change(
    session: Session,
    question: Question,
    version: QuestionVersion,
    change: Change,
    actor_id: UUID,
    at: datetime,
) -> tuple[object, ...] | None:
    """Change one question; returns ``None`` when there was nothing to change."""
    if change.kind is ActKind.RETIRE:
        if question.published is None:
            return None
        retire_question(question.course_id, question.id)
        return ()
    if change.kind is ActKind.PUBLISH:
        if question.published == question.latest:
            return None
        if version.status in _PROPOSED:
            raise Refusal(_("It was proposed. Decide it under Curate."))
        save_again(session, question, version, tuple(version.tags), Status.PUBLISHED, actor_id, at)
        return ()
    tags = retagged(version.tags, change)
    if tags == tuple(version.tags):
        return None
    save_again(session, question, version, tags, _same_status(question, version), actor_id, at)
    return ()


def _transfer(
    session: Session,
    question: Question,
    version: QuestionVersion,
    target: Destination,
    actor_id: UUID,
    at: datetime,
) -> tuple[object, ...]:
    """Let a question go to another course; it stays here as well while it is in use."""
    if version.status in _PROPOSED:
        raise Refusal(_("It was proposed. Decide it under Curate."))
    copy_id = copy_question(session, question, version, target, actor_id, at)
    if is_answered_or_picked(session, question.id):
        return str(copy_id), False
    if question.published is not None:
        retire_question(question.course_id, question.id)
    elif version.status is Status.DRAFT:
        save_again(session, question, version, tuple(version.tags), Status.RETIRED, actor_id, at)
    return str(copy_id), True


def _same_status(question: Question, version: QuestionVersion) -> Status:
    """Return the status that leaves a question standing where it stands."""
    if question.published == question.latest:
        return Status.PUBLISHED
    return Status.RETIRED if version.status is Status.PUBLISHED else version.status


def save_again(
    session: Session,
    question: Question,
    version: QuestionVersion,
    tags: tuple[str, ...],
    status: Status,
    actor_id: UUID,
    at: datetime,
) -> None:
    """Save the next version of a question with these tags; raises Refusal."""
    if len(tags) > TAGS:
        raise Refusal(_("Use at most %(n)s tags.", n=TAGS))
    if long := next((tag for tag in tags if len(tag) > TAG), None):
        raise Refusal(_("“%(tag)s” is too long for a tag.", tag=long))
    check_version(session, question.id, actor_id)
    asked = as_asked(version, question.slug).model_copy(update={"tags": tags})
    save_question(
        question.course_id, asked, status, at, author_id=actor_id, question_id=question.id
    )
