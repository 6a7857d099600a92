"""A server that is killed while it is sent a file: the file is taken in whole, or not at all."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

import pytest
from sqlalchemy import func, select

from tests.webapp.operations.test_killed_while_reading import page, stands
from tests.webapp.operations.test_workers import look, serving, settings, wait
from tests.webapp.worlds import PASSWORD, World
from webapp.db import db
from webapp.models import Job, JobState, Upload

pytestmark = pytest.mark.slow
__all__ = ["settings"]

NEW = "/teach/caucasus/documents/new"
BETWEEN = "----------of-the-form"
_TOKEN = re.compile(r'name="csrf_token"[^>]* value="([^"]+)"')
_FORM = {"Content-Type": "application/x-www-form-urlencoded"}


class Instructor:
    """A browser in which an instructor is signed in."""

    def __init__(self) -> None:
        self.connection = HTTPConnection("127.0.0.1", int(os.environ["RECITE_PORT"]), timeout=30)
        self.cookies: dict[str, str] = {}
        given = {"email": "instructor@example.org", "password": PASSWORD}
        body = urlencode({"csrf_token": self.token("/sign-in"), **given})
        self.connection.request("POST", "/sign-in", body, {**_FORM, **self.cookie()})
        assert self.answer()[0] == 302

    def token(self, path: str) -> str:
        """Open a page; returns the token of its forms."""
        self.connection.request("GET", path, headers=self.cookie())
        found = _TOKEN.search(self.answer()[1])
        assert found
        return found[1]

    def send(self, content: bytes, share: float) -> None:
        """Send a file with the form for it, or only a share of all that."""
        fields = {"csrf_token": self.token(NEW), "propose": "y"}
        parts = [
            f'--{BETWEEN}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
            for name, value in fields.items()
        ]
        kind = 'name="files"; filename="seas.html"\r\nContent-Type: text/html'
        head = f"--{BETWEEN}\r\nContent-Disposition: form-data; {kind}\r\n\r\n"
        body = "".join([*parts, head]).encode() + content + f"\r\n--{BETWEEN}--\r\n".encode()
        self.connection.putrequest("POST", NEW)
        for name, value in self.cookie().items():
            self.connection.putheader(name, value)
        self.connection.putheader("Content-Type", f"multipart/form-data; boundary={BETWEEN}")
        self.connection.putheader("Content-Length", str(len(body)))
        self.connection.endheaders()
        self.connection.send(body[: int(share * len(body))])

    def answer(self) -> tuple[int, str]:
        """Return the status and the page."""
        answer = self.connection.getresponse()
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        return answer.status, answer.read().decode()

    def cookie(self) -> dict[str, str]:
        """Return the header with the cookies."""
        return {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}


@contextmanager
def visited() -> Iterator[Instructor]:
    instructor = Instructor()
    with closing(instructor.connection):
        yield instructor


def kept() -> tuple[int | None, int | None]:
    """How many jobs there are, and how many files that wait to be read."""
    db.session.rollback()
    counts = (select(func.count()).select_from(each) for each in (Job, Upload))
    jobs, uploads = (db.session.scalar(count) for count in counts)
    return jobs, uploads


@pytest.mark.parametrize("share", [0.5, 0.999])
def test_what_was_sent_in_part_leaves_nothing(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, share: float
) -> None:
    before = stands()
    with serving(tmp_path, monkeypatch) as server, visited() as instructor:
        instructor.send(page(), share)
        server.kill()
        server.wait(9)
    assert (kept(), stands()) == ((0, 0), before)
    with serving(tmp_path, monkeypatch), visited() as instructor:
        instructor.send(page(), 1)
        assert instructor.answer()[0] == 302
        db.session.rollback()  # ends what was seen before
        job_id = db.session.scalars(select(Job.id)).one()
        wait(lambda: look(job_id).state is JobState.DONE)
    assert kept() == (1, 0) and stands() != before


def test_what_was_sent_whole_is_there_whole_or_not_at_all(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RECITE_WORKER", "apart")
    with serving(tmp_path, monkeypatch) as server, visited() as instructor:
        instructor.send(page(), 1)
        server.kill()
        server.wait(9)
    jobs, uploads = kept()
    assert jobs == uploads
    with serving(tmp_path, monkeypatch), visited() as instructor:
        instructor.send(page(), 1)
        assert instructor.answer()[0] == 302
        assert kept() == (1, 1) if jobs == 0 else kept()[0] in {1, 2}
