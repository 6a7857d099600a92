"""Where questions stand: what their newest version alone does not say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ColumnElement, case, func, select

from questions.question import Status
from webapp import models
from webapp.db import db


class Standing(StrEnum):
    """Where a question as a whole stands, which its newest version alone does not say."""

    PUBLISHED = "published"
    CHANGED = "changed"
    DRAFT = "draft"
    PROPOSED = "proposed"
    RETIRED = "retired"
    REJECTED = "rejected"


def count_standings(course_ids: Collection[UUID]) -> dict[UUID, Counter[Standing]]:
    """Return how many questions stand where, in each of the courses."""
    is_out, newest_is_out = (
        models.Question.published.is_not(None),
        models.Question.published == models.Question.latest,
    )
    rows = db.session.execute(
        select(
            models.Question.course_id,
            is_out,
            newest_is_out,
            models.QuestionVersion.status,
            func.count(),
        )
        .join(models.QuestionVersion, models.is_newest())
        .where(models.Question.course_id.in_(course_ids))
        .group_by(models.Question.course_id, is_out, newest_is_out, models.QuestionVersion.status)
    )
    counts: dict[UUID, Counter[Standing]] = {course_id: Counter() for course_id in course_ids}
    for course_id, out, newest_out, status, count in rows:
        counts[course_id][stand(bool(out), bool(newest_out), status)] += count
    return counts


def standing_of(question: models.Question, newest: Status) -> Standing:
    """Return where a question stands, given its newest version's status."""
    is_out = question.published is not None
    return stand(is_out, question.published == question.latest, newest)


def standing_in_words() -> ColumnElement[str]:
    """Return where a question stands, for a statement that has it with its newest version."""
    by_status = {status: stand(False, False, status).value for status in Status}
    return case(
        (models.Question.published == models.Question.latest, Standing.PUBLISHED.value),
        (models.Question.published.is_not(None), Standing.CHANGED.value),
        else_=case(by_status, value=models.QuestionVersion.status),
    )


def stand(is_out: bool, newest_is_out: bool, newest: Status) -> Standing:
    """Return where a question stands that is out, or is with its newest version, or is not."""
    if is_out:
        return Standing.PUBLISHED if newest_is_out else Standing.CHANGED
    return {
        Status.PUBLISHED: Standing.RETIRED,
        Status.RETIRED: Standing.RETIRED,
        Status.REJECTED: Standing.REJECTED,
        Status.CANDIDATE: Standing.PROPOSED,
        Status.IN_REVIEW: Standing.PROPOSED,
        Status.DRAFT: Standing.DRAFT,
    }[newest]
