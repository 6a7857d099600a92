"""How the list of questions grows: 1,000 questions beside 50, ``python -m tests.benchmarks.bank``.

Each figure is the middle of eleven, of a page with words looked for and without.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from pathlib import Path
from uuid import UUID

from questions.interactions import Answer, TextEntry
from questions.question import Question, Status
from tests.conftest import make_app, migrate
from tests.webapp.worlds import START, populate
from webapp.db import db, writing
from webapp.services.teaching.courses import create_course
from webapp.services.teaching.queries.question_facets import Filters
from webapp.services.teaching.queries.question_list import list_questions
from webapp.services.teaching.questions import save_question

_FEW, _MANY, _TIMES = 50, 1_000, 11


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        app = make_app(Path(folder), f"sqlite:///{folder}/bank.db")
        migrate(app)
        with app.app_context():
            owner_id = populate().instructor_id
            few, many = (_fill(count, owner_id) for count in (_FEW, _MANY))
            for said in ("", "turbines"):
                fast, slow = _measure(few, said), _measure(many, said)
                print(
                    f"{said or 'all':10} {fast * 1000:6.1f} ms of {_FEW}, "
                    f"{slow * 1000:6.1f} ms of {_MANY}: {slow / fast:.1f} times"
                )


def _fill(count: int, owner_id: UUID) -> UUID:
    course_id = create_course(f"Of {count}", START, owner_id=owner_id)
    with writing():
        for number in range(count):
            asked = Question(
                type="short_answer",
                stem=f"How many turbines stood at place {number}?",
                interaction=TextEntry(answers=(Answer(text=str(number)),)),
                tags=(f"places::{number % 20}", "energy"),
            )
            save_question(course_id, asked, Status.DRAFT, START)
    return course_id


def _measure(course_id: UUID, said: str) -> float:
    taken = []
    for _ in range(_TIMES):
        db.session.rollback()
        started = time.perf_counter()
        list_questions(course_id, Filters(text=said), 1)
        taken.append(time.perf_counter() - started)
    return statistics.median(taken)


if __name__ == "__main__":
    main()
