"""What SECURITY.md claims of passwords, responses and code, and nothing else shows."""

from __future__ import annotations

import ast
import json
import logging
import math
import random
import re
import runpy
import tomllib
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from flask import Flask, request
from flask.testing import FlaskClient
from sqlalchemy import select

from questions.interactions import Recall
from questions.publishing import unnamed_speaker
from questions.question import Citation, Question, Stance
from tests.conftest import make_app
from tests.webapp.browsing import post, sign_in
from tests.webapp.worlds import PASSWORD, START, World
from webapp import clock
from webapp.access import public
from webapp.access.sessions import hash_token
from webapp.db import db, writing
from webapp.logs import JsonFormatter
from webapp.models import Authenticator, Course, LinkPurpose, SignIn, User
from webapp.services.people.authenticators import draw_key
from webapp.services.people.one_time_links import make_link
from webapp.services.people.recovery_codes import make_recovery_codes
from webapp.services.teaching.courses import CODE_ALPHABET

ROOT = Path(__file__).parents[2]
SECRET = re.compile(r'<input[^>]*name="(?:password|old|new)"[^>]*>')
LONG = "small letters alone, sixty-four of them and more, are a password"
# What runs what it is given, or reads objects out of bytes.
# Where a library reads XML and HTML that was sent: by parsers that resolve no entities, and what
# has many ways in, documents, in a process that has nothing to lose.
READ_XML = (
    *(f"questions/reading/{name}.py" for name in ("docx", "epub", "html")),
    *(f"questions/reading/{name}.py" for name in ("main_text", "marked_up", "packed")),
    *("questions/interchange/moodle/", "questions/interchange/markup.py"),
    "questions/media/drawings.py",  # by packed.parse_xml
    "questions/interchange/qti/",
    *("questions/interchange/table/sheets.py", "questions/interchange/written/"),
)
RUNS = {"eval", "exec", "compile", "__import__", "render_template_string", "from_string"}
READS = {"pickle", "marshal", "shelve", "dill", "subprocess", "xml", "lxml", "pty", "ctypes"}
QUERIES = {"text", "execute", "exec_driver_sql", "scalar", "scalars", "literal_column"}
IN_A_BROWSER = re.compile(
    r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|"
    r"localStorage|sessionStorage|indexedDB|postMessage|document\.cookie|__proto__"
)


@pytest.mark.parametrize("page", ["/sign-in", "/sign-up", "/settings", "/settings/delete"])
def test_passwords_are_masked_and_a_manager_may_fill_them_in(
    client: FlaskClient, world: World, page: str
) -> None:
    if page.startswith("/settings"):
        sign_in(client, "learner@example.org", PASSWORD)
    fields = SECRET.findall(client.get(page).text)
    assert fields
    for field in fields:
        assert 'type="password"' in field
        assert re.search(r'autocomplete="(current|new)-password"', field)


def test_a_password_of_any_composition_counts_to_its_last_letter(client: FlaskClient) -> None:
    assert len(LONG) >= 64
    given = {"name": "Lou Long", "email": "lou@example.org", "time_zone": "UTC"}
    assert post(client, "/sign-up", password=LONG, **given).status_code == 302
    post(client, "/sign-out", page="/settings")
    for wrong in (LONG[:-1], LONG.upper(), LONG + " "):
        assert sign_in(client, "lou@example.org", wrong).status_code == 422
    assert sign_in(client, "lou@example.org", LONG).status_code == 302


def test_passwords_are_kept_as_argon2id() -> None:
    # Read anew: in tests a cheaper way of hashing stands in.
    hash_password = runpy.run_path(str(ROOT / "webapp/services/people/passwords.py"))[
        "hash_password"
    ]
    assert hash_password(PASSWORD).startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert hash_password(PASSWORD) != hash_password(PASSWORD)


def test_a_session_is_256_random_bits_kept_as_a_hash(app: Flask, world: World) -> None:
    tokens = []
    for client in (app.test_client(), app.test_client()):
        sign_in(client, "learner@example.org", PASSWORD)
        with client.session_transaction() as session:
            tokens.append(session["token"])
    assert all(re.fullmatch(r"[\w-]{43}", token) for token in tokens) and len(set(tokens)) == 2
    kept = set(db.session.scalars(select(SignIn.token_hash)))
    assert {hash_token(token) for token in tokens} == kept


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/sign-in"),
        ("GET", "/nowhere"),
        ("GET", "/healthz"),
        ("GET", "/static/0/css/app.css"),
        ("POST", "/sign-in"),
        ("DELETE", "/sign-in"),
    ],
)
def test_every_answer_keeps_to_itself(client: FlaskClient, method: str, path: str) -> None:
    said = client.open(path, method=method, headers={"Origin": "https://elsewhere.example.org"})
    said.close()
    rules = dict(rule.split(" ", 1) for rule in said.headers["Content-Security-Policy"].split("; "))
    for rule in ("default-src", "object-src", "base-uri", "frame-ancestors"):
        assert rules[rule] == "'none'"
    assert said.headers["X-Content-Type-Options"] == "nosniff"
    assert said.headers["Referrer-Policy"] == "same-origin"
    assert not [name for name in dict(said.headers) if name.startswith("Access-Control")]
    kind = said.headers["Content-Type"]
    assert kind == "application/json" or kind.endswith("; charset=utf-8")


@pytest.mark.parametrize("path", ["/.git/config", "/static/", "/static/0/", "/static/0/css/"])
def test_no_folder_is_listed(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_no_setting_of_flask_opens_its_debugger(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("FLASK_DEBUG", "1")
    app = make_app(tmp_path, f"sqlite:///{tmp_path / 'recite.db'}")
    assert not app.debug and not app.jinja_env.auto_reload


@pytest.mark.parametrize(("proxies", "address"), [(0, "127.0.0.1"), (1, "192.0.2.9")])
def test_an_address_is_taken_from_trusted_proxies_alone(
    tmp_path: Path, proxies: int, address: str
) -> None:
    app = make_app(tmp_path, f"sqlite:///{tmp_path / 'recite.db'}", proxies=proxies)

    @app.get("/where")
    @public
    def where() -> str:
        return str(request.remote_addr)

    forged = {"X-Forwarded-For": "198.51.100.1, 192.0.2.9", "X-Real-IP": "198.51.100.1"}
    with app.app_context():
        assert app.test_client().get("/where", headers=forged).text == address


def test_fields_that_a_form_does_not_have_change_nothing(client: FlaskClient, world: World) -> None:
    before = [tuple(row) for row in db.session.execute(select(User.id, User.is_admin, User.email))]
    sign_in(client, "learner@example.org", PASSWORD)
    extra = {"is_admin": "1", "email": "boss@example.org", "id": str(world.admin_id)}
    settings = {"name": "Lea", "time_zone": "UTC", "rollover_hour": "4", "new_per_day": "10"}
    post(client, "/settings", desired_retention="0.9", theme="auto", **settings, **extra)
    db.session.expire_all()
    after = [tuple(row) for row in db.session.execute(select(User.id, User.is_admin, User.email))]
    assert after == before


def test_what_a_form_asks_for_is_not_read_from_the_address(
    client: FlaskClient, world: World
) -> None:
    said = post(client, f"/sign-in?email=learner@example.org&password={PASSWORD}", "/sign-in")
    assert said.status_code == 422
    assert client.get("/library").status_code == 302


def test_nothing_that_people_send_is_run() -> None:
    found = []
    for package in ("webapp", "questions"):
        for file in (ROOT / package).rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                found += [f"{file.relative_to(ROOT)}: {name}" for name in dangers(node)]
    # The server starts its own worker, and that what reads files; each asks the system to end with
    # who started it. Nothing that was sent is run.
    assert {each for each in found if not each.startswith(READ_XML)} == {
        "webapp/attendant.py: subprocess",
        "questions/reading/apart.py: subprocess",
        "questions/reading/confinement.py: ctypes",
    }
    assert {each.partition(": ")[2] for each in found if each.startswith(READ_XML)} == {
        "lxml",
        "lxml.etree",
    }


def dangers(node: ast.AST) -> list[str]:
    match node:
        case ast.Call(func=ast.Name(id=name)) if name in RUNS:
            return [name]
        case ast.Attribute(value=ast.Name(id="os"), attr="system" | "popen" as name):
            return [name]
        case ast.Attribute(attr="render_template_string" | "from_string" as name):
            return [name]
        case ast.Import(names=names):
            return [each.name for each in names if each.name.split(".")[0] in READS]
        case ast.ImportFrom(module=str(module)) if module.split(".")[0] in READS:
            return [module]
    return []


def test_no_query_is_pasted_together() -> None:
    found = []
    for file in (ROOT / "webapp").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            match node:
                case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name), args=[first, *_]):
                    if name in QUERIES and isinstance(first, ast.JoinedStr | ast.BinOp):
                        found.append(ast.unparse(node))
    # Of our own list, before anything is asked.
    assert found == ["connection.execute(f'PRAGMA {pragma}')"]


@pytest.mark.parametrize("speaker", [".*", "(", "Ada [", "a|b"])
def test_a_name_of_metacharacters_is_only_a_name(speaker: str) -> None:
    claim = Citation(
        document="a", start=0, end=1, quote="x", stance=Stance.CLAIMED, speaker=speaker
    )
    for stem, found in (("Who said that it was so?", speaker), (f"What did {speaker} say?", None)):
        asked = Question(
            type="flashcard", stem=stem, interaction=Recall(back="y"), citations=(claim,)
        )
        assert unnamed_speaker(asked) == found


def test_secrets_are_drawn_by_the_system(app: Flask, world: World) -> None:
    """Whoever knows the state of Python's own generator can tell none of them."""
    drawn: list[str] = []
    for _time in range(2):
        random.seed(7)
        drawn += [*make_recovery_codes(world.learner_id, START), draw_key()]
        with writing() as session:
            drawn.append(make_link(session, LinkPurpose.PASSWORD, world.learner_id, START))
    assert len(set(drawn)) == len(drawn) == 24
    codes = {code.replace("-", "").replace(" ", "") for code in drawn if len(code) < 40}
    assert all(len(code) * math.log2(len(CODE_ALPHABET)) > 112 for code in codes)


def test_a_new_password_does_not_stand_in_for_a_second_factor(
    client: FlaskClient, world: World
) -> None:
    with writing() as session:
        session.add(
            Authenticator(
                user_id=world.learner_id, key=draw_key(), last_step=0, created_at=clock.now()
            )
        )
    with writing() as session:
        token = make_link(session, LinkPurpose.PASSWORD, world.learner_id, clock.now())
    said = post(client, "/one-time", token=token, password=LONG)
    assert (said.status_code, said.location) == (302, "/sign-in/second-step")
    assert client.get("/library").location.startswith("/sign-in")


def test_a_password_has_no_age(client: FlaskClient, world: World) -> None:
    with time_machine.travel(START + timedelta(days=3 * 365)):
        said = sign_in(client, "learner@example.org", PASSWORD)
        assert (said.status_code, said.headers["Location"]) == (302, "/")
        assert client.get("/").status_code == 200


def test_a_signed_cookie_is_good_for_its_purpose_alone(client: FlaskClient, world: World) -> None:
    sign_in(client, "learner@example.org", PASSWORD)
    session, device = client.get_cookie("recite"), client.get_cookie("recite_device")
    assert session and device
    other = client.application.test_client()
    other.set_cookie("recite", device.value)
    other.set_cookie("recite_device", session.value)
    assert other.get("/library").headers["Location"].startswith("/sign-in")
    assert sign_in(other, "learner@example.org", PASSWORD).status_code == 302


def test_signs_of_formats_are_only_text(client: FlaskClient, world: World) -> None:
    sign_in(client, "stranger@example.org", PASSWORD)
    title = "100 %s %(name)s {0.__class__} {{ 7 * 7 }} %n"
    said = post(client, "/teach", title=title)
    assert f"<h1>{title}</h1>" in re.sub(r"<h1[^>]*>", "<h1>", client.get(said.location).text)


def test_what_goes_wrong_is_logged(app: Flask, caplog: pytest.LogCaptureFixture) -> None:
    @app.get("/fail")
    @public
    def fail() -> str:
        raise RuntimeError("on purpose")

    logging.getLogger("webapp").addHandler(caplog.handler)
    app.testing = False
    assert app.test_client().get("/fail").status_code == 500
    assert [record.getMessage() for record in caplog.records if record.exc_info] == ["unexpected"]


def test_downloads_have_names_of_our_own(client: FlaskClient, world: World) -> None:
    sign_in(client, "instructor@example.org", PASSWORD)
    post(client, "/teach", title='x"; filename="run.exe\r\nX-Evil: 1')
    slugs = list(db.session.scalars(select(Course.slug)))
    assert len(slugs) == 3
    paths = ["/settings/data", *(f"/teach/{slug}/results.csv" for slug in slugs)]
    for path in paths:
        said = client.get(path)
        if said.status_code == 404:  # another's course
            continue
        assert "X-Evil" not in said.headers
        name = r'attachment; filename="?[a-z0-9-]+\.(json|csv)"?'
        assert re.fullmatch(name, said.headers["Content-Disposition"])


def test_lines_are_in_utc() -> None:
    line = JsonFormatter().format(logging.LogRecord("recite", 20, "", 0, "said", None, None))
    assert datetime.fromisoformat(json.loads(line)["at"]).utcoffset() == timedelta(0)


def test_every_package_has_its_bounds() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    free = [name for name in project["dependencies"] if ">=" not in name]
    assert free == ["tzdata"]


def test_scripts_make_no_markup_and_keep_nothing() -> None:
    scripts = sorted((ROOT / "webapp/static").rglob("*.js"))
    assert scripts
    for file in scripts:
        assert IN_A_BROWSER.findall(file.read_text(encoding="utf-8")) == [], file.name
