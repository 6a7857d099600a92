"""What quizzes came to of each question: how often it was asked, how hard it is, what it tells."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import fsum
from uuid import UUID

from sqlalchemy import and_, select

from webapp.db import db
from webapp.models import ENOUGH_ANSWERS, Counted, ItemRollup, QuestionVersion, QuizRollup


@dataclass(frozen=True, slots=True)
class QuestionFigures:
    """Over all versions and quizzes, each learner's first attempt at each, when last rolled up.

    The discrimination index is the mean of what it was in each quiz, by how often it was asked.
    """

    asked: int
    facility: float
    discrimination: float | None
    as_of: datetime

    @property
    def is_enough(self) -> bool:
        """Whether it was asked often enough that the figures say something."""
        return self.asked >= ENOUGH_ANSWERS


def figures_of(question_ids: Collection[UUID]) -> dict[UUID, QuestionFigures]:
    """Return the figures of those questions that quizzes have asked."""
    is_its = and_(
        QuizRollup.quiz_id == ItemRollup.quiz_id, QuizRollup.counted == ItemRollup.counted
    )
    rows = db.session.execute(
        select(QuestionVersion.question_id, ItemRollup, QuizRollup.made_at)
        .join(ItemRollup, ItemRollup.version_id == QuestionVersion.id)
        .join(QuizRollup, is_its)
        .where(ItemRollup.counted == Counted.FIRST, QuestionVersion.question_id.in_(question_ids))
    )
    found: defaultdict[UUID, list[tuple[ItemRollup, datetime]]] = defaultdict(list)
    for question_id, item, made_at in rows:
        found[question_id].append((item, made_at))
    return {question_id: _together(items) for question_id, items in found.items()}


def _together(items: Sequence[tuple[ItemRollup, datetime]]) -> QuestionFigures:
    asked = sum(item.asked for item, _made_at in items)
    told = [
        (item.figures["discrimination_index"], item.asked)
        for item, _made_at in items
        if item.figures["discrimination_index"] is not None
    ]
    times = sum(count for _index, count in told)
    return QuestionFigures(
        asked=asked,
        facility=fsum(item.facility * item.asked for item, _made_at in items) / asked,
        discrimination=fsum(index * count for index, count in told) / times if times else None,
        as_of=max(made_at for _item, made_at in items),
    )
