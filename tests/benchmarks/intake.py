"""From the upload of a PDF to its proposals: ``python -m tests.benchmarks.intake CORPORA``.

Twenty pages of XQuAD's articles are printed by Chromium, or ``--file`` names another PDF. It is
sent to a real server on this machine that keeps its own worker, on SQLite, once for a worker that
has just started and then to one that has worked before. Told are the seconds from sending it until
the first proposal is in the queue and until all are, the share of each stage, and the processor
time of worker and reader, which what else runs hardly touches (Linux alone).
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from uuid import uuid4

from flask_migrate import upgrade
from playwright.sync_api import sync_playwright

from questions.stages import Stage
from tests.benchmarks.browsing import SECRET, Learner, token
from tests.webapp.worlds import PASSWORD, START, populate
from webapp import MIGRATIONS, create_app
from webapp.config import load_config
from webapp.services.teaching.courses import create_course

PAGES = 20
_STYLE = "body { font: 12pt/1.5 serif } h1 { font-size: 18pt }"
_MARGIN = "2.5cm"
_LOOK_EACH = 0.01
_TO_START, _TO_END = 60, 300
_NAMES = {
    "sent": "send and begin",
    "file": "read the file",
    "load": "load what reads sentences",
    Stage.READ: "read the sentences",
    Stage.FIND: "find",
    Stage.PROPOSE: "propose",
    Stage.CHECK: "check and rank",
    "store": "store",
}


def print_pages(corpora: Path) -> bytes:
    """Return the first pages of XQuAD's articles, printed one after another."""
    articles = json.loads((corpora / "xquad" / "dev.json").read_text(encoding="utf-8"))["data"]
    body = "".join(
        f"<h1>{escape(article['title'].replace('_', ' '))}</h1>"
        + "".join(f"<p>{escape(each['context'].strip())}</p>" for each in article["paragraphs"])
        for article in articles
    )
    page = f"<!doctype html><html lang=en><title>Reader</title><style>{_STYLE}</style>{body}"
    with sync_playwright() as playwright:
        found = shutil.which("chromium") or shutil.which("chromium-browser")
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        tab = browser.new_page()
        tab.set_content(page)
        margin = dict.fromkeys(("top", "right", "bottom", "left"), _MARGIN)
        printed = tab.pdf(format="A4", margin=margin, page_ranges=f"1-{PAGES}")  # type: ignore[arg-type]
        browser.close()
    return printed


@dataclass
class Watch:
    """What is seen of one job from outside, in its database: when each stage began."""

    database: sqlite3.Connection
    began: dict[str, float] = field(default_factory=dict)
    first: float | None = None

    def look(self) -> bool:
        """Note what is seen for the first time; returns whether the job has ended."""
        now = time.time()
        state, stage, total, document = self.database.execute(
            "SELECT state, stage, total, document_id FROM jobs ORDER BY id DESC LIMIT 1"
        ).fetchone()
        self.began.setdefault(self._stage(stage, total, document), now)
        if document and self.first is None and self._count(document):
            self.first = now
        if state not in ("queued", "running"):
            self.began["end"] = now
            self._began_storing(document)
            return True
        return False

    def _stage(self, stage: str | None, total: int, document: str | None) -> str:
        if stage is None:
            return "sent"
        if stage == Stage.READ and total <= 1:
            return "load" if document else "file"
        return stage

    def _count(self, document: str) -> int:
        query = "SELECT count(*) FROM proposals WHERE document_id = ?"
        return int(self.database.execute(query, [document]).fetchone()[0])

    def _began_storing(self, document: str) -> None:
        """Take from the newest proposals when their storing began."""
        query = "SELECT min(made_at) FROM proposals WHERE document_id = ?"
        [at] = self.database.execute(query, [document]).fetchone()
        if at is not None:
            self.began["store"] = at / 1000  # as moments are kept

    def report(self, sent: float, spent: float, kind: str) -> None:
        """Print how long it took, and the share of each stage."""
        [error, found] = self.database.execute(
            "SELECT error, found FROM jobs ORDER BY id DESC LIMIT 1"
        ).fetchone()
        assert not error, error
        self.began["sent"] = sent
        taken = self.began["end"] - sent
        first = (self.first or self.began["end"]) - sent
        print(
            f"{kind}: first {first:.1f} s, all {found} {taken:.1f} s, {spent:.1f} s of processor "
            f"time, load {os.getloadavg()[0]:.1f}"
        )
        seen = [name for name in _NAMES if name in self.began]
        ends = [*(self.began[name] for name in seen[1:]), self.began["end"]]
        for name, end in zip(seen, ends, strict=True):
            seconds = end - self.began[name]
            print(f"  {100 * seconds / taken:3.0f} %  {seconds:5.2f} s  {_NAMES[name]}")
        sys.stdout.flush()


@contextmanager
def served(data: Path, port: int, rounds: int) -> Iterator[int]:
    """Serve a course for each round from ``data``; yields the process of the server."""
    settings = {"RECITE_DATA": str(data), "RECITE_PORT": str(port), "SECRET_KEY": SECRET}
    app = create_app(load_config(settings))
    with app.app_context():
        upgrade(directory=str(MIGRATIONS))
        owner = populate().instructor_id
        for number in range(rounds):
            create_course(f"Round {number}", START, owner_id=owner)
    environment = {**os.environ, **settings, "RECITE_LOG_LEVEL": "WARNING"}
    for name in ("DATABASE_URL", "RECITE_WORKER"):
        environment.pop(name, None)
    command = [sys.executable, "-c", "from webapp.cli import main; main()", "serve"]
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL) as server:
        try:
            yield server.pid
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(_TO_START)


def signed_in(port: int) -> Learner:
    """Return a browser in which the instructor is signed in, once the server answers."""
    until = time.monotonic() + _TO_START
    while True:
        browser = Learner(port)
        try:
            _status, page = browser.ask("GET", "/sign-in")
        except ConnectionError:
            assert time.monotonic() < until
            time.sleep(0.1)
            continue
        given = {"email": "instructor@example.org", "password": PASSWORD}
        status, page = browser.ask("POST", "/sign-in", csrf_token=token(page), **given)
        assert status == 302, page
        return browser


def send(browser: Learner, course: str, content: bytes) -> float:
    """Upload the file as a browser does; returns when that began."""
    browser.close()  # as it may have been idle for too long; opened anew
    path = f"/teach/{course}/documents/new"
    _status, page = browser.ask("GET", path)
    bound = uuid4().hex
    fields = {"csrf_token": token(page), "propose": "y"}
    parts = [f'name="{name}"\r\n\r\n{value}'.encode() for name, value in fields.items()]
    head = 'name="files"; filename="reader.pdf"\r\nContent-Type: application/pdf\r\n\r\n'
    parts.append(head.encode() + content)
    body = b"".join(
        f"--{bound}\r\nContent-Disposition: form-data; ".encode() + part + b"\r\n" for part in parts
    )
    began = time.time()
    kind, whole = f"multipart/form-data; boundary={bound}", body + f"--{bound}--\r\n".encode()
    status, said = browser.send("POST", path, kind, whole)
    assert status == 302, said
    return began


def spent_by(process: int) -> float:
    """Return the seconds of processor time of a process's children and theirs that have ended."""
    tasks = Path(f"/proc/{process}/task").glob("*/children")
    children = [child for each in tasks for child in each.read_text().split()]
    ticks = 0
    for child in children:
        fields = Path(f"/proc/{child}/stat").read_text().rpartition(")")[2].split()
        ticks += sum(map(int, fields[11:15]))
    return ticks / os.sysconf("SC_CLK_TCK")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.intake")
    parser.add_argument("corpora", type=Path, nargs="?", help="where XQuAD is")
    parser.add_argument("--file", type=Path, help="another PDF")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--port", type=int, default=20360)
    given = parser.parse_args()
    if not (given.corpora or given.file):
        parser.error("name the folder of the corpora, or a PDF")
    content = given.file.read_bytes() if given.file else print_pages(given.corpora)
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder)
        with served(data, given.port, given.rounds) as server:
            browser = signed_in(given.port)
            time.sleep(2)  # the worker starts beside the server
            for number in range(given.rounds):
                measure(browser, server, data / "recite.db", number, content)


def measure(browser: Learner, server: int, database: Path, number: int, content: bytes) -> None:
    """Measure one upload and print it."""
    before = spent_by(server)
    sent = send(browser, f"round-{number}", content)
    with closing(sqlite3.connect(database, isolation_level=None)) as connection:
        watch = Watch(connection)
        while not watch.look():
            assert time.time() - sent < _TO_END
            time.sleep(_LOOK_EACH)
        kind = "worker that has worked" if number else "worker just started"
        watch.report(sent, spent_by(server) - before, kind)


if __name__ == "__main__":
    main()
