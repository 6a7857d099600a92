"""An attempt's life, in any order: answered in two tabs, sent again, run out, extended, handed in,
regraded and undone. There is one grade, it follows from the steps, and no step is lost."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import func, select

from questions.interactions import Choice, Option
from questions.question import Question, Status
from questions.responses import Chosen
from tests.webapp.people.histories import SETTINGS
from tests.webapp.quizzes.keys import looked_at
from tests.webapp.worlds import START, World, add_user
from webapp.db import db, new_id, writing
from webapp.learning.behaviours import PLAIN, Behaviour
from webapp.learning.confidence import Confidence
from webapp.learning.marks import RegradePolicy
from webapp.models import (
    Attempt,
    AttemptState,
    AttemptStep,
    QuestionVersion,
    Quiz,
    QuizMode,
    QuizSlot,
    Role,
)
from webapp.services.errors import Conflict, Refusal
from webapp.services.operations.upkeep import check_attempts, check_cards
from webapp.services.quizzes.attempting import answer_slot, give_up, start_attempt, submit_attempt
from webapp.services.quizzes.closing import close_overdue
from webapp.services.quizzes.deadlines import move_deadlines
from webapp.services.quizzes.marking import recompute
from webapp.services.quizzes.queries.attempts import (
    GRACE,
    is_over,
    load_any_attempt,
    worth_kept,
)
from webapp.services.quizzes.regrading import Regrading, regrade, undo_regrading
from webapp.services.teaching.courses import enrol
from webapp.services.teaching.questions import as_asked, save_question

TEXTS = ("Six", "Eight", "Ten")
MARKS = (1.0, 2.5)
LIMIT = 30
_numbers = count()
who = st.integers(0, 1)
slots = st.sampled_from([1, 1, 1, 2])  # so that what happens meets
texts = st.sampled_from(["Eight", "Eight", "Six", "Ten"])
BEHAVIOURS = (PLAIN, Behaviour(asks_confidence=True), Behaviour(tries=2), Behaviour(tries=3))
sures = st.sampled_from([None, *Confidence])


@dataclass
class Version:
    """A key: the option that is right, and the options there are."""

    right: str
    options: tuple[str, ...]
    at: datetime


@dataclass
class Run:
    """A regrading that holds."""

    id: UUID
    policy: RegradePolicy
    version: Version
    at: datetime


Given = tuple[str, Confidence | None]
Sent = tuple[UUID, UUID, int, Given, str]


@dataclass
class Expected:
    """An attempt as it should be: versions asked, and the answers given to each question."""

    user_id: UUID
    id: UUID
    asked: dict[int, Version]
    given: dict[int, list[Given]] = field(default_factory=lambda: {1: [], 2: []})
    given_up: set[int] = field(default_factory=set)
    steps: int = 0


class Life(RuleBasedStateMachine):
    """Two learners, a quiz of two questions whose keys change, an instructor who regrades."""

    world: World
    sample: Question
    mode: QuizMode
    behaviour: Behaviour

    @initialize(mode=st.sampled_from(list(QuizMode)), behaviour=st.sampled_from(BEHAVIOURS))
    def found(self, mode: QuizMode, behaviour: Behaviour) -> None:
        self.at, self.mode = START + timedelta(days=1), mode
        self.behaviour = PLAIN if mode is QuizMode.TEST and behaviour.has_tries else behaviour
        name = f"life{next(_numbers)}"
        with writing() as session:
            self.users = [add_user(f"{name}.{n}@example.org", name) for n in range(2)]
            for user_id in self.users:
                enrol(session, user_id, self.world.course_id, Role.LEARNER, START)
        self.questions: dict[int, UUID] = {}
        self.versions: dict[int, list[Version]] = {1: [], 2: []}
        self.runs: dict[int, list[Run]] = {1: [], 2: []}
        self.attempts: dict[UUID, Expected] = {}
        self.last_sent: Sent | None = None
        for slot in (1, 2):
            self.save(slot, "Eight", TEXTS)
        with writing() as session:
            quiz = Quiz(id=new_id(START), course_id=self.world.course_id, title=name, mode=mode)
            quiz.time_limit_minutes, quiz.created_at = LIMIT, START
            quiz.asks_confidence = self.behaviour.asks_confidence
            quiz.tries, quiz.penalty = self.behaviour.tries, self.behaviour.penalty
            session.add(quiz)
            session.flush()
            for slot, mark in enumerate(MARKS, 1):
                row = QuizSlot(quiz_id=quiz.id, position=slot, question_id=self.questions[slot])
                row.max_mark = mark
                session.add(row)
            self.quiz_id = quiz.id

    def save(self, slot: int, right: str, options: tuple[str, ...]) -> None:
        choice = Choice(options=tuple(Option(text=t, fraction=t == right) for t in options))
        asked = self.sample.model_copy(update={"interaction": choice, "id": None})
        self.questions[slot] = save_question(
            self.world.course_id,
            asked,
            Status.PUBLISHED,
            self.at,
            question_id=self.questions.get(slot),
        )
        self.versions[slot].append(Version(right, options, self.at))

    def under_way(self, n: int) -> Expected | None:
        row = db.session.scalars(
            select(Attempt).where(
                Attempt.user_id == self.users[n],
                Attempt.quiz_id == self.quiz_id,
                Attempt.state == AttemptState.IN_PROGRESS,
            )
        ).one_or_none()
        return self.attempts[row.id] if row else None

    @rule(minutes=st.integers(1, 20))
    def wait(self, minutes: int) -> None:
        self.at += timedelta(minutes=minutes)

    @rule(n=who)
    def begin(self, n: int) -> None:
        close_overdue(self.at)
        attempt_id = start_attempt(self.users[n], self.quiz_id, self.at)
        if attempt_id not in self.attempts:
            newest = {slot: versions[-1] for slot, versions in self.versions.items()}
            self.attempts[attempt_id] = Expected(self.users[n], attempt_id, newest)

    @rule(n=who, slot=slots, text=texts, sure=sures)
    def answer(self, n: int, slot: int, text: str, sure: Confidence | None) -> None:
        expected = self.under_way(n)
        if expected is None or text not in expected.asked[slot].options:
            return
        given = (text, sure)
        sent = (expected.user_id, expected.id, slot, given, f"{expected.id.hex}:{next(_numbers)}")
        if self.send(*sent) and not self.is_settled(expected, slot):
            expected.given[slot].append(given)
            expected.steps += 1
        self.last_sent = sent

    def is_settled(self, expected: Expected, slot: int) -> bool:
        """Whether no other answer is taken: in practice, once it is right or the tries are over."""
        given = expected.given[slot]
        if self.mode is QuizMode.TEST or not given:
            return False
        is_right = given[-1][0] == expected.asked[slot].right
        return is_right or len(given) >= self.behaviour.tries or slot in expected.given_up

    @rule(n=who, slot=slots)
    def give_up(self, n: int, slot: int) -> None:
        expected = self.under_way(n)
        if expected is None:
            return
        give_up(expected.user_id, expected.id, slot, self.at)
        attempt = db.session.get_one(Attempt, (expected.user_id, expected.id))
        if expected.given[slot] and attempt.deadline and self.at < attempt.deadline:
            expected.given_up.add(slot)

    @rule()
    def send_again(self) -> None:
        if self.last_sent is not None:
            self.send(*self.last_sent)

    def send(self, user_id: UUID, attempt_id: UUID, slot: int, given: Given, key: str) -> bool:
        """Send an answer from some tab; says whether it came in time."""
        text, sure = given
        place = self.attempts[attempt_id].asked[slot].options.index(text)
        try:
            answer_slot(
                user_id,
                attempt_id,
                slot,
                Chosen(options=(place,)),
                self.at,
                SETTINGS,
                client_key=key,
                confidence=sure,
            )
        except Conflict:
            return False
        return True

    @rule(minutes=st.integers(31, 90))
    def extend(self, minutes: int) -> None:
        with writing() as session:
            quiz = session.get_one(Quiz, self.quiz_id)
            quiz.time_limit_minutes = minutes
            move_deadlines(session, quiz)

    @rule(n=who)
    def hand_in(self, n: int) -> None:
        if expected := self.under_way(n):
            submit_attempt(expected.user_id, expected.id, self.at, SETTINGS)
            submit_attempt(expected.user_id, expected.id, self.at, SETTINGS)

    @rule(n=who, text=texts, sure=sures)
    def sit(self, n: int, text: str, sure: Confidence | None) -> None:
        self.begin(n)
        self.answer(n, 1, text, sure)
        self.hand_in(n)

    @rule()
    def run_out(self) -> None:
        self.at += GRACE
        close_overdue(self.at)

    @rule(slot=slots, right=texts, left_out=st.none() | texts, turned=st.booleans())
    def publish(self, slot: int, right: str, left_out: str | None, turned: bool) -> None:
        self.at += timedelta(seconds=1)
        options = tuple(text for text in TEXTS if text == right or text != left_out)
        self.save(slot, right, options[::-1] if turned else options)

    @rule(slot=slots, policy=st.sampled_from(list(RegradePolicy)), reviews=st.booleans())
    def regrade(self, slot: int, policy: RegradePolicy, reviews: bool) -> None:
        self.at += timedelta(seconds=1)
        question_id = self.questions[slot]
        found = looked_at(question_id, policy, self.at)
        wanted = Regrading(policy, found.version.id, found.after_run, "", reviews)
        try:
            run_id = regrade(
                self.world.course_id, question_id, wanted, self.world.instructor_id, self.at
            )
        except Refusal:
            assert not found.effects[policy].changed
            return
        self.runs[slot].append(Run(run_id, policy, self.versions[slot][-1], self.at))

    @rule(right=st.sampled_from(["Six", "Ten"]), policy=st.sampled_from(list(RegradePolicy)))
    def put_right(self, right: str, policy: RegradePolicy) -> None:
        self.sit(0, self.versions[1][-1].right, Confidence.CERTAIN)
        self.publish(1, right, None, turned=True)
        self.regrade(1, policy, reviews=True)

    @rule(slot=slots, which=st.integers(0, 3))
    def undo(self, slot: int, which: int) -> None:
        runs = self.runs[slot]
        if which >= len(runs):
            return
        self.at += timedelta(seconds=1)
        ids = self.world.course_id, runs[which].id, self.world.instructor_id
        try:
            undo_regrading(*ids, self.at)
        except Conflict:
            assert which < len(runs) - 1
            return
        assert runs.pop().id == ids[1]

    def worth(self, expected: Expected, slot: int) -> tuple[float, float, bool]:
        """What a question should be worth, and bring, and whether it is dropped, said anew."""
        asked, given = expected.asked[slot], expected.given[slot]
        fraction, counts = self.graded(given, [float(text == asked.right) for text, _sure in given])
        dropped = False
        for run in self.runs[slot]:
            if asked.at > run.at:
                continue
            counted = given if self.behaviour.has_tries else given[-1:]
            silent = counted and not any(text in run.version.options for text, _sure in counted)
            by_key = (
                (fraction, counts) if silent else self.graded(given, self.by(run, asked, given))
            )
            if run.policy is RegradePolicy.DROP:
                dropped = True
            elif run.policy is RegradePolicy.FULL:
                fraction, counts, dropped = 1.0, 1.0, False
            elif run.policy is RegradePolicy.EXACT:
                (fraction, counts), dropped = by_key, False
            else:
                fraction, counts = max(fraction, by_key[0]), max(counts, by_key[1])
        return fraction, counts, dropped

    def by(self, run: Run, asked: Version, given: list[Given]) -> list[float]:
        """What each answer is worth by the key of a run, or by its own where that does not say."""
        rights = [
            run.version.right if text in run.version.options else asked.right
            for text, _sure in given
        ]
        return [float(text == right) for (text, _sure), right in zip(given, rights, strict=True)]

    def graded(self, given: list[Given], fractions: list[float]) -> tuple[float, float]:
        """What answers are worth that are graded so, and what they bring."""
        if not given:
            return 0.0, 0.0
        if self.behaviour.has_tries:
            first_right = fractions.index(1.0) if 1.0 in fractions else None
            left = (
                0.0 if first_right is None else max(0.0, 1 - self.behaviour.penalty * first_right)
            )
            return fractions[0], left
        if not self.behaviour.asks_confidence:
            return fractions[-1], fractions[-1]
        scheme = {Confidence.CERTAIN: (3, -6), Confidence.FAIRLY: (2, -2)}
        points = scheme.get(given[-1][1] or Confidence.GUESS, (1, 0))
        return fractions[-1], points[fractions[-1] == 0] / 3

    @invariant()
    def each_attempt_is_as_it_should_be(self) -> None:
        db.session.expire_all()
        for expected in self.attempts.values():
            full = load_any_attempt(expected.user_id, expected.id)
            query = select(func.count()).where(AttemptStep.attempt_id == expected.id)
            assert db.session.scalar(query) == expected.steps
            for slot in full.slots:
                given = expected.given[slot.number]
                assert bool(given) == (slot.step is not None)
                if full.is_open and self.mode is QuizMode.PRACTICE:
                    assert slot.is_settled == self.is_settled(expected, slot.number)
                assert slot.row.fraction is None or 0 <= slot.row.fraction <= 1
            if full.is_open:
                assert full.attempt.mark is None
                continue
            worths = [self.worth(expected, slot) for slot in (1, 2)]
            kept = [worth_kept(s.row) for s in full.slots]
            assert [(k.fraction, k.counts, k.dropped) for k in kept] == worths
            brought = [
                (counts, most)
                for (_fraction, counts, dropped), most in zip(worths, MARKS, strict=True)
                if not dropped
            ]
            mark = max(0.0, sum(counts * most for counts, most in brought))
            assert full.attempt.mark == pytest.approx(mark, abs=1e-6)
            assert full.attempt.max_mark == sum(most for _counts, most in brought)

    @invariant()
    def nobody_has_two_attempts_under_way(self) -> None:
        open_ = select(Attempt).where(
            Attempt.quiz_id == self.quiz_id, Attempt.state == AttemptState.IN_PROGRESS
        )
        newest: set[UUID] = set()
        for one in db.session.scalars(open_.order_by(Attempt.number.desc())):
            # One that is over still takes what is on its way, while the next may have begun.
            assert one.user_id not in newest or is_over(one, self.at)
            newest.add(one.user_id)

    def teardown(self) -> None:
        if hasattr(self, "quiz_id"):
            assert recompute() == 0
            assert check_attempts(db.session()).problems == []
            assert check_cards(db.session()).problems == []
        db.session.rollback()


def test_an_attempts_life(world: World) -> None:
    version = db.session.scalars(
        select(QuestionVersion).where(QuestionVersion.type == "multiple_choice").limit(1)
    ).first()
    assert version is not None
    fields: dict[str, Any] = {"world": world, "sample": as_asked(version)}
    machine = type("LifeHere", (Life,), fields)
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=20,
            stateful_step_count=30,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
