"""Who is shown a picture, and how it is sent."""

from __future__ import annotations

from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from questions.interactions import Recall
from questions.media import MediaFile, refer
from questions.question import Question, Status
from tests.webapp.browsing import sign_in
from tests.webapp.media.pictures import picture, sound
from tests.webapp.worlds import PASSWORD, START, World, add_user
from webapp.db import db, writing
from webapp.models import Course, QuestionAttempt, QuestionVersion, Quiz, Role
from webapp.services.media.keeping import keep_files
from webapp.services.quizzes.attempting import start_attempt
from webapp.services.teaching.courses import enrol
from webapp.services.teaching.questions import load_version, save_question


def showing(file: MediaFile, said: str = "A red field") -> Question:
    back = Recall(back=refer(file.name, said))
    return Question(type="flashcard", stem="What is it?", interaction=back)


def status(app: Flask, who: str, file: MediaFile) -> int:
    client = app.test_client()
    sign_in(client, f"{who}@example.org", PASSWORD)
    with client.get(f"/media/{file.name}") as said:
        return said.status_code


def fetch(client: FlaskClient, name: str, headers: dict[str, str] | None = None) -> TestResponse:
    said = client.get(f"/media/{name}", headers=headers)
    said.get_data()
    said.close()
    return said


def seen_by(app: Flask, file: MediaFile) -> list[str]:
    people = ("learner", "other", "instructor", "stranger", "admin")
    return [who for who in people if status(app, who, file) == 200]


def publish(world: World, question_id: UUID) -> None:
    """Have learners get a version, whatever proves it."""
    with writing() as session:
        load_version(session, question_id, 1).status = Status.PUBLISHED


def test_learners_see_what_they_are_asked_and_nobody_else_does(app: Flask, world: World) -> None:
    shown, drafted, elsewhere = picture(), picture("blue"), picture("green")
    keep_files(world.course_id, [shown, drafted, elsewhere], START, world.instructor_id)
    ids = [
        save_question(world.course_id, showing(file), Status.DRAFT, START)
        for file in (shown, drafted)
    ]
    publish(world, ids[0])
    assert seen_by(app, shown) == ["learner", "other", "instructor", "admin"]
    assert seen_by(app, drafted) == ["instructor", "admin"]
    assert seen_by(app, elsewhere) == ["instructor", "admin"]


def test_a_question_of_another_course_shows_nothing_here(app: Flask, world: World) -> None:
    file = picture()
    elsewhere = db.session.scalars(select(Course.id).where(Course.slug == "elsewhere")).one()
    for course_id in (world.course_id, elsewhere):
        keep_files(course_id, [file], START, None)
    publish(world, save_question(world.course_id, showing(file), Status.DRAFT, START))
    with writing() as session:
        enrol(session, add_user("far@example.org", "Far"), elsewhere, Role.LEARNER, START)
    assert status(app, "learner", file) == 200
    assert status(app, "far", file) == 404


def test_who_was_asked_a_version_sees_its_picture(app: Flask, world: World) -> None:
    asked = picture()
    keep_files(world.course_id, [asked], START, world.instructor_id)
    question_id = save_question(world.course_id, showing(asked), Status.DRAFT, START)
    ask(world, question_id)
    assert seen_by(app, asked) == ["learner", "instructor", "admin"]


def ask(world: World, question_id: UUID) -> None:
    """Put a question's first version into an attempt of the learner."""
    with writing() as session:
        quiz_id = session.scalars(select(Quiz.id).where(Quiz.course_id == world.course_id)).first()
        assert quiz_id is not None
        attempt_id = start_attempt(world.learner_id, quiz_id, START)
        version = session.scalars(
            select(QuestionVersion).where(QuestionVersion.question_id == question_id)
        ).one()
        slot = session.scalars(
            select(QuestionAttempt).where(QuestionAttempt.attempt_id == attempt_id)
        ).first()
        assert slot is not None
        slot.question_id, slot.version_id = question_id, version.id


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_sound_is_sent_in_parts_and_kept_by_browsers_alone(
    client: FlaskClient, world: World
) -> None:
    file = sound()
    keep_files(world.course_id, [file], START, world.instructor_id)
    sign_in(client, "instructor@example.org", PASSWORD)
    whole = fetch(client, file.name)
    assert (whole.data, whole.mimetype) == (file.content, "audio/wav")
    assert whole.headers["Cache-Control"] == "private, max-age=31536000, immutable"
    assert whole.headers["Content-Disposition"] == "inline"
    assert "sandbox" in whole.headers["Content-Security-Policy"]
    assert whole.headers["X-Content-Type-Options"] == "nosniff"
    part = fetch(client, file.name, {"Range": "bytes=10-19"})
    assert (part.status_code, part.data) == (206, file.content[10:20])
    again = fetch(client, file.name, {"If-None-Match": whole.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    gone = fetch(client, f"{'0' * 32}.png")
    assert (gone.status_code, gone.headers["Cache-Control"]) == (404, "no-store")
