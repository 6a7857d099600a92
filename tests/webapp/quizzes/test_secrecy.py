"""Nothing tells how a question was answered while a test that asks it is under way.

The same answers are given twice, to two keys: they are right one time and wrong the other. What
a learner can see, follow or take along must not differ by a byte.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any
from uuid import UUID, uuid4

import pytest
import time_machine
from flask.testing import FlaskClient
from sqlalchemy import Uuid, bindparam, delete, select, text, update

from tests.webapp.browsing import form_on, sign_in, submit
from tests.webapp.worlds import PASSWORD, World
from webapp.db import db, writing
from webapp.learning.scheduling import Rating, Settings
from webapp.models import (
    Attempt,
    Card,
    Enrolment,
    QuestionAttempt,
    QuestionVersion,
    Quiz,
    QuizSlot,
    Review,
    ReviewKind,
    Role,
)
from webapp.services.reviewing.answering import Answer, record_answer
from webapp.services.teaching.courses import enrol

NOW = datetime(2026, 11, 3, 9, 0, tzinfo=UTC)
ANSWERS: dict[str, dict[str, str | list[str]]] = {
    "choice": {"choice": "0"},
    "several": {"choice": ["0", "1"]},
    "text_entry": {"text": "an answer"},
    "match": {},
    "order": {},
}
STARTS = ("/", "/library", "/progress", "/review", "/settings", "/settings/data")
_RANDOM = re.compile(
    r'name="(?:csrf_token|client_key)" value="[^"]*"|"client_key": ?"[^"]*"'
    r"|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
)


@pytest.fixture
def learner(
    client: FlaskClient, world: World, monkeypatch: pytest.MonkeyPatch
) -> Iterator[FlaskClient]:
    """A browser in which the learner is signed in; time stands still, and chance too."""
    chance = SimpleNamespace(randbits=lambda _bits: 7)
    monkeypatch.setattr("webapp.services.quizzes.attempting.secrets", chance)
    with time_machine.travel(NOW, tick=False):
        sign_in(client, "learner@example.org", PASSWORD)
        yield client


def find_version(kind: str) -> QuestionVersion:
    for version in db.session.scalars(select(QuestionVersion).order_by(QuestionVersion.id)):
        asked = version.interaction
        name = "several" if asked.get("multiple") else asked["kind"]
        if name == kind:
            return version
    raise LookupError(kind)


def quiz_of(world: World, mode: str, question_id: UUID) -> UUID:
    with writing() as session:
        quiz = Quiz(
            id=uuid4(), course_id=world.course_id, slug=mode, title=mode, mode=mode, created_at=NOW
        )
        session.add(quiz)
        session.flush()
        session.add(QuizSlot(quiz_id=quiz.id, position=1, question_id=question_id, max_mark=1))
        return quiz.id


class Run:
    """One life of the learner: the same answers to one key, and all that they see."""

    def __init__(
        self, learner: FlaskClient, kind: str, quizzes: dict[str, UUID], asked: dict[str, Any]
    ) -> None:
        self.learner, self.kind, self.quizzes = learner, kind, quizzes
        self.pairs = asked.get("pairs", [])
        self.heard: list[str] = []

    def start(self, mode: str) -> str:
        """Begin the quiz of that mode; what is shown is in the same order for either key."""
        page = f"/courses/caucasus/quizzes/{self.quizzes[mode]}"
        attempt = submit(self.learner, page, f"{page}/attempts").headers["Location"]
        with writing() as session:
            row = session.scalars(
                select(QuestionAttempt).where(QuestionAttempt.attempt_id == UUID(attempt[-36:]))
            ).one()
            version = session.get_one(QuestionVersion, row.version_id)
            texts = list(version.interaction.get("items", []))
            if texts:
                first, second, *others = sorted(range(len(texts)), key=lambda n: texts[n])
                row.option_order = [second, first, *others]
        return attempt

    def answer(self, page: str) -> None:
        """Answer once with and once without scripts: first as a browser saves by itself."""
        fields: dict[str, Any] = {**form_on(self.learner, page).values, **ANSWERS[self.kind]}
        fields |= {f"pair-{n}": right for n, (_left, right) in enumerate(self.pairs)}
        for name in fields:
            if name.startswith("place-"):  # the first two change places
                place = int(name.partition("-")[2]) + 1
                fields[name] = [str({1: 2, 2: 1}.get(place, place))]
        said = self.learner.post(page, data=fields, headers={"Accept": "application/json"})
        self.heard.append(f"{said.status_code} {plain(said.text)} {said.headers.get('Location')}")

    def hand_in(self, attempt: str) -> None:
        said = submit(self.learner, f"{attempt}/submission")
        self.heard.append(plain(said.headers["Location"]))

    def seen(self) -> dict[str, str]:
        """Return every page and file that can be reached, by its address."""
        waiting, pages = list(STARTS), {}
        while waiting:
            path = waiting.pop(0)
            if path in pages:
                continue
            with self.learner.get(path) as said:
                body = said.data.decode(errors="replace")  # a package is no text
                pages[path] = f"{said.status_code} {said.headers.get('Location')}\n{body}"
            found = re.findall(r'(?:href|action)="(/[^"#]*)"', body.replace("&amp;", "&"))
            waiting += [link for link in found if not link.startswith("/static")]
            if (link := said.headers.get("Location")) and link.startswith("/"):
                waiting.append(link)
        # Addresses that differ only in what is random are told apart by their turn.
        return {f"{plain(path)} {n}": plain(body) for n, (path, body) in enumerate(pages.items())}


def plain(shown: str) -> str:
    """Return ``shown`` with what is random counted through, in the order it appears."""
    names: dict[str, str] = {}
    return _RANDOM.sub(lambda found: names.setdefault(found[0], f"<{len(names)}>"), shown)


def forget(world: World) -> None:
    """Take the learner back to where they began."""
    with writing() as session:
        if session.get(Enrolment, (world.learner_id, world.course_id)) is None:
            enrol(session, world.learner_id, world.course_id, Role.LEARNER, NOW)
        for model in (Attempt, Card, Review):
            session.execute(delete(model).where(model.user_id == world.learner_id))


def review_others(world: World, question_id: UUID) -> None:
    """Have reviewed something else, so that there are figures to show."""
    others = select(QuestionVersion).where(QuestionVersion.question_id != question_id)
    for version in db.session.scalars(others.order_by(QuestionVersion.id).limit(3)).all():
        answer = Answer(
            user_id=world.learner_id,
            question_id=version.question_id,
            version_id=version.id,
            kind=ReviewKind.REVIEW,
            rating=Rating.GOOD,
            fraction=1.0,
            response=None,
            at=NOW,
            client_key=f"before:{version.id}",
        )
        record_answer(answer, Settings(time_zone="UTC"))


def turned(interaction: dict[str, Any]) -> dict[str, Any]:
    """Return the interaction with another key, that shows the same."""
    kind, other = interaction["kind"], dict(interaction)
    if kind == "choice":
        fractions = [option["fraction"] for option in interaction["options"]]
        moved = [*fractions[1:], fractions[0]]
        other["options"] = [
            {**option, "fraction": fraction, "feedback": ""}
            for option, fraction in zip(interaction["options"], moved, strict=True)
        ]
    elif kind == "text_entry":
        other["answers"] = [{"text": "something else", "match": "text", "fraction": 1.0}]
    elif kind == "match":
        lefts, rights = zip(*interaction["pairs"], strict=True)
        other["pairs"] = [list(pair) for pair in zip(lefts, [*rights[1:], rights[0]], strict=True)]
    else:
        other["items"] = sorted(interaction["items"])
    return other


def right_one(interaction: dict[str, Any]) -> dict[str, Any]:
    """Return the interaction with the key that the answers given here are right by."""
    kind, mine = interaction["kind"], dict(interaction)
    if kind == "choice":
        count = 2 if interaction["multiple"] else 1
        mine["options"] = [
            {**option, "fraction": 1 / count if place < count else 0.0, "feedback": ""}
            for place, option in enumerate(interaction["options"])
        ]
        mine["shuffle"] = False
    if kind == "text_entry":
        mine["answers"] = [{"text": "an answer", "match": "text", "fraction": 1.0}]
    return mine


def under_way(run: Run) -> None:
    test = run.start("test")
    run.answer(f"{test}/1")


def practice_under_way(run: Run) -> None:
    practice = run.start("practice")
    under_way(run)
    run.answer(f"{practice}/1")


def practice_handed_in(run: Run) -> None:
    run.start("test")
    practice = run.start("practice")
    run.answer(f"{practice}/1")
    run.hand_in(practice)


def practised_before(run: Run) -> None:
    practice = run.start("practice")
    run.answer(f"{practice}/1")
    run.hand_in(practice)
    run.heard.clear()
    run.start("test")


def begun_again(run: Run) -> None:
    test = run.start("test")
    run.answer(f"{test}/1")
    run.hand_in(test)
    run.heard.clear()
    run.start("test")


def left_the_course(run: Run) -> None:
    practice_handed_in(run)
    with writing() as session:
        session.execute(delete(Enrolment).where(Enrolment.role == Role.LEARNER))


STATES = (
    under_way,
    practice_under_way,
    practice_handed_in,
    practised_before,
    begun_again,
    left_the_course,
)


@pytest.mark.parametrize("kind", ANSWERS)
@pytest.mark.parametrize("state", STATES)
def test_nothing_differs_between_right_and_wrong(
    learner: FlaskClient, world: World, kind: str, state: Callable[[Run], None]
) -> None:
    if kind != "choice" and db.engine.dialect.name == "postgresql":
        pytest.skip("one interaction is enough there: the rule is one")
    version = find_version(kind)
    version_id, shown = version.id, right_one(version.interaction)
    quizzes = {mode: quiz_of(world, mode, version.question_id) for mode in ("test", "practice")}
    lives = []
    for interaction in (shown, turned(shown)):
        with writing() as session:
            session.execute(
                update(QuestionVersion)
                .where(QuestionVersion.id == version_id)
                .values(interaction=interaction)
            )
        forget(world)
        review_others(world, version.question_id)
        run = Run(learner, kind, quizzes, shown)
        state(run)
        lives.append((run.heard, run.seen(), fractions(world)))
    (heard, seen, right), (heard_too, seen_too, wrong) = lives
    assert right != wrong, "the answers must be worth something else"
    assert heard == heard_too
    assert seen.keys() == seen_too.keys()
    assert [path for path in seen if seen[path] != seen_too[path]] == []


def between_tries(run: Run) -> None:
    practice = run.start("practice")
    run.answer(f"{practice}/1")
    shown = run.learner.get(f"{practice}/1").text
    assert "2 tries left" in shown
    run.heard.append(plain(shown))


def between_tries_and_tests(run: Run) -> None:
    between_tries(run)
    under_way(run)


def both_wrong(interaction: dict[str, Any], n: int) -> dict[str, Any]:
    """Return the interaction with one of two keys by which the answers given here are wrong."""
    kind, other = interaction["kind"], dict(interaction)
    if kind == "choice":
        options, other["shuffle"] = interaction["options"], False
        right = {2 + n} if interaction["multiple"] else {1 + n}
        other["options"] = [
            {**option, "fraction": float(place in right), "feedback": ""}
            for place, option in enumerate(options)
        ]
    elif kind == "text_entry":
        text = ("something else", "another thing")[n]
        other["answers"] = [{"text": text, "match": "text", "fraction": 1.0}]
    return other


@pytest.mark.parametrize("kind", ["choice", "text_entry"])
@pytest.mark.parametrize("state", [between_tries, between_tries_and_tests])
def test_nothing_tells_the_key_between_tries(
    learner: FlaskClient, world: World, kind: str, state: Callable[[Run], None]
) -> None:
    version = find_version(kind)
    version_id, shown = version.id, version.interaction
    quizzes = {mode: quiz_of(world, mode, version.question_id) for mode in ("test", "practice")}
    with writing() as session:
        session.get_one(Quiz, quizzes["practice"]).tries = 3
    lives = []
    for n in range(2):
        with writing() as session:
            session.execute(
                update(QuestionVersion)
                .where(QuestionVersion.id == version_id)
                .values(interaction=both_wrong(shown, n))
            )
        forget(world)
        review_others(world, version.question_id)
        run = Run(learner, kind, quizzes, shown)
        state(run)
        lives.append((run.heard, run.seen()))
    (heard, seen), (heard_too, seen_too) = lives
    assert any("2 tries left" in page for page in seen.values())
    assert heard == heard_too
    assert seen.keys() == seen_too.keys()
    assert [path for path in seen if seen[path] != seen_too[path]] == []


def fractions(world: World) -> list[float]:
    """What the learner's answers were worth, as stored."""
    query = """
        SELECT fraction FROM attempt_steps WHERE user_id = :learner
        UNION ALL SELECT fraction FROM reviews WHERE user_id = :learner
    """
    bound = text(query).bindparams(bindparam("learner", world.learner_id, type_=Uuid()))
    return [row[0] for row in db.session.execute(bound)]


def test_all_is_told_once_the_test_is_handed_in(learner: FlaskClient, world: World) -> None:
    version = find_version("choice")
    quizzes = {mode: quiz_of(world, mode, version.question_id) for mode in ("test", "practice")}
    run = Run(learner, "choice", quizzes, version.interaction)
    test, practice = run.start("test"), run.start("practice")
    run.answer(f"{practice}/1")
    run.hand_in(practice)
    assert "Mark kept back" in learner.get("/library").text
    assert "Mark kept back" in learner.get(f"/courses/caucasus/quizzes/{quizzes['practice']}").text
    assert "Handed in" in learner.get(practice).text
    run.hand_in(test)
    for path in ("/library", "/progress", practice):
        assert "kept back" not in learner.get(path).text
        assert re.search(r"[01](</span>)? of 1", learner.get(path).text)
