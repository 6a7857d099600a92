"""How each question of a quiz was answered: how many got it right, and what they said."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, assert_never
from uuid import UUID

from sqlalchemy import and_, select

from questions.interactions import (
    Choice,
    Interaction,
    Match,
    Order,
    Recall,
    TextEntry,
    in_a_line,
    load_interaction,
)
from questions.responses import Chosen, Response, load_response
from webapp import widgets
from webapp.db import db
from webapp.learning.confidence import Confidence
from webapp.models import (
    Attempt,
    AttemptState,
    AttemptStep,
    Enrolment,
    Question,
    QuestionAttempt,
    QuestionVersion,
    Quiz,
    QuizSlot,
    Role,
    is_published,
)
from webapp.services.teaching.queries.sureness import SureAnswers, sure_answers

# Fewer answers than this show nothing that could not be one learner's slip; a plain choice.
_FEW = 3


@dataclass(frozen=True, slots=True)
class GivenAnswer:
    """An answer in words, how many gave it, and whether it is right, in part, or not."""

    text: str
    times: int
    is_right: bool


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """A question as it was asked, over all attempts that were handed in.

    Versions of one question share its number. ``key_now`` is that of the version published since.
    ``sure`` are its answers by how sure learners were, where they were asked, the most sure first.
    """

    number: int
    question_id: UUID
    version: int
    stem: str
    asked: int
    right: int
    partly: int
    unanswered: int
    answers: tuple[GivenAnswer, ...]
    key: tuple[str, ...]
    several_versions: bool = False
    key_now: tuple[str, ...] = ()
    sure: tuple[SureAnswers, ...] = ()

    @property
    def anchor(self) -> str:
        """What it is called within the page."""
        return f"q{self.number}v{self.version}" if self.several_versions else f"q{self.number}"

    @property
    def certain_and_wrong(self) -> int:
        """How many were certain of a wrong answer."""
        return sum(s.wrong for s in self.sure if s.confidence is Confidence.CERTAIN)

    @property
    def share(self) -> float | None:
        """The share that got it wholly right, from 0 to 1."""
        return self.right / self.asked if self.asked else None

    @property
    def rival(self) -> GivenAnswer | None:
        """A wrong answer that more gave than any right one: the key may be wrong.

        It is none any more once the key that is published says so too.
        """
        right = max((answer.times for answer in self.answers if answer.is_right), default=0)
        wrong = [answer for answer in self.answers if not answer.is_right]
        most = max(wrong, key=lambda answer: answer.times, default=None)
        if most is None or most.times < _FEW or most.times <= right:
            return None
        return None if _folded(most.text) in map(_folded, self.key_now) else most


@dataclass(frozen=True, slots=True)
class _Answered:
    """One question of one attempt, with what was said last, or in the first of several tries."""

    version_id: UUID
    slot: int
    fraction: float
    response: dict[str, Any] | None
    confidence: Confidence | None = None


def asked_questions(quiz: Quiz) -> list[AskedQuestion]:
    """Return every question of a quiz, and what the learners of its course answered.

    First those that it asks now in their order, then others that it asked before or drew.
    """
    answered: defaultdict[UUID, list[_Answered]] = defaultdict(list)
    for one in _all_answers(quiz):
        answered[one.version_id].append(one)
    places = _places(quiz)
    versions = list(
        db.session.scalars(
            select(QuestionVersion).where(QuestionVersion.id.in_({*answered, *places.values()}))
        )
    )
    order = {question_id: place for place, question_id in enumerate(places)}
    versions.sort(key=lambda v: (order.get(v.question_id, len(order)), v.stem, v.number))
    repeated = Counter(version.question_id for version in versions)
    numbers = {question_id: number for number, question_id in enumerate(repeated, 1)}
    published = _published(repeated)
    return [
        replace(
            _tally(version, answered[version.id], numbers[version.question_id]),
            several_versions=repeated[version.question_id] > 1,
            key_now=_key_since(version, published.get(version.question_id)),
        )
        for version in versions
    ]


def _published(question_ids: Iterable[UUID]) -> dict[UUID, QuestionVersion]:
    """Return the version of each question that learners get now."""
    query = select(QuestionVersion).join(Question, is_published())
    found = db.session.scalars(query.where(Question.id.in_(list(question_ids))))
    return {version.question_id: version for version in found}


def _key_since(version: QuestionVersion, published: QuestionVersion | None) -> tuple[str, ...]:
    if published is None or published.id == version.id:
        return ()
    return widgets.say(load_interaction(published.interaction), None).key


def _places(quiz: Quiz) -> dict[UUID, UUID]:
    """Return the version that a quiz asks now of each question that is not drawn, in order."""
    rows = db.session.execute(
        select(Question.id, QuizSlot.version_id, QuestionVersion.id)
        .join(QuizSlot, QuizSlot.question_id == Question.id)
        .outerjoin(QuestionVersion, is_published())
        .where(QuizSlot.quiz_id == quiz.id)
        .order_by(QuizSlot.position)
    )
    return {
        question_id: pinned or published
        for question_id, pinned, published in rows
        if pinned or published
    }


def _all_answers(quiz: Quiz) -> Iterable[_Answered]:
    """Yield what each learner's attempts that were handed in asked, with what was said."""
    of_learners = and_(
        Enrolment.user_id == Attempt.user_id,
        Enrolment.course_id == quiz.course_id,
        Enrolment.role == Role.LEARNER,
    )
    handed_in = and_(Attempt.quiz_id == quiz.id, Attempt.state == AttemptState.SUBMITTED)
    place = (AttemptStep.user_id, AttemptStep.attempt_id, AttemptStep.slot)
    asked_how = (Attempt.asks_confidence, Attempt.tries)
    steps = db.session.execute(
        select(*place, AttemptStep.response, AttemptStep.confidence, *asked_how)
        .join(Attempt, _same(AttemptStep))
        .where(handed_in)
        .order_by(AttemptStep.answered_at, AttemptStep.id)
    )
    said: dict[tuple[UUID, UUID, int], tuple[dict[str, Any], Confidence | None]] = {}
    for user_id, attempt_id, slot, response, sure, is_asked, tries in steps:
        if tries == 1 or (user_id, attempt_id, slot) not in said:
            confidence = (sure or Confidence.GUESS) if is_asked else None
            said[user_id, attempt_id, slot] = (response, confidence)
    asked = db.session.execute(
        select(QuestionAttempt)
        .join(Attempt, _same(QuestionAttempt))
        .join(Enrolment, of_learners)
        .where(handed_in)
    ).scalars()
    for one in asked:
        response, sure = said.get((one.user_id, one.attempt_id, one.slot), (None, None))
        yield _Answered(one.version_id, one.slot, one.fraction or 0.0, response, sure)


def _same(of: type[AttemptStep | QuestionAttempt]) -> Any:
    return and_(Attempt.user_id == of.user_id, Attempt.id == of.attempt_id)


def _tally(version: QuestionVersion, answered: list[_Answered], number: int) -> AskedQuestion:
    interaction = load_interaction(version.interaction)
    return AskedQuestion(
        number=number,
        question_id=version.question_id,
        version=version.number,
        stem=version.stem,
        asked=len(answered),
        right=sum(one.fraction >= 1 for one in answered),
        partly=sum(0 < one.fraction < 1 for one in answered),
        unanswered=sum(one.response is None for one in answered),
        answers=tuple(_answers(interaction, _counted(answered))),
        key=widgets.say(interaction, None).key,
        sure=tuple(sure_answers((one.confidence, one.fraction) for one in answered)),
    )


def _counted(answered: Iterable[_Answered]) -> list[tuple[Response, bool, int]]:
    """Return each different response, whether it is right, and how many gave it."""
    times = Counter(
        (json.dumps(one.response, sort_keys=True), one.fraction >= 1)
        for one in answered
        if one.response is not None
    )
    return [
        (load_response(json.loads(response)), right, n) for (response, right), n in times.items()
    ]


def _answers(
    interaction: Interaction, counted: list[tuple[Response, bool, int]]
) -> list[GivenAnswer]:
    match interaction:
        case Choice():
            return _options(interaction, counted)
        case Match():
            return _lines(
                (line.text, bool(line.right), n)
                for response, _right, n in counted
                for line in widgets.say(interaction, response).given
            )
        case TextEntry() | Order() | Recall():
            return _lines(
                (
                    in_a_line((n.text for n in widgets.say(interaction, response).given), " → "),
                    right,
                    n,
                )
                for response, right, n in counted
            )
        case _:
            assert_never(interaction)


def _options(interaction: Choice, counted: list[tuple[Response, bool, int]]) -> list[GivenAnswer]:
    """Return every option in its order, picked or not."""
    times = Counter[int]()
    for response, _right, n in counted:
        if isinstance(response, Chosen):
            times.update(dict.fromkeys(response.options, n))
    return [
        GivenAnswer(option.text, times[index], option.fraction > 0)
        for index, option in enumerate(interaction.options)
    ]


def _lines(said: Iterable[tuple[str, bool, int]]) -> list[GivenAnswer]:
    """Return what was said, the most frequent first; letters' case and spaces do not tell apart."""
    groups: defaultdict[tuple[str, bool], Counter[str]] = defaultdict(Counter)
    for text, right, n in said:
        groups[(_folded(text), right)][text] += n
    given = [
        GivenAnswer(spellings.most_common(1)[0][0], spellings.total(), right)
        for (_text, right), spellings in groups.items()
    ]
    return sorted(given, key=lambda answer: (-answer.times, answer.text))


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())
