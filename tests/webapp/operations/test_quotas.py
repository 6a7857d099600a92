"""How much one account, course or network may take up, also when many try at once."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, func, select

from questions.reading import read
from tests.webapp.browsing import form_on, post, sign_in, submit
from tests.webapp.racing import at_once, refused
from tests.webapp.teaching.writing import typed, write
from tests.webapp.worlds import PASSWORD, START, World
from webapp.db import db, writing
from webapp.models import (
    Course,
    Document,
    Enrolment,
    Job,
    JobState,
    Question,
    QuizMode,
    Role,
    Spending,
    User,
)
from webapp.services.errors import TooMany
from webapp.services.operations import spending
from webapp.services.operations.queries import quotas
from webapp.services.operations.queries.quotas import OverQuota
from webapp.services.people.accounts import Account, make_guest, sign_up
from webapp.services.quizzes.building import Picked, Plan, save_quiz
from webapp.services.sources.documents import add_document
from webapp.services.teaching.courses import create_course
from webapp.worker import Worker

README = (Path(__file__).parents[3] / "README.md").read_text(encoding="utf-8")
TEXT = "The bridge was opened in 1994. It is long."


def count_refused(app: Flask, act: Callable[[], object], many: int = 16) -> int:
    """Do something in threads at once; returns how often it was refused."""
    return len(refused(at_once(app, [act] * many, refusals=(OverQuota, TooMany))))


def count(kind: type[Course] | type[Document] | type[User] | type[Question]) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(kind)) or 0


def document(course_id: UUID, author_id: UUID | None) -> UUID:
    source = read(TEXT, "x.txt")
    return add_document(
        course_id, source, START, title="Bridge", publisher="P", author_id=author_id
    )


def test_courses_of_an_account(
    app: Flask, world: World, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(quotas, "COURSES", 5)
    before = count(Course)
    times = count_refused(app, lambda: create_course("Y", START, owner_id=world.instructor_id))
    assert (times, count(Course)) == (12, before + 4)
    sign_in(client, "instructor@example.org", PASSWORD)
    page = submit(client, "/teach", title="One more")
    assert page.status_code == 400
    assert "5 courses" in page.text
    assert "One more" in page.text
    assert create_course("Z", START, owner_id=world.learner_id)


def test_administrators_are_exempt(
    app: Flask, world: World, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("COURSES", "DOCUMENTS", "QUESTIONS", "CHARACTERS", "QUIZZES"):
        monkeypatch.setattr(quotas, name, 0)
    monkeypatch.setattr(spending, "SECONDS", 0)
    sign_in(client, "admin@example.org", PASSWORD)
    assert submit(client, "/teach", title="One more").status_code == 302
    new = "/teach/one-more/documents/new"
    assert submit(client, new, text=TEXT).status_code == 302


def test_documents_of_a_course(
    app: Flask, world: World, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(quotas, "DOCUMENTS", 4)
    times = count_refused(app, lambda: document(world.course_id, world.instructor_id))
    assert (times, count(Document)) == (13, 4)
    sign_in(client, "instructor@example.org", PASSWORD)
    page = submit(client, "/teach/caucasus/documents/new", text=TEXT)
    assert page.status_code == 400
    assert "4 documents" in page.text
    assert TEXT in page.text
    document(world.course_id, None)


def test_texts_of_an_account(app: Flask, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    other = create_course("Other", START, owner_id=world.instructor_id)
    with writing() as session:
        enrolled = Enrolment(
            user_id=world.stranger_id, course_id=other, role=Role.INSTRUCTOR, joined_at=START
        )
        session.add(enrolled)
    size = quotas._characters(db.session(), world.instructor_id)
    assert size > 1000
    monkeypatch.setattr(quotas, "CHARACTERS", size + 4 * len(TEXT) + 3)
    times = count_refused(app, lambda: document(other, world.stranger_id))
    assert (times, count(Document)) == (12, 5)
    with pytest.raises(OverQuota, match="characters"):
        document(world.course_id, world.instructor_id)


def test_questions_and_versions(
    app: Flask, world: World, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign_in(client, "instructor@example.org", PASSWORD)
    monkeypatch.setattr(quotas, "QUESTIONS", count(Question) + 1)
    made = write(client, {**typed("flashcard"), "do": "publish"})
    assert made.status_code == 302
    page = write(client, {**typed("flashcard"), "do": "publish"})
    assert page.status_code == 403
    assert "the most there can be" in page.text
    assert "When did bilateral cooperation begin?" in page.text
    monkeypatch.setattr(quotas, "VERSIONS", 2)
    edit = made.headers["Location"]
    assert submit(client, edit, stem="When did it begin?", do="publish").status_code == 302
    page = submit(client, edit, stem="When did this begin?", do="publish")
    assert page.status_code == 403
    assert "saved 2 times" in page.text


def test_quizzes_of_a_course(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quotas, "QUIZZES", 0)
    question_id = db.session.scalars(select(Question.id).limit(1)).one()
    plan = Plan("T", "", QuizMode.PRACTICE, None, None, None, None, (Picked(question_id),))
    with pytest.raises(OverQuota, match="quizzes"):
        save_quiz(world.course_id, plan, START, author_id=world.instructor_id)


def test_guests_of_a_network(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spending, "GUESTS", 4)
    times = count_refused(app, lambda: make_guest("UTC", START, network="192.0.2.7"))
    assert (times, count(User)) == (12, 4)
    with pytest.raises(TooMany, match=r"4 guests .* 24 hours"):
        make_guest("UTC", START, network="192.0.2.7")
    make_guest("UTC", START, network="192.0.2.8")
    make_guest("UTC", START)
    make_guest("UTC", START + timedelta(days=1), network="192.0.2.7")
    assert db.session.scalar(select(func.count()).select_from(Spending)) == 1


def test_guests_by_the_page(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spending, "GUESTS", 2)
    for n, address in enumerate(["2001:db8::1", "2001:db8::2", "2001:db8::3"]):
        browser = client.application.test_client()
        browser.environ_base["REMOTE_ADDR"] = address
        answer = post(browser, "/guest", page="/welcome", time_zone="UTC")
        assert answer.status_code == (302 if n < 2 else 429)
    assert "2 guests" in answer.text
    browser.environ_base["REMOTE_ADDR"] = "2001:db8:0:1::1"
    assert post(browser, "/guest", page="/welcome", time_zone="UTC").status_code == 302


def test_sign_ups_of_a_network(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spending, "SIGN_UPS", 2)

    def account(n: int) -> Account:
        return Account("N", f"n{n}@example.org", "several plain words here")

    for n in range(2):
        sign_up(account(n), START, network="192.0.2.7")
    with pytest.raises(TooMany, match="2 accounts"):
        sign_up(account(3), START, network="192.0.2.7")
    assert count(User) == 2


def burn() -> None:
    total = 0
    for n in range(400_000):
        total += n * n


def test_seconds_of_an_account(
    app: Flask, world: World, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spending, "SECONDS", 20)

    def act(at: timedelta = timedelta()) -> None:
        with spending.computing(world.instructor_id, START + at, reserve=5):
            burn()

    act()
    spent = db.session.get_one(Spending, ("seconds", str(world.instructor_id)))
    assert 5 < spent.amount < 5_000
    with writing() as session:
        session.execute(delete(Spending))
    times = count_refused(app, act)
    assert times <= 12
    with writing() as session:
        session.get_one(Spending, ("seconds", str(world.instructor_id))).amount = 20_000
    with pytest.raises(TooMany, match=r"20 seconds .* 60 minutes"):
        act()
    with pytest.raises(TooMany), spending.computing(world.instructor_id, START):
        burn()
    act(timedelta(hours=1))
    spent = db.session.get_one(Spending, ("seconds", str(world.instructor_id)))
    assert spent.amount < 5_000


def test_what_jobs_take_is_counted(
    world: World, client: FlaskClient, hands: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign_in(client, "instructor@example.org", PASSWORD)
    new = "/teach/caucasus/documents/new"
    submit(client, new, text="- a\n" * 20_000)
    assert done(hands).state is JobState.FAILED
    spent = db.session.get_one(Spending, ("seconds", str(world.instructor_id)))
    assert spent.amount > 20
    monkeypatch.setattr(spending, "SECONDS", 0)
    submit(client, new, text=TEXT)
    assert "seconds of computing" in done(hands).error


def test_what_reading_a_file_takes_is_counted(
    world: World, client: FlaskClient, hands: Worker
) -> None:
    """It is read in a process of its own, which finds nothing and is gone when that is asked."""
    sign_in(client, "instructor@example.org", PASSWORD)
    page = (BytesIO(b"<!doctype html>" + b"<p><b></b></p>" * 3_000), "a.html")
    new = "/teach/caucasus/documents/new"
    sent = {**form_on(client, new).values, "files": [page]}
    assert client.post(new, data=sent, content_type="multipart/form-data").status_code == 302
    before = os.times()
    assert "has no text" in done(hands).error
    after = os.times()
    read = sum(after[2:4]) - sum(before[2:4])
    assert read > 0.2
    spent = db.session.get_one(Spending, ("seconds", str(world.instructor_id)))
    assert spent.amount > 900 * read


def done(hands: Worker) -> Job:
    """Have the newest job done; returns how it ended."""
    job_id = db.session.scalars(select(Job.id).order_by(Job.id.desc())).first()
    db.session.rollback()
    hands.perform(str(job_id))
    db.session.rollback()
    return db.session.get_one(Job, job_id)


def test_the_readme_states_them() -> None:
    for most in (
        quotas.COURSES,
        quotas.DOCUMENTS,
        quotas.QUESTIONS,
        quotas.VERSIONS,
        quotas.QUIZZES,
        quotas.CHARACTERS,
        quotas.GUESTS,
        quotas.SIGN_UPS,
        quotas.SECONDS,
        quotas.INVITATIONS,
        quotas.INVITED,
    ):
        assert f"{most:,}" in README
