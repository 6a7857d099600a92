"""Decisions that are made up by a rule, to learn from."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from random import Random

from sqlalchemy import insert, select

from questions.interactions import Answer, Choice, Option, TextEntry
from questions.question import Citation, Question, Stance, Status
from tests.webapp.worlds import SEED, START, World
from webapp import models
from webapp.db import Base, db, new_id, writing
from webapp.models import (
    CurationEvent,
    Decision,
    Proposal,
    Reason,
)
from webapp.services.teaching.curating import take_proposals

LATER = START + timedelta(days=1)


def asked(number: int, kind: str, score: float) -> Question:
    """A question on a passage of its own."""
    text = db.session.scalars(select(models.DocumentRevision.text)).first() or ""
    start = 40 * (number % 80)
    cited = Citation(
        document=SEED,
        start=start,
        end=start + 30,
        quote=text[start : start + 30],
        stance=Stance.ASSERTED,
    )
    key = f"Answer {number}"
    shape: Choice | TextEntry = TextEntry(answers=(Answer(text=key),))
    if kind == "multiple_choice":
        shape = Choice(options=(Option(text=key, fraction=1.0), Option(text="No", fraction=0.0)))
    stem = f"What is number {number}?"
    return Question(type=kind, stem=stem, interaction=shape, citations=(cited,), score=score)


def is_wanted(question: Question) -> bool:
    """What these instructors go by, and the score knows nothing of."""
    return question.type == "short_answer"


def made_up(first: int, number: int, seed: int = 1) -> list[Question]:
    """Questions of two kinds, whose scores say nothing."""
    chance = Random(seed)
    kinds = ["short_answer", "multiple_choice"]
    return [
        asked(at, kinds[at % 2], round(chance.uniform(0.3, 0.9), 3))
        for at in range(first, first + number)
    ]


def take(first: int, number: int, seed: int = 1) -> None:
    """Have questions proposed, which wait."""
    document_id = db.session.scalars(select(models.Document.id)).one()
    assert take_proposals(document_id, made_up(first, number, seed), START) == number


def decide(
    world: World,
    first: int,
    number: int,
    keeps: Callable[[Question], bool] = is_wanted,
) -> None:
    """Have questions proposed, and decided as the queue does it, which takes longer."""
    revision = db.session.scalars(select(models.DocumentRevision)).one()
    rows: dict[type[Base], list[dict[str, object]]] = {}
    for question in made_up(first, number):
        for kind, row in _rows(world, revision, question, is_kept=keeps(question)):
            rows.setdefault(kind, []).append(row)
    with writing() as session:
        for kind, made in rows.items():
            session.execute(insert(kind), made)


def _rows(
    world: World, revision: models.DocumentRevision, question: Question, *, is_kept: bool
) -> Iterator[tuple[type[Base], dict[str, object]]]:
    """Yield what stands in the tables once a question was proposed and decided."""
    question_id, [cited] = new_id(START), question.citations
    yield (
        models.Question,
        {
            "id": question_id,
            "course_id": world.course_id,
            "latest": 2,
            "published": 2 if is_kept else None,
            "created_at": START,
        },
    )
    decided = Status.PUBLISHED if is_kept else Status.REJECTED
    for number, status in enumerate((Status.CANDIDATE, decided), 1):
        version_id = new_id(START)
        yield (
            models.QuestionVersion,
            {
                "id": version_id,
                "question_id": question_id,
                "number": number,
                "status": status,
                "type": question.type,
                "stem": question.stem,
                "interaction": question.interaction.model_dump(mode="json"),
                "tags": [],
                "created_at": START,
            },
        )
        row = {"version_id": version_id, "position": 0, "revision_id": revision.id}
        yield models.Citation, {**row, **cited.model_dump(exclude={"document", "speaker"})}
    yield (
        Proposal,
        {
            "question_id": question_id,
            "document_id": revision.document_id,
            "fact": str(question_id),
            "place": cited.start,
            "score": question.score,
            "checks": [],
            "made_at": START,
        },
    )
    yield (
        CurationEvent,
        {
            "id": new_id(START),
            "course_id": world.course_id,
            "question_id": question_id,
            "actor_id": world.instructor_id,
            "decision": Decision.ACCEPTED if is_kept else Decision.REJECTED,
            "reason": None if is_kept else Reason.TRIVIAL,
            "before": 1,
            "after": 2,
            "made_at": START,
        },
    )
