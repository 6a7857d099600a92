"""Files come along, go after a week, and are missed where they are gone."""

from __future__ import annotations

from datetime import timedelta
from threading import Thread

import pytest
from flask import Flask
from sqlalchemy import delete, select

from questions.question import Status
from tests.webapp.media.pictures import picture
from tests.webapp.media.test_serving import publish, seen_by, showing
from tests.webapp.worlds import START, World
from webapp import clock
from webapp.db import db, writing
from webapp.models import Course, CourseFile, Question, QuestionVersion
from webapp.services.media.clearing import KEPT, clear_files
from webapp.services.media.keeping import keep_files
from webapp.services.operations import upkeep
from webapp.services.operations.queries import quotas
from webapp.services.teaching.drafting import keep_draft
from webapp.services.teaching.duplicating import duplicate_course
from webapp.services.teaching.questions import save_question
from webapp.services.teaching.transferring import copy_question, look_at
from webapp.stores import current_store

SOON = START + timedelta(hours=1)


def kept() -> set[str]:
    db.session.rollback()
    return set(db.session.scalars(select(CourseFile.name)))


def stored() -> set[str]:
    return {name for name, _touched_at in current_store().list()}


def test_what_no_question_speaks_of_goes_after_a_week(world: World) -> None:
    spoken, drafted, idle = picture(), picture("blue"), picture("green")
    keep_files(world.course_id, [spoken, drafted, idle], START, world.instructor_id)
    save_question(world.course_id, showing(spoken), Status.DRAFT, START)
    typed = {"stem": f"![](media:{drafted.name})"}
    keep_draft(world.instructor_id, world.course_id, "new", typed, START)
    assert clear_files(SOON) == 0
    assert clear_files(SOON + KEPT - timedelta(seconds=1)) == 0
    keep_files(world.course_id, [idle], SOON, world.instructor_id)  # added once more
    assert clear_files(SOON + KEPT) == 0
    assert clear_files(SOON + 2 * KEPT) == 1
    assert kept() == {spoken.name, drafted.name}
    assert idle.name in stored()  # touched just now
    clear_files(clock.now() + KEPT)
    assert stored() == {spoken.name, drafted.name}


def test_a_question_takes_its_picture_to_another_course(app: Flask, world: World) -> None:
    file = picture()
    keep_files(world.course_id, [file], START, world.instructor_id)
    question_id = save_question(world.course_id, showing(file), Status.DRAFT, START)
    elsewhere = db.session.scalars(select(Course.id).where(Course.slug == "elsewhere")).one()
    with writing() as session:
        version = session.scalars(
            select(QuestionVersion).where(QuestionVersion.question_id == question_id)
        ).one()
        question = session.get_one(Question, question_id)
        copy_question(
            session, question, version, look_at(session, elsewhere), world.stranger_id, START
        )
    assert "stranger" in seen_by(app, file)
    publish(world, question_id)
    with writing() as session:
        session.get_one(Question, question_id).published = 1
    copy_id = duplicate_course(world.course_id, START, world.admin_id)
    clear_files(SOON)
    row = db.session.get_one(CourseFile, (copy_id, file.name))
    assert (row.idle_since, row.width, row.height) == (None, 60, 40)


def test_a_course_has_room_for_so_many(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quotas, "FILES", 1)
    keep_files(world.course_id, [picture()], START, world.instructor_id)
    keep_files(world.course_id, [picture()], START, world.instructor_id)
    with pytest.raises(quotas.OverQuota, match="no room"):
        keep_files(world.course_id, [picture("blue")], START, world.instructor_id)
    assert kept() == stored() == {picture().name}


def test_however_many_are_idle_all_go(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("webapp.services.media.clearing._AT_ONCE", 2)
    colours = ("red", "blue", "green", "white", "black")
    keep_files(world.course_id, [picture(each) for each in colours], START, None)
    clear_files(SOON)
    assert clear_files(SOON + KEPT) == 5
    assert kept() == set()


def test_what_is_cleared_meanwhile_is_added_anew(app: Flask, world: World) -> None:
    keep_files(world.course_id, [picture()], START, None)

    def add() -> None:
        with app.app_context():
            keep_files(world.course_id, [picture()], SOON, None)

    with writing() as session:
        session.execute(delete(CourseFile))
        adding = Thread(target=add)
        adding.start()
        adding.join(0.5)  # it waits until this is done
    adding.join()
    assert kept() == {picture().name}


def test_the_doctor_misses_a_file(world: World) -> None:
    file = picture()
    keep_files(world.course_id, [file], START, None)
    current_store().remove(file.name)
    told = [problem for check in upkeep.check() for problem in check.problems]
    assert told == [f"{file.name} of caucasus is missing. Restore it from a backup."]
