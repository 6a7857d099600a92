"""How the questions of a quiz did: read from what was rolled up, never from the attempts."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import exists, select

from questions.interactions import (
    Choice,
    Interaction,
    TextEntry,
    Typed,
    grade,
    load_interaction,
)
from questions.responses import Entered
from webapp.db import db
from webapp.learning.answer_tallies import AnswerTally
from webapp.learning.item_flags import ItemFlag, flags_of
from webapp.models import (
    Attempt,
    AttemptState,
    Counted,
    ItemRollup,
    Question,
    QuestionVersion,
    QuizRollup,
    is_published,
)
from webapp.services.sources.queries.words import words_around

# Below ten attempts one learner alone moves everything; below thirty figures still swing widely.
ENOUGH, AMPLE = 10, 30
_SHOWN = 10  # typed answers that no rule takes, the most frequent


@dataclass(frozen=True, slots=True)
class Unmatched:
    """What was typed and counted as wrong, by how many, and whether it would be right by now."""

    text: str
    count: int
    is_accepted: bool


@dataclass(frozen=True, slots=True)
class AnalysedItem:
    """A version of a question and what it came to; ``number`` is its place in the list.

    ``fooled`` is a wrong answer that more of the best third gave than gave the right one.
    """

    number: int
    version_id: UUID
    question_id: UUID
    version: int
    is_newest: bool
    is_open: bool
    stem: str
    interaction: Interaction
    asked: int
    facility: float
    figures: Mapping[str, Any]
    answers: tuple[AnswerTally, ...]
    unmatched: tuple[Unmatched, ...]
    flags: tuple[ItemFlag, ...]
    fooled: AnswerTally | None

    @property
    def letters(self) -> list[tuple[str, int, bool]]:
        """How many in a hundred chose each option, which has a letter; whether it is right."""
        if not isinstance(self.interaction, Choice):
            return []
        return [
            (
                chr(ord("A") + n) if n < 26 else str(n + 1),
                self.percent(answer.count),
                answer.is_right,
            )
            for n, answer in enumerate(self.answers)
        ]

    def percent(self, count: int) -> int:
        """Return how many in a hundred of those asked so many are."""
        return round(100 * count / self.asked)


@dataclass(frozen=True, slots=True)
class QuizAnalysis:
    """What a quiz came to: of which attempts, how many, as of when; and of its questions."""

    counted: Counted
    attempts: int
    made_at: datetime | None
    is_waiting: bool
    figures: Mapping[str, Any]
    items: tuple[AnalysedItem, ...]

    @property
    def missing(self) -> int:
        """How many attempts are missing until figures are shown."""
        return max(0, ENOUGH - self.attempts)

    @property
    def is_rough(self) -> bool:
        """Whether there are so few attempts that figures swing widely."""
        return self.attempts < AMPLE

    @property
    def flagged(self) -> list[AnalysedItem]:
        """Questions whose best learners get them wrong, the worst first."""
        against = [item for item in self.items if ItemFlag.AGAINST in item.flags]
        return sorted(against, key=lambda item: float(item.figures["discrimination_index"]))


def analysis_of(quiz_id: UUID, counted: Counted) -> QuizAnalysis:
    """Return what the attempts at a quiz came to when they were last rolled up."""
    whole = db.session.get(QuizRollup, (quiz_id, counted))
    if whole is None:
        handed_in = exists().where(
            Attempt.quiz_id == quiz_id, Attempt.state == AttemptState.SUBMITTED
        )
        waiting = bool(db.session.scalar(select(handed_in)))
        return QuizAnalysis(counted, 0, None, waiting, {}, ())
    items = _items(quiz_id, counted) if whole.attempts >= ENOUGH else ()
    return QuizAnalysis(counted, whole.attempts, whole.made_at, False, whole.figures, items)


def _items(quiz_id: UUID, counted: Counted) -> tuple[AnalysedItem, ...]:
    rows = db.session.execute(
        select(ItemRollup, QuestionVersion, Question)
        .join(QuestionVersion, QuestionVersion.id == ItemRollup.version_id)
        .join(Question, Question.id == QuestionVersion.question_id)
        .where(ItemRollup.quiz_id == quiz_id, ItemRollup.counted == counted)
        .order_by(ItemRollup.position, QuestionVersion.question_id, QuestionVersion.number)
    ).all()
    published = _published([question.id for _item, _version, question in rows])
    return tuple(
        _item(n, item, version, question, published.get(question.id))
        for n, (item, version, question) in enumerate(rows, 1)
    )


def _published(question_ids: Collection[UUID]) -> dict[UUID, QuestionVersion]:
    """Return the versions that learners get."""
    rows = db.session.scalars(
        select(QuestionVersion).join(Question, is_published()).where(Question.id.in_(question_ids))
    )
    return {version.question_id: version for version in rows}


def _item(
    number: int,
    row: ItemRollup,
    version: QuestionVersion,
    question: Question,
    published: QuestionVersion | None,
) -> AnalysedItem:
    interaction = load_interaction(version.interaction)
    answers = tuple(AnswerTally(**answer) for answer in row.figures["answers"])
    if isinstance(interaction, TextEntry):
        answers = tuple(replace(answer, text=Typed(answer.text)) for answer in answers)
    is_choice = isinstance(interaction, Choice)
    return AnalysedItem(
        number=number,
        version_id=version.id,
        question_id=question.id,
        version=version.number,
        is_newest=version.number == question.published,
        is_open=question.published is not None and question.published == question.latest,
        stem=version.stem,
        interaction=interaction,
        asked=row.asked,
        facility=row.facility,
        figures=row.figures,
        answers=answers,
        unmatched=_unmatched(interaction, answers, published),
        flags=flags_of(
            row.facility,
            row.figures["discrimination_index"],
            _guess(interaction),
            unused=is_choice and row.asked >= AMPLE and any(not answer.count for answer in answers),
        ),
        fooled=_fooled(answers) if is_choice else None,
    )


def _guess(interaction: Interaction) -> float | None:
    """Return the share that guessing gives on average, where one option is to be chosen."""
    if not isinstance(interaction, Choice) or interaction.multiple:
        return None
    fractions = [max(0.0, option.fraction) for option in interaction.options]
    return sum(fractions) / len(fractions)


def _fooled(answers: Collection[AnswerTally]) -> AnswerTally | None:
    best = max((answer.thirds[-1] for answer in answers if answer.is_right), default=0)
    wrong = [answer for answer in answers if not answer.is_right and answer.thirds[-1] > best]
    return max(wrong, key=lambda answer: answer.thirds[-1], default=None)


def _unmatched(
    interaction: Interaction, answers: Collection[AnswerTally], published: QuestionVersion | None
) -> tuple[Unmatched, ...]:
    if not isinstance(interaction, TextEntry):
        return ()
    wrong = [answer for answer in answers if not answer.is_right][:_SHOWN]
    return tuple(
        Unmatched(answer.text, answer.count, _is_accepted(answer.text, published))
        for answer in wrong
    )


def _is_accepted(text: str, published: QuestionVersion | None) -> bool:
    """Return whether the version that learners get takes it for right."""
    interaction = load_interaction(published.interaction) if published else None
    if published is None or not isinstance(interaction, TextEntry):
        return False
    return grade(interaction, Entered(text=text), words_around(published.id)).fraction > 0
