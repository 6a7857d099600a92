"""Files taken in by real workers that are killed wherever they are, alone or with their server."""

from __future__ import annotations

import os
import re
import signal
from collections.abc import Callable, Generator
from contextlib import closing
from functools import partial
from pathlib import Path
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from questions.question import Status
from questions.stages import Stage
from tests.webapp.browsing import post, sign_in
from tests.webapp.operations.running import children, command, started
from tests.webapp.operations.test_workers import (
    TEXT,
    is_alive,
    let_time_pass,
    look,
    proposed,
    serving,
    settings,
    wait,
)
from tests.webapp.worlds import PASSWORD, SEED, START, World
from webapp import clock, jobs
from webapp.db import db
from webapp.models import (
    Citation,
    Course,
    Document,
    DocumentRevision,
    DroppedProposal,
    JobName,
    JobState,
    Passage,
    Proposal,
    QuestionVersion,
    Upload,
)
from webapp.services.operations.jobs import cancel_job
from webapp.services.operations.seeding import load_seed_into
from webapp.services.sources.uploads import Given, queue_uploads

pytestmark = pytest.mark.slow
__all__ = ["settings"]

# What a course has of a document: nothing of it may be there without the rest.
Kept = list[object]
Life = Callable[[], None]
Lives = Generator[tuple[int, Life], None, None]
# The file is being read, then its sentences, and so on.
MOMENTS = (None, *Stage)
MOST = 3  # deaths, after which a person has to ask again


def page() -> bytes:
    """A page that keeps some words of the article in other places, has lost others, and is long."""
    news = TEXT.split("\n\n")
    sea = Path("seeds/caspian-sea.md").read_text(encoding="utf-8")
    more = [part for part in sea.split("\n\n") if not part.startswith(("#", "-", "|", "["))]
    paragraphs = [*more, *news[:1], *news[2:], *more * 5]
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return f"<!doctype html><html lang=en><title>Seas</title><h1>Seas</h1>{body}".encode()


def upload(world: World, name: JobName, course: str = "caucasus") -> UUID:
    """Queue the page as a new document, or as a new text of the article that the course has."""
    course_id = db.session.scalars(select(Course.id).where(Course.slug == course)).one()
    document = select(Document.id).where(Document.slug == SEED, Document.course_id == course_id)
    [job_id] = queue_uploads(
        course_id,
        [Given("seas.html", page())],
        clock.now(),
        owner_id=world.instructor_id,
        document_id=db.session.scalars(document).one() if name is JobName.REVISE else None,
    )
    jobs.ring(job_id)
    return job_id


def stands(course: str = "caucasus") -> Kept:
    """All that a course has but proposals: documents, their texts, and what cites them where."""
    db.session.rollback()
    of_course = Document.course_id == db.session.scalar(
        select(Course.id).where(Course.slug == course)
    )
    texts = (
        select(
            Document.title,
            Document.publisher,
            Document.is_looked_over,
            DocumentRevision.number,
            DocumentRevision.text,
            DocumentRevision.anchors,
            Passage.position,
            Passage.kind,
            Passage.start,
            Passage.end,
        )
        .outerjoin(DocumentRevision, DocumentRevision.document_id == Document.id)
        .outerjoin(Passage, Passage.revision_id == DocumentRevision.id)
        .where(of_course)
        .order_by(Document.slug, DocumentRevision.number, Passage.position)
    )
    cited = (
        select(QuestionVersion.stem, DocumentRevision.number, Citation.start, Citation.quote)
        .join(Citation, Citation.version_id == QuestionVersion.id)
        .join(DocumentRevision, DocumentRevision.id == Citation.revision_id)
        .join(Document, Document.id == DocumentRevision.document_id)
        .where(of_course, QuestionVersion.status == Status.PUBLISHED)
        .order_by(QuestionVersion.stem, Citation.position)
    )
    return [tuple(row) for query in (texts, cited) for row in db.session.execute(query)]


def waits(job_id: UUID) -> Kept:
    """What came of a job: its proposals, what was dropped, and whose words the sentences are."""
    document_id = look(job_id).document_id
    asked = (
        select(
            QuestionVersion.type,
            QuestionVersion.stem,
            QuestionVersion.interaction,
            Citation.start,
            Citation.quote,
            Proposal.score,
        )
        .join(Proposal, Proposal.question_id == QuestionVersion.question_id)
        .join(Citation, Citation.version_id == QuestionVersion.id)
        .where(Proposal.document_id == document_id)
    )
    dropped = select(DroppedProposal.failed, DroppedProposal.reason, DroppedProposal.quote)
    said = (
        select(Passage.start, Passage.stance, Passage.speaker)
        .join(DocumentRevision, DocumentRevision.id == Passage.revision_id)
        .where(DocumentRevision.document_id == document_id)
    )
    of_it = dropped.where(DroppedProposal.document_id == document_id)
    rows = [db.session.execute(query).all() for query in (asked, of_it, said)]
    return [sorted(tuple(map(repr, row)) for row in each) for each in rows]


def readers(worker: int) -> list[int]:
    """The processes in which a worker has files read, which are held as they are."""
    found = [each for each in children(worker) if is_confined(each)]
    for each in found:
        os.kill(each, signal.SIGSTOP)
    return found


def is_confined(pid: int) -> bool:
    """Whether a process reads, and is not still on the way to it."""
    try:
        limits = Path(f"/proc/{pid}/limits").read_text(encoding="utf-8")
    except (FileNotFoundError, ProcessLookupError):
        return False
    return re.search(r"^Max file size +0 ", limits, re.MULTILINE) is not None


def apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Lives:
    """A worker by itself, and another when that is killed."""
    while True:
        with started(command("work"), until="Working", cwd=Path.cwd()) as (process, _lines):
            yield process.pid, process.kill


def beside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Lives:
    """The worker that a server keeps, which it replaces when that is killed."""
    with serving(tmp_path, monkeypatch) as server:
        while True:
            wait(lambda: [each for each in children(server.pid) if is_alive(each)])
            [worker] = children(server.pid)
            yield worker, partial(os.kill, worker, signal.SIGKILL)


def served(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Lives:
    """A server with its worker, and both anew when the server is killed."""
    while True:
        with serving(tmp_path, monkeypatch) as server:
            wait(lambda server=server: children(server.pid))  # type: ignore[misc]
            [worker] = children(server.pid)
            yield worker, server.kill


def has_come(job_id: UUID, moment: Stage | None, before: int, worker: int) -> bool:
    """Whether the worker reads the file, or the text is kept and it is in that stage or later."""
    stage = look(job_id).stage
    if stage is None or moment is None:
        return stage is Stage.READ and bool(readers(worker))
    return list(Stage).index(stage) >= list(Stage).index(moment) and texts() > before


def texts() -> int:
    """How many texts all courses have, old and new."""
    return len(db.session.scalars(select(DocumentRevision.id)).all())


@pytest.mark.parametrize("name", [JobName.TAKE_IN, JobName.REVISE])
@pytest.mark.parametrize("live", [apart, beside, served])
def test_nothing_is_half_done_and_trying_again_completes_it(
    world: World,
    client: FlaskClient,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    live: Callable[[Path, pytest.MonkeyPatch], Lives],
    name: JobName,
) -> None:
    if live is not apart and db.engine.dialect.name == "postgresql":
        pytest.skip("workers are apart there; who keeps them is the same on SQLite")
    load_seed_into(
        db.session.scalars(select(Course.id).where(Course.slug == "elsewhere")).one(), SEED, START
    )
    before, other = stands(), stands("elsewhere")
    sign_in(client, "instructor@example.org", PASSWORD)
    kept, job_id = texts(), upload(world, name)
    seen = []
    with closing(live(tmp_path, monkeypatch)) as lives:
        for moment, (worker, kill) in zip(MOMENTS, lives, strict=False):
            wait_for(client, job_id, partial(has_come, job_id, moment, kept, worker))
            held = readers(worker)
            kill()
            wait(lambda gone=[worker, *held]: not any(map(is_alive, gone)))  # type: ignore[misc]
            seen.append(stands())
            assert left(job_id) == (0, 0, 1)
            # With its server a worker can hand it back, unless it is busy for too long.
            handed = {JobState.QUEUED} if live is served else set()
            assert look(job_id).state in {JobState.RUNNING, *handed}
            let_time_pass(job_id)
        next(lives)
        wait_for(client, job_id, lambda: look(job_id).state is JobState.DONE)
        assert look(job_id).found == proposed() > 10
        undisturbed = upload(world, name, "elsewhere")
        wait(lambda: look(undisturbed).state is JobState.DONE)
    assert waits(job_id) == waits(undisturbed)
    assert left(job_id)[2] == left(undisturbed)[2] == 0
    assert (before, stands()) == (other, stands("elsewhere"))
    assert seen == [before, *[stands()] * len(Stage)]


def wait_for(client: FlaskClient, job_id: UUID, come: Callable[[], bool]) -> None:
    """Wait, and press the button where the page says that one must try again."""

    def has_come() -> bool:
        if look(job_id).state is JobState.FAILED:
            page = client.get("/teach/caucasus/jobs").text
            assert f"begun {MOST} times" in page
            retry = f"/teach/caucasus/jobs/{job_id}/retry"
            assert retry in page
            post(client, retry, "/teach/caucasus/jobs")
        return come()

    wait(has_come, 0.02)


def left(job_id: UUID) -> tuple[int, int, int]:
    """How many proposals wait, how many were dropped, and how many files wait to be read."""
    dropped = db.session.scalars(select(DroppedProposal.id)).all()
    kept = db.session.scalars(select(Upload.job_id).where(Upload.job_id == job_id)).all()
    return proposed(), len(dropped), len(kept)


def test_cancelling_ends_the_reading_of_a_file(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, job_id = stands(), upload(world, JobName.TAKE_IN)
    with closing(served(tmp_path, monkeypatch)) as lives:
        worker, _kill = next(lives)
        wait(lambda: has_come(job_id, None, 0, worker))
        [reader] = readers(worker)
        cancel_job(world.course_id, job_id, clock.now())
        wait(lambda: look(job_id).state is not JobState.RUNNING)
        assert (look(job_id).state, is_alive(reader)) == (JobState.CANCELLED, False)
        assert stands() == before
