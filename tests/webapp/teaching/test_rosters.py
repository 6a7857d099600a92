"""Rosters: what is in them, line by line, and who is invited by them and comes."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from tests.webapp.browsing import form_on, post, sign_in
from tests.webapp.people.mailserver import Server, mail_server
from tests.webapp.worlds import PASSWORD, START, World, add_user
from webapp.db import db, writing
from webapp.models import Course, Enrolment, Role, User
from webapp.services.errors import Refusal, TooMany
from webapp.services.operations import spending
from webapp.services.people.joining import join
from webapp.services.teaching import inviting
from webapp.services.teaching.courses import enrol
from webapp.services.teaching.inviting import (
    Prospect,
    answer_invitation,
    invitations_for,
    invite,
    list_invitations,
    look_over,
)
from webapp.services.teaching.members import Actor
from webapp.services.teaching.ownership import archive_course
from webapp.services.teaching.roster import MOST_LINES, read_roster

PEOPLE, PAGE = "/teach/caucasus/people", "/teach/caucasus/people/roster"
ROLE = {Role.LEARNER: "", Role.INSTRUCTOR: "*"}


def plain(text: str) -> list[str]:
    """Each line as "address name*", or with what is wrong with it."""
    return [
        f"{line.number}: {line.problem}"
        if line.problem
        else f"{line.email} {line.name}{ROLE[line.role]}".strip()
        for line in read_roster(text)
    ]


@pytest.fixture
def owner(world: World) -> Actor:
    return Actor(world.instructor_id, Role.OWNER, is_admin=False)


@pytest.mark.parametrize(
    "text",
    [
        "ada@school.org,Ada Byron,learner\nben@school.org,Ben Ode,instructor",
        "\ufeffEmail;Name;Role\r\nAda@School.org;Ada Byron;\r\nben@school.org;Ben Ode;Teacher\r\n",
        "Surname\tE-mail\tRole\nAda Byron\tada@school.org\tStudent\nBen Ode\tben@school.org\ttutor",
        'sep=;\n"ada@school.org";"Ada Byron"\n"ben@school.org";"Ben Ode";"instructor"',
        "\n\nAda Byron <ada@school.org>\n , ,\nBen Ode <ben@school.org>, instructor\n",
        "First name,Last name,Email:,Type\nAda,Byron,ada@school.org\n"
        "Ben,Ode,ben@school.org,instructor,more",
        "Ada,Byron,ada@school.org\nINSTRUCTOR,Ben,Ode, ben@school.org",
    ],
)
def test_what_table_programs_make_is_read(app: Flask, text: str) -> None:
    assert plain(text) == ["ada@school.org Ada Byron", "ben@school.org Ben Ode*"]


def test_a_name_may_have_commas_where_semicolons_part_cells(app: Flask) -> None:
    text = "ada@school.org;Byron, Ada, Dr, Ms\nBen Ode <ben@school.org>; instructor"
    assert plain(text) == ["ada@school.org Byron, Ada, Dr, Ms", "ben@school.org Ben Ode*"]


def test_what_is_wrong_is_said_line_by_line(app: Flask) -> None:
    text = "\n".join(
        [
            "ada@school.org",
            'ben@school.org,"Ben',
            "nobody",
            "cem@school.org,Cem,owner",
            f"dee@school.org,{'D' * 81}",
            "ADA@school.org.",
            "eve@school.org,Eve",
        ]
    )
    assert plain(text) == [
        "ada@school.org",
        "2: A quotation mark is missing, or one too many.",
        "3: That is not an email address, like name@school.org.",
        "4: Nobody is invited to own a course. Hand it over under People.",
        "5: The name is too long: 80 characters at most.",
        "6: The same address as in line 1.",
        "eve@school.org Eve",
    ]
    assert plain("email,role\nada@school.org,king") == [
        "2: “king” is no role. There are learner and instructor."
    ]
    assert plain("name,email\nAda")[0].startswith("2: That is not an email")


def test_a_roster_has_lines_and_not_too_many(app: Flask) -> None:
    for text in ("", "\n ;;\n", "email,name\n"):
        with pytest.raises(Refusal, match="no line"):
            read_roster(text)
    many = "\n".join(f"p{n}@school.org" for n in range(MOST_LINES + 1))
    with pytest.raises(Refusal, match="501 lines"):
        read_roster(many)
    assert len(read_roster("email\n" + many.rpartition("\n")[0])) == MOST_LINES


def test_what_is_no_text_stays_out(app: Flask) -> None:
    assert plain("ada@school.org,A\u202eda\x07") == ["ada@school.org Ada"]


def look(client: FlaskClient, **fields: object) -> TestResponse:
    token = form_on(client, PAGE).values["csrf_token"]
    return client.post(PAGE, data={"csrf_token": token, **fields})


def confirm(client: FlaskClient, page: TestResponse, **changes: str) -> TestResponse:
    """Send the form of a page that looked the lines over, by the button that invites."""
    seen = re.findall(r'name="seen"[^>]*value="(\w+)"', page.text)
    text = re.findall(r"<textarea[^>]*>\s*(.*?)</textarea>", page.text, re.S)[0]
    text = text.replace("&#34;", '"').replace("&lt;", "<").replace("&gt;", ">")
    return look(client, **{"roster": text, "seen": seen[0], "confirm": "1", **changes})


def test_one_sees_first_what_each_line_would_do(teacher: FlaskClient, world: World) -> None:
    page = look(teacher, roster="new@school.org\nlearner@example.org,Lea\nstranger@example.org\nx")
    assert page.status_code == 200
    assert page.text.count("New: is invited") == 2, "a stranger’s account is not told of"
    assert "In the course already" in page.text and "Left out" in page.text
    assert "Invite 2 people" in page.text
    assert list_invitations(world.course_id) == []
    said = confirm(teacher, page)
    assert said.status_code == 200, "what was wrong is there to be put right"
    assert "2 people are invited." in said.text and ">\r\nx</textarea>" in said.text
    assert [each.email for each in list_invitations(world.course_id)] == [
        "new@school.org",
        "stranger@example.org",
    ]
    again = look(teacher, roster="new@school.org")
    assert "Was invited before" in again.text and "No line would invite anybody" in again.text


def test_lines_that_were_changed_are_looked_over_again(teacher: FlaskClient, world: World) -> None:
    page = look(teacher, roster="new@school.org")
    said = confirm(teacher, page, roster="new@school.org\nother@school.org")
    assert "Invite 2 people" in said.text and list_invitations(world.course_id) == []
    assert confirm(teacher, said).status_code == 302


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_file_is_read_like_other_texts(teacher: FlaskClient, world: World, encoding: str) -> None:
    content = "E-mail;Name\r\nzoe@school.org;Zoë Ñandú\r\n".encode(encoding)
    page = look(teacher, file=(io.BytesIO(content), "roster.csv"))
    assert "Zoë Ñandú" in page.text
    assert confirm(teacher, page).status_code == 302
    assert [each.name for each in list_invitations(world.course_id)] == ["Zoë Ñandú"]
    assert "1 person is invited and has not come yet" in teacher.get(PEOPLE).text


def test_what_cannot_be_read_says_so(teacher: FlaskClient, world: World) -> None:
    for fields, why in (
        ({"file": (io.BytesIO(b"\x00\x01\x02"), "x.xlsx")}, "is not a text file"),
        ({"file": (io.BytesIO(b"a@b.org\n" * 20_000), "x.csv")}, "larger than 128 KB"),
        ({"roster": " "}, "Paste the lines, or choose a file."),
        ({"roster": "a@b.org", "file": (io.BytesIO(b"c@d.org"), "x.csv")}, "not both"),
    ):
        page = look(teacher, **fields)
        assert page.status_code == 422 and why in page.text


def test_only_owners_invite_instructors(world: World, owner: Actor) -> None:
    assistant = Actor(world.stranger_id, Role.INSTRUCTOR, is_admin=False)
    (row,) = look_over(world.course_id, "ben@school.org,instructor", assistant)
    assert row.prospect is Prospect.WRONG and "Only the owner" in row.line.problem
    (row,) = look_over(world.course_id, "ben@school.org,instructor", owner)
    assert row.prospect is Prospect.NEW


def test_only_owners_take_back_what_is_an_instructors(
    client: FlaskClient, world: World, owner: Actor
) -> None:
    invite(world.course_id, "ben@school.org,instructor\nada@school.org", owner, START)
    with writing() as session:
        enrol(session, world.stranger_id, world.course_id, Role.INSTRUCTOR, START)
    sign_in(client, "stranger@example.org", PASSWORD)
    back = f"{PEOPLE}/invitations/withdrawal"
    assert post(client, back, PEOPLE, email="ben@school.org").status_code == 403
    assert post(client, back, PEOPLE, email="ada@school.org").status_code == 302
    assert post(client, back, PEOPLE, email="ada@school.org").status_code == 404
    sign_in(client, "instructor@example.org", PASSWORD)
    assert post(client, back, PEOPLE, email="ben@school.org").status_code == 302
    assert list_invitations(world.course_id) == []


def test_there_are_bounds(world: World, owner: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inviting, "INVITED", 2)
    with pytest.raises(Refusal, match="waits for 2"):
        invite(world.course_id, "a@b.org\nc@d.org\ne@f.org", owner, START)
    monkeypatch.setattr(spending, "INVITATIONS", 1)
    with pytest.raises(TooMany):
        invite(world.course_id, "a@b.org\nc@d.org", owner, START)
    assert list_invitations(world.course_id) == []
    later = START + timedelta(days=1, minutes=1)
    assert [row.prospect for row in invite(world.course_id, "a@b.org", owner, later)] == ["new"]


def confirmed(email: str) -> UUID:
    return add_user(email, "Nina New", email_confirmed_at=START)


def role_of(world: World, user_id: UUID) -> Role | None:
    db.session.rollback()
    enrolment = db.session.get(Enrolment, (user_id, world.course_id))
    return enrolment.role if enrolment else None


def test_whoever_is_invited_is_asked(client: FlaskClient, world: World, owner: Actor) -> None:
    nina = confirmed("nina@school.org")
    invite(world.course_id, "nina@school.org,instructor", owner, START)
    assert role_of(world, nina) is None, "nobody is put into a course"
    sign_in(client, "nina@school.org", PASSWORD)
    page = client.get("/today").text
    assert "You are invited" in page and "As an instructor." in page
    told = client.get("/settings/data").json
    invited = {"course": "Caucasus", "role": "instructor", "group": None}
    assert told and told["invitations"] == [invited]
    address = "/courses/caucasus/invitation"
    assert post(client, address, "/today", accept="1").location == "/library"
    assert role_of(world, nina) is Role.INSTRUCTOR
    assert list_invitations(world.course_id) == []
    assert post(client, address, "/today", accept="1").status_code == 404


def test_one_may_say_no(client: FlaskClient, world: World, owner: Actor) -> None:
    nina = confirmed("nina@school.org")
    invite(world.course_id, "nina@school.org", owner, START)
    sign_in(client, "nina@school.org", PASSWORD)
    assert "As a learner." in client.get("/today").text
    assert post(client, "/courses/caucasus/invitation", "/today").location == "/"
    assert role_of(world, nina) is None and list_invitations(world.course_id) == []


def test_an_address_that_is_not_confirmed_is_nobodys(world: World, owner: Actor) -> None:
    """Anybody can make an account with an address that they wish were theirs."""
    thief = add_user("ben@school.org", "Not Ben")
    invite(world.course_id, "ben@school.org,instructor", owner, START)
    assert invitations_for(thief) == []
    with pytest.raises(Refusal):
        answer_invitation(thief, world.slug, START, accepts=True)
    code = db.session.get_one(Course, world.course_id).join_code
    join(thief, code, START)
    assert role_of(world, thief) is Role.LEARNER
    assert len(list_invitations(world.course_id)) == 1, "it still waits for the real one"
    with writing() as session:
        session.get_one(User, thief).email_confirmed_at = START
    answer_invitation(thief, world.slug, START, accepts=True)
    assert role_of(world, thief) is Role.INSTRUCTOR


def test_joining_by_the_code_ends_an_invitation(world: World, owner: Actor) -> None:
    nina, ole = confirmed("nina@school.org"), add_user("ole@school.org", "Ole")
    invite(world.course_id, "nina@school.org,,instructor\nole@school.org", owner, START)
    code = db.session.get_one(Course, world.course_id).join_code
    for person in (nina, ole):
        join(person, code, START)
    assert list_invitations(world.course_id) == []
    assert (role_of(world, nina), role_of(world, ole)) == (Role.INSTRUCTOR, Role.LEARNER)


def test_an_archived_course_invites_nobody(world: World, owner: Actor) -> None:
    nina = confirmed("nina@school.org")
    invite(world.course_id, "nina@school.org", owner, START)
    archive_course(world.course_id, START)
    assert invitations_for(nina) == []
    with pytest.raises(Refusal):
        answer_invitation(nina, world.slug, START, accepts=True)


@pytest.fixture
def server(app: Flask) -> Iterator[Server]:
    with mail_server() as running:
        app.extensions["recite"] = replace(
            app.extensions["recite"],
            smtp_url=running.url,
            smtp_starttls=False,
            mail_from="Recite <recite@example.org>",
            url="https://recite.example.org",
        )
        yield running


def test_an_invitation_goes_out_by_mail(teacher: FlaskClient, world: World, server: Server) -> None:
    page = look(teacher, roster="ada@school.org\nlearner@example.org\nben@school.org")
    confirm(teacher, page).close()
    assert [mail.recipients for mail in server.mails] == [["ada@school.org"], ["ben@school.org"]]
    code = db.session.scalars(select(Course.join_code).where(Course.slug == "caucasus")).one()
    text = server.mails[0].message.get_content()
    assert f"https://recite.example.org/join/{code}" in text and "“Caucasus”" in text
    confirm(teacher, look(teacher, roster="ada@school.org\ncem@school.org")).close()
    assert len(server.mails) == 3, "nobody is written to twice"


def test_a_mailbox_that_is_not_there_hinders_nobody(
    teacher: FlaskClient, world: World, server: Server
) -> None:
    server.refuses = "ben@school.org"
    page = look(teacher, roster="ada@school.org\nben@school.org\ncem@school.org")
    confirm(teacher, page).close()
    assert [mail.recipients for mail in server.mails] == [["ada@school.org"], ["cem@school.org"]]


def test_a_mail_server_that_is_away_hinders_nobody(
    app: Flask, teacher: FlaskClient, world: World, server: Server
) -> None:
    app.extensions["recite"] = replace(app.extensions["recite"], smtp_url="smtp://127.0.0.1:9")
    confirm(teacher, look(teacher, roster="ada@school.org")).close()
    assert len(list_invitations(world.course_id)) == 1
