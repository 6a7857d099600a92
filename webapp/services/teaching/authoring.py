"""Writing questions: saved as drafts, or published when a claim is asked as somebody's claim."""

from __future__ import annotations

import re
from datetime import datetime
from uuid import UUID

from flask_babel import gettext as _

from questions.interactions import Choice, Interaction, Match, Order, Recall, TextEntry
from questions.question import Question, Status
from webapp.db import writing
from webapp.services.errors import Refusal
from webapp.services.operations.queries.quotas import check_question, check_version
from webapp.services.teaching.questions import save_question


def unnamed_speaker(asked: Question) -> str | None:
    """Return a speaker whose claim ``asked`` asks about without naming them, or ``None``.

    Naming is by full name or last name in the stem; in true or false, matching and ordering,
    anywhere. Where the answer is the speaker, naming them would give it away.
    """
    if asked.type == "who_said_it":
        return None
    for citation in asked.citations:
        if citation.speaker and not _is_named(asked, citation.speaker):
            return citation.speaker
    return None


def _is_named(asked: Question, speaker: str) -> bool:
    last = re.escape(speaker.split()[-1])
    said = " ".join([asked.stem, *_asked_about(asked.interaction)])
    if re.search(rf"(?<!\w){last}(?!\w)", said, re.IGNORECASE):
        return True
    return any(
        re.fullmatch(rf"(?:{re.escape(speaker)}|{last})", answer.strip(), re.IGNORECASE)
        for answer in asked.interaction.key()
    )


def _asked_about(interaction: Interaction) -> list[str]:
    """Return what is read before answering, the stem and wrong options apart."""
    match interaction:
        case Match():
            return [*interaction.key(), *interaction.distractors]
        case Order():
            return interaction.key()
        case Choice() | TextEntry() | Recall():
            return []


def author_question(
    course_id: UUID,
    asked: Question,
    status: Status,
    at: datetime,
    *,
    author_id: UUID,
    note: str = "",
    question_id: UUID | None = None,
    based_on: int | None = None,
) -> UUID:
    """Save what an instructor wrote, as the next version; returns the question's id.

    Raises:
        Refusal: it is to be published and asks about a claim without saying whose it is; or
            what :func:`webapp.services.teaching.questions.save_question` refuses.
        Conflict, Missing: as there.
        OverQuota: there is no room for another.
    """
    speaker = unnamed_speaker(asked)
    if status is Status.PUBLISHED and speaker is not None:
        raise Refusal(
            _(
                "This is a claim by %(name)s. Name them in the question, as in “According to "
                "%(name)s, …”, or keep it as a draft.",
                name=speaker,
            ),
            "stem",
        )
    with writing() as session:
        if question_id is None:
            check_question(session, course_id, author_id)
        else:
            check_version(session, question_id, author_id)
        return save_question(
            course_id,
            asked,
            status,
            at,
            author_id=author_id,
            note=note,
            question_id=question_id,
            based_on=based_on,
        )
