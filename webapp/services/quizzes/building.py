"""Building quizzes: what can be asked, and what each place asks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from webapp.db import db, new_id, writing
from webapp.models import (
    Attempt,
    Document,
    FacilityBand,
    QuestionVersion,
    Quiz,
    QuizMode,
    QuizSlot,
)
from webapp.services.errors import Missing, Refusal
from webapp.services.operations.queries.quotas import check_quiz
from webapp.services.quizzes.deadlines import move_deadlines
from webapp.services.quizzes.queries.published_questions import drawable, published_among
from webapp.services.quizzes.rules import USUAL, Rules, rules_of, set_rules
from webapp.services.quizzes.sectioning import (
    PlannedSection,
    check_sections,
    keep_sections,
    load_sections,
)
from webapp.services.texts import refuse_unfit

MOST_QUESTIONS = 100


@dataclass(frozen=True, slots=True)
class Picked:
    """A place that asks one question: its latest version, or the pinned one."""

    question_id: UUID
    version_id: UUID | None = None
    max_mark: float = 1.0


@dataclass(frozen=True, slots=True)
class Drawn:
    """A place that draws ``count`` questions, anew for each attempt.

    They have the tag, the type, a citation of the document and the facility, where these are given.
    """

    tag: str
    count: int
    max_mark: float = 1.0
    type: str = ""
    document: str = ""
    facility: FacilityBand | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """A quiz as its author wants it, its places in order."""

    title: str
    description: str
    mode: QuizMode
    attempts_allowed: int | None
    time_limit_minutes: int | None
    opens_at: datetime | None
    closes_at: datetime | None
    places: tuple[Picked | Drawn, ...]
    rules: Rules = USUAL
    sections: tuple[PlannedSection, ...] = ()


@dataclass(frozen=True, slots=True)
class Built:
    """A quiz to edit; ``pinned`` holds the numbers of pinned versions by
    question, its id in letters."""

    id: UUID
    plan: Plan
    pinned: dict[str, int]
    attempts: int


def load_quiz(course_id: UUID, quiz_id: UUID) -> Built:
    """Return a quiz to edit. Raises Missing."""
    quiz = _quiz(db.session(), course_id, quiz_id)
    slots = db.session.execute(
        select(QuizSlot, QuestionVersion.number, Document.slug)
        .outerjoin(QuestionVersion, QuestionVersion.id == QuizSlot.version_id)
        .outerjoin(Document, Document.id == QuizSlot.draw_document_id)
        .where(QuizSlot.quiz_id == quiz_id)
        .order_by(QuizSlot.position)
    ).all()
    attempts = db.session.scalar(
        select(func.count()).select_from(Attempt).where(Attempt.quiz_id == quiz_id)
    )
    plan = Plan(
        title=quiz.title,
        description=quiz.description,
        mode=quiz.mode,
        attempts_allowed=quiz.attempts_allowed,
        time_limit_minutes=quiz.time_limit_minutes,
        opens_at=quiz.opens_at,
        closes_at=quiz.closes_at,
        places=tuple(place for slot, _number, source in slots if (place := _place(slot, source))),
        rules=rules_of(quiz),
        sections=load_sections(db.session(), quiz_id),
    )
    pinned = {
        str(slot.question_id): number
        for slot, number, _source in slots
        if slot.question_id and number
    }
    return Built(quiz.id, plan, pinned, attempts or 0)


def save_quiz(
    course_id: UUID,
    plan: Plan,
    at: datetime,
    quiz_id: UUID | None = None,
    author_id: UUID | None = None,
) -> UUID:
    """Make a quiz, or change one, as planned; returns its id.

    Attempts that were begun keep the versions, the sections and the mode they were given, and at
    least the time they were promised; they end when the quiz closes.

    Raises:
        Missing: there is no such quiz in this course.
        Refusal: the plan cannot be carried out; ``field`` says where.
        OverQuota: there is no room for another.
    """
    refuse_unfit(plan.title, plan.description, field="title")
    with writing() as session:
        if quiz_id is None:
            check_quiz(session, course_id, author_id)
        kept = set(session.scalars(select(QuizSlot.question_id).where(QuizSlot.quiz_id == quiz_id)))
        _check(session, course_id, plan, kept)
        if quiz_id is None:
            quiz = Quiz(id=new_id(at), course_id=course_id, slug=None, created_at=at)
            session.add(quiz)
        else:
            quiz = _quiz(session, course_id, quiz_id)
        quiz.title, quiz.description, quiz.mode = plan.title, plan.description, plan.mode
        quiz.attempts_allowed = plan.attempts_allowed
        quiz.time_limit_minutes = plan.time_limit_minutes
        quiz.opens_at, quiz.closes_at = plan.opens_at, plan.closes_at
        set_rules(quiz, plan.rules)
        session.flush()
        move_deadlines(session, quiz)
        session.execute(delete(QuizSlot).where(QuizSlot.quiz_id == quiz.id))
        sources = _sources(session, course_id)
        session.add_all(_slot(quiz.id, n, place, sources) for n, place in enumerate(plan.places, 1))
        keep_sections(session, course_id, quiz.id, plan.sections, at)
        return quiz.id


def delete_quiz(course_id: UUID, quiz_id: UUID) -> None:
    """Delete a quiz that nobody has attempted.

    Raises:
        Missing: there is no such quiz in this course.
        Refusal: somebody has attempted it.
    """
    with writing() as session:
        quiz = _quiz(session, course_id, quiz_id)
        if session.scalar(select(Attempt.id).where(Attempt.quiz_id == quiz_id).limit(1)):
            raise Refusal(_("Somebody has attempted this quiz. Close it instead."))
        session.execute(delete(QuizSlot).where(QuizSlot.quiz_id == quiz.id))
        session.delete(quiz)


def _check(session: Session, course_id: UUID, plan: Plan, kept: set[UUID | None]) -> None:
    if not plan.places:
        raise Refusal(_("Pick at least one question, or draw some by tag."), "picked")
    total = sum(place.count if isinstance(place, Drawn) else 1 for place in plan.places)
    if total > MOST_QUESTIONS:
        raise Refusal(
            _("That is %(n)s questions; %(most)s is the most.", n=total, most=MOST_QUESTIONS),
            "picked",
        )
    if plan.opens_at and plan.closes_at and plan.closes_at <= plan.opens_at:
        raise Refusal(_("It must close after it opens."), "closes_at")
    check_sections(plan.sections, len(plan.places))
    _check_picked(session, course_id, plan, kept)
    _check_drawn(session, course_id, plan)


def _check_picked(session: Session, course_id: UUID, plan: Plan, kept: set[UUID | None]) -> None:
    """Every question is this course's, can be asked or was asked already, and stands once."""
    picked = [place for place in plan.places if isinstance(place, Picked)]
    ids = [place.question_id for place in picked]
    known = published_among(session, course_id, ids)
    if len(set(ids)) != len(ids):
        raise Refusal(_("A question is picked twice."), "picked")
    if set(ids) - known - kept:
        raise Refusal(
            _("One of the questions is not published, or is a flashcard. Pick again."), "picked"
        )
    pins = {place.version_id: place.question_id for place in picked if place.version_id}
    versions = session.execute(
        select(QuestionVersion.id, QuestionVersion.question_id).where(QuestionVersion.id.in_(pins))
    )
    if dict(list(versions)) != pins:
        raise Refusal(_("A pinned version is not one of its question. Pick again."), "picked")


def _check_drawn(session: Session, course_id: UUID, plan: Plan) -> None:
    """No draw runs out, whatever was picked and whatever the draws before it took."""
    taken = {place.question_id for place in plan.places if isinstance(place, Picked)}
    earlier: list[tuple[set[UUID], int]] = []
    sources = _sources(session, course_id)
    for number, place in enumerate(plan.places, 1):
        if not isinstance(place, Drawn):
            continue
        pool = _pool(session, course_id, place, sources) - taken
        left = len(pool) - sum(min(count, len(pool & other)) for other, count in earlier)
        if place.count > left:
            raise Refusal(_too_few(place, number, max(left, 0)), "draw_count")
        earlier.append((pool, place.count))


def _pool(
    session: Session, course_id: UUID, place: Drawn, sources: Mapping[str, UUID]
) -> set[UUID]:
    if place.document and place.document not in sources:
        return set()
    return drawable(session, course_id, _slot(None, 0, place, sources))


def _sources(session: Session, course_id: UUID) -> dict[str, UUID]:
    """Return a course's documents by their addresses."""
    wanted = select(Document.slug, Document.id).where(Document.course_id == course_id)
    return dict(session.execute(wanted).all())


def _too_few(place: Drawn, number: int, left: int) -> str:
    if place.type or place.document or place.facility:
        return str(
            ngettext(
                "There is %(num)s question left to draw in place %(place)s.",
                "There are %(num)s questions left to draw in place %(place)s.",
                left,
                place=number,
            )
        )
    return str(
        ngettext(
            "There is %(num)s question left to draw with the tag “%(tag)s”.",
            "There are %(num)s questions left to draw with the tag “%(tag)s”.",
            left,
            tag=place.tag,
        )
    )


def _quiz(session: Session, course_id: UUID, quiz_id: UUID) -> Quiz:
    quiz = session.scalar(
        select(Quiz).where(Quiz.id == quiz_id, Quiz.course_id == course_id).with_for_update()
    )
    if quiz is None:
        raise Missing(_("There is no such quiz in this course."))
    return quiz


def _place(slot: QuizSlot, source: str | None) -> Picked | Drawn | None:
    if slot.question_id is not None:
        return Picked(slot.question_id, slot.version_id, slot.max_mark)
    if slot.draw_count:
        return Drawn(
            slot.draw_tag or "",
            slot.draw_count,
            slot.max_mark,
            type=slot.draw_type or "",
            document=source or "",
            facility=slot.draw_facility,
        )
    return None


def _slot(
    quiz_id: UUID | None, position: int, place: Picked | Drawn, sources: Mapping[str, UUID]
) -> QuizSlot:
    slot = QuizSlot(quiz_id=quiz_id, position=position, max_mark=place.max_mark)
    if isinstance(place, Picked):
        slot.question_id, slot.version_id = place.question_id, place.version_id
    else:
        slot.draw_tag, slot.draw_type = place.tag or None, place.type or None
        slot.draw_document_id = sources.get(place.document)
        slot.draw_facility, slot.draw_count = place.facility, place.count
    return slot
