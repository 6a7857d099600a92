"""Requests of every kind, changed by chance, to every route by everybody: none answers 5xx.

FUZZ_SEED=7 FUZZ_REQUESTS=100000 .venv/bin/pytest tests/webapp/test_fuzzing.py goes on for longer;
a failure names the seed and each request at fault.
"""

from __future__ import annotations

import io
import logging
import os
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import quote

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Row, delete, insert, select
from werkzeug.datastructures import FileStorage
from werkzeug.test import EnvironBuilder

from tests.webapp.browsing import Values, forms_in, sign_in
from tests.webapp.test_access import Things, address, routes, things
from tests.webapp.worlds import PASSWORD, World
from webapp.access import limiter
from webapp.db import Base, db, writing
from webapp.models import User

__all__ = ["things"]

SEED = int(os.environ.get("FUZZ_SEED", "20261126"))
REQUESTS = int(os.environ.get("FUZZ_REQUESTS", "20000"))
# PostgreSQL judges what SQLite takes: a share goes there, besides.
PARTS = [("sqlite", 0, 0.5), ("sqlite", 1, 0.5), ("postgresql", 2, 0.05)]
PEOPLE = ("visitor", "guest", "learner", "other", "stranger", "instructor", "admin")
METHODS = ("GET", "POST", "HEAD", "OPTIONS", "PUT", "PATCH", "DELETE")
NAMES = (
    "options-options-²-text",
    "options-options-٣-text",
    "x" * 300,
    "",
    "\0",
    "a[]",
    "csrf_token",
)
VALUES = (
    "", " ", "0", "-1", "1", "2", "1,5", "abc", "1.5", "NaN", "inf", "-inf", "1e999", "1e-999",
    "9" * 5000, "9" * 20, str(2**31), str(2**63), str(2**64), "-" + str(2**63), "٣", "²", "½", "①",
    "\0", "a\0b", "\x01\x1f\x7f", "\ud800", "\ufffe", "\u202eabc", "\u200b", "a\u0301" * 600,
    "a" * 81, "ﷺ" * 200, "я" * 2001, "x" * 9000, "\r\n", "a\r\nSet-Cookie: x=y", "____", "|" * 300,
    "[" * 500, "<script>alert(1)</script>", "{{7*7}}", "%00", "%s%n", "'; DROP TABLE users; --",
    "//evil.example", "/\\evil.example", "https://evil.example/", "javascript:alert(1)", "/ok",
    "0001-01-01", "9999-12-31", "0000-00-00", "2026-02-30", "9999-12-31T23:59", "0001-01-01T00:00",
    "24:00", "23:59:60", "+14:59", "-14:00", "Europe/Berlin", "../../etc/passwd", "UTC",
    "00000000-0000-0000-0000-000000000000", "ffffffff-ffff-ffff-ffff-ffffffffffff", "None", "null",
    "true", "on", "[]", "{}", "learner@example.org", "a，boss@example.org", "ab",
    "a@[127.0.0.1]", "ü@example.org", "a@xn--", "owner", "learner", "instructor", "admin",
    "publish", "save",
    "draft", "preview", "add-options", "remove-options-0", "remove-options-٣", "drop-0", "another",
    "document", "up-0", "down-99", "remove-0", "draw", "find", "submission", "numerical", "cloze",
    "matching", "ordering", "flashcard", "true_false", "short_answer", "who_said_it",
)  # fmt: skip
HEADERS = (
    ("Accept", "application/json"), ("Accept", ";q=,,*/*;q=1e999"), ("Accept-Language", "xx-;q=²"),
    ("X-Forwarded-For", "::ffff:1.2.3.4, \xff"), ("X-CSRFToken", "\xff"), ("Referer", "http://["),
    ("Range", "bytes=9-1,-"), ("If-None-Match", '"'), ("If-Modified-Since", "yesterday"),
    ("Content-Encoding", "gzip"), ("Authorization", "Basic \xff"), ("Cookie", 'recite=".\xff; =;;'),
    ("Transfer-Encoding", "chunked"), ("Expect", "100-continue"), ("Origin", "null"),
    ("Content-Length", "-1"), ("Content-Length", "²"), ("Sec-Fetch-Site", "cross-site"),
)  # fmt: skip
TYPES = (
    "application/json", "text/plain", "multipart/form-data", "multipart/form-data; boundary=",
    "multipart/form-data; boundary=\xff", "multipart/form-data; boundary=" + "b" * 300, "", ";",
    "application/x-www-form-urlencoded; charset=utf-16", "application/x-www-form-urlencoded",
    "application/octet-stream", "multipart/mixed; boundary=x",
)  # fmt: skip


@dataclass
class Sent:
    """A request as it will be sent."""

    person: str
    method: str
    path: str
    fields: Values
    files: dict[str, bytes] = field(default_factory=dict)
    query: Values = field(default_factory=dict)
    headers: list[tuple[str, str]] = field(default_factory=list)
    kind: str | None = None
    body: bytes | None = None

    def __str__(self) -> str:
        return repr(self)[:1500]


class Crowd:
    """Everybody at a browser of their own, and the way back to how all was at first."""

    def __init__(self, app: Flask, things: Things) -> None:
        self.app = app
        self.things = things
        self.clients = {person: _browser(app, person) for person in PEOPLE}
        self.targets = routes(app)
        self.forms = {person: self._forms_of(client) for person, client in self.clients.items()}
        self.names = sorted({n for forms in self.forms.values() for v in forms.values() for n in v})
        self.paths = [address(app, endpoint, things) for _method, endpoint in self.targets]
        self.weights = list(map(self._weight, self.targets, self.paths))
        self.cookies = {person: _cookie(client) for person, client in self.clients.items()}
        self.file = _sqlite_file()
        self.content = self.file.read_bytes() if self.file else b""
        self.rows = [] if self.file else _rows()

    def _forms_of(self, client: FlaskClient) -> dict[str, Values]:
        """Return by its address what each form that is shown starts with."""
        found: dict[str, Values] = {}
        for method, endpoint in self.targets:
            if method != "GET" or endpoint == "static":
                continue
            path = address(self.app, endpoint, self.things)
            said = client.get(path)
            if said.mimetype == "text/html":
                for form in forms_in(said.get_data(as_text=True)):
                    found.setdefault(form.action or path, {}).update(form.values)
        return found

    def _weight(self, target: tuple[str, str], path: str) -> int:
        """Try what changes something more often than what shows it, and most what has fields."""
        fields = max(len(forms.get(path, ())) for forms in self.forms.values())
        return 1 if target[0] != "POST" else 3 + min(fields, 15)

    def insiders(self, path: str) -> list[str]:
        """Return who is shown a form for that address."""
        return [person for person in PEOPLE if path in self.forms[person]]

    def restore(self) -> None:
        """Put the database and the cookies back to how they were."""
        if self.file:
            db.session.remove()
            db.engine.dispose()
            for ending in ("-wal", "-shm"):
                Path(f"{self.file}{ending}").unlink(missing_ok=True)
            self.file.write_bytes(self.content)
        else:
            _put_back(self.rows)
        for person, client in self.clients.items():
            client.delete_cookie("recite")
            if cookie := self.cookies[person]:
                client.set_cookie("recite", cookie)

    def is_astray(self, sent: Sent, status: int) -> bool:
        """Return whether somebody is no longer who they were, or not where they were."""
        if _cookie(self.clients[sent.person]) != self.cookies[sent.person]:
            return True
        ended = ("/settings", "/removal", "/role", "/deletion", "/retire", "/submission")
        return sent.method == "POST" and status < 400 and any(part in sent.path for part in ended)

    def token(self, person: str) -> list[str]:
        """Return the token that this person's forms carry."""
        for values in self.forms[person].values():
            if "csrf_token" in values:
                return values["csrf_token"][:1]
        return [""]


def _browser(app: Flask, person: str) -> FlaskClient:
    client = app.test_client()
    if person == "guest":
        token = forms_in(client.get("/sign-up").get_data(as_text=True))[0].values["csrf_token"]
        assert client.post("/guest", data={"csrf_token": token}).status_code == 302
    elif person != "visitor":
        assert sign_in(client, f"{person}@example.org", PASSWORD).status_code == 302
    return client


def _cookie(client: FlaskClient) -> str | None:
    cookie = client.get_cookie("recite")
    return cookie.value if cookie else None


def _sqlite_file() -> Path | None:
    """Return the database's file with all that is in it, where it is one."""
    name = db.engine.url.database
    if db.engine.dialect.name != "sqlite" or name is None:
        return None
    db.session.remove()
    with db.engine.connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    db.engine.dispose()
    return Path(name)


def _put_back(kept: list[tuple[Any, list[Row[Any]]]]) -> None:
    with writing() as session:
        for table in reversed(Base.metadata.sorted_tables):
            session.execute(delete(table))
        for table, rows in kept:
            if rows:
                session.execute(insert(table), [dict(row._mapping) for row in rows])


def _rows() -> list[tuple[Any, list[Row[Any]]]]:
    tables = Base.metadata.sorted_tables
    return [(table, list(db.session.execute(select(table)).all())) for table in tables]


def make(crowd: Crowd, chance: Random) -> Sent:
    """Return a request that somebody could send, changed in a place or a few."""
    [at] = chance.choices(range(len(crowd.targets)), crowd.weights)
    (method, _endpoint), path = crowd.targets[at], crowd.paths[at]
    insiders = crowd.insiders(path) if chance.random() < 0.7 else []
    person = chance.choice(insiders or PEOPLE)
    fields = {name: list(values) for name, values in crowd.forms[person].get(path, {}).items()}
    if method == "POST":
        fields["csrf_token"] = crowd.token(person)
        fields |= {"password": [PASSWORD]} if chance.random() < 0.3 and "password" in fields else {}
    sent = Sent(person, method, path, fields if method == "POST" else {})
    for _n in range(chance.choice((0, 1, 1, 2, 3))):
        chance.choice(CHANGES)(crowd, sent, chance)
    if chance.random() < 0.03:
        sent.fields.pop("csrf_token", None)
    return sent


def _name(crowd: Crowd, sent: Sent, chance: Random) -> str:
    own = [name for name in sent.fields if name != "csrf_token"]
    if own and chance.random() < 0.8:
        return chance.choice(own)
    return chance.choice(crowd.names if chance.random() < 0.8 else NAMES)


def _change_value(crowd: Crowd, sent: Sent, chance: Random) -> None:
    sent.fields[_name(crowd, sent, chance)] = [chance.choice(VALUES)]


def _repeat(crowd: Crowd, sent: Sent, chance: Random) -> None:
    name = _name(crowd, sent, chance)
    sent.fields[name] = [*sent.fields.get(name, []), *chance.choices(VALUES, k=3)]


def _rename(crowd: Crowd, sent: Sent, chance: Random) -> None:
    sent.fields[chance.choice(NAMES)] = sent.fields.pop(_name(crowd, sent, chance), ["x"])


def _number_otherwise(crowd: Crowd, sent: Sent, chance: Random) -> None:
    numbered = [name for name in sent.fields if any(c.isdigit() for c in name)]
    if numbered:
        name = chance.choice(numbered)
        digits = next(c for c in name if c.isdigit())
        other = name.replace(digits, chance.choice(["²", "٣", "9" * 5000, "99", "-1", ""]), 1)
        sent.fields[other] = sent.fields.pop(name)


def _drop(crowd: Crowd, sent: Sent, chance: Random) -> None:
    sent.fields.pop(_name(crowd, sent, chance), None)


def _send_as_file(crowd: Crowd, sent: Sent, chance: Random) -> None:
    name = _name(crowd, sent, chance)
    text = (sent.fields.pop(name, None) or [chance.choice(VALUES)])[0]
    sent.files[name] = text.encode("utf-8", "replace") or chance.randbytes(20)


def _change_query(crowd: Crowd, sent: Sent, chance: Random) -> None:
    known = ("next", "page", "again", "attempt", "until", "document", "sentence", "version", "type",
             "text", "tag", "standing", *NAMES)  # fmt: skip
    sent.query[chance.choice(known)] = [chance.choice(VALUES)]


def _change_path(crowd: Crowd, sent: Sent, chance: Random) -> None:
    parts = sent.path.split("/")
    parts[chance.randrange(len(parts))] = quote(
        chance.choice(VALUES), safe="", errors="surrogatepass"
    )
    sent.path = "/" + "/".join(parts).lstrip("/")


def _change_method(crowd: Crowd, sent: Sent, chance: Random) -> None:
    sent.method = chance.choice(METHODS)


def _change_header(crowd: Crowd, sent: Sent, chance: Random) -> None:
    sent.headers.append(chance.choice(HEADERS))


def _change_kind(crowd: Crowd, sent: Sent, chance: Random) -> None:
    sent.kind = chance.choice(TYPES)


def _change_body(crowd: Crowd, sent: Sent, chance: Random) -> None:
    environ = _environ(sent)
    body = bytearray(environ["wsgi.input"].read() or b"a=b")
    for _n in range(chance.randrange(1, 6)):
        at = chance.randrange(len(body))
        match chance.randrange(3):
            case 0:
                body[at] = chance.randrange(256)
            case 1:
                del body[at + 1 :]
            case _:
                body[at:at] = chance.choice((b"\xff", b"%", b"%zz", b"&=&", b"\r\n--", b";", b"\0"))
    sent.body, sent.kind = bytes(body), sent.kind or environ.get("CONTENT_TYPE")


CHANGES = (
    *(_change_value,) * 8,
    *(_send_as_file,) * 2,
    *(_change_query,) * 2,
    _repeat,
    _rename,
    _number_otherwise,
    _drop,
    _change_path,
    _change_method,
    _change_header,
    _change_kind,
    _change_body,
)


def _environ(sent: Sent) -> dict[str, Any]:
    data: dict[str, Any] = {
        name: [
            value.encode("utf-8", "surrogatepass").decode("utf-8", "replace") for value in values
        ]
        for name, values in sent.fields.items()
    }
    for name, content in sent.files.items():
        data[name] = FileStorage(io.BytesIO(content), "x.txt", name)
    query = "&".join(
        f"{quote(name, safe='')}={quote(value, safe='', errors='surrogatepass')}"
        for name, values in sent.query.items()
        for value in values
    )
    builder = EnvironBuilder(sent.path, method=sent.method, query_string=query, data=data)
    builder.headers.extend(sent.headers)
    return builder.get_environ()


def send(crowd: Crowd, sent: Sent) -> int:
    """Send a request; what is raised beyond the pages for errors counts as 500."""
    environ = _environ(sent)
    if sent.body is not None:
        environ["wsgi.input"], environ["CONTENT_LENGTH"] = (
            io.BytesIO(sent.body),
            str(len(sent.body)),
        )
    if sent.kind is not None:
        environ["CONTENT_TYPE"] = sent.kind
    try:
        said = crowd.clients[sent.person].open(environ)
        said.close()
    except Exception:
        logging.getLogger("webapp").exception("raised beyond the pages for errors")
        return 500
    return said.status_code


class _Reasons(logging.Handler):
    """Keeps why the last request failed."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.last = ""

    def emit(self, record: logging.LogRecord) -> None:
        error = record.exc_info[1] if record.exc_info else None
        trace = error.__traceback__ if error else None
        while trace and trace.tb_next:
            trace = trace.tb_next
        where = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else ""
        self.last = f"{record.getMessage()} {error!r:.300} {where}"


@pytest.fixture
def reasons(app: Flask, monkeypatch: pytest.MonkeyPatch) -> _Reasons:
    """Why requests fail, without a line in the log for each of them."""
    handler = _Reasons()
    monkeypatch.setattr(limiter, "enabled", False)
    app.logger.handlers[:] = [handler]
    app.logger.propagate = False
    monkeypatch.setattr(logging.getLogger("recite"), "disabled", True)
    for name in ("recite.access", "recite.audit"):
        monkeypatch.setattr(logging.getLogger(name), "disabled", True)
    return handler


@pytest.mark.slow
@pytest.mark.uncounted
# An upload that is refused half-way is closed by the collector of garbage.
@pytest.mark.filterwarnings("ignore::ResourceWarning")
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize(("database_url", "part", "share"), PARTS, indirect=["database_url"])
def test_nothing_answers_5xx(
    app: Flask, world: World, things: Things, part: int, share: float, reasons: _Reasons
) -> None:
    crowd, seed = Crowd(app, things), f"{SEED}:{part}"
    limiter.enabled = False
    chance, wrong, seen = Random(seed), [], set[str]()
    count = round(REQUESTS * share)
    for number in range(count):
        limiter.reset()
        sent = make(crowd, chance)
        status = send(crowd, sent)
        seen.add(f"{status // 100}xx")
        if status >= 500:
            wrong.append(f"{status}, request {number} of seed {seed}: {reasons.last}\n   {sent}")
        if number % 100 == 99 or crowd.is_astray(sent, status):
            crowd.restore()
    assert not wrong, f"{len(wrong)} of {count} requests:\n" + "\n".join(wrong[:20])
    assert {"2xx", "3xx", "4xx"} <= seen
    assert db.session.get(User, world.learner_id) is not None
