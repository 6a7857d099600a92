"""Who did what to whom: each route that matters leaves its line, with ids and without secrets."""

from __future__ import annotations

import inspect
import json
import logging
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, select

from tests.webapp.browsing import post, sign_in, sign_out, submit
from tests.webapp.operations.running import run
from tests.webapp.people.links import make_password_link, use_link
from tests.webapp.teaching.writing import typed, write
from tests.webapp.worlds import PASSWORD, START, World
from webapp.db import db, writing
from webapp.logs import JsonFormatter
from webapp.models import Course, QuestionImport, Quiz
from webapp.services.people.accounts import find_person, make_administrator_link
from webapp.services.people.recovery_codes import make_recovery_codes
from webapp.services.teaching.import_jobs import MANY
from webapp.worker import Worker

# What learners do all day is in their own log, the answers.
QUIET = {
    "editing.look",
    "attempts.answer",
    "attempts.flag",
    "attempts.reveal",
    "attempts.submit",
    "quizzes.start",
    "reviews.answer",
    "reviews.postpone",
    "reviews.rate",
    "reviews.resume",
    "reviews.set_aside",
    "reviews.undo",
    "today.dismiss",
    "welcome.answer",
}
NEW_PASSWORD = "several plain words here"

Line = dict[str, Any]


class Listener(logging.Handler):
    def __init__(self) -> None:
        super().__init__()
        self.lines: list[Line] = []
        self.setFormatter(JsonFormatter())

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(json.loads(self.format(record)))

    def take(self) -> list[Line]:
        taken, self.lines = self.lines, []
        return taken


@pytest.fixture
def heard(app: Flask) -> Iterator[Listener]:
    listener, log = Listener(), logging.getLogger("recite.audit")
    log.addHandler(listener)
    yield listener
    log.removeHandler(listener)


def only(heard: Listener, event: str) -> Line:
    lines = [line for line in heard.take() if line["message"] == event]
    assert len(lines) == 1, (event, lines)
    assert PASSWORD not in json.dumps(lines)
    assert NEW_PASSWORD not in json.dumps(lines)
    return lines[0]


def test_coming_and_going(world: World, client: FlaskClient, heard: Listener) -> None:
    me = str(world.learner_id)
    sign_in(client, "learner@example.org", "my secret was this")
    failed = only(heard, "sign-in failed")
    assert failed["account"] == me
    assert "actor" not in failed
    assert "my secret" not in json.dumps(failed)
    sign_in(client, "nobody@example.org", "hush hush hush")
    assert "account" not in only(heard, "sign-in failed")
    sign_in(client, "learner@example.org", PASSWORD)
    signed_in = only(heard, "signed in")
    assert (signed_in["actor"], signed_in["address"]) == (me, "127.0.0.1")
    assert signed_in["request_id"]
    sign_out(client)
    assert only(heard, "signed out")["actor"] == me


def test_accounts(world: World, client: FlaskClient, heard: Listener) -> None:
    post(client, "/guest", page="/welcome", time_zone="UTC")
    guest = only(heard, "guest came in")["actor"]
    course = db.session.get_one(Course, world.course_id)
    post(client, f"/join/{course.join_code}", page="/settings")
    joined = only(heard, "course joined")
    assert (joined["actor"], joined["course"]) == (guest, str(world.course_id))
    assert course.join_code not in json.dumps(joined)
    client.get("/settings/data")
    assert only(heard, "own data exported")["actor"] == guest
    submit(client, "/settings", name="Nina")
    assert only(heard, "settings changed")["actor"] == guest
    submit(client, "/settings/delete", sure="y")
    assert only(heard, "account deleted")["actor"] == guest


def test_passwords(world: World, client: FlaskClient, heard: Listener) -> None:
    sign_in(client, "learner@example.org", PASSWORD)
    fields = {"old": PASSWORD, "new": NEW_PASSWORD}
    post(client, "/settings/password", page="/settings", **fields)
    assert only(heard, "password changed")["actor"] == str(world.learner_id)


def test_links(world: World, app: Flask, heard: Listener) -> None:
    browser, other = app.test_client(), app.test_client()
    make_recovery_codes(world.learner_id, START)
    with time_machine.travel(START, tick=True):
        sign_in(browser, "instructor@example.org", PASSWORD)
        heard.take()
        submit(
            browser,
            "/teach/caucasus/people",
            f"/teach/caucasus/people/{world.learner_id}/link",
            in_person="1",
        )
        shown = only(heard, "password link shown")
        assert (shown["actor"], shown["person"]) == (
            str(world.instructor_id),
            str(world.learner_id),
        )
        token = make_password_link(world.learner_id, START)
        assert use_link(other, token, password=NEW_PASSWORD).status_code == 302
    used = only(heard, "password set by link")
    assert used["actor"] == str(world.learner_id)
    assert token not in json.dumps([used, shown])


def test_the_first_administrator(app: Flask, client: FlaskClient, heard: Listener) -> None:
    with time_machine.travel(START, tick=True):
        token = make_administrator_link(START)
        assert token is not None
        person = {"name": "Ada", "email": "ada@example.org", "password": NEW_PASSWORD}
        assert use_link(client, token, **person).status_code == 302
    made = only(heard, "administrator made")
    assert made["actor"] == str(find_person("ada@example.org"))
    assert token not in json.dumps(made)


def test_signing_up(world: World, client: FlaskClient, heard: Listener) -> None:
    person = {"name": "Ada", "email": "ada@example.org", "password": NEW_PASSWORD}
    submit(client, "/sign-up", **person)
    assert only(heard, "signed up")["person"] == str(find_person("ada@example.org"))
    submit(client, "/sign-up", **{**person, "email": "learner@example.org"})
    assert "person" not in only(heard, "sign-up for a known address")


def test_teaching(world: World, client: FlaskClient, heard: Listener) -> None:
    sign_in(client, "instructor@example.org", PASSWORD)
    heard.take()
    me, course = str(world.instructor_id), str(world.course_id)
    person = f"/teach/caucasus/people/{world.other_learner_id}"
    quiz = db.session.scalars(select(Quiz.id).order_by(Quiz.slug)).first()
    made: list[str] = []

    def add_question() -> None:
        made.append(write(client, {**typed("flashcard"), "do": "publish"}).headers["Location"])

    document = {"text": "It was opened in 1994. It is long."}
    steps: list[tuple[str, Callable[[], object]]] = [
        ("course made", lambda: submit(client, "/teach", title="Another")),
        ("course changed", lambda: submit(client, "/teach/caucasus", title="Caucasus")),
        ("join code changed", lambda: submit(client, "/teach/caucasus", "/teach/caucasus/code")),
        ("job queued", lambda: submit(client, "/teach/caucasus/documents/new", **document)),
        ("question saved", add_question),
        ("question retired", lambda: post(client, f"{made[0]}/retire", page="/settings")),
        ("quiz saved", lambda: submit(client, f"/teach/caucasus/quizzes/{quiz}", title="Q")),
        (
            "quiz duplicated",
            lambda: post(
                client, f"/teach/caucasus/quizzes/{quiz}/copy", f"/teach/caucasus/quizzes/{quiz}"
            ),
        ),
        ("course duplicated", lambda: post(client, "/teach/caucasus/copy", "/teach/caucasus")),
        ("quiz deleted", lambda: submit(client, f"/teach/caucasus/quizzes/{quiz}/deletion")),
        ("results exported", lambda: client.get("/teach/caucasus/results.csv")),
        ("role changed", lambda: post(client, f"{person}/role", "/settings", role="instructor")),
        ("person removed", lambda: submit(client, f"{person}/removal")),
    ]
    for event, act in steps:
        act()
        line = only(heard, event)
        assert line["actor"] == me, event
        assert line["course"] == course or event == "course made"
        assert ("person" in line) is (event in {"role changed", "person removed"})


def test_how_a_job_ends(
    world: World, client: FlaskClient, heard: Listener, hands: Worker, app: Flask
) -> None:
    sign_in(client, "instructor@example.org", PASSWORD)
    seen: list[Line] = []
    for word in ("Term", "Name"):
        much = "\n".join(f"{word} {number}\tMeaning" for number in range(MANY + 1))
        staged = submit(client, "/teach/caucasus/import", format="cards", text=much).location
        submit(client, staged, do="import")
        queued = only(heard, "job queued")
        if seen:  # the file is let go of meanwhile
            with writing() as session:
                session.execute(delete(QuestionImport))
        hands.perform(queued["job"])
        seen.append(only(heard, "job failed" if seen else "job done"))
        assert {key: seen[-1][key] for key in ("actor", "course", "job")} == {
            "actor": str(world.instructor_id),
            "course": str(world.course_id),
            "job": queued["job"],
        }
    assert [line.get("found") for line in seen] == [str(MANY + 1), None]


def test_what_is_refused(world: World, client: FlaskClient, heard: Listener) -> None:
    sign_in(client, "learner@example.org", PASSWORD)
    heard.take()
    client.get("/teach/caucasus/people")
    assert only(heard, "access refused")["actor"] == str(world.learner_id)
    client.post("/settings/delete", data={"password": PASSWORD})
    assert only(heard, "form refused")["path"] == "/settings/delete"


def test_every_route_that_changes_something_is_logged(app: Flask) -> None:
    for rule in app.url_map.iter_rules():
        if "POST" in (rule.methods or set()) and rule.endpoint not in QUIET:
            view = inspect.unwrap(app.view_functions[rule.endpoint])
            module = inspect.getmodule(view)
            assert module is not None
            source = inspect.getsource(module)
            assert "record_event(" in source, f"{rule.endpoint} leaves no line"


def test_commands_leave_a_line_with_the_systems_user(
    app: Flask, world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOGNAME", "operator")
    monkeypatch.setenv("RECITE_LOG_LEVEL", "ERROR")
    course = ("--course", "caucasus")
    exported, backup = tmp_path / "q.jsonl", tmp_path / "b.zip"
    assert run(app, monkeypatch, "export", exported, *course).exit_code == 0
    assert run(app, monkeypatch, "import", exported, *course).exit_code == 0
    assert run(app, monkeypatch, "backup", backup).exit_code == 0
    db.session.remove()
    result = run(app, monkeypatch, "restore", backup, "--replace")
    assert result.exit_code == 0, result.output
    assert "recite.audit" not in result.output
    file = tmp_path / "commands.log"
    assert file.stat().st_mode & 0o077 == 0
    lines = [json.loads(line) for line in file.read_text().splitlines()]
    assert [line["message"] for line in lines] == [
        "questions exported",
        "questions imported",
        "database backed up",
        "database restored",
    ]
    assert {line["actor"] for line in lines} == {"system user operator"}
    assert re.match(r"\d{4}-", lines[0]["at"])
