"""The answer path beside its bare floor, in one run: CPU per request, in process, on SQLite.

    python -m tests.benchmarks.answer [ROUNDS]

Floor: a Flask POST with a form, and the same with one durable commit of two rows. Ours: the
function that records an answer, and the whole request around it. Rounds of all four take turns,
so that whatever else the machine does falls on each alike; the median round counts.
"""

from __future__ import annotations

import re
import sqlite3
import sys
import tempfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from statistics import median
from time import process_time, process_time_ns
from uuid import UUID, uuid4

from flask import Flask, request, session
from flask.sessions import SecureCookieSessionInterface
from flask_migrate import upgrade
from sqlalchemy import select

from webapp import MIGRATIONS, clock, create_app
from webapp.access import begin_session
from webapp.config import Config
from webapp.db import db, new_id, writing
from webapp.learning.scheduling import Rating, Settings
from webapp.models import Card, QuestionVersion, ReviewKind, Role, User
from webapp.services.operations.seeding import load_seed_into
from webapp.services.reviewing.answering import Answer, record_answer
from webapp.services.teaching.courses import create_course, enrol

REQUESTS = 60
Step = Callable[[int], None]


def bare(folder: Path) -> tuple[Step, Step]:
    """A Flask POST with a form, without and with one durable commit of two rows."""
    app = Flask("floor")
    connection = sqlite3.connect(folder / "floor.db", isolation_level=None, check_same_thread=False)
    for pragma in ("journal_mode=WAL", "synchronous=FULL"):
        connection.execute(f"PRAGMA {pragma}")
    connection.execute("CREATE TABLE log (id TEXT PRIMARY KEY, rating INT)")
    connection.execute("CREATE TABLE card (id INT PRIMARY KEY, n INT)")

    @app.post("/form")
    def form() -> str:
        return request.form["rating"]

    @app.post("/commit")
    def commit() -> str:
        connection.execute("BEGIN IMMEDIATE")
        rating = request.form["rating"]
        connection.execute("INSERT INTO log VALUES (?, ?)", (uuid4().hex, rating))
        connection.execute(
            "INSERT INTO card VALUES (?, 1) ON CONFLICT (id) DO UPDATE SET n = n + 1",
            (int(request.form["card"]),),
        )
        connection.execute("COMMIT")
        return rating

    client = app.test_client()
    return (
        lambda n: _ok(client.post("/form", data={"rating": 3, "card": n}).status_code, 200),
        lambda n: _ok(client.post("/commit", data={"rating": 3, "card": n}).status_code, 200),
    )


def ours(app: Flask) -> tuple[Step, Step]:
    """Recording an answer, and the whole request that does."""
    user_id, questions = _world()
    settings = Settings(time_zone="UTC")
    start = clock.now()

    def record(n: int) -> None:
        question_id, version_id = questions[n % len(questions)]
        answer = Answer(
            user_id,
            question_id,
            version_id,
            ReviewKind.REVIEW,
            Rating.GOOD,
            1.0,
            None,
            start + timedelta(hours=n),
            uuid4().hex,
        )
        record_answer(answer, settings)

    client, token = app.test_client(), ""
    with app.test_request_context():
        begin_session(user_id)
        serializer = SecureCookieSessionInterface().get_signing_serializer(app)
        signed = serializer.dumps(dict(session)) if serializer else ""
    client.set_cookie("recite", signed)
    flashcard = _flashcard()
    page = client.get(f"/review/{flashcard}/back").text
    token = re.findall(r'name="csrf_token" value="([^"]+)"', page)[0]
    seen = [_repetitions(user_id, flashcard)]

    def answer_request(_n: int) -> None:
        fields = {"csrf_token": token, "rating": 3, "seen": seen[0], "client_key": uuid4().hex}
        _ok(client.post(f"/review/{flashcard}", data=fields).status_code, 302)
        seen[0] += 1

    return record, answer_request


def _world() -> tuple[UUID, list[tuple[UUID, UUID]]]:
    now = clock.now()
    user = User(id=new_id(now), email=None, name="Benchmark", is_guest=True, created_at=now)
    user_id = user.id
    with writing() as database:
        database.add(user)
    course_id = create_course("Benchmark", now, owner_id=None)
    with writing() as database:
        enrol(database, user_id, course_id, Role.LEARNER, now)
    load_seed_into(course_id, "azernews-2023-01-20", now)
    rows = db.session.execute(
        select(QuestionVersion.question_id, QuestionVersion.id)
        .where(QuestionVersion.type != "flashcard")
        .order_by(QuestionVersion.id)
    )
    return user_id, [(question_id, version_id) for question_id, version_id in rows]


def _flashcard() -> UUID:
    query = select(QuestionVersion.question_id).where(QuestionVersion.type == "flashcard")
    found = db.session.scalars(query.limit(1)).one()
    db.session.remove()
    return found


def _repetitions(user_id: UUID, question_id: UUID) -> int:
    card = db.session.get(Card, (user_id, question_id))
    return card.repetitions if card else 0


def _ok(status: int, expected: int) -> None:
    if status != expected:
        raise SystemExit(f"a request answered {status}, not {expected}")


def measure(steps: dict[str, Step], rounds: int) -> dict[str, float]:
    """Return the median CPU microseconds of a step, each step taking turns."""
    taken: dict[str, list[float]] = {name: [] for name in steps}
    count = 0
    for _round in range(rounds):
        for name, step in steps.items():
            begun = process_time_ns()
            for _request in range(REQUESTS):
                count += 1
                step(count)
            taken[name].append((process_time_ns() - begun) / 1000 / REQUESTS)
    return {name: median(times[1:]) for name, times in taken.items()}


def main() -> None:
    """Measure and print."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 9
    begun = process_time()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        app = create_app(
            Config(
                data=folder,
                database_url=f"sqlite:///{folder / 'answer.db'}",
                secret_key="benchmark",
                log_level="ERROR",
            )
        )
        with app.app_context():
            upgrade(directory=str(MIGRATIONS))
            form, commit = bare(folder)
            record, whole = ours(app)
            steps = {
                "Flask POST with a form": form,
                "floor: that and a durable commit of two rows": commit,
                "record_answer() alone": record,
                "the whole request: POST /review/<question>": whole,
            }
            figures = measure(steps, rounds)
            db.engine.dispose()
    floor = figures["floor: that and a durable commit of two rows"]
    for label, figure in figures.items():
        print(f"{figure:8.0f} µs  {figure / floor:5.2f} × floor  {label}")
    print(f"{rounds} rounds of {REQUESTS} requests each, {process_time() - begun:.0f} s CPU in all")


if __name__ == "__main__":
    main()
