"""Pictures come with a file of questions and leave with one."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from questions.interactions import Recall
from questions.interchange import Reading
from questions.media import names_in, refer
from questions.question import Question
from questions.receiving import Received
from tests.webapp.media.pictures import picture
from tests.webapp.worlds import START, World
from webapp.db import db
from webapp.models import Course, CourseFile
from webapp.services.errors import Refusal
from webapp.services.media.keeping import keep_files
from webapp.services.media.queries.files import contents_of
from webapp.services.operations.queries import quotas
from webapp.services.teaching.exchange import export_files, import_questions
from webapp.services.teaching.importing import stage_import
from webapp.services.teaching.queries.exports import export_selected
from webapp.services.teaching.taking_ticked import take_in
from webapp.stores import current_store


def reading() -> Reading:
    back = Recall(back=refer(picture().name, "A red field"))
    asked = Question(type="flashcard", stem="What is on the first page?", interaction=back)
    return Reading((asked,), (), (picture(),))


def test_a_file_brings_its_pictures_and_an_export_takes_them(world: World) -> None:
    received = Received("anki", reading())
    staged = stage_import(
        world.course_id, world.instructor_id, "deck.apkg", b"deck", received, START
    )
    take_in(world.course_id, world.instructor_id, staged, START, as_drafts=True)
    exported = export_selected(world.course_id, whole=True).questions
    assert [names_in(each) for each in exported if names_in(each)] == [(picture().name,)]
    assert contents_of([world.course_id], exported) == {picture().name: picture().content}


def test_a_command_brings_pictures_and_a_dry_run_none(world: World) -> None:
    import_questions(world.slug, reading(), START, dry_run=True)
    count = select(func.count()).select_from(CourseFile)
    assert db.session.scalar(count) == 0
    assert list(current_store().list()) == []
    assert import_questions(world.slug, reading(), START, dry_run=False).added == 1
    assert db.session.scalar(count) == 1


def test_a_course_without_room_keeps_nothing_of_a_file(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(quotas, "FILES", 0)
    given = Received("anki", reading())
    with pytest.raises(quotas.OverQuota):
        stage_import(world.course_id, world.instructor_id, "deck.apkg", b"deck", given, START)
    assert db.session.scalar(select(func.count()).select_from(CourseFile)) == 0
    assert list(current_store().list()) == []


def test_no_export_has_what_is_another_course_s(world: World) -> None:
    """Nor has one of a draft that speaks of it by its name."""
    elsewhere = db.session.scalars(select(Course.id).where(Course.slug == "elsewhere")).one()
    keep_files(elsewhere, [picture()], START, None)
    import_questions(world.slug, Reading(reading().questions, ()), START, dry_run=False)
    exported = export_selected(world.course_id, whole=True).questions
    assert [names_in(each) for each in exported if names_in(each)] == [(picture().name,)]
    assert contents_of([world.course_id], exported) == {}
    assert contents_of([elsewhere], exported) == {picture().name: picture().content}


def test_more_than_a_request_carries_is_refused(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    import_questions(world.slug, reading(), START, dry_run=False)
    exported = export_selected(world.course_id, whole=True).questions
    with pytest.raises(Refusal, match="over 0 MB together"):
        contents_of([world.course_id], exported, most=len(picture().content) - 1)
    assert export_files(world.slug, exported) == {picture().name: picture().content}
