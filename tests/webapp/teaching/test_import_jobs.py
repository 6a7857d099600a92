"""Many questions of a file are taken in by a job: all or none, once, and undone as before."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from questions.interchange import Reading
from questions.question import Question as Asked
from questions.question import Status
from questions.receiving import Received
from questions.stages import Stage, Tell
from tests.webapp.browsing import form_on, post, submit
from tests.webapp.operations.test_exchange import flashcard
from tests.webapp.worlds import START, World
from webapp import jobs as doing
from webapp.clock import now
from webapp.db import db, writing
from webapp.models import (
    BankAct,
    Job,
    JobName,
    JobState,
    Passage,
    Question,
    QuestionImport,
    QuestionTag,
    QuestionVersion,
    is_newest,
)
from webapp.services.errors import Conflict
from webapp.services.operations import jobs
from webapp.services.teaching.import_jobs import MANY, queue_taking
from webapp.services.teaching.importing import stage_import
from webapp.services.teaching.mending import mend_question
from webapp.services.teaching.questions import save_question
from webapp.worker import Worker

JOBS = "/teach/caucasus/jobs"


def the_job() -> Job:
    db.session.rollback()
    return db.session.scalars(select(Job)).one()


def much(**fields: object) -> list[Asked]:
    return [
        flashcard(f"Front {n}", **{name: f(n) if callable(f) else f for name, f in fields.items()})
        for n in range(MANY + 1)
    ]


def kept(world: World, asked: Sequence[Asked]) -> str:
    """Keep what a file gave to be looked over; returns where it lies."""
    given = Received("cards", Reading(tuple(asked), ()))
    staged = stage_import(world.course_id, world.instructor_id, "terms.tsv", b"", given, now())
    return f"/teach/caucasus/import/{staged}"


def confirm(teacher: FlaskClient, world: World, asked: Sequence[Asked]) -> str:
    """Confirm a file of questions; returns where it lies."""
    place = kept(world, asked)
    assert submit(teacher, place, do="import").location == place
    return place


def state(world: World) -> dict[UUID, tuple[object, ...]]:
    """What each question of the course says and how it stands."""
    db.session.rollback()
    rows = db.session.execute(
        select(Question.id, QuestionVersion.stem, Question.published, QuestionVersion.status)
        .join(QuestionVersion, is_newest())
        .where(Question.course_id == world.course_id)
    )
    return {question_id: tuple(said) for question_id, *said in rows}


def count() -> int:
    return db.session.scalar(select(func.count()).select_from(Question)) or 0


def test_much_is_taken_in_by_a_job_and_undone(
    teacher: FlaskClient, world: World, hands: Worker
) -> None:
    before = state(world)
    place = confirm(teacher, world, much(citations=()))
    assert (the_job().name, the_job().state) == (JobName.IMPORT, JobState.QUEUED)
    page = teacher.get(place).text
    assert "Taking the questions in" in page and "Begins in a moment" in page
    assert state(world) == before
    hands.perform(str(the_job().id))
    assert (the_job().state, the_job().found) == (JobState.DONE, MANY + 1)
    assert f"{MANY + 1} questions imported" in teacher.get(place).text
    assert f"{MANY + 1} questions imported." in teacher.get(JOBS).text
    after = state(world)
    order = [after[key][0] for key in sorted(after.keys() - before.keys())]
    assert order == [f"Front {number}" for number in range(MANY + 1)]
    found = teacher.get("/teach/caucasus/questions?text=Front+137").text
    assert "Front 137" in found and "Front 136" not in found
    post(teacher, "/teach/caucasus/questions/undo", "/teach/caucasus/questions")
    assert state(world) == before


def test_confirmed_twice_is_done_once(teacher: FlaskClient, world: World, hands: Worker) -> None:
    before, place = count(), kept(world, much(citations=()))
    sent = form_on(teacher, place).values | {"do": ["import"]}
    for _time in range(2):
        assert teacher.post(place, data=sent).location == place
    job_id, import_id = the_job().id, UUID(place.rsplit("/", 1)[1])
    again = queue_taking(world.course_id, world.instructor_id, import_id, now(), as_drafts=True)
    assert again == job_id == the_job().id
    hands.perform(str(job_id))
    hands.perform(str(job_id))
    assert teacher.post(place, data=sent).location == place
    assert count() == before + MANY + 1
    assert len(db.session.scalars(select(BankAct)).all()) == 1


def test_nothing_is_changed_while_it_is_taken_in(teacher: FlaskClient, world: World) -> None:
    place = confirm(teacher, world, much(citations=()))
    row = db.session.get_one(QuestionImport, UUID(place.rsplit("/", 1)[1]))
    chosen = row.chosen
    for do in ("keep", "discard", "format"):
        assert (
            post(teacher, place, "/settings", do=do, shown="0", format="cards").status_code == 409
        )
    with pytest.raises(Conflict, match="Cancel that"):
        mend_question(
            world.course_id, world.instructor_id, row.id, 0, flashcard("Other?"), "", now()
        )
    db.session.expire_all()
    assert db.session.get_one(QuestionImport, row.id).chosen == chosen


def test_cancelled_it_can_be_looked_over_again(
    teacher: FlaskClient, world: World, hands: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, place = state(world), confirm(teacher, world, much(citations=()))
    cancel = f"{JOBS}/{the_job().id}/cancel"
    taking = doing.JOBS[JobName.IMPORT]

    def cancelled_meanwhile(running: jobs.Running, tell: Tell) -> object:
        def telling(stage: Stage, done: int, total: int) -> None:
            if done == total:
                assert post(teacher, cancel, place).location == place
                assert "Cancelling" in teacher.get(place).text
            tell(stage, done, total)

        return taking(running, telling)

    monkeypatch.setitem(doing.JOBS, JobName.IMPORT, cancelled_meanwhile)
    hands.perform(str(the_job().id))
    assert the_job().state is JobState.CANCELLED
    assert state(world) == before
    assert "Cancelled. Nothing was taken in." in teacher.get(JOBS).text
    assert "Import those ticked" in teacher.get(place).text
    monkeypatch.setitem(doing.JOBS, JobName.IMPORT, taking)
    post(teacher, f"{JOBS}/{the_job().id}/retry", JOBS)
    hands.perform(str(the_job().id))
    assert len(state(world)) == len(before) + MANY + 1


def test_what_changed_meanwhile_has_nothing_taken_in(
    teacher: FlaskClient, world: World, hands: Worker
) -> None:
    place = confirm(teacher, world, much(id="n{}".format))
    running = jobs.begin(the_job().id, now())
    assert running is not None
    store = doing.JOBS[JobName.IMPORT](running, lambda *_far: None)
    save_question(world.course_id, flashcard("Mine?", id="n7"), Status.DRAFT, START)
    before = state(world)
    with pytest.raises(Conflict, match="changed while the questions were checked"), writing():
        store(now())
    jobs.hand_back(running, now())
    assert state(world) == before
    hands.perform(str(the_job().id))
    assert the_job().state is JobState.DONE
    assert len(state(world)) == len(before) + MANY
    assert "questions imported" in teacher.get(place).text


def test_much_comes_to_what_saving_one_by_one_does(
    teacher: FlaskClient, world: World, hands: Worker
) -> None:
    save_question(
        world.course_id, flashcard("Old?", id="n0", tags=["old"]), Status.PUBLISHED, START
    )
    with writing() as session:
        for passage in session.scalars(select(Passage)):
            passage.stance = passage.speaker = None
    save_question(world.course_id, flashcard("One?", tags=["a", "b"]), Status.PUBLISHED, START)
    said = voices()
    with writing() as session:
        for passage in session.scalars(select(Passage)):
            passage.stance = passage.speaker = None
    confirm(teacher, world, much(id="n{}".format, tags=["a", "b"]))
    hands.perform(str(the_job().id))
    assert (the_job().state, the_job().error) == (JobState.DONE, "")
    assert voices() == said and any(stance for _start, stance in said)
    rows = db.session.execute(
        select(Question.slug, Question.latest, Question.published).where(
            Question.slug.in_(["n0", "n1"])
        )
    )
    assert sorted(map(tuple, rows)) == [("n0", 2, 2), ("n1", 1, 1)]
    tags = select(QuestionTag.tag).join(Question, Question.id == QuestionTag.question_id)
    assert sorted(db.session.scalars(tags.where(Question.slug == "n0"))) == ["a", "b"]
    versions = select(QuestionVersion.author_id).where(QuestionVersion.stem == "Front 0")
    assert db.session.scalars(versions).one() == world.instructor_id
    old = teacher.get("/teach/caucasus/questions?text=Old").text
    assert "Old?" not in old
    post(teacher, "/teach/caucasus/questions/undo", "/teach/caucasus/questions")
    assert "Old?" in teacher.get("/teach/caucasus/questions?text=Old").text


def voices() -> list[tuple[object, ...]]:
    rows = db.session.execute(select(Passage.start, Passage.stance).order_by(Passage.start))
    return [tuple(row) for row in rows]
