"""The counts of the bank's choices, beside counting by hand on a bank made at random."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from random import Random
from uuid import UUID

import pytest
from sqlalchemy import select

from questions.interactions import Answer, Recall, TextEntry
from questions.question import Citation, Question, Stance, Status
from questions.reading import plain
from questions.tags import branches_of, parts_of
from tests.webapp.worlds import START, World, add_user
from webapp import models
from webapp.db import db, new_id, writing
from webapp.models import (
    ENOUGH_ANSWERS,
    Attempt,
    AttemptState,
    QuestionAttempt,
    Quiz,
    QuizMode,
    Report,
    ReportKind,
)
from webapp.services.quizzes.rolling_up import roll_up
from webapp.services.sources.documents import add_document
from webapp.services.sources.revising import revise_document
from webapp.services.teaching.courses import create_course
from webapp.services.teaching.queries.question_facets import Filters, Order
from webapp.services.teaching.queries.question_list import list_questions, matching_ids
from webapp.services.teaching.queries.question_standings import standing_of
from webapp.services.teaching.questions import as_asked, retire_question, save_question

SEEDS = (1, 2)
_TAGS = (
    "a",
    "a::b",
    "a::b::c",
    "a::B",
    "a_b::c",
    "a%::b",
    "ab",
    "a::::b",
    "b::",
    "çay::ö",
    "x y",
    '"q"',
)
_MANY = 70
Values = dict[str, set[str]]


@pytest.fixture(params=SEEDS)
def bank(world: World, request: pytest.FixtureRequest) -> dict[UUID, Values]:
    """A course's questions, each with the values it has of each facet, told while making them."""
    chance = Random(request.param)
    course_id = create_course("At random", START, owner_id=world.instructor_id)
    documents = [_document(course_id, name) for name in ("gazette", "herald")]
    made = {}
    with writing():
        for number in range(_MANY):
            question_id, values = _question(course_id, chance, number)
            made[question_id] = values
    for question_id in chance.sample(list(made), 12):
        _report(world, question_id, is_open=chance.random() < 0.7)
    pupils = [add_user(f"pupil{n}@example.org", f"Pupil {n}") for n in range(ENOUGH_ANSWERS)]
    for question_id in chance.sample(list(made), 25):
        made[question_id]["facility"] = {_answer(course_id, pupils, question_id, chance)}
    revise_document(documents[1], plain.read("Nothing is left of it."), (), START)
    open_ones = db.session.scalars(select(Report.question_id).where(Report.settled_at.is_(None)))
    for question_id in open_ones:
        made[question_id]["needs"].add("flagged")
    return made


def _document(course_id: UUID, name: str) -> UUID:
    source = plain.read(f"The {name} has a first sentence. It has a second one.")
    return add_document(course_id, source, START, title=name, publisher=name, slug=name)


def _question(course_id: UUID, chance: Random, number: int) -> tuple[UUID, Values]:
    tags = tuple(chance.sample(_TAGS, chance.randrange(4)))
    cited = chance.sample(["gazette", "herald"], chance.randrange(3))
    kind = chance.choice(["short_answer", "flashcard"])
    asked = Question(
        type=kind,
        stem=f"Is it {chance.choice('ÄaZz')}, {number}?",
        interaction=Recall(back="x") if kind == "flashcard" else _typed(),
        citations=tuple(_cite(name) for name in cited),
        tags=tags,
    )
    status = chance.choice(list(Status))
    if status is Status.PUBLISHED and not cited:
        status = Status.DRAFT
    question_id = save_question(course_id, asked, status, START)
    if status is Status.PUBLISHED and chance.random() < 0.6:
        if chance.random() < 0.5:
            retire_question(course_id, question_id)
        else:
            save_question(course_id, asked, Status.DRAFT, START, question_id=question_id)
    return question_id, {
        "document": set(cited),
        "type": {kind},
        "tag": {branch for tag in tags for branch in branches_of(tag)},
        "needs": {"stale"} if "herald" in cited else set(),
        "facility": {"unknown"},
    }


def _typed() -> TextEntry:
    return TextEntry(answers=(Answer(text="x"),))


def _cite(name: str) -> Citation:
    quote = f"The {name} has a first sentence."
    return Citation(
        document=name, start=0, end=len(quote), quote=quote, stance=Stance.ASSERTED, speaker=None
    )


def _version(question_id: UUID) -> models.QuestionVersion:
    question = db.session.get_one(models.Question, question_id)
    return db.session.scalars(
        select(models.QuestionVersion).where(
            models.QuestionVersion.question_id == question_id,
            models.QuestionVersion.number == question.latest,
        )
    ).one()


def _report(world: World, question_id: UUID, *, is_open: bool) -> None:
    with writing() as session:
        report = Report(
            user_id=world.learner_id, id=new_id(START), kind=ReportKind.TYPO, made_at=START
        )
        report.question_id, report.version_id = question_id, _version(question_id).id
        report.settled_at = None if is_open else START
        session.add(report)


def _answer(course_id: UUID, pupils: list[UUID], question_id: UUID, chance: Random) -> str:
    """Let a question be answered, by enough or by too few; returns how many got it right."""
    quiz_id = new_id(START)
    count = chance.choice([ENOUGH_ANSWERS - 1, ENOUGH_ANSWERS])
    right = chance.choice([0, 4, 5, 8, 9, 10])
    version_id = _version(question_id).id
    with writing() as session:
        quiz = Quiz(
            id=quiz_id, course_id=course_id, title="Q", mode=QuizMode.TEST, created_at=START
        )
        session.add(quiz)
        session.flush()
        for number in range(count):
            attempt = Attempt(
                user_id=pupils[number],
                id=new_id(START),
                quiz_id=quiz_id,
                number=1,
                state=AttemptState.SUBMITTED,
                mode=QuizMode.TEST,
                seed=1,
                started_at=START,
                submitted_at=START,
                max_mark=1,
            )
            session.add(attempt)
            session.flush()
            session.add(_answered(attempt, question_id, version_id, float(number < right)))
    roll_up(quiz_id, START)
    if count < ENOUGH_ANSWERS:
        return "unknown"
    return "hard" if right < 5 else "easy" if right >= 9 else "middle"


def _answered(
    attempt: Attempt, question_id: UUID, version_id: UUID, fraction: float
) -> QuestionAttempt:
    return QuestionAttempt(
        user_id=attempt.user_id,
        attempt_id=attempt.id,
        slot=1,
        question_id=question_id,
        version_id=version_id,
        option_order=[],
        max_mark=1,
        fraction=fraction,
    )


def _passing(bank: dict[UUID, Values], filters: Filters, but: str = "") -> list[UUID]:
    wanted = {name: getattr(filters, name) for name in next(iter(bank.values())) if name != but}
    return [
        question_id
        for question_id, values in bank.items()
        if all(not value or value in values[name] for name, value in wanted.items())
    ]


def _count(bank: dict[UUID, Values], filters: Filters) -> dict[str, dict[str, int]]:
    counts: dict[str, dict[str, int]] = {}
    for name in next(iter(bank.values())):
        counts[name] = {}
        for question_id in _passing(bank, filters, name):
            for value in bank[question_id][name]:
                counts[name][value] = counts[name].get(value, 0) + 1
    return counts


def _some(bank: dict[UUID, Values]) -> Iterator[Filters]:
    """Yield nothing, each single choice, and pairs of them at random."""
    chance = Random(3)
    choices = sorted({(n, v) for values in bank.values() for n in values for v in values[n]})
    yield Filters()
    for name, value in choices:
        yield replace(Filters(), **{name: value})
    for _pair in range(40):
        pair = dict(chance.sample(choices, 2))
        yield replace(Filters(), **pair)
    for value in ("A", "a::", "::", "%", "_", "nothing"):
        yield Filters(tag=value)
        yield Filters(needs=value, facility=value, standing=value)


def test_counts_are_those_by_hand(bank: dict[UUID, Values]) -> None:
    for question_id, values in bank.items():
        question = db.session.get_one(models.Question, question_id)
        values["standing"] = {standing_of(question, _version(question_id).status).value}
    course_id = db.session.get_one(models.Question, next(iter(bank))).course_id
    for filters in _some(bank):
        listed = list_questions(course_id, filters, 1)
        wanted = set(_passing(bank, filters))
        assert set(matching_ids(course_id, filters)) == wanted, filters
        assert listed.total == len(wanted), filters
        assert listed.counts == _count(bank, filters), filters
        for counted in listed.counts.values():
            assert list(counted) == sorted(counted, key=parts_of)


def test_lines_say_what_is_counted(bank: dict[UUID, Values]) -> None:
    course_id = db.session.get_one(models.Question, next(iter(bank))).course_id
    for order in ("", *Order):
        pages = [list_questions(course_id, Filters(order=order), n) for n in (1, 2)]
        lines = [line for page in pages for line in page.lines]
        assert {line.id for line in lines} == set(bank) and len(lines) == _MANY
        for line in lines:
            version = _version(line.id)
            asked = as_asked(version)
            assert (line.stem, line.tags, line.type) == (asked.stem, asked.tags, asked.type)
            assert line.needs == bank[line.id]["needs"]
            assert (line.facility is None) == (bank[line.id]["facility"] == {"unknown"})
        stems = [line.stem.casefold() for line in lines]
        shares = [2.0 if line.facility is None else line.facility for line in lines]
        assert (stems == sorted(stems)) == (order == Order.STEM)
        assert order != Order.HARDEST or shares == sorted(shares)
