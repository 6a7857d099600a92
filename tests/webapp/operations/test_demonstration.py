from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from statistics import correlation
from urllib.request import urlopen
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import func, select

from questions.bank import load_seed, seed_slugs
from tests.conftest import make_app, migrate
from tests.webapp.operations.running import command, run, started
from tests.webapp.worlds import START, World
from webapp.db import db
from webapp.learning.confidence import Confidence
from webapp.models import (
    Attempt,
    AttemptState,
    AttemptStep,
    Card,
    Course,
    Document,
    Enrolment,
    Job,
    JobName,
    JobState,
    Proposal,
    Question,
    QuestionAttempt,
    QuestionVersion,
    Quiz,
    QuizMode,
    QuizSlot,
    Review,
    Role,
    User,
)
from webapp.services.errors import Refusal
from webapp.services.operations import demonstration, made_up_class, upkeep
from webapp.services.operations.made_up_study import DAYS
from webapp.services.people.accounts import recognise
from webapp.services.quizzes.building import load_quiz
from webapp.services.teaching.queries.sureness import sure_answers
from webapp.worker import Worker


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def count(model: type) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


@dataclass(frozen=True)
class Prepared:
    """The demonstration as set up at START: where, and what was said meanwhile."""

    app: Flask
    data: Path
    said: list[str]


@pytest.fixture(scope="module")
def set_up(tmp_path_factory: pytest.TempPathFactory) -> Prepared:
    """Set up once, for looking at."""
    data = tmp_path_factory.mktemp("demonstration")
    said: list[str] = []
    app = make_app(data, f"sqlite:///{data / 'recite.db'}")
    migrate(app)
    with app.app_context():
        demonstration.prepare(data, START, said.append)
        db.engine.dispose()
    return Prepared(app, data, said)


@pytest.fixture
def prepared(set_up: Prepared) -> Iterator[Prepared]:
    with set_up.app.app_context():
        yield set_up
        db.session.remove()
        db.engine.dispose()


def test_says_what_it_loads(prepared: Prepared) -> None:
    for slug in seed_slugs():
        n = len(load_seed(slug)[1].questions)
        assert f"Loading {slug} ({n} questions) …" in prepared.said


def test_a_second_document_waits_to_be_curated(prepared: Prepared) -> None:
    job = db.session.scalars(select(Job)).one()
    assert (job.name, job.state) == (JobName.PROPOSE, JobState.QUEUED)
    document = db.session.get_one(Document, job.document_id)
    assert (document.title, document.publisher) == ("The Caspian Sea, in short", "Recite")
    job_id = str(job.id)
    db.session.rollback()
    Worker(prepared.app).perform(job_id)
    prepared.app.extensions["recite-jobs"].storage.close()
    db.session.rollback()
    assert db.session.get_one(Job, job.id, populate_existing=True).error == ""
    assert (db.session.scalar(select(func.count()).select_from(Proposal)) or 0) >= 30


def test_the_accounts_open_with_their_password(prepared: Prepared) -> None:
    roles = {account.email: account.role for account in demonstration.ACCOUNTS}
    assert roles == {"learner@example.org": Role.LEARNER, "instructor@example.org": Role.OWNER}
    for email, role in roles.items():
        user_id = recognise(email, demonstration.PASSWORD)
        enrolled = db.session.scalars(select(Enrolment).where(Enrolment.user_id == user_id)).all()
        assert {enrolment.role for enrolment in enrolled} == {role}


def learner_id() -> UUID:
    email = demonstration.ACCOUNTS[0].email
    return db.session.scalars(select(User.id).where(User.email == email)).one()


def test_the_learner_studied_for_three_weeks(prepared: Prepared) -> None:
    days = db.session.execute(
        select(Review.study_day, func.count())
        .where(Review.user_id == learner_id())
        .group_by(Review.study_day)
        .order_by(Review.study_day)
    ).all()
    assert [day for day, _n in days] == list(range(START.toordinal() - DAYS, START.toordinal()))
    right, total = db.session.execute(
        select(func.sum((Review.rating > 1).cast(db.Integer)), func.count()).where(
            Review.user_id == learner_id()
        )
    ).one()
    assert 0.7 <= right / total <= 0.9
    assert total > 200


def test_there_is_something_to_do_today(prepared: Prepared) -> None:
    own = (Card.user_id == learner_id(), Card.due_at <= START)
    due = db.session.scalar(select(func.count()).where(*own)) or 0
    assert 5 <= due <= 30
    closing_at = [quiz.closes_at for quiz in db.session.scalars(select(Quiz)) if quiz.closes_at]
    tomorrow = datetime.combine(START.date() + timedelta(days=1), START.time(), START.tzinfo)
    assert sorted(closing_at)[0].date() == tomorrow.date()
    assert sorted(closing_at)[1].isoweekday() == 5
    assert all(at > START and at.hour == 18 for at in closing_at)


def quiz_of(attempt: Attempt) -> str:
    return db.session.get_one(Quiz, attempt.quiz_id).title


def test_the_quizzes_attempted_are_handed_in(prepared: Prepared) -> None:
    attempts = db.session.scalars(select(Attempt).where(Attempt.user_id == learner_id())).all()
    assert len(attempts) >= 3
    for attempt in attempts:
        assert attempt.state is AttemptState.SUBMITTED
        assert attempt.mark is not None and 0 < attempt.mark <= attempt.max_mark
    assert any((attempt.mark or 0) < attempt.max_mark for attempt in attempts)
    assert "Azerbaijan–NATO talks" not in {quiz_of(attempt) for attempt in attempts}


def test_a_class_took_a_quiz_in_which_a_key_is_wrong(prepared: Prepared) -> None:
    """Those who know most are marked wrong at it, and right at most of the others."""
    attempts = db.session.scalars(
        select(Attempt)
        .join(Quiz, Quiz.id == Attempt.quiz_id)
        .where(Attempt.user_id != learner_id(), Quiz.slug == made_up_class.QUIZ)
    ).all()
    assert len(attempts) == made_up_class.SIZE
    assert {attempt.state for attempt in attempts} == {AttemptState.SUBMITTED}
    question = select(Question.id).where(Question.slug == made_up_class.WRONG)
    rests, fractions = [], []
    for attempt in attempts:
        row = db.session.scalars(
            select(QuestionAttempt).where(
                QuestionAttempt.attempt_id == attempt.id, QuestionAttempt.question_id.in_(question)
            )
        ).one()
        fractions.append(row.fraction or 0.0)
        rests.append((attempt.mark or 0) - fractions[-1])
    assert correlation(rests, fractions) < -0.3
    assert 0 < sum(fractions) < made_up_class.SIZE / 2


def quiz_titled(title: str) -> Quiz:
    course = select(Course.id).where(Course.slug == made_up_class.SLUG).scalar_subquery()
    return db.session.scalars(
        select(Quiz).where(Quiz.title == title, Quiz.course_id == course)
    ).one()


def test_the_class_said_how_sure_it_was(prepared: Prepared) -> None:
    """Who was certain was more often right than who guessed, and some were certain and wrong."""
    quiz = quiz_titled("How sure are you?")
    assert quiz.asks_confidence and quiz.mode is QuizMode.TEST
    said = db.session.execute(
        select(AttemptStep.confidence, AttemptStep.fraction)
        .join(Attempt, Attempt.id == AttemptStep.attempt_id)
        .where(Attempt.quiz_id == quiz.id)
    ).all()
    lines = {line.confidence: line for line in sure_answers((sure, f) for sure, f in said)}
    assert list(lines) == list(Confidence)
    assert lines[Confidence.CERTAIN].mean > lines[Confidence.GUESS].mean + 0.3
    assert lines[Confidence.CERTAIN].wrong > 0
    attempts = db.session.scalars(select(Attempt).where(Attempt.quiz_id == quiz.id)).all()
    assert {attempt.state for attempt in attempts} == {AttemptState.SUBMITTED}
    assert len(attempts) == made_up_class.SIZE


def test_a_practice_in_sections_waits_with_hints(prepared: Prepared) -> None:
    quiz = quiz_titled("Read, try, try again")
    assert (quiz.mode, quiz.tries, quiz.asks_confidence) == (QuizMode.PRACTICE, 3, False)
    first, second = load_quiz(quiz.course_id, quiz.id).plan.sections
    assert (first.before, second.before) == (0, 2)
    assert len(first.passages) == 2 and first.text and second.heading and not second.passages
    rows = db.session.execute(
        select(Question.slug, QuestionVersion.hints)
        .join(QuizSlot, QuizSlot.question_id == Question.id)
        .join(
            QuestionVersion,
            (QuestionVersion.question_id == Question.id)
            & (QuestionVersion.number == Question.published),
        )
        .where(QuizSlot.quiz_id == quiz.id)
    )
    hints = {slug: hints for slug, hints in rows}  # noqa: C416
    assert len(hints["nacc-to-eapc"]) == 2 and hints["relations-before-pfp"] == []


def test_the_doctor_finds_nothing_amiss(prepared: Prepared) -> None:
    checks = list(upkeep.check())
    assert [problem for check in checks for problem in check.problems] == []
    assert {check.subject: check.count for check in checks}["Citations"] > 0


def test_preparing_again_changes_nothing(app: Flask, tmp_path: Path) -> None:
    demonstration.prepare(tmp_path, START, lambda _line: None)
    before = [count(model) for model in (User, Review, Card, Attempt, Quiz)]
    assert demonstration.is_prepared(tmp_path)
    demonstration.prepare(tmp_path, START + timedelta(days=1), lambda _line: None)
    assert [count(model) for model in (User, Review, Card, Attempt, Quiz)] == before

    (tmp_path / "demonstration.json").write_text('{"content": "older", "revision": "0001"}')
    assert not demonstration.is_prepared(tmp_path)


def test_a_database_in_use_is_left_alone(
    app: Flask, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    result = run(app, monkeypatch, "demo", "--port", str(free_port()))
    assert result.exit_code == 1
    assert "in use" in result.output and "recite demo --data DIR" in result.output


def test_the_demonstration_is_not_served_for_real(
    prepared: Prepared, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(Refusal):
        demonstration.refuse_in_real_use()
    monkeypatch.setenv("RECITE_PORT", str(free_port()))
    result = run(prepared.app, monkeypatch, "serve")
    assert result.exit_code == 1
    assert "whose password is public" in result.output


def test_a_port_in_use_is_said(tmp_path: Path, app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    with closing(socket.socket()) as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        result = run(app, monkeypatch, "demo", "--port", str(port))
    assert result.exit_code == 1
    assert f"--port {port + 1}" in result.output
    assert len(result.output.strip().splitlines()) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_starts_answers_and_stops(tmp_path: Path) -> None:
    port = free_port()
    arguments = command("demo", "--data", str(tmp_path / "data"), "--port", str(port))
    for stop, whole_group in ((signal.SIGINT, True), (signal.SIGTERM, False)):
        with started(arguments, until="Serving at", cwd=tmp_path) as (process, lines):
            assert f"http://127.0.0.1:{port}/" in lines[-1]
            with urlopen(f"http://127.0.0.1:{port}/healthz", timeout=20) as answer:
                assert answer.status == 200
            _send(process, stop, whole_group)
            assert process.wait(8) == 0
        assert not [line for line in lines if "Traceback" in line or "rror" in line], lines
    assert [file.name for file in tmp_path.iterdir()] == ["data"]


def _send(process: subprocess.Popen[str], stop: signal.Signals, whole_group: bool) -> None:
    (os.killpg if whole_group else os.kill)(process.pid, stop)
