"""Accepting answers: what learners typed and no rule took becomes an answer of the question."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from questions import lengths
from questions.interactions import Answer, TextEntry
from questions.question import Question, Status
from webapp import models
from webapp.db import writing
from webapp.services.errors import Conflict, Missing, Refusal
from webapp.services.teaching.authoring import author_question
from webapp.services.teaching.questions import as_asked, load_version

Answers = tuple[Answer, ...]


def accept_answer(
    course_id: UUID, question_id: UUID, text: str, at: datetime, author_id: UUID
) -> None:
    """Publish a version of the question that takes ``text`` as well, fully right.

    Raises:
        Missing: there is no such question in this course, or it is not typed.
        Conflict: it is retired, or a draft of it is newer than what learners get.
        Refusal: it has as many answers as it can, or what it cites does not verify.
    """

    def more(answers: Answers) -> Answers:
        if any(answer.text == text for answer in answers):
            raise Refusal(_("“%(text)s” is an accepted answer already.", text=text))
        if len(answers) >= lengths.ANSWERS:
            raise Refusal(_("The question has as many accepted answers as it can have."))
        return (*answers, Answer(text=text))

    note = _("Accepted: %(text)s", text=text)
    _change(course_id, question_id, more, at, author_id, str(note))


def take_back_answer(
    course_id: UUID, question_id: UUID, text: str, at: datetime, author_id: UUID
) -> None:
    """Publish a version of the question without the accepted answer ``text``.

    Raises:
        Missing, Conflict, Refusal: as :func:`accept_answer`; or it is no answer, or the only one.
    """

    def fewer(answers: Answers) -> Answers:
        left = tuple(answer for answer in answers if answer.text != text)
        if left == answers:
            raise Refusal(_("“%(text)s” is no accepted answer any more.", text=text))
        if all(answer.fraction < 1 for answer in left):
            raise Refusal(_("It is the only right answer. Edit the question instead."))
        return left

    note = _("No longer accepted: %(text)s", text=text)
    _change(course_id, question_id, fewer, at, author_id, str(note))


def _change(
    course_id: UUID,
    question_id: UUID,
    change: Callable[[Answers], Answers],
    at: datetime,
    author_id: UUID,
    note: str,
) -> None:
    with writing() as session:
        asked, number = _published(session, course_id, question_id)
        interaction = asked.interaction
        if not isinstance(interaction, TextEntry):
            raise Missing(_("The answers to this question are not typed."))
        changed = interaction.model_copy(update={"answers": change(interaction.answers)})
        author_question(
            course_id,
            asked.model_copy(update={"interaction": changed}),
            Status.PUBLISHED,
            at,
            author_id=author_id,
            note=note[: models.lengths.NOTE],
            question_id=question_id,
            based_on=number,
        )


def _published(session: Session, course_id: UUID, question_id: UUID) -> tuple[Question, int]:
    """Return a question as learners get it, and its newest version's number, which that is."""
    question = session.get(models.Question, question_id)
    if question is None or question.course_id != course_id:
        raise Missing(_("There is no such question in this course."))
    if question.published is None:
        raise Conflict(_("The question is retired. Open it to publish it again."))
    if question.published != question.latest:
        raise Conflict(
            _("A newer draft of this question waits. Open it, add the answer there and publish it.")
        )
    version = load_version(session, question_id, question.latest)
    return as_asked(version, question.slug), question.latest
