"""Real workers beside a real server, killed at every stage."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import func, select

from questions.question import Status
from questions.reading import read
from questions.stages import Stage
from tests.webapp.operations.running import children, command, started
from tests.webapp.operations.test_demonstration import free_port
from tests.webapp.worlds import SEED, START, World
from webapp import clock, jobs
from webapp.db import db, writing
from webapp.models import Job, JobName, JobState, QuestionVersion
from webapp.services.operations.jobs import SILENCE, cancel_job, queue_job, retry_job
from webapp.services.sources.documents import add_document

pytestmark = pytest.mark.slow

SECONDS = 90
TEXT = Path(f"seeds/{SEED}.txt").read_text(encoding="utf-8")
# Long enough for each stage to be seen.
LONG = "\n\n".join([TEXT] * 15)


@pytest.fixture(autouse=True)
def settings(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have `recite` work on the test's own database."""
    address = app.config["SQLALCHEMY_DATABASE_URI"]
    monkeypatch.setenv("DATABASE_URL", address.replace("+psycopg", ""))
    monkeypatch.setenv("RECITE_DATA", str(tmp_path))
    monkeypatch.setenv(
        "SECRET_KEY", "0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c4b5a69788796a5b4c3d2e1f0"
    )
    monkeypatch.delenv("RECITE_WORKER", raising=False)


@contextmanager
def serving(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[subprocess.Popen[str]]:
    monkeypatch.setenv("RECITE_PORT", str(free_port()))
    with started(command("serve"), until="Serving at", cwd=Path.cwd()) as (process, _lines):
        yield process


def document(world: World, text: str = LONG) -> UUID:
    return add_document(
        world.course_id, read(text), START, title="Long", publisher="Azernews", slug="long"
    )


def ask_for(world: World, document_id: UUID) -> UUID:
    job_id = queue_job(
        world.course_id,
        JobName.PROPOSE,
        clock.now(),
        document_id=document_id,
        owner_id=world.instructor_id,
    )
    jobs.ring(job_id)
    return job_id


def look(job_id: UUID) -> Job:
    db.session.rollback()
    db.session.expire_all()
    return db.session.get_one(Job, job_id)


def wait(until: Callable[[], object], pause: float = 0.005) -> None:
    end = time.monotonic() + SECONDS
    while not until():
        assert time.monotonic() < end, "it takes too long"
        time.sleep(pause)


def proposed() -> int:
    db.session.rollback()
    query = select(func.count()).where(QuestionVersion.status == Status.CANDIDATE)
    return db.session.scalar(query) or 0


def is_at(job_id: UUID, stage: Stage) -> bool:
    job = look(job_id)
    assert job.state in (JobState.QUEUED, JobState.RUNNING), job.error
    return job.stage is not None and list(Stage).index(job.stage) >= list(Stage).index(stage)


def let_time_pass(job_id: UUID) -> None:
    with writing() as session:
        session.get_one(Job, job_id).beat_at = clock.now() - SILENCE


def is_alive(pid: int) -> bool:
    file = Path(f"/proc/{pid}/stat")
    try:
        return file.read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def kill_worker(server: subprocess.Popen[str], job_id: UUID, stage: Stage) -> None:
    """Kill the worker in that stage, see that nothing is stored, and have it be missed at once."""
    attempt = look(job_id).attempt
    wait(lambda: is_at(job_id, stage))
    (worker,) = children(server.pid)
    os.kill(worker, signal.SIGKILL)
    assert (look(job_id).state, proposed()) == (JobState.RUNNING, 0)
    let_time_pass(job_id)
    wait(lambda: look(job_id).stage is None or look(job_id).attempt != attempt)


def test_a_killed_worker_leaves_nothing_half_done(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    job_id = ask_for(world, document(world))
    with serving(tmp_path, monkeypatch) as server:
        for stage in (Stage.READ, Stage.FIND, Stage.PROPOSE):
            kill_worker(server, job_id, stage)
        wait(lambda: look(job_id).state is JobState.FAILED)
        assert "begun 3 times" in look(job_id).error
        retry_job(world.course_id, job_id, clock.now())
        kill_worker(server, job_id, Stage.CHECK)
        wait(lambda: look(job_id).state is JobState.DONE)
    assert proposed() == look(job_id).found > 10
    assert look(job_id).attempt == 2


def test_a_killed_server_leaves_neither_half_a_job_nor_a_worker(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    job_id = ask_for(world, document(world))
    for stage in Stage:
        with serving(tmp_path, monkeypatch) as server:
            wait(lambda stage=stage: is_at(job_id, stage))  # type: ignore[misc]
            (worker,) = children(server.pid)
            server.kill()
            wait(lambda worker=worker: not is_alive(worker))  # type: ignore[misc]
            assert proposed() == 0
            assert look(job_id).state is JobState.QUEUED  # its worker could hand it back
    with serving(tmp_path, monkeypatch) as server:
        wait(lambda: look(job_id).state is JobState.DONE)
        (worker,) = children(server.pid)
        server.terminate()
        assert server.wait(30) == 0
        assert not is_alive(worker)
    assert proposed() == look(job_id).found > 10
    assert look(job_id).attempt == 1


def test_a_job_is_cancelled_in_each_stage(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    job_id = ask_for(world, document(world))
    with serving(tmp_path, monkeypatch):
        for stage in Stage:
            wait(lambda stage=stage: is_at(job_id, stage))  # type: ignore[misc]
            cancel_job(world.course_id, job_id, clock.now())
            wait(lambda: look(job_id).state is JobState.CANCELLED)
            assert proposed() == 0
            retry_job(world.course_id, job_id, clock.now())
            jobs.ring(job_id)
        wait(lambda: look(job_id).state is JobState.DONE)
    assert proposed() == look(job_id).found > 10


def test_workers_apart_share_the_jobs_and_lose_none(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RECITE_WORKER", "apart")
    first = document(world)
    others = [document(world, f"{TEXT}\n\nMore of it came on day {n}.") for n in range(3)]
    with (
        serving(tmp_path, monkeypatch) as server,
        started(command("work"), until="Working", cwd=Path.cwd()) as (one, _),
        started(command("work"), until="Working", cwd=Path.cwd()) as (_two, _),
    ):
        assert children(server.pid) == []
        ids = [ask_for(world, each) for each in (first, *others)]
        wait(lambda: {look(each).state for each in ids} == {JobState.DONE})
        assert [look(each).attempt for each in ids] == [1, 1, 1, 1]
        one.send_signal(signal.SIGINT)
        assert one.wait(30) == 0
        assert proposed() == sum(look(each).found for each in ids)


def test_what_the_queue_has_lost_is_found_in_the_table(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "ring", lambda _: None)
    job_id = ask_for(world, document(world, TEXT))
    with serving(tmp_path, monkeypatch):
        wait(lambda: look(job_id).state is JobState.DONE)


def test_a_text_that_is_not_english_says_what_to_do(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    german = "Die Stadt liegt am Fluss und hat einen Hafen. Sie wurde im Jahr 1850 gegründet. " * 3
    job_id = ask_for(world, document(world, german))
    with serving(tmp_path, monkeypatch):
        wait(lambda: look(job_id).state is JobState.FAILED)
    assert "The text is not English" in look(job_id).error


def test_works_on_tables_of_its_own_version_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/empty.db")
    found = subprocess.run(
        command("work"), capture_output=True, text=True, timeout=SECONDS, check=False
    )
    assert found.returncode == 1
    assert "Start `recite serve` first" in found.stderr
