"""What administrators see of the site and do with its accounts, and what they may not."""

from __future__ import annotations

from datetime import timedelta
from threading import Barrier, Thread
from uuid import UUID, uuid4

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, select, update

from tests.webapp.browsing import post, sign_in, submit, token_on
from tests.webapp.operations.test_jobs import queued
from tests.webapp.people.histories import study
from tests.webapp.people.links import make_password_link, open_link
from tests.webapp.worlds import PASSWORD, START, World, add_user
from webapp import clock
from webapp.db import db, writing
from webapp.models import Enrolment, Job, JobState, Role, SignIn, User
from webapp.services.errors import Missing, Refusal
from webapp.services.operations.queries.accounts import PAGE, Which, find_accounts
from webapp.services.people import administering
from webapp.services.teaching.courses import enrol

PEOPLE = "/admin/people"


@pytest.fixture
def admin(client: FlaskClient, world: World) -> FlaskClient:
    sign_in(client, "admin@example.org", PASSWORD)
    return client


def user(user_id: UUID) -> User:
    db.session.rollback()
    return db.session.get_one(User, user_id)


def page_of(user_id: UUID) -> str:
    return f"{PEOPLE}/{user_id}"


def do(client: FlaskClient, user_id: UUID, act: str) -> int:
    return post(client, f"{page_of(user_id)}/{act}", page_of(user_id)).status_code


def test_the_site_is_seen_at_a_glance(admin: FlaskClient, world: World) -> None:
    study(world.learner_id, world.course_id)
    page = admin.get("/admin").text
    for said in ("accounts", "Quizzes handed in", "free on the disk", "Recite", "0123abcd"):
        assert said in page
    assert "/admin" in admin.get("/today").text
    sign_in(admin, "learner@example.org", PASSWORD)
    assert "/admin" not in admin.get("/today").text


def test_a_job_that_failed_is_tried_again(admin: FlaskClient, world: World) -> None:
    job_id = queued(world)
    with writing() as session:
        failed = {"state": JobState.FAILED, "error": "It fell over.", "finished_at": START}
        session.execute(update(Job).where(Job.id == job_id).values(failed))
    assert "It fell over." in admin.get("/admin").text
    again = f"/admin/jobs/{job_id}/retry"
    assert post(admin, again, "/admin").location == "/admin#jobs"
    assert db.session.get_one(Job, job_id).state is JobState.QUEUED
    twice = {"csrf_token": token_on(admin, "/settings")}
    assert "runs already" in admin.post(again, data=twice, follow_redirects=True).text
    assert post(admin, f"/admin/jobs/{uuid4()}/retry", "/admin").status_code == 404


def test_accounts_are_found_by_name_and_address(admin: FlaskClient, world: World) -> None:
    page = admin.get(f"{PEOPLE}?q=LEA+example.org").text
    assert "1 person" in page and "Lea Learner" in page and "Otto" not in page
    assert "Nobody has that" in admin.get(f"{PEOPLE}?q=%25").text
    assert "1 person" in admin.get(f"{PEOPLE}?which=administrators").text
    assert "5 people" in admin.get(f"{PEOPLE}?which=nonsense&page=x").text
    assert find_accounts("", Which.LOCKED, 1).lines == ()


def test_a_long_list_has_pages_and_few_queries(admin: FlaskClient, world: World) -> None:
    def queries(path: str) -> int:
        asked: list[str] = []

        def note(*given: object) -> None:
            asked.append(str(given[2]))

        event.listen(db.engine, "before_cursor_execute", note)
        try:
            assert admin.get(path).status_code == 200
        finally:
            event.remove(db.engine, "before_cursor_execute", note)
        return len(asked)

    few = queries(PEOPLE)
    for number in range(2 * PAGE):
        add_user(f"p{number}@example.org", f"Person {number:03}")
    assert queries(PEOPLE) == few
    found = find_accounts("person", Which.ALL, 2)
    assert (found.total, found.pages, len(found.lines)) == (2 * PAGE, 2, PAGE)
    assert find_accounts("person", Which.ALL, 99).page == 2
    assert 'rel="prev"' in admin.get(f"{PEOPLE}?q=person&page=2").text


def test_whose_account_is_locked_is_out_at_once(
    app: Flask, admin: FlaskClient, world: World
) -> None:
    learner = app.test_client()
    sign_in(learner, "learner@example.org", PASSWORD)
    assert "Caucasus" in admin.get(page_of(world.learner_id)).text
    assert do(admin, world.learner_id, "lock") == 302
    assert learner.get("/today").location == "/sign-in?next=/today"
    said = sign_in(learner, "learner@example.org", PASSWORD)
    assert said.status_code == 403 and "is locked" in said.text
    wrong = sign_in(learner, "learner@example.org", "another password")
    assert wrong.status_code == 422 and "locked" not in wrong.text, "that tells nobody else"
    assert "Locked" in admin.get(f"{PEOPLE}?which=locked").text
    assert do(admin, world.learner_id, "unlock") == 302
    assert sign_in(learner, "learner@example.org", PASSWORD).status_code == 302


def test_no_link_opens_a_locked_account(app: Flask, admin: FlaskClient, world: World) -> None:
    link = make_password_link(world.learner_id, clock.now())
    do(admin, world.learner_id, "lock")
    visitor = app.test_client()
    page = open_link(visitor, link)
    assert page.status_code == 200
    said = post(visitor, "/one-time", "/one-time", token=link, password="several plain words here")
    assert said.status_code == 403 and "is locked" in said.text
    assert db.session.scalar(select(SignIn).where(SignIn.user_id == world.learner_id)) is None


def test_a_session_that_was_kept_is_worth_nothing(
    app: Flask, client: FlaskClient, world: World
) -> None:
    """Not even one that began at the same moment."""
    sign_in(client, "learner@example.org", PASSWORD)
    with writing() as session:
        session.get_one(User, world.learner_id).locked_at = START
    assert client.get("/today").status_code == 302


def test_somebody_is_signed_out_everywhere(app: Flask, admin: FlaskClient, world: World) -> None:
    learner = app.test_client()
    sign_in(learner, "learner@example.org", PASSWORD)
    assert do(admin, world.learner_id, "sign-out") == 302
    assert learner.get("/today").status_code == 302
    assert sign_in(learner, "learner@example.org", PASSWORD).status_code == 302


def test_administrators_are_made_and_unmade(admin: FlaskClient, world: World) -> None:
    assert do(admin, world.instructor_id, "administrator") == 302
    assert user(world.instructor_id).is_admin
    assert do(admin, world.instructor_id, "no-administrator") == 302
    assert not user(world.instructor_id).is_admin
    do(admin, world.instructor_id, "lock")
    assert do(admin, world.instructor_id, "administrator") == 400


@pytest.mark.parametrize("act", ["no-administrator", "lock"])
def test_the_last_administrator_stays(admin: FlaskClient, world: World, act: str) -> None:
    second = add_user("second@example.org", "Second", is_admin=True, locked_at=START)
    said = post(admin, f"{page_of(world.admin_id)}/{act}", page_of(world.admin_id))
    assert said.status_code == 400 and "/admin/people" in said.text
    assert user(world.admin_id).is_admin and user(world.admin_id).locked_at is None
    with pytest.raises(Refusal, match="needs an administrator"):
        administering.delete_account(world.admin_id, second)
    administering.unlock_account(second)
    assert do(admin, world.admin_id, "no-administrator") == 302, "there is another one now"


def test_two_who_unmake_each_other_at_once_leave_one(app: Flask, world: World) -> None:
    second = add_user("second@example.org", "Second", is_admin=True)
    db.session.rollback()
    start, refused = Barrier(2), []

    def unmake(user_id: UUID) -> None:
        with app.app_context():
            start.wait(10)
            try:
                administering.unmake_administrator(user_id)
            except Refusal as refusal:
                refused.append(refusal)

    threads = [Thread(target=unmake, args=(each,)) for each in (world.admin_id, second)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert len(refused) == 1
    assert [user(each).is_admin for each in (world.admin_id, second)].count(True) == 1


def test_nobody_locks_or_deletes_themselves(admin: FlaskClient, world: World) -> None:
    add_user("second@example.org", "Second", is_admin=True)
    assert do(admin, world.admin_id, "lock") == 400
    page = f"{page_of(world.admin_id)}/deletion"
    said = submit(admin, page, sure="y")
    assert said.status_code == 400 and "your own account" in said.text


def test_an_account_is_deleted_as_its_person_could(admin: FlaskClient, world: World) -> None:
    with writing() as session:
        enrol(session, world.learner_id, world.course_id, Role.INSTRUCTOR, START)
    page = f"{page_of(world.instructor_id)}/deletion"
    assert "the only owner of Caucasus" in admin.get(page).text
    assert submit(admin, page).status_code == 422
    assert submit(admin, page, sure="y").location == PEOPLE
    assert db.session.get(User, world.instructor_id) is None
    heir = db.session.get_one(Enrolment, (world.learner_id, world.course_id))
    assert heir.role is Role.OWNER
    assert admin.get(page).status_code == 404


def test_what_is_not_there_is_missing(admin: FlaskClient, world: World) -> None:
    assert do(admin, world.learner_id, "nonsense") == 404
    assert admin.get(page_of(uuid4())).status_code == 404
    with pytest.raises(Missing):
        administering.unlock_account(uuid4())


def test_acts_ask_anew_who_one_is(app: Flask, world: World) -> None:
    admin = app.test_client()
    with time_machine.travel(START + timedelta(days=3650)):
        sign_in(admin, "admin@example.org", PASSWORD)
        sent = token_on(admin, "/settings")
    page = page_of(world.learner_id)
    with time_machine.travel(START + timedelta(days=3650, minutes=11)):
        assert admin.get("/admin").status_code == 200
        assert admin.get(page).location == f"/confirm?next={page}"
        came = {"Referer": f"http://localhost{page}"}
        said = admin.post(f"{page}/lock", data={"csrf_token": sent}, headers=came)
        assert said.location == f"/confirm?next={page}", "it goes on where it was asked for"
        for elsewhere in (f"http://example.org{page}", "http://[", ""):
            came = {"Referer": elsewhere}
            said = admin.post(f"{page}/lock", data={"csrf_token": sent}, headers=came)
            assert said.location == "/confirm?next=/settings/factors"
        assert user(world.learner_id).locked_at is None
