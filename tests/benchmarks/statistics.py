"""How long it takes to roll a quiz up: ``python -m tests.benchmarks.statistics [attempts]``.

A hundred thousand attempts of twenty questions unless told otherwise, on SQLite in a temporary
folder, or on the database at ``DATABASE_URL``, which must be empty. Prints the seconds that it took
to work the figures out alone, and to roll up from attempts to rows, with the memory at its height.
"""

from __future__ import annotations

import os
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import numpy as np
from flask_migrate import upgrade
from sqlalchemy import insert, select

from tests.webapp.worlds import START, populate
from webapp import MIGRATIONS, create_app
from webapp.config import Config
from webapp.db import db, new_id, writing
from webapp.learning.item_analysis import analyse_table
from webapp.models import (
    Attempt,
    AttemptState,
    AttemptStep,
    QuestionAttempt,
    QuestionVersion,
    Quiz,
    QuizMode,
    User,
)
from webapp.services.quizzes.rolling_up import roll_up

QUESTIONS, OPTIONS, BATCH = 20, 4, 1_000


@contextmanager
def timed(what: str) -> Iterator[None]:
    """Say how many seconds it took."""
    began, spent = time.perf_counter(), time.process_time()
    yield
    took, computing = time.perf_counter() - began, time.process_time() - spent
    print(f"{what}: {took:.2f} s, of which {computing:.2f} s computing", flush=True)


def main() -> None:
    """Fill a database and roll it up."""
    attempts = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    right = np.random.default_rng(1).random((attempts, QUESTIONS)) < 0.6
    with timed(f"figures of {attempts:,} × {QUESTIONS}"):
        analyse_table(right, [1.0] * QUESTIONS)
    with tempfile.TemporaryDirectory() as folder:
        url = os.environ.get("DATABASE_URL", f"sqlite:///{folder}/statistics.db")
        app = create_app(Config(data=Path(folder), database_url=url, secret_key="benchmark" * 4))
        with app.app_context():
            upgrade(directory=str(MIGRATIONS))
            quiz_id = _fill(right.tolist())
            before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
            with timed(f"rolled up on {db.engine.dialect.name}"):
                roll_up(quiz_id, START)
            after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
            print(f"memory: {before // 1024} MB before, {after // 1024} MB at its height")
            db.session.remove()
            db.engine.dispose()


def _fill(right: list[list[bool]]) -> UUID:
    """Have each attempt handed in by a learner of its own; returns the quiz."""
    world = populate()
    versions = db.session.execute(
        select(QuestionVersion.id, QuestionVersion.question_id)
        .where(QuestionVersion.interaction["kind"].as_string() == "choice")
        .limit(QUESTIONS)
    ).all()
    assert len(versions) == QUESTIONS
    quiz_id = db.session.scalars(select(Quiz.id).where(Quiz.course_id == world.course_id)).all()[0]
    for first in range(0, len(right), BATCH):
        users, attempts, questions, steps = [], [], [], []
        for row in right[first : first + BATCH]:
            user_id, attempt_id = new_id(START), new_id(START)
            users.append({"id": user_id, "name": "Learner", "created_at": START})
            attempts.append(_attempt(user_id, attempt_id, quiz_id, row))
            for slot, ((version_id, question_id), is_right) in enumerate(
                zip(versions, row, strict=True), 1
            ):
                key = {"user_id": user_id, "attempt_id": attempt_id, "slot": slot}
                questions.append(
                    {
                        **key,
                        "question_id": question_id,
                        "version_id": version_id,
                        "option_order": [],
                        "max_mark": 1.0,
                        "fraction": float(is_right),
                    }
                )
                steps.append(_step(key, is_right))
        with writing() as session:
            for model, rows in (
                (User, users),
                (Attempt, attempts),
                (QuestionAttempt, questions),
                (AttemptStep, steps),
            ):
                session.execute(insert(model), rows)
    return quiz_id


def _attempt(user_id: UUID, attempt_id: UUID, quiz_id: UUID, row: list[bool]) -> dict[str, Any]:
    return {
        "user_id": user_id,
        "id": attempt_id,
        "quiz_id": quiz_id,
        "number": 1,
        "state": AttemptState.SUBMITTED,
        "mode": QuizMode.TEST,
        "seed": 1,
        "started_at": START,
        "submitted_at": START + timedelta(minutes=9),
        "mark": float(sum(row)),
        "max_mark": float(QUESTIONS),
    }


def _step(key: dict[str, Any], is_right: bool) -> dict[str, Any]:
    step_id = new_id(START)
    picked = 0 if is_right else 1 + step_id.int % (OPTIONS - 1)
    return {
        **key,
        "id": step_id,
        "response": {"kind": "choice", "options": [picked]},
        "fraction": float(is_right),
        "feedback": "",
        "grader_version": 1,
        "answered_at": START,
        "duration_ms": 1_000 + step_id.int % 60_000,
        "client_key": str(step_id),
    }


if __name__ == "__main__":
    main()
