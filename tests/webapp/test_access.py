"""Every route, for everybody: who comes in, who is sent away, and how."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask, abort
from flask.testing import FlaskClient
from sqlalchemy import delete, event, select

from tests.webapp.browsing import form_on, post, sign_in
from tests.webapp.worlds import PASSWORD, SEED, START, World, add_user
from webapp import clock
from webapp.access import current_viewer
from webapp.db import Base, db, new_id, writing
from webapp.learning.scheduling import Rating, Settings
from webapp.models import (
    Course,
    Invitation,
    JobName,
    Question,
    QuestionVersion,
    Quiz,
    QuizSection,
    Report,
    ReportKind,
    ReviewKind,
    Role,
    SignIn,
    User,
)
from webapp.services.operations import spending
from webapp.services.operations.jobs import queue_job
from webapp.services.quizzes.attempting import start_attempt
from webapp.services.reviewing.answering import Answer, record_answer
from webapp.services.sources.documents import load_document
from webapp.services.teaching.courses import enrol
from webapp.services.teaching.ownership import archive_course

# The guest takes part in the course, the assistant teaches it, the instructor owns it; the
# stranger owns another.
PEOPLE = (
    "visitor",
    "learner",
    "guest",
    "other",
    "stranger",
    "assistant",
    "instructor",
    "admin",
)
EVERYBODY = dict.fromkeys(PEOPLE, "in")
SIGNED_IN = {**EVERYBODY, "visitor": "sign in"}
MEMBERS = {**SIGNED_IN, "guest": "forbidden"}
COURSE = {**SIGNED_IN, "stranger": "missing"}
TEACHERS = {**COURSE, **dict.fromkeys(("learner", "guest", "other"), "forbidden")}
OWNER_ONLY = {**TEACHERS, "assistant": "forbidden"}
ADMINISTRATORS = {**dict.fromkeys(PEOPLE, "forbidden"), "visitor": "sign in", "admin": "in"}
MINE = {**dict.fromkeys(PEOPLE, "missing"), "visitor": "sign in", "learner": "in"}
NONE_OF_MINE = {**dict.fromkeys(PEOPLE, "missing"), "visitor": "sign in"}
# Nobody here has given a password and waits for the second step.
SECOND_STEP = dict.fromkeys(PEOPLE, "sign in")
NOBODY = {**dict.fromkeys(PEOPLE, "missing")}

# What each route answers to whom. The attempt and the review are the learner's.
ROUTES: dict[tuple[str, str], dict[str, str]] = {
    ("GET", "today.home"): EVERYBODY,
    ("GET", "today.show"): SIGNED_IN,
    ("GET", "welcome.show"): EVERYBODY,
    ("POST", "welcome.answer"): EVERYBODY,
    ("GET", "health.live"): EVERYBODY,
    ("GET", "health.ready"): EVERYBODY,
    ("GET", "static"): EVERYBODY,
    ("GET", "signing_in.show"): EVERYBODY,
    ("POST", "signing_in.show"): EVERYBODY,
    ("POST", "signing_in.demonstrate"): NOBODY,
    ("GET", "signing_up.show"): EVERYBODY,
    ("POST", "signing_up.show"): EVERYBODY,
    ("GET", "joining.show"): EVERYBODY,
    ("POST", "joining.show"): EVERYBODY,
    ("GET", "one_time_links.forgotten"): EVERYBODY,
    ("POST", "one_time_links.forgotten"): EVERYBODY,
    ("GET", "one_time_links.use"): EVERYBODY,
    ("POST", "one_time_links.use"): EVERYBODY,
    ("GET", "help.confidence"): EVERYBODY,
    ("GET", "help.typed_answers"): EVERYBODY,
    ("GET", "library.index"): SIGNED_IN,
    ("GET", "media.show"): {**SIGNED_IN, **dict.fromkeys(PEOPLE[1:], "missing")},
    ("GET", "grades.show"): COURSE,
    ("GET", "progress.show"): SIGNED_IN,
    ("GET", "reviews.show"): SIGNED_IN,
    ("POST", "reviews.undo"): SIGNED_IN,
    ("GET", "reviews.back"): {**COURSE, "admin": "missing"},
    ("POST", "reviews.answer"): {**COURSE, "admin": "missing"},
    ("POST", "reviews.resume"): SIGNED_IN,
    ("POST", "reviews.set_aside"): {**COURSE, "admin": "missing"},
    ("POST", "reviews.postpone"): {**COURSE, "admin": "missing"},
    ("GET", "reports.new"): {**COURSE, "admin": "missing"},
    ("POST", "reports.new"): {**COURSE, "admin": "missing"},
    ("POST", "reports.claim"): MINE,
    ("GET", "reports.index"): TEACHERS,
    ("POST", "reports.settle"): TEACHERS,
    ("GET", "reports.new_in_quiz"): MINE,
    ("POST", "reports.new_in_quiz"): MINE,
    ("GET", "reports.mine"): SIGNED_IN,
    ("POST", "reports.read"): SIGNED_IN,
    ("POST", "regrading.read"): SIGNED_IN,
    ("GET", "reviews.verdict"): MINE,
    ("POST", "reviews.rate"): MINE,
    ("GET", "attempts.show"): MINE,
    ("GET", "attempts.question"): MINE,
    ("GET", "attempt_sections.show"): MINE,
    ("POST", "attempts.answer"): MINE,
    ("POST", "attempts.flag"): MINE,
    ("POST", "attempts.reveal"): MINE,
    ("GET", "attempts.confirm"): MINE,
    ("GET", "documents.show"): COURSE,
    ("GET", "quizzes.show"): COURSE,
    ("POST", "quizzes.start"): {**COURSE, "admin": "missing"},
    ("GET", "teaching.index"): SIGNED_IN,
    ("POST", "teaching.index"): MEMBERS,
    ("GET", "teaching.show"): TEACHERS,
    ("POST", "teaching.show"): TEACHERS,
    ("POST", "teaching.change_code"): TEACHERS,
    ("GET", "course_documents.new"): TEACHERS,
    ("POST", "course_documents.new"): TEACHERS,
    ("GET", "course_documents.details"): TEACHERS,
    ("POST", "course_documents.details"): TEACHERS,
    ("GET", "course_documents.revise"): TEACHERS,
    ("POST", "course_documents.revise"): TEACHERS,
    ("GET", "course_documents.stale"): TEACHERS,
    ("POST", "course_documents.archive"): TEACHERS,
    ("GET", "course_documents.removal"): TEACHERS,
    ("POST", "course_documents.removal"): TEACHERS,
    ("GET", "jobs.index"): TEACHERS,
    ("POST", "jobs.propose"): TEACHERS,
    ("POST", "jobs.cancel"): TEACHERS,
    ("POST", "jobs.retry"): TEACHERS,
    ("GET", "questions.index"): TEACHERS,
    ("GET", "questions.new"): TEACHERS,
    ("POST", "questions.new"): TEACHERS,
    ("GET", "questions.edit"): TEACHERS,
    ("POST", "questions.edit"): TEACHERS,
    ("POST", "questions.retire"): TEACHERS,
    ("POST", "bank_acts.act"): TEACHERS,
    ("POST", "bank_acts.undo"): TEACHERS,
    ("GET", "citing.show"): TEACHERS,
    ("POST", "citing.cite"): TEACHERS,
    ("GET", "importing.new"): TEACHERS,
    ("POST", "importing.new"): TEACHERS,
    ("GET", "importing.show"): {**TEACHERS, **dict.fromkeys(PEOPLE[5:], "missing")},
    ("POST", "importing.decide"): {**TEACHERS, **dict.fromkeys(PEOPLE[5:], "missing")},
    ("GET", "mending.question"): {**TEACHERS, **dict.fromkeys(PEOPLE[5:], "missing")},
    ("POST", "mending.question"): {**TEACHERS, **dict.fromkeys(PEOPLE[5:], "missing")},
    ("GET", "mending.left_out"): {**TEACHERS, **dict.fromkeys(PEOPLE[5:], "missing")},
    ("POST", "mending.left_out"): {**TEACHERS, **dict.fromkeys(PEOPLE[5:], "missing")},
    ("GET", "exporting.show"): TEACHERS,
    ("GET", "exporting.file"): TEACHERS,
    ("GET", "exporting.paper"): TEACHERS,
    ("GET", "exporting.paper_pdf"): TEACHERS,
    ("POST", "media.add"): TEACHERS,
    ("POST", "editing.look"): TEACHERS,
    ("POST", "editing.keep"): TEACHERS,
    ("GET", "editing.compare"): TEACHERS,
    ("POST", "editing.restore"): TEACHERS,
    ("POST", "editing.discard"): TEACHERS,
    ("POST", "editing.comment"): TEACHERS,
    ("POST", "editing.delete"): {**TEACHERS, **dict.fromkeys(PEOPLE[5:], "missing")},
    ("GET", "curating.queue"): TEACHERS,
    ("POST", "curating.decide"): {**TEACHERS, **dict.fromkeys(PEOPLE[5:], "missing")},
    ("POST", "curating.swap"): {**TEACHERS, **dict.fromkeys(PEOPLE[5:], "missing")},
    ("POST", "curating.undo"): TEACHERS,
    ("GET", "proposals.index"): TEACHERS,
    ("POST", "proposals.decide"): TEACHERS,
    ("GET", "dropped.index"): TEACHERS,
    ("GET", "reasons.show"): TEACHERS,
    ("POST", "reasons.order"): TEACHERS,
    ("POST", "dropped.take"): {**TEACHERS, **dict.fromkeys(PEOPLE[5:], "missing")},
    ("GET", "course_quizzes.new"): TEACHERS,
    ("POST", "course_quizzes.new"): TEACHERS,
    ("GET", "course_quizzes.edit"): TEACHERS,
    ("POST", "course_quizzes.edit"): TEACHERS,
    ("GET", "quiz_exceptions.show"): TEACHERS,
    ("POST", "quiz_exceptions.save"): TEACHERS,
    ("POST", "quiz_exceptions.remove"): TEACHERS,
    ("POST", "quiz_exceptions.remove_for_group"): TEACHERS,
    ("POST", "quiz_exceptions.give"): TEACHERS,
    ("GET", "analysis.show"): TEACHERS,
    ("POST", "analysis.accept"): TEACHERS,
    ("POST", "analysis.take_back"): TEACHERS,
    ("GET", "course_quizzes.delete"): TEACHERS,
    ("POST", "course_quizzes.delete"): TEACHERS,
    ("GET", "people.index"): TEACHERS,
    ("POST", "people.link"): TEACHERS,
    ("POST", "people.put_back"): {**TEACHERS, **dict.fromkeys(PEOPLE[5:], "missing")},
    ("POST", "people.set_role"): OWNER_ONLY,
    ("POST", "people.set_time"): TEACHERS,
    ("GET", "groups.show"): TEACHERS,
    ("POST", "groups.save"): TEACHERS,
    ("GET", "people.remove"): TEACHERS,
    ("POST", "people.remove"): TEACHERS,
    ("GET", "enrolling.poster"): TEACHERS,
    ("GET", "enrolling.roster"): TEACHERS,
    ("POST", "enrolling.roster"): TEACHERS,
    ("POST", "enrolling.take_back"): TEACHERS,
    ("POST", "enrolling.answer"): NONE_OF_MINE,
    ("GET", "ownership.transfer"): OWNER_ONLY,
    ("POST", "ownership.transfer"): OWNER_ONLY,
    ("POST", "ownership.archive"): OWNER_ONLY,
    ("POST", "ownership.bring_back"): OWNER_ONLY,
    ("GET", "ownership.delete"): OWNER_ONLY,
    ("POST", "ownership.delete"): OWNER_ONLY,
    ("GET", "ownership.leave"): {**COURSE, "admin": "missing"},
    ("POST", "ownership.leave"): {**COURSE, "admin": "missing"},
    ("GET", "results.show"): TEACHERS,
    ("GET", "results.csv"): TEACHERS,
    ("POST", "duplicates.quiz"): TEACHERS,
    ("POST", "duplicates.whole_course"): TEACHERS,
    ("GET", "quiz_papers.preview"): TEACHERS,
    ("GET", "quiz_papers.show"): TEACHERS,
    ("GET", "quiz_papers.key"): TEACHERS,
    ("GET", "quiz_papers.show_pdf"): TEACHERS,
    ("GET", "quiz_papers.key_pdf"): TEACHERS,
    ("GET", "results.xlsx"): TEACHERS,
    ("POST", "results.weigh"): TEACHERS,
    ("GET", "class_memory.show"): TEACHERS,
    ("GET", "quiz_results.show"): TEACHERS,
    ("POST", "quiz_results.release"): TEACHERS,
    ("GET", "quiz_files.answers"): TEACHERS,
    ("GET", "quiz_files.marks"): TEACHERS,
    ("GET", "quiz_files.workbook"): TEACHERS,
    ("GET", "learners.show"): TEACHERS,
    ("GET", "learners.attempt"): TEACHERS,
    ("GET", "regrading.show"): TEACHERS,
    ("POST", "regrading.show"): TEACHERS,
    ("GET", "regrading.index"): TEACHERS,
    ("GET", "regrading.run"): {**TEACHERS, **dict.fromkeys(PEOPLE[5:], "missing")},
    ("POST", "regrading.undo"): {**TEACHERS, **dict.fromkeys(PEOPLE[5:], "missing")},
    ("POST", "learners.mark"): TEACHERS,
    ("POST", "learners.undo"): TEACHERS,
    ("GET", "administering.index"): ADMINISTRATORS,
    ("POST", "administering.retry"): ADMINISTRATORS,
    ("GET", "administering.people"): ADMINISTRATORS,
    ("GET", "administering.person"): ADMINISTRATORS,
    ("POST", "administering.change"): ADMINISTRATORS,
    ("GET", "administering.delete"): ADMINISTRATORS,
    ("POST", "administering.delete"): ADMINISTRATORS,
    ("GET", "settings.show"): SIGNED_IN,
    ("POST", "settings.show"): SIGNED_IN,
    ("GET", "settings.change_password"): SIGNED_IN,
    ("POST", "settings.change_password"): SIGNED_IN,
    ("GET", "settings.take_data"): SIGNED_IN,
    ("GET", "anki.show"): SIGNED_IN,
    ("GET", "anki.take_cards"): MINE,
    ("GET", "anki.look"): NONE_OF_MINE,
    ("POST", "anki.give"): SIGNED_IN,
    ("POST", "anki.decide"): NONE_OF_MINE,
    ("GET", "settings.delete"): SIGNED_IN,
    ("GET", "oidc.start"): NOBODY,
    ("GET", "oidc.callback"): NOBODY,
    ("GET", "second_step.show"): SECOND_STEP,
    ("POST", "second_step.show"): SECOND_STEP,
    ("GET", "confirming.show"): SIGNED_IN,
    ("POST", "confirming.show"): SIGNED_IN,
    ("GET", "factors.show"): SIGNED_IN,
    ("POST", "factors.make_codes"): SIGNED_IN,
    ("POST", "authenticators.begin"): MEMBERS,
    ("GET", "authenticators.new"): SIGNED_IN,
    ("POST", "authenticators.new"): SIGNED_IN,
    ("POST", "authenticators.remove"): SIGNED_IN,
    ("GET", "passkeys.new"): MEMBERS,
    ("POST", "passkeys.new"): MEMBERS,
    ("POST", "passkeys.options"): MEMBERS,
    ("POST", "passkeys.remove"): {**NOBODY, "visitor": "sign in"},
    ("GET", "passkeys.sign_in"): EVERYBODY,
    ("POST", "passkeys.sign_in"): EVERYBODY,
    ("POST", "passkeys.sign_in_options"): EVERYBODY,
    ("GET", "sessions.index"): SIGNED_IN,
    ("POST", "sessions.end"): NONE_OF_MINE,
    ("POST", "sessions.end_others"): SIGNED_IN,
    ("POST", "settings.delete"): SIGNED_IN,
    ("POST", "attempts.submit"): {**MINE, **dict.fromkeys(PEOPLE[2:], "missing")},
    ("POST", "signing_up.guest"): EVERYBODY,
    ("POST", "today.dismiss"): SIGNED_IN,
    ("POST", "signing_in.sign_out"): EVERYBODY,
}
# These change who is here, or what the others need: asked last, in this order.
LAST = (
    "attempts.submit",
    "questions.retire",
    "people.remove",
    "reviews.undo",
    "ownership.archive",
    "ownership.bring_back",
    "ownership.leave",
    "signing_up.guest",
    "signing_in.sign_out",
)

# What these cost is counted; but one notes what must come back from the provider, and one tries
# whether the database could store an answer.
COUNTED = {
    "settings.take_data",
    "anki.take_cards",
    "oidc.start",
    "health.ready",
    "exporting.show",
    "exporting.file",
    "exporting.paper",
    "exporting.paper_pdf",
    "quiz_papers.show_pdf",
    "quiz_papers.key_pdf",
}
METHODS = {"GET", "POST", "put", "PATCH", "DELETE", "TRACE"}
OVERRIDES = ("X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override")


@dataclass(frozen=True)
class Things:
    """What the addresses of routes name."""

    values: dict[str, Any]


@pytest.fixture
def things(world: World) -> Things:
    """An attempt and a review of the learner's, a flashcard, a quiz, a person; an assistant."""
    assistant = add_user("assistant@example.org", "Ali Assistant")
    with writing() as session:
        enrol(session, assistant, world.course_id, Role.INSTRUCTOR, START)
    flashcard = db.session.scalars(
        select(QuestionVersion).where(QuestionVersion.type == "flashcard").limit(1)
    ).one()
    pfp = db.session.scalars(
        select(QuestionVersion)
        .join(Question, Question.id == QuestionVersion.question_id)
        .where(Question.slug == "pfp-year")
    ).one()
    quiz_id = db.session.scalars(select(Quiz.id).where(Quiz.slug == "who-said-it")).one()
    elsewhere = db.session.scalars(select(Course).where(Course.slug == "elsewhere")).one()
    answer = Answer(
        user_id=world.learner_id,
        question_id=pfp.question_id,
        version_id=pfp.id,
        kind=ReviewKind.REVIEW,
        rating=Rating.GOOD,
        fraction=1.0,
        response=None,
        at=clock.now(),
        client_key="seen",
    )
    review_id = record_answer(answer, Settings(time_zone="UTC")).review_id
    with writing() as session:
        section = {"position": 1, "heading": "Voices", "text": "Who spoke?"}
        session.add(QuizSection(id=new_id(START), quiz_id=quiz_id, **section))
    attempt_id = start_attempt(world.learner_id, quiz_id, clock.now())
    with writing() as session:
        report = Report(
            user_id=world.other_learner_id,
            id=new_id(START),
            question_id=pfp.question_id,
            version_id=pfp.id,
            kind=ReportKind.UNCLEAR,
            reason="It is unclear.",
            made_at=START,
        )
        session.add(report)
        invitation = Invitation(email="invited@example.org", created_at=START)
        invitation.course_id = world.course_id
        session.add(invitation)
    job_id = queue_job(
        world.course_id,
        JobName.PROPOSE,
        clock.now(),
        document_id=load_document(world.course_id, SEED).id,
        owner_id=assistant,
    )
    return Things(
        {
            "course": world.slug,
            "document": SEED,
            "quiz_id": quiz_id,
            "question_id": flashcard.question_id,
            "review_id": review_id,
            "attempt_id": attempt_id,
            "job_id": job_id,
            "dropped_id": flashcard.question_id,
            "run_id": flashcard.question_id,
            "number": 1,
            "import_id": flashcard.question_id,
            "comment_id": flashcard.question_id,
            "user_id": world.other_learner_id,
            "learner_id": world.learner_id,
            "passkey_id": world.course_id,
            "token": "not-a-token",
            "place": "0" * 32,
            "code": elsewhere.join_code,
            "account": "learner",
            "act": "sign-out",
            "filename": "css/app.css",
            "name": f"{'0' * 32}.png",
            "version": "0",
        }
    )


def routes(app: Flask) -> list[tuple[str, str]]:
    """Every method of every endpoint, those of LAST at the end."""
    found = {
        (method, rule.endpoint)
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    places = {name: place for place, name in enumerate(LAST)}
    return sorted(found, key=lambda route: (places.get(route[1], -1), route[1], route[0]))


def allowed(app: Flask, url: str) -> set[str]:
    """What any route takes at that address."""
    return set(app.url_map.bind("localhost").allowed_methods(url.partition("?")[0]))


def address(app: Flask, endpoint: str, things: Things) -> str:
    rules = [rule for rule in app.url_map.iter_rules() if rule.endpoint == endpoint]
    rule = min(rules, key=lambda rule: len(rule.arguments))
    with app.test_request_context():
        values = {name: things.values[name] for name in rule.arguments}
        return str(app.url_for(endpoint, **values))


def browser(app: Flask, person: str) -> FlaskClient:
    client = app.test_client()
    if person == "guest":
        come_as_guest(client)
    elif person != "visitor":
        assert sign_in(client, f"{person}@example.org", PASSWORD).status_code == 302
    return client


def come_as_guest(client: FlaskClient) -> None:
    assert post(client, "/guest", "/sign-up").status_code == 302
    with writing() as session:
        guest = session.scalars(select(User.id).where(User.is_guest)).one()
        course = session.scalars(select(Course.id).where(Course.slug == "caucasus")).one()
        enrol(session, guest, course, Role.LEARNER, START)


def token(client: FlaskClient) -> dict[str, list[str]]:
    page, action = (
        ("/settings", "/sign-out")
        if client.get("/today").status_code == 200
        else (
            "/sign-in",
            None,
        )
    )
    token = form_on(client, page, action).values["csrf_token"]
    return {
        "csrf_token": token,
        "rating": ["3"],
        "role": ["learner"],
        "email": ["invited@example.org"],
    }


def outcome(client: FlaskClient, method: str, url: str, fields: dict[str, list[str]]) -> str:
    said = client.open(url, method=method, data=fields if method == "POST" else None)
    said.close()
    if said.status_code == 302 and said.headers["Location"].startswith("/sign-in"):
        return "sign in"
    named = {403: "forbidden", 404: "missing"}
    assert said.status_code < 500, f"{method} {url} → {said.status_code}"
    return named.get(said.status_code, "in")


def everything_kept() -> dict[str, list[tuple[Any, ...]]]:
    """What is in the database, but for when somebody was seen and what was spent on them."""
    kept = {}
    for table in Base.metadata.sorted_tables:
        if table.name not in {"sign_ins", "spendings"}:
            rows = db.session.execute(select(table).order_by(*table.primary_key)).all()
            kept[table.name] = [tuple(row) for row in rows]
    db.session.rollback()
    return kept


def test_every_route_is_decided(app: Flask) -> None:
    assert set(routes(app)) == set(ROUTES)


@pytest.mark.parametrize("person", PEOPLE)
def test_everybody_comes_as_far_as_they_may(
    app: Flask, world: World, things: Things, person: str
) -> None:
    client = browser(app, person)
    fields = token(client)
    wrong = {}
    for method, endpoint in routes(app):
        said = outcome(client, method, address(app, endpoint, things), fields)
        if said != ROUTES[method, endpoint][person]:
            wrong[method, endpoint] = said
    assert wrong == {}


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("person", PEOPLE)
def test_get_only_reads(
    app: Flask, world: World, things: Things, person: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not even a transaction that could write is begun, as it would wait for those that do."""
    # A page of marks that took long is counted, and how long it takes here tells of the machine.
    monkeypatch.setattr(spending, "_NOT_WORTH_COUNTING", 60_000)
    client, wrote = browser(app, person), set()

    def note(_c: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.startswith(("INSERT", "UPDATE", "DELETE", "BEGIN IMMEDIATE")):
            wrote.add((endpoint, statement))

    client.get("/settings")  # notes that the session is in use
    event.listen(db.engine, "before_cursor_execute", note)
    try:
        for method, endpoint in routes(app):
            if method == "GET" and endpoint not in COUNTED:
                client.get(address(app, endpoint, things)).close()
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    assert wrote == set()


@pytest.mark.parametrize("person", PEOPLE)
def test_a_method_that_a_route_does_not_take_does_nothing(
    app: Flask, world: World, things: Things, person: str
) -> None:
    """Nor does one that is named in a header or a field, or spelt in small letters."""
    client = browser(app, person)
    fields = token(client)
    before, wrong = everything_kept(), {}
    for endpoint in sorted({endpoint for _method, endpoint in routes(app)}):
        url = address(app, endpoint, things)
        for method in METHODS - allowed(app, url):
            said = client.open(url, method=method, data=fields)
            if said.status_code != 405:
                wrong[method, url] = said.status_code
        meant = dict.fromkeys(OVERRIDES, "DELETE")
        client.get(url, headers=meant, query_string={"_method": "DELETE"}).close()
    assert wrong == {}
    assert everything_kept() == before


@pytest.mark.parametrize("person", PEOPLE)
def test_safe_methods_change_nothing(app: Flask, world: World, things: Things, person: str) -> None:
    client = browser(app, person)
    before = everything_kept()
    for url in sorted({address(app, endpoint, things) for _method, endpoint in routes(app)}):
        asked = client.get(url)
        asked.close()
        headed = client.head(url, data={"title": "By a head", "do": "save"})
        headed.close()
        assert headed.status_code == asked.status_code, url
        assert headed.data == b""
        said = client.options(url)
        assert said.status_code in {200, 302}, url
        assert not [name for name, _value in said.headers if "access-control" in name.lower()]
    assert everything_kept() == before


# What those who teach may do although the course is archived.
WHILE_ARCHIVED = {
    "enrolling.take_back",
    "jobs.cancel",
    "duplicates.whole_course",
    "ownership.archive",
    "ownership.bring_back",
    "ownership.delete",
    "ownership.transfer",
    "people.link",
    "people.put_back",
    "people.remove",
    "people.set_role",
}


@pytest.mark.parametrize("person", ["assistant", "instructor", "admin"])
def test_nothing_changes_in_an_archived_course(
    app: Flask, world: World, things: Things, person: str
) -> None:
    client = browser(app, person)
    fields = token(client)
    archive_course(world.course_id, START)
    before, wrong = everything_kept(), {}
    for method, endpoint in routes(app):
        url = address(app, endpoint, things)
        if method == "POST" and url.startswith("/teach/") and endpoint not in WHILE_ARCHIVED:
            if (said := client.post(url, data=fields)).status_code != 409:
                wrong[endpoint] = said.status_code
    assert wrong == {}
    assert everything_kept() == before


@pytest.mark.parametrize("person", ["visitor", "instructor"])
def test_nothing_changes_without_its_token(
    app: Flask, world: World, things: Things, person: str
) -> None:
    client = browser(app, person)
    for method, endpoint in routes(app):
        if method == "POST":
            said = client.post(address(app, endpoint, things))
            assert said.status_code == 400, endpoint


def test_a_browser_whose_session_ended_is_sent_to_sign_in(app: Flask, world: World) -> None:
    client = browser(app, "learner")
    assert client.get("/library").status_code == 200
    with writing() as session:
        session.execute(delete(SignIn))
    said = client.get("/library?page=2")
    assert said.headers["Location"] == "/sign-in?next=/library?page%3D2"


def test_a_public_view_must_not_ask_who_is_here(app: Flask) -> None:
    with app.test_request_context(), pytest.raises(LookupError):
        current_viewer()


@pytest.mark.parametrize("code", [400, 403, 404, 405, 413, 429, 500])
def test_errors_are_friendly_pages(app: Flask, code: int) -> None:
    client = app.test_client()

    @app.get(f"/fail-{code}")
    def fail() -> str:
        if code == 500:
            raise RuntimeError("on purpose")
        abort(code)

    fail.is_public = True  # type: ignore[attr-defined]
    app.testing = False
    said = client.get(f"/fail-{code}")
    page = said.get_data(as_text=True)
    assert said.status_code == code
    assert "Go to your first page" in page
    assert "on purpose" not in page and "Traceback" not in page


def test_what_is_too_large_is_refused(app: Flask, world: World) -> None:
    client = browser(app, "instructor")
    fields = token(client)
    said = client.post(
        f"/teach/{world.slug}/documents/new", data={**fields, "text": "x" * (9 * 1024 * 1024)}
    )
    assert said.status_code == 413
    assert "Too large" in said.get_data(as_text=True)


def test_pages_keep_to_themselves(app: Flask) -> None:
    said = app.test_client().get("/welcome")
    policy = said.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "unsafe" not in policy
    assert said.headers["X-Content-Type-Options"] == "nosniff"
    assert said.headers["Cache-Control"] == "no-store"
    assert not re.search(r"<script(?! type=\"module\" src=)|\sstyle=|\son[a-z]+=", said.text)


def test_cookies_are_out_of_reach_of_scripts_and_other_sites(app: Flask, world: World) -> None:
    client = app.test_client()
    said = sign_in(client, "learner@example.org", PASSWORD)
    cookie = said.headers["Set-Cookie"]
    assert "HttpOnly" in cookie and "SameSite=Lax" in cookie


def test_an_unknown_course_or_question_is_missing(app: Flask, world: World) -> None:
    client = browser(app, "admin")
    assert client.get("/teach/nowhere").status_code == 404
    assert client.get(f"/teach/{world.slug}/questions/{uuid4()}").status_code == 404
    assert client.get(f"/courses/{world.slug}/quizzes/{UUID(int=1)}").status_code == 404
    assert clock.now() > START
