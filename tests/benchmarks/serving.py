"""Reviews a second, end to end, of two checkouts side by side in one run.

    python -m tests.benchmarks.serving --before DIR [--reviews N] [--rounds N]

DIR is another checkout with an environment of its own in DIR/.venv. Each serves a course of its
own on SQLite to 64 learners; a review is a GET of the question and a POST of the answer, with the
session and the token of a browser, on a connection that is kept. For 1, 16 and 64 learners at
once the two servers take turns, so that whatever else the machine does falls on both alike; the
median round counts. The client shares the machine with the servers, so the processor time that a
server takes for a review is told beside it, which what else runs hardly touches (Linux alone).
"""

from __future__ import annotations

import argparse
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path
from statistics import median
from uuid import uuid4

from tests.benchmarks.browsing import PASSWORD, SECRET, Learner, token

HERE = Path(__file__).parents[2]
LEARNERS = (1, 16, 64)
_TO_START = 60
# Run in the checkout that is measured: people, a course, and what is asked.
PREPARE = f"""
import sys
from pathlib import Path
from flask_migrate import upgrade
from sqlalchemy import select
from webapp import MIGRATIONS, clock, create_app
from webapp.config import load_config
from webapp.db import db, new_id, writing
from webapp.models import QuestionVersion, Role, User
try:
    from webapp.services.operations.seeding import load_seed_into
    from webapp.services.people.passwords import hash_password
    from webapp.services.teaching.courses import create_course, enrol
except ModuleNotFoundError:  # where these lay before
    from webapp.services.courses import create_course, enrol
    from webapp.services.passwords import hash_password
    from webapp.services.seeding import load_seed_into
import os

app = create_app(load_config(os.environ))
with app.app_context():
    upgrade(directory=str(MIGRATIONS))
    now, hashed = clock.now(), hash_password({PASSWORD!r})
    course_id = create_course("Benchmark", now, owner_id=None)
    with writing() as database:
        for n in range({max(LEARNERS)}):
            user = User(id=new_id(now), email=f"learner{{n}}@example.org", name=f"Learner {{n}}",
                        password_hash=hashed, created_at=now)
            database.add(user)
            database.flush()
            enrol(database, user.id, course_id, Role.LEARNER, now)
    load_seed_into(course_id, "azernews-2023-01-20", now)
    typed = QuestionVersion.type != "flashcard"  # of which one turns the card first
    for question in db.session.scalars(select(QuestionVersion.question_id).where(typed)):
        print("question", question)
"""


class Reviewer(Learner):
    """A learner who reviews."""

    def review(self, question: str) -> None:
        """See a question and answer it."""
        status, page = self.ask("GET", f"/review?again={question}")
        assert status == 200, (status, page)
        fields = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', page))
        fields |= {"csrf_token": token(page), "client_key": uuid4().hex, "unknown": "1"}
        status, page = self.ask("POST", f"/review/{question}", **fields)
        assert status == 302, (status, page)


@dataclass(frozen=True)
class Figures:
    """Reviews a second, and milliseconds of the server's processor time a review."""

    reviews: float
    computed: float


@dataclass
class Served:
    """A checkout that is served: its learners, and what they are asked."""

    learners: list[Reviewer]
    questions: list[str]
    process: int

    def measure(self, count: int, reviews: int) -> Figures:
        """Measure that many learners at once."""
        each = max(1, reviews // count)
        for learner in self.learners:
            learner.close()  # as it may have been idle for too long; opened anew

        def study(learner: Reviewer) -> None:
            for number in range(each):
                learner.review(self.questions[number % len(self.questions)])

        with ThreadPoolExecutor(count) as threads:
            begun, spent = time.monotonic(), self.spent()
            list(threads.map(study, self.learners[:count]))
            taken, computed = time.monotonic() - begun, self.spent() - spent
        return Figures(each * count / taken, computed * 1000 / (each * count))

    def spent(self) -> float:
        """Return the seconds of processor time that the server and its workers have taken."""
        workers = Path(f"/proc/{self.process}/task/{self.process}/children").read_text().split()
        return sum(map(seconds_of, (str(self.process), *workers)))


def seconds_of(process: str) -> float:
    """Return the seconds of processor time that a process has taken."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@contextmanager
def served(checkout: Path, data: Path, port: int) -> Iterator[Served]:
    """Prepare and serve a checkout from ``data``."""
    python = checkout / ".venv" / "bin" / "python"
    environment = {
        **os.environ,
        "RECITE_DATA": str(data),
        "RECITE_PORT": str(port),
        "RECITE_LOG_LEVEL": "WARNING",
        "SECRET_KEY": SECRET,
        "PYTHONPATH": str(checkout),
    }
    environment.pop("DATABASE_URL", None)
    data.mkdir(mode=0o700)
    prepared = subprocess.run(
        [python, "-c", PREPARE],
        env=environment,
        cwd=checkout,
        capture_output=True,
        text=True,
        check=False,
    )
    assert prepared.returncode == 0, prepared.stderr
    questions = re.findall(r"^question (\S+)$", prepared.stdout, re.MULTILINE)
    command = [str(python), "-c", "from webapp.cli import main; main()", "serve"]
    with subprocess.Popen(command, env=environment, cwd=checkout, stdout=subprocess.PIPE) as server:
        try:
            yield Served(list(signed_in(port)), questions, server.pid)
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(_TO_START)


def signed_in(port: int) -> Iterator[Reviewer]:
    """Sign every learner in, once the server answers."""
    until = time.monotonic() + _TO_START
    for number in range(max(LEARNERS)):
        learner = Reviewer(port)
        while True:
            try:
                learner.sign_in(number)
                break
            except ConnectionError:
                learner.close()
                assert time.monotonic() < until
                time.sleep(0.1)
        yield learner


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.serving")
    parser.add_argument("--before", type=Path, required=True, help="another checkout")
    parser.add_argument("--reviews", type=int, default=128, help="reviews a round")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--port", type=int, default=20350, help="this one and the next")
    given = parser.parse_args()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        before = stack.enter_context(served(given.before.absolute(), folder / "before", given.port))
        now = stack.enter_context(served(HERE, folder / "now", given.port + 1))
        for count in LEARNERS:
            report(count, *measure_both(count, before, now, given.reviews, given.rounds))


def measure_both(
    count: int, before: Served, now: Served, reviews: int, rounds: int
) -> tuple[list[Figures], list[Figures]]:
    """Return the figures of both, round by round, in turns; the first round warms up."""
    figures: tuple[list[Figures], list[Figures]] = ([], [])
    for number in range(rounds + 1):
        sides = list(zip((before, now), figures, strict=True))
        for side, kept in sides if number % 2 else reversed(sides):
            kept.append(side.measure(count, reviews))
    return figures[0][1:], figures[1][1:]


def report(count: int, before: list[Figures], now: list[Figures]) -> None:
    """Print a line of reviews a second and one of processor time, each with its ratio."""
    for unit, figure in (
        ("reviews a second", attrgetter("reviews")),
        ("ms of processor time a review", attrgetter("computed")),
    ):
        pairs = [(figure(a), figure(b)) for a, b in zip(before, now, strict=True)]
        print(
            f"{count:3d} learners: {median(a for a, _b in pairs):6.1f} {unit} before, "
            f"{median(b for _a, b in pairs):6.1f} now, {median(b / a for a, b in pairs):.2f} ×"
        )
    sys.stdout.flush()


if __name__ == "__main__":
    main()
