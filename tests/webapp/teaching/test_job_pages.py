from __future__ import annotations

import html
from datetime import timedelta
from functools import partial
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update

from questions.question import Status
from questions.stages import Stage, tell_nobody
from tests.webapp.browsing import post, sign_in, submit
from tests.webapp.worlds import PASSWORD, SEED, World
from webapp import clock
from webapp.db import db, writing
from webapp.jobs import JOBS as JOBS_TO_DO
from webapp.models import (
    Citation,
    Document,
    DocumentRevision,
    DroppedProposal,
    Job,
    JobName,
    JobState,
    Passage,
    QuestionVersion,
)
from webapp.services.errors import Refusal
from webapp.services.operations import jobs
from webapp.services.operations.jobs import Running

COURSE = "/teach/caucasus"
JOBS = f"{COURSE}/jobs"
PROPOSE = f"{COURSE}/documents/{SEED}/propose"


def shown(client: FlaskClient) -> str:
    return html.unescape(client.get(JOBS).text)


def the_job() -> Job:
    return db.session.scalars(select(Job)).one()


def begun() -> Running:
    running = jobs.begin(the_job().id, clock.now())
    assert running is not None
    return running


def queue_another(world: World, slug: str = "second") -> UUID:
    """Queue a job on a document of its own, before all others."""
    with writing() as session:
        first = session.scalars(select(Document)).first()
        assert first is not None
        document = Document(
            id=world.admin_id,
            course_id=world.course_id,
            slug=slug,
            title="Second",
            publisher="Gazette",
            misprints=[],
            created_at=first.created_at,
        )
        session.add(document)
    at = clock.now() - timedelta(hours=1)
    return jobs.queue_job(
        world.course_id, JobName.PROPOSE, at, document_id=world.admin_id, owner_id=world.admin_id
    )


def test_says_what_to_do_where_nothing_is_under_way(teacher: FlaskClient) -> None:
    assert "Nothing is under way" in shown(teacher)


@pytest.mark.parametrize("page", [COURSE, f"/courses/caucasus/documents/{SEED}"])
def test_a_button_beside_a_document_queues_it(teacher: FlaskClient, page: str) -> None:
    answer = submit(teacher, page, PROPOSE)
    assert answer.headers["Location"] == JOBS
    assert the_job().state is JobState.QUEUED
    assert "Begins in a moment" in shown(teacher)
    assert "Proposing …" in teacher.get(COURSE).text


def test_learners_have_no_such_button(client: FlaskClient, world: World) -> None:
    sign_in(client, "learner@example.org", PASSWORD)
    assert "/propose" not in client.get(f"/courses/caucasus/documents/{SEED}").text


def test_asking_twice_queues_it_once(teacher: FlaskClient) -> None:
    for _ in range(2):
        post(teacher, PROPOSE, COURSE)
    assert the_job().state is JobState.QUEUED
    assert "being proposed already" in shown(teacher)


def test_each_paragraph_is_queued_once(teacher: FlaskClient) -> None:
    answers = [post(teacher, PROPOSE, COURSE, sentence=n) for n in ("4", "3", "10", "1")]
    assert [answer.headers["Location"].rsplit("#")[1] for answer in answers] == [
        *("s4", "s3", "s10", "s1")
    ]
    post(teacher, PROPOSE, COURSE)
    queued = db.session.scalars(select(Job.paragraph).order_by(Job.id)).all()
    assert [paragraph is None for paragraph in queued] == [False, False, False, True]
    assert len(set(queued)) == 4
    page = shown(teacher)
    for n in (3, 10, 1):
        assert f"One paragraph, from sentence {n} on" in page
    assert f"/documents/{SEED}#s10" in page


def test_a_paragraph_alone_leaves_the_button_for_the_whole(teacher: FlaskClient) -> None:
    post(teacher, PROPOSE, COURSE, sentence="4")
    assert "Proposing …" not in teacher.get(COURSE).text


@pytest.mark.parametrize(("sentence", "status"), [("17", 404), ("0", 400), ("all", 400), ("", 400)])
def test_a_sentence_that_is_none_queues_nothing(
    teacher: FlaskClient, sentence: str, status: int
) -> None:
    assert post(teacher, PROPOSE, COURSE, sentence=sentence).status_code == status
    assert db.session.scalars(select(Job)).all() == []


def test_a_paragraph_is_proposed_once_and_alone(teacher: FlaskClient, world: World) -> None:
    post(teacher, PROPOSE, COURSE, sentence="10")
    running = begun()
    store = JOBS_TO_DO[running.name](running, tell_nobody)
    new = jobs.finish(running, lambda: store(clock.now()), clock.now())
    assert new > 0
    cited = select(Citation.start).join(QuestionVersion, QuestionVersion.id == Citation.version_id)
    starts = db.session.scalars(cited.where(QuestionVersion.status == Status.CANDIDATE)).all()
    held = select(Passage.number).where(
        Passage.start <= max(starts), Passage.end > min(starts), Passage.number > 0
    )
    assert set(db.session.scalars(held)) <= {10, 11}
    assert store(clock.now()) == 0


def test_a_paragraph_after_the_whole_repeats_nothing_and_forgets_nothing(
    teacher: FlaskClient, world: World
) -> None:
    dropped = []
    for fields in ({}, {"sentence": "10"}):
        post(teacher, PROPOSE, COURSE, **fields)
        waiting = select(Job.id).where(Job.state == JobState.QUEUED)
        running = jobs.begin(db.session.scalars(waiting).one(), clock.now())
        assert running is not None
        store = partial(JOBS_TO_DO[running.name](running, tell_nobody), clock.now())
        jobs.finish(running, store, clock.now())
        dropped.append(len(db.session.scalars(select(DroppedProposal.id)).all()))
    assert 0 < dropped[0] == dropped[1]
    asked = select(QuestionVersion.type, QuestionVersion.stem)
    proposed = db.session.execute(asked.where(QuestionVersion.status == Status.CANDIDATE)).all()
    assert len(proposed) == len(set(proposed)) > 0


def test_a_paragraph_of_a_text_revised_since_is_refused(teacher: FlaskClient, world: World) -> None:
    post(teacher, PROPOSE, COURSE, sentence="10")
    with writing() as session:
        revision = session.scalars(select(DocumentRevision)).one()
        revision.created_at = clock.now() + timedelta(seconds=1)
    running = begun()
    with pytest.raises(Refusal, match="revised since"):
        JOBS_TO_DO[running.name](running, tell_nobody)


def test_several_queue_up(teacher: FlaskClient, world: World) -> None:
    queue_another(world)
    post(teacher, PROPOSE, COURSE)
    page = shown(teacher)
    assert "Waits for one other" in page
    assert page.index("Azerbaijan–NATO talks") < page.index("Second")


def test_a_document_that_is_not_there(teacher: FlaskClient) -> None:
    assert post(teacher, PROPOSE.replace(SEED, "none"), COURSE).status_code == 404


@pytest.mark.parametrize(
    ("stage", "done", "total", "said", "percent"),
    [
        (Stage.READ, 0, 10, "Reading the text", 0),
        (Stage.READ, 5, 10, "Reading the text", 28),
        (Stage.FIND, 0, 3, "Finding what it states", 56),
        (Stage.PROPOSE, 11, 22, "Making questions", 79),
        (Stage.CHECK, 0, 0, "Checking them", 82),
        (Stage.CHECK, 99, 100, "Checking them", 99),
    ],
)
def test_says_how_far_it_is(
    teacher: FlaskClient, stage: Stage, done: int, total: int, said: str, percent: int
) -> None:
    post(teacher, PROPOSE, COURSE)
    jobs.advance(begun(), stage, done, total, clock.now())
    page = shown(teacher)
    assert f'{said} · <span class="num">{percent} %' in page
    assert f'<progress max="100" value="{percent}"' in page


def test_leads_from_what_was_found_to_curating_it(teacher: FlaskClient) -> None:
    post(teacher, PROPOSE, COURSE)
    jobs.finish(begun(), lambda: 18, clock.now())
    page = shown(teacher)
    assert "18 questions proposed." in page
    assert f'href="{COURSE}/curate?document={SEED}"' in page
    assert "data-busy" not in page
    post(teacher, PROPOSE, COURSE)  # and again


def test_says_that_nothing_is_new(teacher: FlaskClient) -> None:
    post(teacher, PROPOSE, COURSE)
    jobs.finish(begun(), lambda: 0, clock.now())
    assert "Nothing new" in shown(teacher)


def test_cancels_and_tries_again(teacher: FlaskClient) -> None:
    post(teacher, PROPOSE, COURSE)
    job = the_job().id
    submit(teacher, JOBS, f"{JOBS}/{job}/cancel")
    assert "Cancelled. Nothing was stored." in shown(teacher)
    submit(teacher, JOBS, f"{JOBS}/{job}/retry")
    assert the_job().state is JobState.QUEUED
    begun()
    submit(teacher, JOBS, f"{JOBS}/{job}/cancel")
    page = shown(teacher)
    assert "Cancelling" in page
    assert f"{job}/cancel" not in page


def test_what_ended_meanwhile_is_said(teacher: FlaskClient) -> None:
    post(teacher, PROPOSE, COURSE)
    job, running = the_job().id, begun()
    jobs.finish(running, lambda: 1, clock.now())
    post(teacher, f"{JOBS}/{job}/cancel", COURSE)
    assert "It had ended before." in shown(teacher)
    post(teacher, f"{JOBS}/{job}/retry", COURSE)
    assert "Nothing was changed." in shown(teacher)
    assert the_job().state is JobState.DONE


def test_says_why_it_failed(teacher: FlaskClient) -> None:
    post(teacher, PROPOSE, COURSE)
    jobs.fail(begun(), "The text is not English: <b>.", clock.now())
    with writing() as session:
        session.execute(update(Job).values(attempt=2))
    text = teacher.get(JOBS).text
    assert "The text is not English: &lt;b&gt;." in text
    assert "begun 2 times" in text
    assert "Try again" in text
