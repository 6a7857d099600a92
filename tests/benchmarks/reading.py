"""What the page of a document costs as it grows: ``python -m tests.benchmarks.reading``.

Documents of 1,250 and of 5,000 sentences, the most there may be, every second one asked, are
read by an instructor and by a learner who answered a tenth of it. Told are the median time of
the whole page, the statements sent, its size, and how the times go with the length: 4 is in step.
"""

from __future__ import annotations

import tempfile
import time
from datetime import timedelta
from statistics import median
from uuid import UUID

from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import event

from questions.interactions import Recall
from questions.question import Citation, Question, Stance, Status
from questions.reading.plain import read
from tests.webapp.browsing import sign_in
from tests.webapp.worlds import PASSWORD, START, World, populate
from webapp import MIGRATIONS, create_app
from webapp.config import load_config
from webapp.db import db, writing
from webapp.learning.scheduling import Rating, Settings
from webapp.models import DocumentRevision, Passage, QuestionVersion, ReviewKind
from webapp.services.reviewing.answering import Answer, record_answer
from webapp.services.sources.documents import add_document
from webapp.services.teaching.questions import save_question

LENGTHS = (1_250, 5_000)
_ROUNDS = 5
_A_PARAGRAPH = 5


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        settings = {"RECITE_DATA": folder, "RECITE_SECRET_KEY": "for measuring alone, long enough"}
        app = create_app(load_config(settings))
        app.config["WTF_CSRF_ENABLED"] = True
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
        for n, passage in enumerate(passages[::2]):
            at = START + timedelta(milliseconds=n)
            citation = Citation(
                document=f"seas-{length}",
                start=passage.start,
                end=passage.end,
                quote=revision.text[passage.start : passage.end],
                stance=Stance.ASSERTED,
            )
            asked = Question(
                type="flashcard",
                stem=f"How deep is sea {length} number {n}?",
                interaction=Recall(back=f"{n} fathoms"),
                citations=(citation,),
            )
            question_id = save_question(world.course_id, asked, Status.PUBLISHED, at)
            if n % 10 == 0:
                _answer(world.learner_id, question_id, n)


def _answer(user_id: UUID, question_id: UUID, n: int) -> None:
    version = db.session.query(QuestionVersion).filter_by(question_id=question_id).one()
    given = Answer(
        user_id=user_id,
        question_id=question_id,
        version_id=version.id,
        kind=ReviewKind.REVIEW,
        rating=Rating.GOOD,
        fraction=1.0,
        response=None,
        at=START,
        client_key=f"{question_id}-{n}",
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
