"""What the page of a document costs as it grows: ``python -m tests.benchmarks.reading``.

Documents of 1,250 and of 5,000 sentences, the most there may be, every second one asked, are
read by an instructor and by a learner who answered a tenth of it. Told are the median time of
the whole page, the statements sent, its size, and how the times go with the length: 4 is in step.
"""

from __future__ import annotations

import tempfile
import time
from statistics import median
from uuid import UUID

from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import event

from questions.interactions import Recall
from questions.question import Stance, Status
from questions.reading.plain import read
from tests.webapp.browsing import sign_in
from tests.webapp.worlds import PASSWORD, START, World, populate
from webapp import MIGRATIONS, create_app
from webapp.config import load_config
from webapp.db import db, new_id, writing
from webapp.learning.scheduling import Rating, Settings
from webapp.models import (
    Citation,
    DocumentRevision,
    Passage,
    Question,
    QuestionVersion,
    ReviewKind,
)
from webapp.services.reviewing.answering import Answer, record_answer
from webapp.services.sources.documents import add_document

LENGTHS = (1_250, 5_000)
_ROUNDS = 5
_A_PARAGRAPH = 5


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        settings = {"RECITE_DATA": folder, "RECITE_SECRET_KEY": "for measuring alone, long enough"}
        app = create_app(load_config(settings))
        with app.app_context():
            upgrade(directory=str(MIGRATIONS))
            world = populate()
            for length in LENGTHS:
                _write(world, length)
        for who in ("instructor", "learner"):
            times = [_measure(app, world, who, length) for length in LENGTHS]
            print(f"{who}: {times[1] / times[0]:.1f} times as long for 4 times the text")


def _write(world: World, length: int) -> None:
    sentences = [f"Sea number {n} is {n} fathoms deep and {n} miles wide." for n in range(length)]
    paragraphs = [" ".join(sentences[n : n + _A_PARAGRAPH]) for n in range(0, length, _A_PARAGRAPH)]
    source = read("\n\n".join(paragraphs))
    document_id = add_document(
        world.course_id, source, START, title=f"Seas {length}", publisher="Gazette"
    )
    with writing() as session:
        revision = session.query(DocumentRevision).filter_by(document_id=document_id).one()
        passages = session.query(Passage).filter_by(revision_id=revision.id).all()
        made = [_ask(world, revision, passage) for passage in passages[::2]]
        for kind in range(3):  # what the others name is stored first
            session.add_all(rows[kind] for rows in made)
            session.flush()
    for n, (question, version, _citation) in enumerate(made):
        if n % 10 == 0:
            _answer(world.learner_id, question.id, version.id)


def _ask(
    world: World, revision: DocumentRevision, passage: Passage
) -> tuple[Question, QuestionVersion, Citation]:
    question = Question(id=new_id(START), course_id=world.course_id, latest=1, published=1)
    question.created_at = START
    version = QuestionVersion(
        id=new_id(START),
        question_id=question.id,
        number=1,
        status=Status.PUBLISHED,
        type="flashcard",
        stem=f"How deep is sea number {passage.number} of {revision.number}, in *fathoms*?",
        interaction=Recall(back=f"{passage.number} fathoms").model_dump(mode="json"),
        tags=[],
        created_at=START,
    )
    citation = Citation(
        version_id=version.id,
        position=0,
        revision_id=revision.id,
        start=passage.start,
        end=passage.end,
        quote=revision.text[passage.start : passage.end],
        stance=Stance.ASSERTED,
    )
    return question, version, citation


def _answer(user_id: UUID, question_id: UUID, version_id: UUID) -> None:
    given = Answer(
        user_id=user_id,
        question_id=question_id,
        version_id=version_id,
        kind=ReviewKind.REVIEW,
        rating=Rating.GOOD,
        fraction=1.0,
        response=None,
        at=START,
        client_key=str(question_id),
    )
    record_answer(given, Settings(time_zone="UTC"))


def _measure(app: Flask, world: World, who: str, length: int) -> float:
    client = app.test_client()
    sign_in(client, f"{who}@example.org", PASSWORD)
    address = f"/courses/{world.slug}/documents/seas-{length}"
    times, sent = [], 0
    for _round in range(_ROUNDS):
        counted: list[object] = []
        with app.app_context():
            event.listen(db.engine, "before_cursor_execute", lambda *a, c=counted: c.append(a))
        began = time.perf_counter()
        answer = client.get(address)
        times.append(time.perf_counter() - began)
        sent = len(counted)
        assert answer.status_code == 200, answer.status_code
    size = len(answer.data) / 1_000_000
    print(f"{who}, {length} sentences: {median(times):.2f} s, {sent} statements, {size:.1f} MB")
    return median(times)


if __name__ == "__main__":
    main()
